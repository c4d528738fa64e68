"""The magic %%cypher in a real IPython shell."""

import atexit
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

import kg
from kg.api import KnowledgeGraph
from kg.model import Article, Claim, Entity, Evidence, Extraction, Mention, Status, entity_id
from kg.views.page import Picture

HOSTILE = "<img src=x onerror=alert(1)>"
PAIRS = "MATCH (a:Company)-[:SUPPLIES]->(b:Company) RETURN a.name AS a, b.name AS b ORDER BY a"


def told() -> Extraction:
    read = Article(HOSTILE, f"{HOSTILE}\n\nText.", HOSTILE, pd.Timestamp("2025-01-10").date())
    names = ("Acme", "Bolt", HOSTILE)
    ids = {name: entity_id("Company", name) for name in names}
    return Extraction(
        read,
        "test",
        tuple(Entity(ids[name], "Company", name) for name in names),
        tuple(Mention(0, 1, "x", "Company", ids[name], 1.0, "exact") for name in names),
        tuple(
            Claim(
                read.id, ids[name], "SUPPLIES", ids["Acme"], Status.CURRENT, 0.9,
                (Evidence(read.id, place, place + 4, f"{name} supplies Acme."),),
                read.published, HOSTILE,
            )
            for place, name in enumerate(names[1:])
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    with kg.open(tmp_path_factory.mktemp("notebook") / "news.kg", row_limit=2) as graph:
        store = graph._store
        store.ledger_to_change(create=True).record([told()], store.policy(), {})
        store.project()
        yield graph


@pytest.fixture
def shell(
    graph: KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[InteractiveShell]:
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    shell = InteractiveShell(config=Config({"HistoryManager": {"enabled": False}}))  # type: ignore[no-untyped-call]
    shell.run_line_magic("load_ext", "kg")
    shell.user_ns["graph"] = graph
    yield shell
    atexit.unregister(shell.atexit_operations)


def run(shell: InteractiveShell, line: str, cell: str) -> object:
    found: object = shell.run_cell_magic("cypher", line, cell)  # type: ignore[no-untyped-call]
    return found


def test_an_answer_is_a_frame_and_is_kept_by_name(shell: InteractiveShell) -> None:
    found = run(shell, "--df deals", PAIRS)
    assert isinstance(found, pd.DataFrame)
    assert list(found.itertuples(index=False, name=None)) == [(HOSTILE, "Acme"), ("Bolt", "Acme")]
    assert shell.user_ns["deals"] is found


def test_a_parameter_is_the_variable_of_that_name(shell: InteractiveShell) -> None:
    shell.user_ns["Name"] = "Bolt"
    found = run(shell, "", "MATCH (a:Company) WHERE a.name = $Name RETURN a.name AS name")
    assert isinstance(found, pd.DataFrame)
    assert list(found["name"]) == ["Bolt"]


def test_a_parameter_without_a_variable_is_named(shell: InteractiveShell) -> None:
    with pytest.raises(UsageError, match=r"\$missing has no value: set the variable missing"):
        run(shell, "", "MATCH (a:Company) WHERE a.name = $missing RETURN a.name AS name")


def test_a_graph_is_drawn_and_the_frame_still_kept(shell: InteractiveShell) -> None:
    drawn = run(shell, "--graph --df pairs", PAIRS)
    assert isinstance(drawn, Picture)
    assert len(drawn.drawing.edges) == 2
    assert HOSTILE not in drawn._repr_html_()
    assert len(shell.user_ns["pairs"]) == 2


def test_a_frame_shows_hostile_text_as_text(shell: InteractiveShell) -> None:
    found = run(shell, "", PAIRS)
    data, _ = shell.display_formatter.format(found)  # type: ignore[union-attr]
    assert HOSTILE not in data["text/html"]


@pytest.mark.parametrize(
    "query",
    [
        "CREATE (n:Company {id: 'x'})",
        "MATCH (n) DETACH DELETE n",
        "LOAD CSV FROM 'x' AS r RETURN r",
    ],
)
def test_only_reading_is_allowed(shell: InteractiveShell, query: str) -> None:
    with pytest.raises(UsageError):
        run(shell, "", query)


def test_a_cut_is_said(shell: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    run(shell, "", "MATCH (a:Company) RETURN a.id AS id")
    assert capsys.readouterr().out == "cut at the row limit after 2 rows, there are more\n"


def test_nothing_is_said_where_nothing_was_cut(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    run(shell, "", PAIRS)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("--df two.words", "is no name of a variable"),
        ("--on other", "no variable of that name holds a graph"),
        ("--colour", "unrecognized arguments"),
    ],
)
def test_wrong_options_are_named(shell: InteractiveShell, line: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        run(shell, line, PAIRS)


def test_without_a_graph_it_tells_how_to_open_one(shell: InteractiveShell) -> None:
    shell.user_ns.pop("graph")
    with pytest.raises(UsageError, match=r"graph = kg\.open"):
        run(shell, "", PAIRS)


def test_of_several_graphs_one_must_be_named(shell: InteractiveShell, tmp_path: Path) -> None:
    with kg.open(tmp_path / "other.kg") as other:
        shell.user_ns["other"] = other
        with pytest.raises(UsageError, match=r"choose with --on one of graph, other"):
            run(shell, "", PAIRS)
        assert isinstance(run(shell, "--on graph", PAIRS), pd.DataFrame)


def test_two_names_of_one_graph_are_one(shell: InteractiveShell, graph: KnowledgeGraph) -> None:
    shell.user_ns["also"] = graph
    assert isinstance(run(shell, "", PAIRS), pd.DataFrame)
