"""The vocabulary: what is loaded, what is refused, and what the built-in files promise."""

import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import OntologyError
from kg.model import entity_id
from kg.ontology import Ontology, Predicate, Theme, load

ONTOLOGY = load()
SUPPLIES = ONTOLOGY.predicates["SUPPLIES"]
PARTNERS = ONTOLOGY.predicates["PARTNERS_WITH"]


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def with_predicates(tmp_path: Path, text: str) -> Ontology:
    return load(extra_ontology=write(tmp_path / "own.toml", text))


def with_themes(tmp_path: Path, text: str) -> Ontology:
    return load(extra_themes=write(tmp_path / "themes.toml", text))


def test_the_kinds_have_a_meaning() -> None:
    assert set(ONTOLOGY.kinds) == {
        "Company",
        "Organization",
        "Product",
        "Person",
        "Place",
        "Theme",
    }
    assert all(ONTOLOGY.kinds.values())


def test_the_predicates_are_complete() -> None:
    assert sorted(ONTOLOGY.predicates) == [
        "ACQUIRES",
        "COMPETES_WITH",
        "DEVELOPS",
        "HAS_ROLE_AT",
        "INVESTS_IN",
        "LICENSES_TO",
        "MERGES_WITH",
        "OPERATES_IN",
        "OWNS",
        "PARTNERS_WITH",
        "SUES",
        "SUPPLIES",
        "USES",
    ]
    assert all(p.meaning and p.wording and p.inverse for p in ONTOLOGY.predicates.values())


def test_a_symmetric_predicate_reads_the_same_from_both_ends() -> None:
    symmetric = {name: p for name, p in ONTOLOGY.predicates.items() if p.symmetric}
    assert sorted(symmetric) == ["COMPETES_WITH", "MERGES_WITH", "PARTNERS_WITH"]
    assert [n for n, p in symmetric.items() if p.wording != p.inverse] == []
    assert [n for n, p in symmetric.items() if p.from_kinds != p.to_kinds] == []


def test_a_predicate_carries_its_refinements_and_names_elsewhere() -> None:
    assert "joint_venture" in PARTNERS.kinds
    assert dict(PARTNERS.crosswalk)["wikidata"] == "P2652"
    assert dict(SUPPLIES.crosswalk) == {"factset": "SUPPLIER", "lseg": "Value Chains: supplier"}


@pytest.mark.parametrize(
    ("predicate", "subject", "object_", "allowed"),
    [
        ("SUPPLIES", "Company", "Company", True),
        ("SUPPLIES", "Company", "Product", False),
        ("SUPPLIES", "Person", "Company", False),
        ("DEVELOPS", "Company", "Theme", True),
        ("DEVELOPS", "Theme", "Company", False),
        ("HAS_ROLE_AT", "Person", "Organization", True),
        ("OPERATES_IN", "Company", "Place", True),
        ("SUPPLIES", "Firm", "Company", False),
    ],
)
def test_joins(predicate: str, subject: str, object_: str, *, allowed: bool) -> None:
    assert ONTOLOGY.predicates[predicate].joins(subject, object_) is allowed


@given(st.text(), st.text())
def test_ordered_puts_the_lower_id_first_only_where_symmetric(one: str, other: str) -> None:
    assert PARTNERS.ordered(one, other) == (min(one, other), max(one, other))
    assert SUPPLIES.ordered(one, other) == (one, other)


def test_descendants_of_an_area_are_its_themes_in_the_order_of_the_file() -> None:
    names = ONTOLOGY.descendants("semiconductors")
    assert names[0] == "semiconductors"
    assert {"AI chips", "chip manufacturing", "modems", "custom silicon"} <= set(names)
    assert list(names) == sorted(names, key=list(ONTOLOGY.themes).index)


def test_descendants_reach_through_every_level() -> None:
    themes = [
        Theme("top", (), (), capability=False),
        Theme("middle", ("top",), (), capability=True),
        Theme("bottom", ("middle",), (), capability=True),
        Theme("aside", (), (), capability=False),
    ]
    ontology = Ontology({}, {}, {theme.name: theme for theme in themes})
    assert ontology.descendants("top") == ("top", "middle", "bottom")
    assert ontology.descendants("bottom") == ("bottom",)


def test_descendants_of_an_unknown_theme_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        ONTOLOGY.descendants("alchemy")


def test_a_theme_has_the_id_of_an_entity() -> None:
    assert ONTOLOGY.themes["lidar"].id == entity_id("Theme", "lidar")
    ids = Counter(theme.id for theme in ONTOLOGY.themes.values())
    assert [id_ for id_, count in ids.items() if count > 1] == []


@pytest.mark.parametrize(
    ("wording", "theme"),
    [
        ("AI", "artificial intelligence"),
        ("AI stack", "artificial intelligence"),
        ("in-house AI", "artificial intelligence"),
        ("generative ai", "generative AI"),
        ("language models", "AI models"),
        ("foundation models", "AI models"),
        ("voice assistant", "voice assistants"),
        ("AI chip", "AI chips"),
        ("AI accelerators", "AI chips"),
        ("in-house chips", "custom silicon"),
        ("cellular modems", "modems"),
        ("chip manufacturing", "chip manufacturing"),
        ("foundry", "chip manufacturing"),
        ("memory chips", "memory chips"),
        ("vehicle software", "vehicle software"),
        ("in-car software", "vehicle software"),
        ("automotive software", "vehicle software"),
        ("vehicle operating system", "vehicle operating system"),
        ("in-car assistant", "automotive AI"),
        ("automated driving", "autonomous driving"),
        ("self-driving cars", "autonomous driving"),
        ("robotaxi", "robotaxis"),
        ("hands-free driving", "driver assistance"),
        ("ADAS", "driver assistance"),
        ("EV batteries", "battery cells"),
        ("gigafactory", "battery cells"),
        ("EV charging", "vehicle charging"),
        ("cloud", "cloud computing"),
        ("data center", "data centres"),
        ("datacentres", "data centres"),
        ("satellite internet", "satellite communications"),
        ("ad tech", "advertising technology"),
        ("online retail", "e-commerce"),
        ("5G", "5G networks"),
        ("vendor lock-in", "vendor dependency"),
        ("make or buy", "vertical integration"),
        ("M&A", "mergers and acquisitions"),
    ],
)
def test_an_analysts_wording_names_a_theme(wording: str, theme: str) -> None:
    assert ONTOLOGY.theme_of_wording[wording.lower()] == theme


@pytest.mark.parametrize("wording", ["core", "engine", "charging", "fashion", "lifts", "agents"])
def test_everyday_words_name_no_theme(wording: str) -> None:
    assert wording not in ONTOLOGY.theme_of_wording


def test_themes_lie_in_areas_and_some_in_a_wider_theme_besides() -> None:
    areas = {name for name, theme in ONTOLOGY.themes.items() if not theme.parents}
    assert areas == {
        "information technology",
        "artificial intelligence",
        "semiconductors",
        "automotive",
        "energy",
        "telecommunications",
        "media",
        "finance",
        "health",
        "retail and consumer",
        "aerospace and defence",
        "industry and logistics",
        "basic materials",
        "corporate moves",
    }
    within = {name for name, theme in ONTOLOGY.themes.items() if areas & {*theme.parents}}
    assert within == ONTOLOGY.themes.keys() - areas


def test_corporate_moves_are_no_capabilities() -> None:
    moves = ONTOLOGY.descendants("corporate moves")
    assert [name for name in moves if ONTOLOGY.themes[name].capability] == []
    assert ONTOLOGY.themes["AI chips"].capability


def test_a_wording_is_listed_once_and_in_one_spelling() -> None:
    words = Counter(word for theme in ONTOLOGY.themes.values() for word in theme.words)
    assert [word for word, count in words.items() if count > 1] == []
    assert [word for word in words if word != " ".join(word.split())] == []


def test_a_user_adds_a_predicate(tmp_path: Path) -> None:
    ontology = with_predicates(
        tmp_path, '[predicates.AUDITS]\nfrom = ["Company"]\nto = ["Company"]\n'
    )
    assert ontology.predicates["AUDITS"] == Predicate(
        "AUDITS", frozenset({"Company"}), frozenset({"Company"}), "", "audits", ""
    )
    assert ontology.predicates["SUPPLIES"] == SUPPLIES


def test_a_user_adds_a_kind_and_uses_it(tmp_path: Path) -> None:
    ontology = with_predicates(
        tmp_path,
        '[kinds.Plant]\n[predicates.RUNS_PLANT]\nfrom = ["Company"]\nto = ["Plant"]\n'
        "functional = true\n",
    )
    assert ontology.kinds["Plant"] == ""
    assert ontology.predicates["RUNS_PLANT"].functional
    assert ontology.predicates["RUNS_PLANT"].joins("Company", "Plant")


def test_a_user_adds_a_theme_below_a_built_in_one(tmp_path: Path) -> None:
    ontology = with_themes(
        tmp_path,
        '[[theme]]\nname = "steer-by-wire"\nparent = "automotive"\nwords = ["steering by wire"]\n'
        "capability = true\n",
    )
    assert ontology.descendants("automotive")[-1] == "steer-by-wire"
    assert ontology.theme_of_wording["steering by wire"] == "steer-by-wire"
    assert ontology.themes["steer-by-wire"].capability


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[kinds", "own.toml is not valid TOML"),
        ("[kinds.Company]", "kind Company is defined twice"),
        ("[kinds.plant]", "kind 'plant' is not a word that begins with a capital"),
        (
            '[predicates.SUPPLIES]\nfrom = ["Company"]\nto = ["Company"]',
            "predicate SUPPLIES is defined twice",
        ),
        (
            '[predicates.supplies]\nfrom = ["Company"]\nto = ["Company"]',
            "predicate 'supplies' may hold capital letters and underscores only",
        ),
        (
            '[predicates.AUDITS]\nfrom = ["Firm"]\nto = ["Company"]',
            "predicate AUDITS: 'from' must name known kinds, not Firm",
        ),
        (
            '[predicates.AUDITS]\nfrom = ["Company"]',
            "predicate AUDITS: 'to' must name known kinds, not nothing",
        ),
    ],
)
def test_a_wrong_ontology_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(OntologyError) as caught:
        with_predicates(tmp_path, text)
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("theme = [", "themes.toml is not valid TOML"),
        (
            '[[theme]]\nname = "alchemy"\nparent = "magic"',
            "theme 'alchemy': parent 'magic' must come before it",
        ),
        (
            '[[theme]]\nname = "alchemy"\nwords = ["Gold making"]',
            "theme 'alchemy': 'Gold making' is not in lower case",
        ),
        (
            '[[theme]]\nname = "alchemy"\nwords = ["lidar"]',
            "theme 'alchemy': 'lidar' already belongs to 'lidar'",
        ),
    ],
)
def test_wrong_themes_are_refused(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(OntologyError) as caught:
        with_themes(tmp_path, text)
    assert problem in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"cannot read .*none\.toml"):
        load(extra_ontology=tmp_path / "none.toml")


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "latin.toml"
    path.write_bytes('# Käse\n[[theme]]\nname = "k"'.encode("latin-1"))
    with pytest.raises(OntologyError, match=r"cannot read .*latin\.toml"):
        load(extra_themes=path)


def test_records_are_values() -> None:
    assert replace(SUPPLIES) == SUPPLIES
    assert load() == ONTOLOGY


def test_the_digest_follows_the_content() -> None:
    supplies = ONTOLOGY.predicates["SUPPLIES"]
    cloud = ONTOLOGY.themes["cloud computing"]
    changed = [
        replace(ONTOLOGY, kinds={**ONTOLOGY.kinds, "Ship": "a ship"}),
        replace(
            ONTOLOGY,
            predicates={**ONTOLOGY.predicates, "SUPPLIES": replace(supplies, kinds=frozenset("a"))},
        ),
        replace(
            ONTOLOGY,
            themes={**ONTOLOGY.themes, "cloud computing": replace(cloud, words=("cloud",))},
        ),
    ]
    assert len({ONTOLOGY.digest, *(ontology.digest for ontology in changed)}) == 4
    assert load().digest == ONTOLOGY.digest


def test_the_digest_is_the_same_in_every_process() -> None:
    code = "from kg.ontology import load; print(load().digest)"
    told = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout.strip()
        for seed in ("1", "2")
    ]
    assert told == [ONTOLOGY.digest] * 2
