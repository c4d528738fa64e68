"""Correcting the graph from the command line."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

WHY = ["--why", "one firm", "--by", "ann"]


def entity(run: Run, store: Path, name: str) -> str:
    return str(json.loads(run("show", name, "--json", store=store).stdout)["name"])


def test_a_merge_is_told_logged_and_undone(run: Run, own_store: Path) -> None:
    told = run("review", "merge", "Samsung Electronics", "Samsung", *WHY, store=own_store)
    assert (told.returncode, told.stdout) == (0, "")
    found = re.search(r"judgement-\w+", told.stderr)
    assert found is not None
    assert entity(run, own_store, "Samsung") == "Samsung Electronics"
    (row,) = json.loads(run("review", "log", "--json", store=own_store).stdout)
    assert (row["says"], row["of"], row["what"], row["by"], row["why"], row["stands"]) == (
        "merge", "Samsung Electronics", "Samsung", "ann", "one firm", True,
    )  # fmt: skip
    run("review", "undo", found[0], *WHY, store=own_store)
    assert entity(run, own_store, "Samsung") == "Samsung"


def test_ids_out_of_the_answers_serve_to_correct_them(run: Run, own_store: Path) -> None:
    (pair, *_) = json.loads(run("review", "suggest", "--json", store=own_store).stdout)
    told = run("review", "merge", pair["stays_id"], pair["goes_id"], *WHY, store=own_store)
    assert told.returncode == 0
    evidence = ["evidence", "Stellantis", "Microsoft", "--json"]
    (claim, *_) = json.loads(run(*evidence, store=own_store).stdout)
    assert run("review", "wrong", claim["claim"], *WHY, store=own_store).returncode == 0
    left = json.loads(run(*evidence, store=own_store).stdout)
    assert claim["claim"] not in {row["claim"] for row in left}
    again = run("review", "distinct", "Tesla", "BYD", *WHY, store=own_store)
    assert "recorded as" in again.stderr
    again = run("review", "distinct", "BYD", "Tesla", *WHY, store=own_store)
    assert (again.returncode, again.stderr) == (0, "judged so already; nothing to do\n")


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (["merge", "Tesla", "Stelantis", *WHY], 3, "did you mean Stellantis"),
        (["merge", "Tesla", "Tesla", *WHY], 1, "are one entity already"),
        (["merge", "Tesla", "BYD"], 2, "--why"),
        (["merge", "Tesla", "BYD", "--why", ""], 1, "give a reason"),
        (["undo", "judgement-1", *WHY], 1, "no judgement 'judgement-1' stands"),
        (["split", "Tesla", "--into", "Tesla (band)", "--article", "x", *WHY], 3, "no article"),
        (["wrong", "claim-1", *WHY], 3, "no claim has the id"),
        (["suggest", "--kind", "Firm"], 1, "unknown kind 'Firm'"),
    ],
    ids=str,
)
def test_errors_name_the_thing(
    run: Run, samples_store: Path, words: list[str], status: int, says: str
) -> None:
    found = run("review", *words, store=samples_store)
    assert (found.returncode, found.stdout) == (status, "")
    assert says in found.stderr
