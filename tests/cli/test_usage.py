"""What holds for every command: settings, exit statuses, streams, colours and tracebacks."""

import os
import pty
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.mark.parametrize("words", [["--help"], ["-h"]])
def test_help_names_every_command(run: Run, words: list[str]) -> None:
    found = run(*words)
    assert found.returncode == 0
    commands = (
        "ingest extract ask query show evidence view plot export rebuild takedown stats doctor"
    )
    listed = {line.split()[0] for line in found.stdout.splitlines() if line.startswith("  ")}
    assert set(commands.split()) <= listed


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--no-such-option", "stats"], "--no-such-option"),
        (["no-such-command"], "no-such-command"),
        (["ingest"], "name at least one source, or --samples"),
        (["ingest", "-", "--date", "tomorrow"], "tomorrow"),
        (["takedown", "--article", "a"], "--reason"),
        (["query", "RETURN 1 AS one", "-p", "novalue"], "'novalue' is not name=value"),
        (["ask", "suppliers_of", "Stellantis"], "'Stellantis' is not --PARAMETER VALUE"),
        (["view", "Stellantis", "--chain", "--contrast"], "chain and contrast are different views"),
        (["view", "--to", "Microsoft"], "a view by to takes an entity to begin with"),
        (["--processes", "0", "stats"], "processes is 0; it must be at least 1"),
        (["--settings", "none.toml", "stats"], "cannot read the settings file none.toml"),
    ],
    ids=str,
)
def test_wrong_usage_ends_with_2(
    run: Run, samples_store: Path, words: list[str], says: str
) -> None:
    found = run("--store", samples_store, *words)
    assert (found.returncode, found.stdout) == (2, "")
    assert says in found.stderr


@pytest.mark.parametrize(
    ("environment", "toml", "says"),
    [
        ({"KG_ROW_LIMIT": "many"}, "", "environment (KG_…): setting row_limit is 'many'"),
        ({"KG_ROW_LIMITS": "1"}, "", "unknown setting 'row_limits'"),
        ({}, "row_limit = true", "kg.toml: setting row_limit is True"),
        ({}, "row_limit =", "cannot read the settings file kg.toml"),
        ({}, "colour = 1", "kg.toml: unknown setting 'colour'"),
    ],
    ids=str,
)
def test_a_wrong_setting_ends_with_2(
    run: Run, tmp_path: Path, environment: dict[str, str], toml: str, says: str
) -> None:
    (tmp_path / "kg.toml").write_text(toml)
    found = run("stats", **environment)
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr.startswith("kg: ")
    assert found.stderr.count("\n") == 1
    assert says in found.stderr


def test_options_win_over_the_environment_and_that_over_the_file(
    run: Run, samples_store: Path, tmp_path: Path
) -> None:
    (tmp_path / "kg.toml").write_text('store = "file.kg"\n')
    assert "file.kg/ledger.sqlite" in run("stats").stderr
    assert "environment.kg/ledger.sqlite" in run("stats", KG_STORE="environment.kg").stderr
    assert run("stats", store=samples_store, KG_STORE="environment.kg").returncode == 0


@pytest.mark.parametrize(
    "words",
    [
        ["ask", "most_connected"],
        ["query", "RETURN 1 AS one"],
        ["show", "Stellantis"],
        ["evidence", "Stellantis"],
        ["stats"],
        ["stats", "--refused"],
        ["view"],
        ["export", "csv", "out"],
        ["rebuild"],
        ["rebuild", "--extract"],
        ["takedown", "--article", "a", "--reason", "r"],
    ],
    ids=str,
)
def test_without_a_ledger_there_is_a_remedy_and_nothing_is_made(
    run: Run, tmp_path: Path, words: list[str]
) -> None:
    found = run(*words)
    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr == (
        "kg: there is no ledger at news.kg/ledger.sqlite; ingest articles to make one\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_cannot_be_made_is_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    found = run("ingest", "--samples", store=Path("file/news.kg"))
    assert found.returncode == 1
    assert found.stderr.startswith("kg: ledger file/news.kg/ledger.sqlite: ")
    assert found.stderr.count("\n") == 1


def test_tracebacks_are_for_debugging(run: Run) -> None:
    assert "Traceback" not in run("stats").stderr
    debugged = run("--debug", "stats")
    assert debugged.returncode == 1
    assert "Traceback" in debugged.stderr
    assert "LedgerError" in debugged.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("form", ["--json", "--csv"])
def test_output_that_cannot_be_written_is_an_error(
    kg_script: Path, samples_store: Path, clean_environment: dict[str, str], form: str
) -> None:
    with Path("/dev/full").open("w") as full:
        found = subprocess.run(
            [kg_script, "--store", samples_store, "stats", form],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env=clean_environment,
            check=False,
        )
    assert found.returncode == 1
    assert "No space left on device" in found.stderr
    assert "Traceback" not in found.stderr


def on_terminal(command: list[object], environment: dict[str, str]) -> str:
    """What a command shows on a terminal."""
    ours, theirs = pty.openpty()
    ended = subprocess.run(
        list(map(str, command)), stdout=theirs, stderr=theirs, env=environment, check=False
    )
    os.close(theirs)
    assert ended.returncode == 0
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    return shown


def test_progress_is_shown_where_somebody_watches_and_in_colour_unless_unwanted(
    kg_script: Path, own_store: Path, clean_environment: dict[str, str]
) -> None:
    command: list[object] = [kg_script, "--store", own_store, "rebuild"]
    terminal = clean_environment | {"TERM": "xterm-256color"}
    coloured = on_terminal(command, terminal)
    plain = on_terminal(command, terminal | {"NO_COLOR": "1"})
    assert "claims written" in coloured
    assert "claims written" in plain
    assert "\x1b[3" in coloured
    assert "\x1b[3" not in plain
