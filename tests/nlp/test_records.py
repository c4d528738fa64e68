from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from spacy.language import Language

from kg.model import Amount, Article, Entity, Extraction, Mention, Status
from kg.nlp.records import extraction
from kg.nlp.relations import FoundClaim
from kg.ontology import Ontology

TEXT = "Fiat and Bosch on cloud computing\n\nFiat met Bosch. Bosch pays Fiat. Rain fell."
ARTICLE = Article("Fiat and Bosch on cloud computing", TEXT, "Wire", date(2024, 5, 2), key="k")
FIAT, BOSCH, ROME = (
    Entity("b", "Company", "Fiat"),
    Entity("a", "Company", "Bosch"),
    Entity("c", "Place", "Rome"),
)
FIRST, SECOND = (35, 50), (51, 67)
Record = Callable[..., Extraction]
FOUND = FoundClaim("b", "ACQUIRES", "a", Status.PLANNED, 0.6, (FIRST,))


@pytest.fixture
def record(nlp: Language, vocabulary: Ontology) -> Record:
    cloud = vocabulary.themes["cloud computing"]
    mentions = [
        Mention(0, 4, "Fiat", "Company", "b", 1.0, "exact"),
        Mention(9, 14, "Bosch", "Company", "a", 1.0, "exact"),
        Mention(18, 33, "cloud computing", "Theme", cloud.id, 1.0, "exact"),
    ]
    entities = {e.id: e for e in (FIAT, BOSCH, ROME, Entity(cloud.id, "Theme", cloud.name))}

    def make(*found: FoundClaim) -> Extraction:
        doc = nlp(TEXT)
        return extraction(ARTICLE, "v", doc, mentions, entities, found, vocabulary, ())

    return make


def test_the_same_triple_is_one_claim_with_all_its_evidence(record: Record) -> None:
    again = replace(FOUND, sentences=(SECOND, FIRST), confidence=0.8, role="owner")
    (claim,) = record(FOUND, again).claims
    assert [e.quote for e in claim.evidence] == ["Fiat met Bosch.", "Bosch pays Fiat."]
    assert (claim.confidence, claim.role) == (0.8, "owner")


@pytest.mark.parametrize(
    ("statuses", "outcome"),
    [
        ((Status.RUMOURED, Status.PLANNED), Status.PLANNED),
        ((Status.CURRENT, Status.PLANNED), Status.CURRENT),
        ((Status.RUMOURED, Status.DENIED), Status.DENIED),
        ((Status.CURRENT, Status.ENDED), Status.ENDED),
        ((Status.DENIED, Status.CURRENT), Status.CURRENT),
        ((Status.ENDED, Status.CURRENT), Status.CURRENT),
        ((Status.ENDED, Status.PLANNED), Status.ENDED),
    ],
)
def test_the_later_stage_of_the_story_holds(
    record: Record, statuses: tuple[Status, ...], outcome: Status
) -> None:
    (claim,) = record(*(replace(FOUND, status=status) for status in statuses)).claims
    assert claim.status is outcome


@pytest.mark.parametrize(("subject", "object_"), [("b", "c"), ("b", "b"), ("b", "unknown")])
def test_claims_that_the_ontology_does_not_join_are_left_out(
    record: Record, subject: str, object_: str
) -> None:
    assert record(replace(FOUND, subject=subject, object=object_)).claims == ()


def test_a_claim_about_the_title_s_firms_has_the_title_s_themes(record: Record) -> None:
    assert record(FOUND).claims[0].scope == ("cloud computing",)


def test_sum_kind_and_speaker_are_kept_from_whichever_states_them(record: Record) -> None:
    amount = Amount(1e9, "EUR", "€1 billion")
    fuller = replace(FOUND, amount=amount, kind="joint_venture", speaker="b")
    (claim,) = record(FOUND, fuller).claims
    assert (claim.amount, claim.kind, claim.speaker) == (amount, "joint_venture", "b")


def test_claims_carry_the_article_s_day_and_publisher(record: Record) -> None:
    (claim,) = record(FOUND).claims
    assert (claim.article, claim.published, claim.publisher) == (
        ARTICLE.id,
        date(2024, 5, 2),
        "Wire",
    )
