from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kg.model import Article, Claim, Status, content_id, entity_id

DAY = date(2026, 4, 20)


def article(**changes: object) -> Article:
    facts = {"title": "T", "text": "T\n\nBody.", "publisher": "P", "published": DAY, "url": "u"}
    return Article(**(facts | changes))  # type: ignore[arg-type]


def claim(**changes: object) -> Claim:
    facts = {
        "article": "article-1",
        "subject": "company-1",
        "predicate": "SUPPLIES",
        "object": "company-2",
        "status": Status.CURRENT,
        "confidence": 0.9,
        "evidence": (),
        "published": DAY,
        "publisher": "P",
    }
    return Claim(**(facts | changes))  # type: ignore[arg-type]


@given(st.lists(st.text(max_size=5), max_size=4), st.lists(st.text(max_size=5), max_size=4))
def test_ids_are_equal_only_for_equal_parts(one: list[str], other: list[str]) -> None:
    assert (content_id("x", *one) == content_id("x", *other)) == (one == other)


def test_content_id_is_stable_across_versions() -> None:
    # A changed id scheme orphans every stored ledger: it needs a migration, not a new number here.
    assert content_id("claim", "a", "b") == "claim-facdde7abf1eac5b"


def test_entity_id_holds_spellings_together_and_kinds_apart() -> None:
    assert entity_id("Company", "Stellantis N.V.") == entity_id("Company", "Stellantis")
    assert entity_id("Company", "Ford") != entity_id("Person", "Ford")
    assert entity_id("Product", "!?") != entity_id("Product", "!!")


def test_article_id_follows_content_not_the_source_key() -> None:
    assert article(key="1").id == article(key="2").id
    for changes in ({"text": "T\n\nOther."}, {"publisher": "Q"}, {"url": "v"}):
        assert article(**changes).id != article().id


def test_claim_id_does_not_depend_on_status_or_confidence() -> None:
    assert claim(status=Status.ENDED, confidence=0.1).id == claim().id
    assert claim(predicate="USES").id != claim().id
