"""Statements such as "SUPPLIES Bolt planned", seen from the company Acme."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from kg.model import Claim, Evidence, Status, entity_id
from kg.posture import Coverage, Ground, Posture, Side, Statement, Topic, load
from kg.posture.flips import flips
from kg.posture.reading import picture
from kg.posture.verdict import judge
from kg.posture.weighing import Scale, grounds

RULES = load()
DAY = date(2025, 1, 1)
HALF_LIFE = 365.0

SIDES = {
    "DEVELOPS": Side.MAKE,
    "OWNS": Side.MAKE,
    "ACQUIRES": Side.MAKE,
    "PARTNERS_WITH": Side.ALLY,
    "SUPPLIES": Side.BUY,
    "LICENSES_TO": Side.BUY,
    "USES": Side.BUY,
}
KINDS = {"DEVELOPS": "Product", "USES": "Product"}


def statement(
    text: str,
    *,
    day: int = 0,
    near: str = "theme",
    kind: str = "",
    other_kind: str = "",
    publisher: str = "Reuters",
    article: str = "",
    sentence: str | None = None,
    confidence: float = 0.8,
    own: bool = False,
    makers: tuple[str, ...] = (),
    owners: tuple[str, ...] = (),
) -> Statement:
    """`day` counts from DAY; the sentence is the text itself unless another is given."""
    predicate, other, status = (*text.split(), "current")[:3]
    other_kind = other_kind or KINDS.get(predicate, "Company")
    ends = (entity_id("Company", "Acme"), entity_id(other_kind, other))
    subject, object_ = reversed(ends) if predicate in ("SUPPLIES", "LICENSES_TO") else ends
    published = DAY + timedelta(day)
    source = article or f"article of {publisher} on {published}"
    claim = Claim(
        source,
        subject,
        predicate,
        object_,
        Status(status),
        confidence,
        (Evidence(source, 0, 0, text if sentence is None else sentence),),
        published,
        publisher,
        kind=kind,
    )
    return Statement(
        SIDES[predicate], near, "Acme", other, ends[1], other_kind, own, makers, owners,
        "News", "https://a.test/1", claim,
    )  # fmt: skip


def weighed(told: Sequence[Statement], *, on: int = 0) -> list[Ground]:
    """The grounds of statements, on a day counted from DAY, every article its own story."""
    scale = Scale(RULES, DAY + timedelta(on), HALF_LIFE, {})
    return grounds(picture(told, {}), scale)


def in_force(told: Statement) -> Statement:
    """The same, stated as a fact."""
    return replace(told, claim=replace(told.claim, status=Status.CURRENT))


def answered(told: Sequence[Statement], company: str = "Acme", asked: str = "modems") -> Posture:
    """The posture that statements add up to, on DAY; five articles mention the company."""
    found = weighed(told)
    verdict = judge(found, RULES)
    days = [each.claim.published for each in told]
    return Posture(
        company,
        entity_id("Company", company),
        Topic(asked, (asked,), (entity_id("Theme", asked),)),
        DAY,
        verdict.label,
        verdict.rule,
        verdict.strengths,
        verdict.suppliers,
        verdict.concentration,
        tuple(each for each in found if each.live),
        tuple(each for each in found if not each.live),
        Coverage(5, len(told), 1, min(days, default=None), max(days, default=None)),
        flips(found, verdict, RULES),
    )
