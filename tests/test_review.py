"""Judgements: applied, undone, kept, and never in contradiction; the graph follows each."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypedDict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import config
from kg.errors import KGError, LedgerError, NotFound, QueryError
from kg.graph.content import digest
from kg.ledger import Policy
from kg.model import (
    Article,
    Claim,
    Entity,
    Evidence,
    Extraction,
    Mention,
    Status,
    entity_id,
)
from kg.review import Review
from kg.store import Store


class Said(TypedDict):
    by: str
    why: str


SAID: Said = {"by": "ann", "why": "seen in the text"}


def told(title: str, *sentences: str, day: int = 0, extractor: str = "reader") -> Extraction:
    """An article in which each sentence, "Acme SUPPLIES Bolt current", is a claim."""
    text = "\n\n".join((title, *sentences))
    published = date(2025, 1, 1) + timedelta(day)
    article = Article(title, text, f"The {title}", published)
    names = {name for s in sentences for name in (s.split()[0], s.split()[2])}
    entities = {n: Entity(entity_id("Company", n), "Company", n) for n in sorted(names)}
    claims = {}
    for sentence in sentences:
        subject, predicate, object_, status = sentence.split()
        start = text.index(sentence)
        ends = [entities[subject].id, entities[object_].id]
        if predicate == "PARTNERS_WITH":
            ends.sort()
        evidence = Evidence(article.id, start, start + len(sentence), sentence)
        claim = Claim(
            article.id, ends[0], predicate, ends[1], Status(status), 0.6, (evidence,), published,
            article.publisher,
        )  # fmt: skip
        claims[claim.id] = claim
    mentions = [
        Mention(text.index(name), text.index(name) + 1, name, "Company", e.id, 1.0, "exact")
        for name, e in entities.items()
    ]
    return Extraction(
        article, extractor, tuple(entities.values()), tuple(mentions), tuple(claims.values())
    )


ARTICLES = [
    told("One", "Acme SUPPLIES Bolt current", "Apex PARTNERS_WITH Core current"),
    told("Two", "Apex SUPPLIES Bolt ended", "Acme OWNS Apex current", day=1),
    told("Three", "Acme PARTNERS_WITH Core planned", "Dyna ACQUIRES Acme rumoured", day=2),
    told("Four", "Core PARTNERS_WITH Bolt current", "Acme SUPPLIES Core current", day=3),
]


def opened(folder: Path, articles: Sequence[Extraction] = ARTICLES) -> Store:
    store = Store(config.Settings(store=folder / "news.kg"))
    store.ledger_to_change(create=True).record(articles, Policy(), {})
    store.project()
    return store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with opened(tmp_path) as made:
        yield made


@pytest.fixture
def review(store: Store) -> Review:
    return Review(store)


def relations(store: Store) -> set[tuple[object, ...]]:
    """Subject, type, object, status and number of claims of every relation."""
    query = (
        "MATCH (a:Company)-[r]->(b:Company) RETURN a.name AS subject, type(r) AS predicate, "
        "b.name AS object, r.status AS status, r.claims AS claims"
    )
    return set(store.graph().read(query).rows)


def names(store: Store) -> dict[object, object]:
    query = "MATCH (c:Company) RETURN c.name AS name, c.aliases AS aliases"
    return {name: aliases for name, aliases in store.graph().read(query).rows}  # noqa: C416


def anew(store: Store) -> str:
    """The digest of the graph as it was kept up: the same is made anew, at once and in parts."""
    followed = digest(store.graph())
    for batch, little in ((5_000, 50_000), (1, 0)):
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("kg.ledger.slices._BATCH", batch)
            patched.setattr("kg.graph.embedded._LITTLE", little)
            store.rebuild()
        assert digest(store.graph()) == followed
    return followed


def test_a_merge_reads_two_as_one(store: Store, review: Review) -> None:
    review.merge("Acme", "Apex", **SAID)
    assert names(store) == {"Acme": ["Apex"], "Bolt": [], "Core": [], "Dyna": []}
    found = {
        row[:4] if row[1] != "PARTNERS_WITH" else row[1:2] + row[3:4] for row in relations(store)
    }
    assert found == {
        ("Acme", "SUPPLIES", "Bolt", "ended"),
        ("Acme", "SUPPLIES", "Core", "current"),
        ("Dyna", "ACQUIRES", "Acme", "rumoured"),
        ("PARTNERS_WITH", "current"),
    }
    anew(store)


def test_both_ends_of_a_symmetric_relation_stay_in_order(store: Store, review: Review) -> None:
    review.merge("Acme", "Apex", **SAID)
    ids = {entity_id("Company", name) for name in ("Acme", "Core")}
    query = (
        "MATCH (a:Company)-[r:PARTNERS_WITH]->(b:Company) "
        "RETURN a.id AS one, b.id AS other, r.claims AS claims"
    )
    (found,) = [row for row in store.graph().read(query).rows if set(row[:2]) == ids]
    assert found == (*sorted(ids), 2)


def test_mentions_of_both_are_counted_together(store: Store, review: Review) -> None:
    review.merge("Acme", "Apex", **SAID)
    query = (
        "MATCH (a:Article)-[m:MENTIONS]->(c:Company) WHERE c.name = 'Acme' "
        "RETURN a.title AS title, m.count AS count"
    )
    counted = set(store.graph().read(query).rows)
    assert counted == {("One", 2), ("Two", 2), ("Three", 1), ("Four", 1)}


def test_merge_then_split_is_as_before(store: Store, review: Review) -> None:
    before = anew(store)
    review.merge("Acme", "Apex", **SAID)
    assert anew(store) != before
    review.split("Acme", "Apex", **SAID)
    assert anew(store) == before


def test_what_is_merged_with_a_third_is_merged_with_each_other(
    store: Store, review: Review
) -> None:
    review.merge("Acme", "Apex", **SAID)
    review.merge("Core", "Acme", **SAID)
    assert names(store) == {"Core": ["Acme", "Apex"], "Bolt": [], "Dyna": []}
    anew(store)


def test_a_split_gives_some_articles_to_another(store: Store, review: Review) -> None:
    before = anew(store)
    article = ARTICLES[0].article.id
    (entry,) = review.split("Acme", "Acme Records", [article], **SAID)
    assert {"Acme", "Acme Records"} <= names(store).keys()
    assert ("Acme Records", "SUPPLIES", "Bolt", "current", 1) in relations(store)
    anew(store)
    review.undo(entry.id, **SAID)
    assert anew(store) == before


def test_an_entity_that_is_meant_nowhere_is_gone(store: Store, review: Review) -> None:
    review.split("Dyna", "Dynamo", [ARTICLES[2].article.id], **SAID)
    assert "Dyna" not in names(store)
    assert ("Dynamo", "ACQUIRES", "Acme", "rumoured", 1) in relations(store)
    anew(store)


def test_a_split_off_part_may_be_merged_elsewhere(store: Store, review: Review) -> None:
    review.split("Acme", "Acme Records", [ARTICLES[0].article.id], **SAID)
    review.merge("Dyna", "Acme Records", **SAID)
    assert ("Dyna", "SUPPLIES", "Bolt", "current", 1) in relations(store)
    assert names(store)["Dyna"] == ["Acme Records"]
    anew(store)


def test_an_alias_comes_and_goes(store: Store, review: Review) -> None:
    before = anew(store)
    review.alias("Acme", "Acme Holdings of Nowhere", **SAID)
    assert names(store)["Acme"] == ["Acme Holdings of Nowhere"]
    anew(store)
    review.alias("Acme", "Acme Holdings of Nowhere", remove=True, **SAID)
    assert anew(store) == before


def test_a_name_that_is_wrong_gives_way(store: Store, review: Review) -> None:
    review.merge("Acme", "Apex", **SAID)
    review.alias("Acme", "Acme", remove=True, **SAID)
    assert names(store)["Apex"] == []
    anew(store)


def claim_of(store: Store, subject: str, predicate: str) -> str:
    query = (
        "MATCH (c:Claim)-[:SUBJECT]->(s:Company) WHERE s.name = $subject AND c.predicate = "
        "$predicate RETURN c.id AS id ORDER BY id"
    )
    values = {"subject": subject, "predicate": predicate}
    return str(store.graph().read(query, values).rows[0][0])


def test_a_wrong_claim_is_out_and_comes_back(store: Store, review: Review) -> None:
    before = anew(store)
    (entry,) = review.wrong(claim_of(store, "Dyna", "ACQUIRES"), **SAID)
    assert "ACQUIRES" not in {row[1] for row in relations(store)}
    anew(store)
    review.undo(entry.id, **SAID)
    assert anew(store) == before


def test_a_claim_judged_wrong_after_a_merge_stays_so_after_the_split(
    store: Store, review: Review
) -> None:
    review.merge("Bolt", "Dyna", **SAID)
    review.wrong(claim_of(store, "Bolt", "ACQUIRES"), **SAID)
    review.split("Bolt", "Dyna", **SAID)
    assert "ACQUIRES" not in {row[1] for row in relations(store)}


@pytest.mark.parametrize("extractor", ["reader", "better reader"])
def test_judgements_outlast_another_reading(store: Store, review: Review, extractor: str) -> None:
    review.merge("Acme", "Apex", **SAID)
    review.wrong(claim_of(store, "Dyna", "ACQUIRES"), **SAID)
    before = anew(store)
    again = [
        Extraction(a.article, extractor, a.entities, a.mentions, a.claims, a.themes)
        for a in ARTICLES
    ]
    store.ledger_to_change().record(again, Policy(), {})
    store.project()
    assert anew(store) == before


def test_a_takedown_and_its_return_leave_judgements_alone(store: Store, review: Review) -> None:
    review.merge("Acme", "Apex", **SAID)
    before = anew(store)
    store.ledger_to_change().takedown(article=ARTICLES[1].article.id, reason="asked")
    store.project()
    assert anew(store) != before
    store.ledger_to_change().record([ARTICLES[1]], Policy(), {})
    store.project()
    assert anew(store) == before


def test_judgements_come_before_the_articles_too(tmp_path: Path) -> None:
    with opened(tmp_path / "early", ARTICLES[:2]) as store:
        Review(store).merge("Acme", "Apex", **SAID)
        store.ledger_to_change().record(ARTICLES[2:], Policy(), {})
        store.project()
        early = anew(store)
    with opened(tmp_path / "late") as store:
        Review(store).merge("Acme", "Apex", **SAID)
        assert anew(store) == early


Act = Callable[[Review], object]

COMPANIES = st.sampled_from(["Acme", "Apex", "Bolt", "Core", "Dyna"])
ACTS = st.one_of(
    st.builds(lambda a, b: lambda r: r.merge(a, b, **SAID), COMPANIES, COMPANIES),
    st.builds(lambda a, b: lambda r: r.distinct(a, b, **SAID), COMPANIES, COMPANIES),
    st.builds(lambda a, b: lambda r: r.split(a, b, **SAID), COMPANIES, COMPANIES),
    st.builds(
        lambda a, b, n: lambda r: r.split(a, b, [ARTICLES[n].article.id], **SAID),
        COMPANIES,
        COMPANIES | st.just("Else"),
        st.integers(0, 3),
    ),
    st.builds(lambda a: lambda r: r.alias(a, "Alias", **SAID), COMPANIES),
    st.builds(
        lambda n: lambda r: r.undo(r.log().rows[n % len(r.log().rows)][0], **SAID), st.integers(0)
    ),
)


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ACTS, min_size=1, max_size=6))
def test_the_graph_that_follows_is_the_graph_made_anew(acts: list[Act]) -> None:
    with TemporaryDirectory() as folder, opened(Path(folder)) as store:
        review = Review(store)
        before = digest(store.graph())
        for act in acts:
            with suppress(KGError, ZeroDivisionError):  # an act may not fit what was done before
                act(review)
        anew(store)
        # The latest first: an undoing taken back lets stand what came before it.
        for judgement in [row[0] for row in review.log().rows]:
            review.undo(str(judgement), **SAID)
        assert anew(store) == before


def test_two_negatives_make_no_positive(store: Store, review: Review) -> None:
    review.distinct("Acme", "Bolt", **SAID)
    review.distinct("Bolt", "Core", **SAID)
    review.merge("Acme", "Core", **SAID)
    with pytest.raises(LedgerError, match=r"merged and held apart.*undo one"):
        review.merge("Core", "Bolt", **SAID)
    assert "Bolt" in names(store)


def test_what_is_one_cannot_be_held_apart(review: Review) -> None:
    review.merge("Acme", "Apex", **SAID)
    with pytest.raises(QueryError, match=r"are one entity.*split it first"):
        review.distinct("Acme", "Apex", **SAID)
    with pytest.raises(QueryError, match="one entity already"):
        review.merge("Acme", "Apex", **SAID)


def test_what_is_judged_so_already_is_passed_over(review: Review) -> None:
    assert len(review.distinct("Acme", "Bolt", **SAID)) == 1
    assert review.distinct("Bolt", "Acme", **SAID) == []


def test_a_judgement_that_was_undone_may_be_given_again(review: Review) -> None:
    (first,) = review.distinct("Acme", "Bolt", **SAID)
    review.undo(first.id, **SAID)
    (second,) = review.distinct("Acme", "Bolt", **SAID)
    assert first.id != second.id
    assert [row[5] for row in review.log().rows] == [True, True, False]


@pytest.mark.parametrize(
    ("act", "error", "says"),
    [
        (lambda r: r.merge("Acme", "Apexx", **SAID), NotFound, "did you mean Apex"),
        (lambda r: r.merge("Acme", "Apex", by="ann", why=" "), QueryError, "give a reason"),
        (lambda r: r.split("Acme", "Apex", **SAID), NotFound, "say in which articles"),
        (lambda r: r.split("Acme", "X", ["nowhere"], **SAID), NotFound, "no article has the id"),
        (
            lambda r: r.split("Dyna", "X", [ARTICLES[0].article.id], **SAID),
            NotFound,
            "does not name 'Dyna'",
        ),
        (
            lambda r: r.split("Acme", "Acme", [ARTICLES[0].article.id], **SAID),
            QueryError,
            "take another one",
        ),
        (lambda r: r.wrong("claim-0", **SAID), NotFound, "no claim has the id"),
        (lambda r: r.undo("judgement-0", **SAID), LedgerError, "no judgement 'judgement-0' stands"),
        (lambda r: r.suggest(kind="Firm"), QueryError, "unknown kind 'Firm'; known are Company"),
    ],
    ids=str,
)
def test_what_does_not_fit_is_refused(
    review: Review, act: Act, error: type[KGError], says: str
) -> None:
    with pytest.raises(error, match=says):
        act(review)


def test_suggestions_leave_out_what_is_judged(tmp_path: Path) -> None:
    articles = [
        told("One", "Mistral SUPPLIES Bolt current"),
        told("Two", "Mistral-AI SUPPLIES Bolt current", day=1),
    ]
    with opened(tmp_path, articles) as store:
        review = Review(store)
        (found,) = review.suggest()
        assert (found.stays.names, found.goes.names) == (("Mistral-AI",), ("Mistral",))
        assert "begins with" in found.reason
        review.distinct("Mistral", "Mistral-AI", **SAID)
        assert review.suggest() == []
