"""The truth table, the counts and the confidence of relations; entities out of their rows."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kg.claims import combine, fold
from kg.model import Claim, Entity, Origin, Status

DAY = date(2025, 1, 1)


def claim(
    status: str,
    day: int = 0,
    *,
    article: str = "",
    publisher: str = "",
    confidence: float = 0.6,
    kind: str = "",
    scope: tuple[str, ...] = (),
) -> Claim:
    """A claim of its own article, unless told, from a publisher of that article's name."""
    article = article or f"{status}-{day}"
    return Claim(
        article=article,
        subject="company-a",
        predicate="SUPPLIES",
        object="company-b",
        status=Status(status),
        confidence=confidence,
        evidence=(),
        published=DAY + timedelta(days=day),
        publisher=publisher or article,
        kind=kind,
        scope=scope,
    )


PUBLISHER = dict(zip("pqrstuvw", ["Reuters", "reuters", "AP", "Globe"] * 2, strict=True))

claims = st.builds(
    lambda article, *rest, **options: claim(
        *rest, article=article, publisher=PUBLISHER[article], **options
    ),
    st.sampled_from(list(PUBLISHER)),
    st.sampled_from([status.value for status in Status]),
    st.integers(0, 4),
    confidence=st.floats(0, 1),
    kind=st.sampled_from(["", "joint_venture", "research"]),
    scope=st.sampled_from([(), ("chips",), ("software", "chips")]),
)
stories = st.dictionaries(
    st.sampled_from(list(PUBLISHER)),
    st.sampled_from([Origin(article, PUBLISHER[article]) for article in "pqr"]),
)


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        ("rumoured", "rumoured"),
        ("rumoured planned", "planned"),
        ("planned current", "current"),
        ("rumoured denied", "denied"),
        ("rumoured ended", "ended"),
        ("current rumoured", "current"),
        ("current planned", "current"),
        ("current ended", "ended"),
        ("current denied", "denied"),
        ("planned rumoured", "planned"),
        ("planned ended", "ended"),
        ("planned denied", "denied"),
        ("ended current", "current"),
        ("ended planned", "planned"),
        ("ended rumoured", "ended"),
        ("ended denied", "denied"),
        ("denied rumoured", "denied"),
        ("denied planned", "planned"),
        ("denied current", "current"),
        ("denied ended", "ended"),
        ("current ended rumoured planned", "planned"),
        ("current planned ended current", "current"),
    ],
)
def test_the_latest_word_counts_and_a_rumour_gives_way(said: str, holds: str) -> None:
    days = [claim(status, day) for day, status in enumerate(said.split())]
    assert fold(days, {}).status == holds


@pytest.mark.parametrize("status", list(Status))
def test_a_word_said_again_stays(status: str) -> None:
    assert fold([claim(status, 0), claim(status, 1)], {}).status == status


def test_on_one_day_the_word_of_more_stories_counts() -> None:
    day = [
        claim("planned", article="a"),
        claim("planned", article="b"),
        claim("current", article="c", confidence=0.9),
    ]
    assert fold(day, {}).status == "planned"


def test_on_one_day_copies_of_one_story_count_once() -> None:
    day = [
        claim("planned", article="a"),
        claim("planned", article="b"),
        claim("current", article="c", confidence=0.9),
    ]
    assert fold(day, {"b": Origin("a", "AP")}).status == "current"


def test_on_one_day_equal_support_goes_by_confidence_then_by_the_news() -> None:
    surer = [claim("current", article="a", confidence=0.8), claim("ended", article="b")]
    even = [claim("current", article="a"), claim("ended", article="b")]
    assert (fold(surer, {}).status, fold(even, {}).status) == ("current", "ended")


def test_counts_and_days() -> None:
    relation = fold(
        [
            claim("current", 3, article="a", publisher="Reuters"),
            claim("current", 1, article="b", publisher="REUTERS"),
            claim("planned", 2, article="c", publisher="AP"),
            claim("current", 4, article="d", publisher="Globe"),
        ],
        {"d": Origin("a", "Reuters")},
    )
    assert (relation.claims, relation.articles, relation.publishers) == (4, 3, 2)
    assert (relation.first_seen, relation.last_seen) == (
        DAY + timedelta(days=1),
        DAY + timedelta(days=4),
    )


@pytest.mark.parametrize(
    ("publishers", "confidence"), [("A", 0.6), ("A A", 0.6), ("A B", 0.84), ("A B C", 0.936)]
)
def test_confidence_grows_with_independent_publishers(publishers: str, confidence: float) -> None:
    given_by = [
        claim("current", article=f"article-{n}", publisher=publisher)
        for n, publisher in enumerate(publishers.split())
    ]
    assert fold(given_by, {}).confidence == confidence


def test_confidence_leaves_out_claims_of_another_status_and_is_never_certain() -> None:
    assert fold([claim("rumoured", 0), claim("current", 1)], {}).confidence == 0.6
    assert fold([claim("current", confidence=1.0)], {}).confidence == 0.99


def test_the_kind_of_most_stories_counts() -> None:
    kinds = [
        claim("current", article="a", kind="research"),
        claim("current", article="b", kind="research"),
        claim("current", article="c", kind="distribution"),
        claim("current", article="d", kind="integration"),
        claim("current", article="e"),
        claim("current", article="f"),
        claim("current", article="g"),
    ]
    copies = {"b": Origin("a", "AP")}
    assert fold(kinds, {}).kind == "research"
    assert fold(kinds, copies).kind == "distribution"
    assert fold(kinds[-1:], {}).kind == ""


def test_the_claim_to_quote_agrees_then_is_the_latest_then_the_most_confident() -> None:
    old, sure, unsure, rumour = (
        claim("current", 1),
        claim("current", 2, article="sure", confidence=0.7),
        claim("current", 2, article="unsure", confidence=0.6),
        claim("rumoured", 3),
    )
    assert fold([old, unsure, rumour, sure], {}).evidence == sure.id
    assert fold([old, rumour], {}).evidence == old.id


def test_each_theme_has_a_claim_to_quote_within_it() -> None:
    first = claim("current", 1, scope=("software", "chips"))
    last = claim("current", 2, scope=("chips",))
    rumour = claim("rumoured", 3, scope=("screens", "chips"))
    said = fold([first, rumour, last], {})
    assert said.scope == (("chips", last.id), ("software", first.id), ("screens", rumour.id))


def test_claims_about_nothing_or_several_things_do_not_fold() -> None:
    with pytest.raises(ValueError, match="one triple"):
        fold([], {})


@settings(deadline=None)
@given(st.lists(claims, min_size=1, max_size=12), stories, st.randoms())
def test_fold_does_not_depend_on_order(
    given_claims: list[Claim], origins: Mapping[str, Origin], random: Random
) -> None:
    shuffled = list(given_claims)
    random.shuffle(shuffled)
    assert fold(shuffled, origins) == fold(given_claims, origins)


@settings(deadline=None)
@given(st.lists(claims, min_size=1, max_size=12), claims, stories)
def test_an_agreeing_claim_never_lowers_confidence(
    given_claims: list[Claim], further: Claim, origins: Mapping[str, Origin]
) -> None:
    before = fold(given_claims, origins)
    after = fold([*given_claims, further], origins)
    assume(further.status == before.status == after.status)
    assert after.confidence >= before.confidence


@settings(deadline=None)
@given(st.lists(claims, min_size=1, max_size=12), stories)
def test_a_later_confirmation_leaves_the_status(
    given_claims: list[Claim], origins: Mapping[str, Origin]
) -> None:
    before = fold(given_claims, origins)
    after = fold([*given_claims, claim(before.status, 9)], origins)
    assert after.status == before.status
    assert after.confidence >= before.confidence


@settings(deadline=None)
@given(st.lists(claims, min_size=1, max_size=12), stories)
def test_counts_are_in_proportion(given_claims: list[Claim], origins: Mapping[str, Origin]) -> None:
    relation = fold(given_claims, origins)
    assert 1 <= relation.publishers <= relation.articles <= relation.claims
    assert 0 <= relation.confidence <= 0.99


names = st.sampled_from(["Apple", "APPLE", "Apple Inc.", "apple"])
rows = st.builds(
    Entity,
    st.just("company-1"),
    st.just("Company"),
    names,
    st.lists(names, unique=True).map(tuple),
    st.lists(st.sampled_from([("cik", "320193"), ("ticker", "AAPL")]), unique=True).map(tuple),
)


def test_the_first_name_counts_and_the_others_become_aliases() -> None:
    given_rows = [
        Entity("company-1", "Company", "Apple", ("iPhone maker",), (("ticker", "AAPL"),)),
        Entity("company-1", "Company", "Apple Inc.", ("Apple",), (("cik", "320193"),)),
    ]
    assert combine(given_rows) == Entity(
        "company-1",
        "Company",
        "Apple",
        ("Apple Inc.", "iPhone maker"),
        (("cik", "320193"), ("ticker", "AAPL")),
    )


def test_rows_of_nothing_or_of_several_entities_do_not_combine() -> None:
    with pytest.raises(ValueError, match="one entity"):
        combine([Entity("company-1", "Company", "A"), Entity("company-2", "Company", "B")])


@settings(deadline=None)
@given(rows, st.lists(rows), st.randoms())
def test_the_order_after_the_first_row_does_not_matter(
    first: Entity, others: list[Entity], random: Random
) -> None:
    shuffled = list(others)
    random.shuffle(shuffled)
    assert combine([first, *shuffled]) == combine([first, *others])


@settings(deadline=None)
@given(st.lists(rows, min_size=1), st.lists(rows))
def test_rows_can_be_combined_step_by_step(some: list[Entity], others: list[Entity]) -> None:
    assert combine([combine(some), *others]) == combine([*some, *others])
