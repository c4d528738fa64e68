"""Briefs of the samples: what they name, and every sentence held against its source."""

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from kg import config
from kg.brief import Brief, Sentence
from kg.briefing import brief
from kg.errors import NotFound
from kg.ledger import Policy
from kg.model import Article, Claim, Entity, Evidence, Extraction, Mention, Status, entity_id
from kg.store import Store
from kg.views.briefs import as_data, to_html, to_markdown
from kg.watchlist import Watchlist

AS_OF = date(2026, 4, 23)


@pytest.fixture(scope="module")
def store(samples_store: Path) -> Iterator[Store]:
    with Store(config.Settings(store=samples_store)) as opened:
        yield opened


@pytest.fixture(scope="module")
def page(store: Store) -> Brief:
    """The brief of the article about Stellantis and Microsoft."""
    return brief(store, "S047", as_of=AS_OF)


def test_the_question_is_vendor_or_co_developer(page: Brief) -> None:
    assert page.question.text == (
        "Is Microsoft a vendor or a co-developer for Stellantis in artificial intelligence?"
    )
    buys, allies, _ = page.readings
    assert [each.quote for each in (*buys.sentences, *allies.sentences)].count(False) == 0
    assert any("Microsoft" in each.text for each in buys.sentences)
    assert any("Microsoft" in each.text for each in allies.sentences)


def test_tesla_is_held_against_it(page: Brief) -> None:
    (tesla,) = [each for each in page.rivals if each.heading.startswith("Tesla, a stated rival")]
    assert any("in-house" in each.text for each in tesla.sentences)


def test_earlier_coverage_has_dates_and_publishers(page: Brief) -> None:
    assert len(page.coverage) >= 2
    assert all(each.published and each.published <= date(2026, 4, 17) for each in page.coverage)
    assert all(each.publisher for each in page.coverage)


def test_the_watch_it_proposes_can_be_kept(page: Brief, store: Store) -> None:
    assert page.watch.deadline == date(2027, 4, 23)
    assert page.watch.deadline.isoformat() in page.proposal.text
    assert page.watch.condition in {each.name for each in Watchlist(store).conditions()}


def test_the_original_is_named_and_linked(page: Brief) -> None:
    assert page.notice.text.startswith("This is no substitute for the original reporting")
    assert page.notice.url.startswith("https://")
    assert page.notice.url in to_markdown(page)


def held(store: Store, sentence: Sentence) -> list[dict[str, Any]]:
    """The claims of the graph that a sentence cites, with their quotes."""
    query = (
        "UNWIND $ids AS id MATCH (claim:Claim {id: id})-[:STATED_IN]->(a:Article) "
        "RETURN claim.id AS id, claim.quotes AS quotes, a.publisher AS publisher, "
        "a.published AS published, a.url AS url"
    )
    return store.graph().read(query, {"ids": list(sentence.sources)}).records()


def test_every_quote_is_what_its_claims_quote(page: Brief, store: Store) -> None:
    quotes = [each for each in page.sentences() if each.quote]
    assert quotes
    for sentence in quotes:
        claims = held(store, sentence)
        assert sorted(claim["id"] for claim in claims) == sorted(sentence.sources)
        for claim in claims:
            assert sentence.text in claim["quotes"]
            assert (claim["publisher"], claim["published"], claim["url"]) == (
                sentence.publisher, sentence.published, sentence.url,
            )  # fmt: skip


def test_every_other_sentence_cites_what_the_graph_holds(page: Brief, store: Store) -> None:
    ours = [each for each in page.sentences() if not each.quote]
    articles = {row[0] for row in store.graph().read("MATCH (a:Article) RETURN a.id AS id").rows}
    for sentence in ours:
        cited = set(sentence.sources) - articles
        assert sentence.sources
        assert {claim["id"] for claim in held(store, sentence)} == cited


def test_it_names_nothing_that_the_graph_does_not(page: Brief, store: Store) -> None:
    names = {str(row[0]) for row in store.graph().read("MATCH (e:Entity) RETURN e.name AS n").rows}
    assert set(page.mentions) <= names
    assert {page.subject.company, page.subject.other, page.subject.theme} <= names


def test_nothing_in_it_is_from_later(store: Store) -> None:
    found = brief(store, "S045")
    days = [each.published for each in found.sentences() if each.published]
    assert days
    assert max(days) <= date(2026, 4, 16)


def test_thin_evidence_is_said(store: Store) -> None:
    found = brief(store, "S016")
    texts = " ".join(each.text for each in found.sentences())
    assert "The evidence is thin" in texts
    assert "Nothing read so far says so" in texts


def test_company_and_theme_may_be_chosen(store: Store) -> None:
    found = brief(store, "S049", company="Tesla", theme="AI chips", as_of=AS_OF)
    assert (found.subject.company, found.subject.theme) == ("Tesla", "AI chips")


def test_an_unknown_article_is_said(store: Store) -> None:
    with pytest.raises(NotFound, match="no article has the id, address or key 'S999'"):
        brief(store, "S999")


def test_every_format_holds_every_sentence(page: Brief) -> None:
    markdown, html, data = to_markdown(page), to_html(page), str(as_data(page))
    for sentence in page.sentences():
        assert all(source in markdown and source in html for source in sentence.sources)
        assert all(source in data for source in sentence.sources)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links |= {str(value) for name, value in attrs if name == "href"}


HOSTILE = "<script>alert(1)</script> [x](javascript:alert(1)) **Evil** `code`"


def test_hostile_text_is_only_text(tmp_path: Path) -> None:
    sentence = f"Acme SUPPLIES Bolt {HOSTILE}"
    text = f"Acme {HOSTILE}\n\n{sentence}"
    told = Article(
        f"Acme {HOSTILE}", text, f"The {HOSTILE}", date(2025, 1, 1), "javascript:alert(1)"
    )
    acme, bolt = (Entity(entity_id("Company", n), "Company", n) for n in ("Acme", "Bolt"))
    start = text.index(sentence)
    evidence = Evidence(told.id, start, len(text), sentence)
    claim = Claim(
        told.id, acme.id, "SUPPLIES", bolt.id, Status.CURRENT, 0.9, (evidence,), told.published,
        told.publisher,
    )  # fmt: skip
    mentions = tuple(
        Mention(text.index(e.name), text.index(e.name) + 1, e.name, "Company", e.id, 1.0, "exact")
        for e in (acme, bolt)
    )
    read = Extraction(told, "reader", (acme, bolt), mentions, (claim,))
    with Store(config.Settings(store=tmp_path / "news.kg")) as opened:
        opened.ledger_to_change(create=True).record([read], Policy(), {})
        opened.project()
        found = brief(opened, told.id)
    parser = Tags()
    parser.feed(to_html(found))
    assert not parser.tags & {"script", "img", "iframe"}
    assert not any(link.startswith("javascript") for link in parser.links)
    markdown = to_markdown(found)
    assert "<script" not in markdown
    assert not re.search(r"(?<!\\)\]\(javascript", markdown)
    assert "**Evil" not in markdown
