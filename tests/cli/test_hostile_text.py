"""Article text that tries to be markup, terminal codes, a formula, a script or Cypher."""

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

PUBLISHER = '=HYPERLINK("http://evil.example","[red]x[/red]") <img src=x onerror=alert(1)> \'Wire'
SENTENCE = (
    "Stellantis buys chips from Quillon Chips, says [bold red]the[/bold red] [link=http://evil]"
    "</script><script>alert(1)</script> \x1b]0;owned\x07\x1b[2J\x9b31m\u202e "
    "'}) DETACH DELETE n //."
)
ARTICLE = {
    "title": "=cmd|' /C calc'!A0 [red]title[/red] \x1b[31m",
    "text": f"Stellantis signed a contract. {SENTENCE}",
    "publisher": PUBLISHER,
    "published": "2025-03-01",
    "url": "https://evil.example/?a=\"'><script>alert(1)</script>",
    "language": "en",
}


@pytest.fixture(scope="module")
def hostile(
    kg_script: Path, clean_environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    store = tmp_path_factory.mktemp("hostile") / "news.kg"
    subprocess.run(
        [kg_script, "--store", store, "ingest", "-"],
        input=json.dumps(ARTICLE).encode(),
        env=clean_environment,
        check=True,
    )
    return store


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        ["evidence", "Stellantis"],
        ["ask", "suppliers_of", "--company", "Stellantis"],
        ["ask", "timeline_of", "--company", "Stellantis"],
        ["show", "Stellantis"],
        ["query", "MATCH (c:Claim)-[:STATED_IN]->(a:Article) RETURN c.quote AS q, a.title AS t"],
    ],
    ids=str,
)
@pytest.mark.parametrize("width", ["60", "400"])
def test_a_terminal_only_shows_it(run: Run, hostile: Path, words: list[str], width: str) -> None:
    found = run(*words, store=hostile, COLUMNS=width)
    assert found.returncode == 0
    assert "Quillon Chips" in found.stdout or "[red]title[/red]" in found.stdout
    assert {c for c in found.stdout if not c.isprintable()} <= {"\n"}


@pytest.mark.slow
def test_markup_is_shown_as_it_was_written(run: Run, hostile: Path) -> None:
    shown = run("evidence", "Stellantis", store=hostile, COLUMNS="4000").stdout
    assert "[bold red]the[/bold red]" in shown


@pytest.mark.slow
def test_csv_holds_no_formula_and_json_the_plain_text(run: Run, hostile: Path) -> None:
    words = ["evidence", "Stellantis"]
    (as_json, *_) = json.loads(run(*words, "--json", store=hostile).stdout)
    assert as_json["publisher"] == PUBLISHER
    rows = list(csv.reader(io.StringIO(run(*words, "--csv", store=hostile).stdout)))
    assert f"'{PUBLISHER}" in rows[1]
    assert [cell for row in rows for cell in row if cell[:1] in set("=+-@\t\r")] == []


@pytest.mark.slow
def test_a_page_runs_none_of_it(run: Run, hostile: Path, tmp_path: Path) -> None:
    assert run("view", "Stellantis", "-o", "page.html", store=hostile).returncode == 0
    page = (tmp_path / "page.html").read_text("utf-8")
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page


@pytest.mark.slow
@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_it_does_not_break_a_graph_file(run: Run, hostile: Path, tmp_path: Path, form: str) -> None:
    assert run("export", form, "all.xml", store=hostile).returncode == 0
    assert "<script>alert(1)" not in (tmp_path / "all.xml").read_text("utf-8")


@pytest.mark.slow
def test_a_publisher_of_that_name_can_be_taken_down(
    run: Run, hostile: Path, tmp_path: Path
) -> None:
    store = shutil.copytree(hostile, tmp_path / "copy.kg")
    words = ["takedown", "--publisher", PUBLISHER, "--reason", "\x1b[2J[red]r"]
    found = run(*words, store=store)
    assert (found.returncode, found.stderr) == (0, "")
    assert {c for c in found.stdout if not c.isprintable()} == {"\n"}
    assert run("evidence", "Stellantis", store=store).returncode == 3


@pytest.mark.parametrize(
    "name",
    ["x'}) MATCH (n) DETACH DELETE n //", 'x"}) RETURN 1 //', "\x1b[2J\x07[red]x", "' OR 1=1 --"],
)
def test_arguments_are_values_and_never_code(run: Run, samples_store: Path, name: str) -> None:
    before = run("stats", store=samples_store).stdout
    for words in (["show", name], ["ask", "suppliers_of", "--company", name], ["evidence", name]):
        found = run(*words, store=samples_store)
        assert (found.returncode, found.stdout) == (3, "")
        assert {c for c in found.stderr if not c.isprintable()} == {"\n"}
    assert run("stats", store=samples_store).stdout == before
