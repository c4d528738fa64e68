"""The gazetteer: how names are looked up, what is refused, and that its data holds together."""

import gzip
import json
import re
from collections import Counter, defaultdict
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import PipelineError
from kg.model import entity_id
from kg.names import normalise
from kg.nlp.gazetteer import Gazetteer

DATA = resources.files("kg.nlp").joinpath("data")
BY_HAND = ("companies.jsonl", "products.jsonl", "organizations.jsonl")
ISSUERS = "issuers.jsonl.gz"

# Two companies that share a wording, which then has two readings or, where only one of them lists
# just this wording, one: "Merck" is the American company, "Merck KGaA" the German one.
SHARED = {"man", "merck", "porsche", "sun"}


def rows(file: str) -> list[dict[str, Any]]:
    content = DATA.joinpath(file).read_bytes()
    plain = gzip.decompress(content) if file.endswith(".gz") else content
    return [json.loads(line) for line in plain.splitlines()]


def wordings(row: dict[str, Any]) -> list[str]:
    return [row["name"], *row.get("aliases", [])]


GAZETTEER = Gazetteer.load()
ROWS = {file: rows(file) for file in (*BY_HAND, ISSUERS)}
ALL = [row for file in ROWS.values() for row in file]
PHRASES = list(GAZETTEER.phrases())


def found(text: str, gazetteer: Gazetteer = GAZETTEER) -> list[tuple[str, str, bool]]:
    return [(e.entity.name, e.entity.kind, e.ambiguous) for e in gazetteer.by_name(text)]


def write(path: Path, *lines: object) -> Path:
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Stellantis", "Stellantis"),
        ("Stellantis N.V.", "Stellantis"),
        ("VW", "Volkswagen"),
        ("the Volkswagen Group", "Volkswagen"),
        ("International Business Machines Corp.", "IBM"),
        ("NVIDIA Corporation", "Nvidia"),
        ("GM's", "General Motors"),
        ("Hon Hai Precision Industry", "Foxconn"),
        ("McDonald’s", "McDonald's"),
        ("L'Oreal", "L'Oréal"),
        ("Alimentation Couche-Tard", "Couche-Tard"),
        ("Root, Inc.", "Root Inc."),
        ("Apple Inc.", "Apple"),
        ("Merck KGaA", "Merck Darmstadt"),
        ("Merck", "Merck & Co"),
        ("The Guardian", "The Guardian"),
    ],
)
def test_a_company_is_found_under_its_wordings(text: str, name: str) -> None:
    assert found(text) == [(name, "Company", False)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Apple", "Apple"),
        ("Apple's", "Apple"),
        ("Ford", "Ford"),
        ("the Gap", "Gap"),
        ("Target", "Target"),
        ("Root", "Root Inc."),
        ("Delta", "Delta Air Lines"),
        ("Goldman", "Goldman Sachs"),
        ("Guardian", "The Guardian"),
        ("News", "News Corporation"),
        ("Macy", "Macy's"),
    ],
)
def test_a_name_that_is_also_a_word_is_ambiguous(text: str, name: str) -> None:
    assert (name, "Company", True) in found(text)


@pytest.mark.parametrize(
    "text", ["", "...", "Koil Energy Solutions GmbH & Partner", "the", "Northgate Cloud", "Motors"]
)
def test_an_unlisted_name_has_no_reading(text: str) -> None:
    assert found(text) == []


@given(st.text(max_size=30))
def test_any_text_may_be_asked_for(text: str) -> None:
    assert isinstance(GAZETTEER.by_name(text), tuple)


def test_a_name_of_two_kinds_has_two_readings() -> None:
    assert {kind for _, kind, _ in found("Instagram")} == {"Company", "Product"}


def test_ids_are_those_of_the_model() -> None:
    wrong = [
        entry.entity.name
        for _, entry in PHRASES
        if entry.entity.id != entity_id(entry.entity.kind, entry.entity.name)
    ]
    assert wrong == []


def test_every_wording_leads_back_to_its_entity() -> None:
    lost = [
        (wording, entry.entity.name)
        for wording, entry in PHRASES
        if entry not in GAZETTEER.by_name(wording)
    ]
    assert lost == []


def test_aliases_are_without_the_name() -> None:
    assert all(entry.entity.name not in entry.entity.aliases for _, entry in PHRASES)


def test_a_listed_issuer_brings_its_identifiers_to_the_company_listed_by_hand() -> None:
    (entry,) = GAZETTEER.by_name("IBM")
    assert dict(entry.entity.identifiers) == {
        "cik": "51143",
        "isin": "US4592001014",
        "ticker": "IBM",
    }


def test_it_is_loaded_once() -> None:
    assert Gazetteer.load() is GAZETTEER


def test_a_user_adds_entities_and_aliases(tmp_path: Path) -> None:
    extra = write(
        tmp_path / "mine.jsonl",
        {"name": "Halden Motors", "kind": "Company", "aliases": ["Halden"], "ambiguous": []},
        {"name": "Volkswagen", "kind": "Company", "aliases": ["Vee-Dub"]},
    )
    gazetteer = Gazetteer.load(extra)
    assert found("Halden", gazetteer) == [("Halden Motors", "Company", False)]
    assert found("Vee-Dub", gazetteer) == [("Volkswagen", "Company", False)]
    assert found("VW", gazetteer) == [("Volkswagen", "Company", False)]
    assert gazetteer.digest != GAZETTEER.digest
    assert re.fullmatch("[0-9a-f]{12}", gazetteer.digest)


def test_blank_lines_are_passed_over(tmp_path: Path) -> None:
    extra = tmp_path / "mine.jsonl"
    extra.write_text('\n{"name": "Halden Motors", "kind": "Company"}\n\n', "utf-8")
    assert found("Halden Motors", Gazetteer.load(extra)) == [("Halden Motors", "Company", False)]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "not JSON"),
        ("[]", "is not an object"),
        ('{"kind": "Company"}', "name is None; it must be text"),
        ('{"name": " ", "kind": "Company"}', "name is ' '"),
        ('{"name": "A", "kind": "Firm"}', "kind is 'Firm'; it must be one of Company"),
        ('{"name": "A", "kind": "Company", "alias": ["B"]}', "unknown field 'alias'"),
        ('{"name": "A", "kind": "Company", "aliases": "B"}', "must be a list of texts"),
        ('{"name": "A", "kind": "Company", "aliases": [""]}', "must be a list of texts"),
        ('{"name": "A", "kind": "Company", "ambiguous": ["B"]}', "neither the name 'A'"),
        ('{"name": "A", "kind": "Company", "identifiers": ["1"]}', "must map schemes to texts"),
        ('{"name": "A", "kind": "Company", "identifiers": {"cik": 1}}', "must map schemes"),
        ('{"name": "A", "kind": "Company", "keys": []}', "keys of 'A' must be 1"),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, line: str, problem: str) -> None:
    extra = tmp_path / "mine.jsonl"
    extra.write_text(f'{{"name": "Halden Motors", "kind": "Company"}}\n{line}\n', "utf-8")
    with pytest.raises(PipelineError, match=re.escape(problem)) as caught:
        Gazetteer.load(extra)
    assert str(caught.value).startswith(f"{extra}, line 2: ")


def test_text_in_another_encoding_is_named(tmp_path: Path) -> None:
    extra = tmp_path / "mine.jsonl"
    extra.write_bytes('{"name": "Nestlé", "kind": "Company"}'.encode("latin-1"))
    with pytest.raises(PipelineError, match="line 1: not JSON in UTF-8"):
        Gazetteer.load(extra)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match=r"none\.jsonl.*check the path"):
        Gazetteer.load(tmp_path / "none.jsonl")


@pytest.mark.parametrize("file", ROWS)
def test_the_shipped_files_pass_the_checks_for_a_users_file(tmp_path: Path, file: str) -> None:
    extra = write(tmp_path / "copy.jsonl", *ROWS[file])
    assert [*Gazetteer.load(extra).phrases()] == PHRASES


@pytest.mark.parametrize("file", ROWS)
def test_no_name_comes_twice_in_a_file(file: str) -> None:
    names = Counter((row["kind"], normalise(row["name"])) for row in ROWS[file])
    assert [name for name, count in names.items() if count > 1] == []


def test_no_alias_is_another_companys_wording() -> None:
    owners = defaultdict(set)
    for row in ALL:
        for wording in wordings(row):
            owners[(row["kind"], normalise(wording))].add(normalise(row["name"]))
    shared = {key for key, names in owners.items() if len(names) > 1}
    assert shared <= {("Company", key) for key in SHARED}


@pytest.mark.parametrize("file", BY_HAND)
def test_files_by_hand_are_in_order_and_of_one_kind(file: str) -> None:
    names = [row["name"] for row in ROWS[file]]
    assert names == sorted(names, key=lambda name: (name.casefold(), name))
    assert len({row["kind"] for row in ROWS[file]}) == 1


def test_keys_of_the_generated_file_are_up_to_date() -> None:
    stale = [r["name"] for r in ROWS[ISSUERS] if r["keys"] != [*map(normalise, wordings(r))]]
    assert stale == []


def test_every_product_has_a_listed_maker() -> None:
    makers = {row["maker"] for row in ROWS["products.jsonl"] if "maker" in row}
    assert sorted(maker for maker in makers if not GAZETTEER.by_name(maker)) == []


def luhn(isin: str) -> int:
    """The sum of digits that the check digit of an ISIN makes a multiple of ten."""
    digits = [int(digit) for char in isin for digit in str(int(char, 36))]
    doubled = [d * 2 if i % 2 else d for i, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled)


PATTERNS = {
    "cik": r"[1-9][0-9]{0,9}",
    "ticker": r"[A-Z0-9][A-Z0-9.\-]{0,11}",
    "isin": r"[A-Z]{2}[A-Z0-9]{9}[0-9]",
}


def test_identifiers_are_well_formed() -> None:
    given_ = [(k, v) for row in ALL for k, v in row.get("identifiers", {}).items()]
    assert [pair for pair in given_ if not re.fullmatch(PATTERNS[pair[0]], pair[1])] == []
    assert [value for scheme, value in given_ if scheme == "isin" and luhn(value) % 10] == []


def test_a_cik_belongs_to_one_company() -> None:
    numbers = Counter(row["identifiers"].get("cik") for row in ROWS[ISSUERS])
    del numbers[None]
    assert [cik for cik, count in numbers.items() if count > 1] == []


def test_no_ticker_is_an_alias_of_its_own_sake() -> None:
    short = {row["name"] for row in ROWS[ISSUERS] for a in row.get("aliases", []) if len(a) < 3}
    assert short == set()


def test_the_lists_have_their_size() -> None:
    kinds = Counter(entry.entity.kind for entry in {e.entity.id: e for _, e in PHRASES}.values())
    assert kinds["Company"] > 9_000
    assert kinds["Product"] > 700
    assert kinds["Organization"] > 250
