"""Watches from the command line, and their exit status."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

ADD = [
    "watch", "add", "in-house AI", "--company", "Stellantis", "--theme", "AI stack",
    "--condition", "in_house", "--opened", "2026-04-20", "--deadline", "2027-04-20",
    "--if-met", "a hybrid strategy", "--if-not", "vendor dependency",
]  # fmt: skip


def test_a_watch_from_its_opening_to_its_end(run: Run, own_store: Path) -> None:
    added = run(*ADD, store=own_store)
    assert (added.returncode, added.stdout) == (0, "")
    assert "in-house AI: kept as watch-" in added.stderr
    check = ["watch", "check", "--json", "--as-of"]
    still = run(*check, "2026-05-01", store=own_store)
    assert (still.returncode, json.loads(still.stdout)) == (0, [])
    over = run(*check, "2027-04-21", store=own_store)
    (row,) = json.loads(over.stdout)
    assert (over.returncode, row["state"], row["means"]) == (4, "lapsed", "vendor dependency")
    assert row["articles"] >= 1
    assert run(*check, "2027-04-21", store=own_store).returncode == 0
    shown = run("watch", "show", "in-house AI", "--as-of", "2027-04-21", store=own_store).stdout
    assert "vendor dependency" in shown
    replayed = run(
        "watch", "replay", "in-house AI", "--as-of", "2027-04-21", "--json", store=own_store
    )
    assert [row["state"] for row in json.loads(replayed.stdout)] == ["open", "lapsed"]


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (["add", "x", "--company", "Tesla"], 2, "give deadline"),
        (["add", "x", "--company", "Tesla", "--deadline", "2020-01-01"], 1, "not after today"),
        (["add", "x", "--company", "Tessla", "--deadline", "2090-01-01"], 3, "did you mean Tesla"),
        (
            ["add", "x", "--company", "Tesla", "--deadline", "2090-01-01", "--query", "CREATE (n)"],
            1,
            "begins with one of",
        ),
        (["show", "nothing"], 3, "no watch is named 'nothing'"),
        (["add", "--file", "nowhere.yaml"], 1, "cannot read the watches in nowhere.yaml"),
    ],
    ids=str,
)
def test_errors_name_the_thing(
    run: Run, samples_store: Path, words: list[str], status: int, says: str
) -> None:
    found = run("watch", *words, store=samples_store)
    assert (found.returncode, found.stdout) == (status, "")
    assert says in found.stderr
