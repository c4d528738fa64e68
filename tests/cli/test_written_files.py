"""Commands that write files: view and export."""

import csv
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pyarrow.parquet as pq
import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

READERS: dict[str, Callable[[Path], "nx.Graph[str]"]] = {
    "graphml": nx.read_graphml,
    "gexf": nx.read_gexf,
}

BY_NAME = "MATCH (c:Company) WHERE c.name = $name RETURN c.id AS id"


@pytest.fixture
def counted(run: Run, samples_store: Path) -> tuple[int, int]:
    """How many entities and relations the samples give, as the export says."""
    found = json.loads(run("stats", "--json", store=samples_store).stdout)
    return int(found["graph: Entity nodes"]), int(found["ledger: relations"])


def test_a_view_of_an_entity_is_one_page(run: Run, samples_store: Path, tmp_path: Path) -> None:
    found = run("view", "Stellantis", "-o", "page.html", store=samples_store)
    assert (found.returncode, found.stdout) == (0, "")
    assert found.stderr.startswith("page.html: ")
    page = (tmp_path / "page.html").read_text("utf-8")
    assert "Stellantis and its relations" in page
    assert "aiMotive" in page


def test_a_view_of_everything_is_cut_by_the_setting(
    run: Run, samples_store: Path, tmp_path: Path
) -> None:
    found = run("view", store=samples_store, KG_VIEW_NODES="5")
    assert found.stderr.startswith("graph.html: 5 entities, ")
    assert "left out" in found.stderr
    assert (tmp_path / "graph.html").exists()


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (["Stellantis", "--chain"], "Stellantis: suppliers to the left, customers to the right"),
        (["Stellantis", "--contrast", "--theme", "AI"], "Stellantis and its rivals: AI"),
        (["--query", BY_NAME, "-p", "name=Stellantis"], "Result of a query"),
    ],
    ids=str,
)
def test_other_views_are_pages_too(
    run: Run, samples_store: Path, tmp_path: Path, words: list[str], title: str
) -> None:
    found = run("view", *words, "-o", "page.html", store=samples_store)
    assert (found.returncode, found.stdout) == (0, "")
    page = (tmp_path / "page.html").read_text("utf-8")
    assert f"<h1>{title}</h1>" in page
    assert "<bdi>Stellantis</bdi>" in page


def test_a_query_may_come_from_standard_input(run: Run, samples_store: Path) -> None:
    words = ("view", "--query", "-", "-p", "name=Stellantis")
    found = run(*words, stdin=BY_NAME, store=samples_store)
    assert found.stderr.startswith("graph.html: 1 entities, ")


@pytest.mark.parametrize("form", ["png", "svg"])
@pytest.mark.parametrize("what", ["posture", "timeline", "coverage"])
def test_a_plot_is_a_file(
    run: Run, samples_store: Path, tmp_path: Path, what: str, form: str
) -> None:
    found = run("plot", what, "Stellantis", "--theme", "AI", "-o", f"p.{form}", store=samples_store)
    assert (found.returncode, found.stdout) == (0, "")
    assert found.stderr == f"p.{form}: {what} of Stellantis\n"
    assert (tmp_path / f"p.{form}").stat().st_size > 1_000


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_a_graph_file_holds_everything(
    run: Run, samples_store: Path, tmp_path: Path, counted: tuple[int, int], form: str
) -> None:
    found = run("export", form, f"all.{form}", store=samples_store)
    assert found.returncode == 0
    assert found.stderr == f"all.{form}: {counted[0]} entities, {counted[1]} relations\n"
    graph = READERS[form](tmp_path / f"all.{form}")
    assert (graph.number_of_nodes(), graph.number_of_edges()) == counted


def rows_of(path: Path) -> int:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return len(list(csv.DictReader(file)))
    if path.suffix == ".parquet":
        return int(pq.read_table(path).num_rows)
    return len([json.loads(line) for line in path.read_text("utf-8").splitlines()])


@pytest.mark.parametrize("form", ["csv", "parquet", "jsonl"])
def test_tables_hold_everything(
    run: Run, samples_store: Path, tmp_path: Path, counted: tuple[int, int], form: str
) -> None:
    found = run("export", form, "out", store=samples_store)
    assert (found.returncode, found.stdout) == (0, "")
    paths = [tmp_path / "out" / f"{name}.{form}" for name in ("nodes", "edges")]
    assert tuple(map(rows_of, paths)) == counted


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (["view", "Stelantis"], 3, "did you mean Stellantis"),
        (["view", "-o", "file/page.html"], 1, "choose another place"),
        (["export", "csv", "file/out"], 1, "choose a place that can be written"),
        (["export", "gexf", "file/out"], 1, "choose a place that can be written"),
        (["view", "Stellantis", "--to", "Stellantis"], 3, "no path of at most six steps"),
        (["view", "--query", "MATCH (n) DETACH DELETE n"], 1, "DETACH is not allowed"),
        (["view", "--query", "MATCH (c:Company) RETURN count(c) AS n"], 3, "ids or names"),
        (["plot", "posture", "Stelantis"], 3, "did you mean Stellantis"),
        (["plot", "posture", "Stellantis", "-o", "p.pdf"], 1, "ends in .png or .svg"),
        (["plot", "coverage", "Stellantis", "-o", "file/p.png"], 1, "choose another place"),
        (["export", "xlsx", "out"], 2, "'xlsx' is not one of"),
    ],
    ids=str,
)
def test_what_cannot_be_written_is_an_error(
    run: Run, samples_store: Path, tmp_path: Path, words: list[str], status: int, says: str
) -> None:
    (tmp_path / "file").write_text("in the way")
    found = run(*words, store=samples_store)
    assert (found.returncode, found.stdout) == (status, "")
    assert says in found.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
