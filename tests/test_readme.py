"""What the README shows is true: its queries run, its commands exist."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from kg.api import KnowledgeGraph

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
QUERIES = re.findall(r"```cypher\n(.*?)```", README, re.DOTALL)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    with kg.open(tmp_path_factory.mktemp("readme") / "news.kg") as opened:
        opened.ingest(samples=True)
        yield opened


def test_there_are_ten_queries() -> None:
    assert len(QUERIES) == 10


@pytest.mark.slow
@pytest.mark.parametrize("cypher", QUERIES, ids=range(len(QUERIES)))
def test_a_query_finds_something_in_the_samples(graph: KnowledgeGraph, cypher: str) -> None:
    assert len(graph.query(cypher)) > 0


def test_links_lead_to_files() -> None:
    paths = re.findall(r"\]\(([^)#:]+)\)", README)
    assert [path for path in paths if not (Path(__file__).parent.parent / path).exists()] == []
