"""The Python face: the command line's answers as DataFrames, with the same errors."""

import json
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import kg
from kg.api import KnowledgeGraph
from kg.errors import ConfigError, LedgerError, NotFound, QueryError, QueryFailed
from kg.model import Status

TEXT = "Halden Motors buys chips\n\nHalden Motors buys chips from Quillon Chips, which supplies it."
ROW = {"text": TEXT, "published": "2025-03-01", "publisher": "Sample Wire", "language": "en"}
DAYS = {"first_seen", "last_seen", "published"}

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def graph(samples_store: Path) -> KnowledgeGraph:
    return kg.open(samples_store)


def test_a_named_query_answers_as_the_command_line_does(
    graph: KnowledgeGraph, samples_store: Path, run: Run
) -> None:
    frame = graph.ask("suppliers_of", company="Stellantis")
    printed = run("ask", "suppliers_of", "--company", "Stellantis", "--json", store=samples_store)
    assert len(frame)
    assert json.loads(frame.to_json(orient="records", date_format="iso", date_unit="s")) == [
        {k: f"{v}T00:00:00" if k in DAYS and v else v for k, v in row.items()}
        for row in json.loads(printed.stdout)
    ]


def test_days_are_days(graph: KnowledgeGraph) -> None:
    frame = graph.ask("timeline_of", company="Stellantis", as_of=date(2026, 1, 1))
    assert frame["published"].dtype == "datetime64[s]"
    assert frame["published"].max() <= pd.Timestamp(2026, 1, 1)


def test_the_named_queries_are_listed(graph: KnowledgeGraph) -> None:
    assert list(graph.queries().columns) == ["name", "question", "parameters"]
    assert "vendor_dependency" in set(graph.queries()["name"])


def test_free_cypher_takes_parameters(graph: KnowledgeGraph) -> None:
    frame = graph.query(
        "MATCH (c:Company) WHERE c.name = $name RETURN c.name AS name", name="Stellantis"
    )
    assert frame.to_dict("list") == {"name": ["Stellantis"]}


def test_an_entity_is_a_series(graph: KnowledgeGraph) -> None:
    found = graph.entity("STELLANTIS N.V.")
    assert (found["name"], found["kind"]) == ("Stellantis", "Company")


def test_evidence_between_two_of_one_predicate(graph: KnowledgeGraph) -> None:
    everything = graph.evidence("Stellantis")
    allied = graph.evidence("Stellantis", "Microsoft", predicate="PARTNERS_WITH")
    assert 0 < len(allied) < len(everything)
    assert set(allied["predicate"]) == {"PARTNERS_WITH"}


@pytest.mark.parametrize(
    ("method", "words", "error", "says"),
    [
        ("ask", ("supliers_of",), QueryError, "did you mean suppliers_of"),
        ("ask", ("suppliers_of",), QueryError, "needs the parameter company"),
        ("entity", ("Stelantis",), NotFound, "did you mean Stellantis"),
        ("evidence", ("Nobody at all",), NotFound, "goes by"),
        ("query", ("MATCH (n) DELETE n",), QueryFailed, "DELETE is not allowed"),
    ],
)
def test_errors_are_those_of_the_command_line(
    graph: KnowledgeGraph, method: str, words: tuple[str], error: type[kg.KGError], says: str
) -> None:
    with pytest.raises(error, match=says):
        getattr(graph, method)(*words)


def test_a_missing_store_is_said_when_it_is_asked(tmp_path: Path) -> None:
    with kg.open(tmp_path / "none.kg") as graph, pytest.raises(LedgerError, match="no ledger"):
        graph.stats()


def test_settings_are_keywords(samples_store: Path) -> None:
    with kg.open(samples_store, row_limit=2) as graph:
        assert len(graph.query("MATCH (c:Company) RETURN c.name AS name")) == 2


def test_an_unknown_setting_is_refused(samples_store: Path) -> None:
    with pytest.raises(ConfigError, match="row_limits"):
        kg.open(samples_store, row_limits=2)


def test_two_graphs_are_open_at_once(samples_store: Path, own_store: Path) -> None:
    with kg.open(samples_store) as one, kg.open(own_store) as other:
        before = one.stats()["graph: digest"]
        assert other.stats()["graph: digest"] == before
        other.takedown(publisher="Sample Motor Daily", reason="test")
        assert one.stats()["graph: digest"] == before
        assert other.stats()["graph: digest"] != before


def test_a_takedown_gives_its_receipt(own_store: Path) -> None:
    with kg.open(own_store) as graph:
        url = graph.query("MATCH (a:Article) RETURN a.url AS url LIMIT 1")["url"][0]
        receipt = graph.takedown(article=url, reason="asked to")
        left = graph.query("MATCH (a:Article) WHERE a.url = $url RETURN a.id AS id", url=url)
    assert (len(receipt.articles), receipt.reason, len(left)) == (1, "asked to", 0)


def test_a_graph_made_anew_is_the_same(own_store: Path) -> None:
    with kg.open(own_store) as graph:
        before = graph.stats()
        assert graph.rebuild() == 50
        assert graph.stats() == before


def test_views_and_exports_are_written(graph: KnowledgeGraph, tmp_path: Path) -> None:
    page = graph.view(tmp_path / "page.html", "Stellantis")
    nodes, edges = graph.export(tmp_path / "files", "parquet")
    assert "Stellantis" in page.read_text("utf-8")
    assert set(pd.read_parquet(edges)["source"]) <= set(pd.read_parquet(nodes)["id"])


def test_closing_twice_does_nothing(samples_store: Path) -> None:
    graph = kg.open(samples_store)
    graph.stats()
    graph.close()
    graph.close()


@pytest.mark.slow
def test_articles_are_read_and_seen_at_once(tmp_path: Path) -> None:
    source = tmp_path / "one.jsonl"
    source.write_text(json.dumps(ROW))
    with kg.open(tmp_path / "news.kg") as graph:
        (extraction,) = graph.extract(source)
        assert not (tmp_path / "news.kg").exists()
        assert {claim.status for claim in extraction.claims} == {Status.CURRENT}
        assert graph.ingest(source).added == 1
        assert list(graph.ask("suppliers_of", company="Halden Motors")["supplier"]) == [
            "Quillon Chips"
        ]
        source.write_text(json.dumps({**ROW, "text": TEXT.replace("chips", "tools")}))
        assert graph.ingest(source).added == 1
        assert graph.stats()["ledger: articles"] == 2
        assert graph.rebuild(extract=True) == 2


def test_relations_are_worded_from_the_entitys_side(graph: KnowledgeGraph) -> None:
    found = graph.relations("Stellantis").set_index("other")
    assert "competes with" in set(found.loc[["Renault"], "relation"])
    assert "is supplied by" in set(found.loc[["Microsoft"], "relation"])


def test_an_answer_says_whether_it_was_cut(samples_store: Path) -> None:
    every = "MATCH (company:Company) RETURN company.name AS name"
    with kg.open(samples_store, row_limit=3) as short, kg.open(samples_store) as whole:
        assert short.query(every).attrs["truncated"]
        assert not whole.query(every).attrs["truncated"]


def test_without_a_folder_the_settings_name_it(
    samples_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_STORE", str(samples_store))
    with kg.open() as graph:
        assert graph.entity("Stellantis")["name"] == "Stellantis"
