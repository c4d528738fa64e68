"""The real commands about strategy, on the sample articles, with wrong input too."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

BY = ("--as-of", "2026-05-31")


def test_a_posture_for_people(run: Run, samples_store: Path) -> None:
    done = run("posture", "Stellantis", "--theme", "AI stack", *BY, store=samples_store)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Stellantis: hybrid\n")
    assert re.search(r"read as +artificial intelligence and the \d+ themes below it", done.stdout)
    assert re.search(r"ally +strong", done.stdout)
    assert "11 of 19 articles that mention it, 8 publishers" in done.stdout


def test_a_posture_for_programs_opens_to_its_sentences(run: Run, samples_store: Path) -> None:
    done = run("posture", "Stellantis", "--theme", "AI", *BY, "--json", store=samples_store)
    found = json.loads(done.stdout)
    assert (found["posture"], found["as_of"], found["themes"][0]) == (
        "hybrid", "2026-05-31", "artificial intelligence")  # fmt: skip
    assert found["coverage"]["articles"] == 11
    claims = [claim for ground in found["grounds"] for claim in ground["claims"]]
    assert all(claim["sentences"] and claim["publisher"] for claim in claims)
    assert {claim["published"] <= "2026-05-31" for claim in claims} == {True}


def test_the_past_does_not_see_the_future(run: Run, samples_store: Path) -> None:
    asked = ("Stellantis", "--theme", "AI", "--json")
    quick = run("posture", *asked, "--as-of", "2025-06-30", store=samples_store)
    whole = run("--as-of", "2025-06-30", "posture", *asked, store=samples_store)
    assert json.loads(whole.stdout) == json.loads(quick.stdout)


def test_a_named_query_as_of_a_day(run: Run, samples_store: Path) -> None:
    asked = ("ask", "partners_of", "--company", "Stellantis", "--columns", "last_seen", "--json")
    done = run("--as-of", "2025-06-30", *asked, store=samples_store)
    days = [row["last_seen"] for row in json.loads(done.stdout)]
    assert days
    assert max(days) <= "2025-06-30"


def test_before_anything_was_recorded_nothing_is_known(run: Run, samples_store: Path) -> None:
    done = run("--recorded-by", "2020-01-01", "posture", "Stellantis", store=samples_store)
    assert (done.returncode, done.stdout) == (3, "")
    assert "no Company goes by 'Stellantis'" in done.stderr


@pytest.mark.parametrize("command", [["rebuild"], ["ingest", "--samples"]])
def test_the_past_is_not_changed(run: Run, samples_store: Path, command: list[str]) -> None:
    done = run("--as-of", "2025-06-30", *command, store=samples_store)
    assert (done.returncode, done.stdout) == (2, "")
    assert "the past cannot be changed" in done.stderr


def test_a_contrast_names_the_company_first_then_its_rivals(
    run: Run, samples_store: Path, tmp_path: Path
) -> None:
    page = tmp_path / "contrast.html"
    done = run(
        "contrast", "Stellantis", "--theme", "AI", *BY, "--rivals", 3, "--json", "-o", page,
        store=samples_store,
    )  # fmt: skip
    players = json.loads(done.stdout)
    assert [each["company"] for each in players][:1] == ["Stellantis"]
    assert [each["stated_rival"] for each in players] == [False, True, True, True]
    assert all(each["rivalry"]["claim"] for each in players[1:])
    assert "Stellantis and its rivals: AI" in page.read_text("utf-8")


def test_a_timeline_says_what_moved_the_posture(run: Run, samples_store: Path) -> None:
    done = run("timeline", "Stellantis", "--theme", "AI", *BY, "--json", store=samples_store)
    turns = json.loads(done.stdout)["turns"]
    assert [turn["day"] for turn in turns] == sorted(turn["day"] for turn in turns)
    assert [turn["before"] for turn in turns[1:]] == [turn["posture"] for turn in turns[:-1]]
    assert all(turn["quote"] for turn in turns if turn["publisher"])


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (["posture", "Stelantis"], 3, "did you mean Stellantis"),
        (["posture", "Stellantis", "--theme", " "], 1, "the theme is blank"),
        (["posture", "Stellantis", "--as-of", "yesterday"], 2, "yesterday"),
        (["contrast", "Nobody"], 3, "no Company goes by 'Nobody'"),
        (["timeline", "'; MATCH (n) DETACH DELETE n //"], 3, "no Company goes by"),
    ],
)
def test_wrong_input(
    run: Run, samples_store: Path, words: list[str], status: int, message: str
) -> None:
    done = run(*words, store=samples_store)
    assert (done.returncode, done.stdout) == (status, "")
    assert message in done.stderr


@pytest.mark.parametrize("theme", ["solid lubricants", "'] RETURN 1 //", "animal health"])
def test_a_theme_that_nobody_mentions(run: Run, samples_store: Path, theme: str) -> None:
    done = run("posture", "Stellantis", "--theme", theme, *BY, "--json", store=samples_store)
    found = json.loads(done.stdout)
    assert (found["posture"], found["grounds"]) == ("insufficient-evidence", [])
    assert (found["coverage"]["articles"], found["coverage"]["mentioning"]) == (0, 19)


def test_rules_of_ones_own(run: Run, samples_store: Path, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("[label]\nhybrid = 1.0\nintegrated = 1.0\n", "utf-8")
    asked = ("posture", "Stellantis", "--theme", "AI", *BY, "--json")
    done = run(*asked, store=samples_store, KG_POSTURE="own.toml")
    assert json.loads(done.stdout)["posture"] == "co-development"
