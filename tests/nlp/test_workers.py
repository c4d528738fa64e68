import os
from collections.abc import Callable, Iterator, Sequence
from datetime import date

import pytest

from kg.errors import PipelineError
from kg.model import Article, Extraction
from kg.nlp.workers import in_processes

pytestmark = pytest.mark.slow

Read = Callable[[Sequence[Article]], list[Extraction]]


def build() -> Read:
    return read


def read(articles: Sequence[Article]) -> list[Extraction]:
    for article in articles:
        if article.text == "poison":
            os._exit(3)
    return [Extraction(article, "worker") for article in articles]


def broken() -> Read:
    raise RuntimeError


def lost(article: Article) -> Extraction:
    return Extraction(article, "lost")


def articles(count: int, **odd: str) -> Iterator[Article]:
    for i in range(count):
        yield Article("", odd.get(f"at_{i}", "text"), "p", date(2024, 1, 1), key=str(i))


def test_results_come_in_order() -> None:
    found = list(in_processes(articles(40), build, lost, 2))
    assert [e.article.key for e in found] == [str(i) for i in range(40)]
    assert {e.extractor for e in found} == {"worker"}


def test_articles_are_taken_only_as_they_are_needed() -> None:
    taken: list[str] = []

    def watched() -> Iterator[Article]:
        for article in articles(500):
            taken.append(article.key)
            yield article

    found = in_processes(watched(), build, lost, 2)
    next(found)
    assert len(taken) < 60


def test_an_article_that_kills_its_process_is_lost_alone() -> None:
    found = list(in_processes(articles(20, at_5="poison"), build, lost, 2))
    assert [e.article.key for e in found] == [str(i) for i in range(20)]
    assert [e.article.key for e in found if e.extractor == "lost"] == ["5"]


def test_processes_that_cannot_start_are_an_error() -> None:
    with pytest.raises(PipelineError, match="cannot start"):
        list(in_processes(articles(1), broken, lost, 1))
