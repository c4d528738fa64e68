"""What each relation says of make, buy and ally, and how much: a table of small rules."""

import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kg.model import Origin, Status, publisher_id
from kg.posture.reading import JOINT, Picture, Triple, spots
from kg.posture.records import Ground, Reason, Side, Statement
from kg.posture.rules import Rules

# Near to the capability; what is further off is background.
DIRECT = ("theme", "title", "part")
_NEAREST = (*DIRECT, "article", "other")
_LOOSE = ("distribution", "research", "integration")
# No chain of claims makes a certainty; as in kg/claims.py.
_MOST = 0.99


@dataclass(frozen=True, slots=True)
class Part:
    """What a relation says of one side, before its claims are weighed, and why."""

    side: Side
    factor: float
    with_whom: str
    why: str


Rule = Callable[[Picture, Triple, Rules], Iterator[Part]]


@dataclass(frozen=True, slots=True)
class Scale:
    """By what claims are weighed: the rules, the day, the half-life, and the stories' origins."""

    rules: Rules
    day: date
    half_life_days: float
    origins: Mapping[str, Origin]


def grounds(picture: Picture, scale: Scale) -> list[Ground]:
    """The grounds, the weightiest first.

    The weight of a claim is confidence times nearness times what its status is worth and what its
    relation says, halved with every half-life of age. Independent publishers are joined by
    noisy-or (Pearl 1988, section 4.3.2), each with its best claim. A claim that a thing is so
    never takes from its side, for nothing is averaged, unless it tells that two acts are one.
    """
    found = [
        _ground(picture, triple, part, scale)
        for triple in picture.statements
        for part in _PARTS[triple[1]](picture, triple, scale.rules)
    ]
    return sorted(found, key=lambda g: (-g.weight, g.side, g.with_whom, g.relation.predicate))


def joined(weights: Iterable[float]) -> float:
    """Noisy-or: how sure we are if any of these reasons is enough; below 1."""
    return min(1 - math.prod(1 - weight for weight in sorted(weights)), _MOST)


def independent(reasons: Iterable[Reason], source: Callable[[Reason], Hashable]) -> float:
    """Noisy-or of reasons, of which each source counts with the best that it says."""
    best: defaultdict[Hashable, float] = defaultdict(float)
    for each in reasons:
        best[source(each)] = max(best[source(each)], each.weight)
    return joined(best.values())


def publisher(reason: Reason) -> str:
    """Who says so."""
    return reason.publisher


def sentence(reason: Reason) -> tuple[str, str]:
    """Where it is said."""
    return reason.sentence


def _ground(picture: Picture, triple: Triple, part: Part, scale: Scale) -> Ground:
    relation = picture.relations[triple]
    counting = picture.counting(triple)
    reasons = tuple(_reason(each, part.factor, scale) for each in counting)
    return Ground(
        part.side,
        round(independent(reasons, publisher), 4),
        not picture.is_over(triple),
        min((each.near for each in counting), key=_NEAREST.index),
        part.with_whom,
        part.why,
        relation,
        tuple(picture.statements[triple]),
        reasons,
    )


def _reason(statement: Statement, factor: float, scale: Scale) -> Reason:
    claim = statement.claim
    origin = scale.origins.get(claim.article)
    said = [quote for _, quote in spots(statement)]
    return Reason(
        publisher_id(origin.publisher if origin else claim.publisher),
        (origin.article if origin else claim.article, said[0] if said else claim.id),
        statement.near,
        factor * _weight(statement, scale),
    )


def _weight(statement: Statement, scale: Scale) -> float:
    age = max((scale.day - statement.claim.published).days, 0)
    fresh: float = 0.5 ** (age / scale.half_life_days)
    worth = scale.rules.status.get(statement.claim.status, 1.0)
    return worth * statement.claim.confidence * scale.rules.near[statement.near] * fresh


def _shared(picture: Picture, triple: Triple) -> str | None:
    """With whom, where all that is said of it is said in one breath with joint work.

    Or where the player that does it, or what is owned, belongs to others, too.
    """
    partners = []
    for each in picture.counting(triple):
        if each.owners:
            return each.owners[0]
        found = [picture.joint[spot] for spot in spots(each) if spot in picture.joint]
        if not found:
            return None
        partners.append(found[0])
    return min(partners)


def _is_context(picture: Picture, triple: Triple) -> bool:
    """Whether an own product is named only in sentences about a purchase."""
    return all(
        any(spot in picture.purchases for spot in spots(each)) for each in picture.counting(triple)
    )


def _developed(picture: Picture, triple: Triple, rules: Rules) -> Iterator[Part]:
    first = picture.statements[triple][0]
    partner = _shared(picture, triple)
    if first.other_kind == "Theme":
        factor, why = rules.make["theme"], "it develops the capability itself"
    elif _is_context(picture, triple):
        factor, why = rules.make["context"], "an own product, named where a purchase is"
    else:
        factor, why = rules.make["product"], "an own product"
    if partner:
        yield Part(Side.ALLY, factor, partner, "developed jointly")
    else:
        yield Part(Side.MAKE, factor, first.other, why)


def _held(picture: Picture, triple: Triple, rules: Rules) -> Iterator[Part]:
    """Owned or bought; an acquisition counts once it is completed, and then until it is over."""
    first = picture.statements[triple][0]
    status = picture.relations[triple].status
    if triple[1] == "ACQUIRES" and status in (Status.PLANNED, Status.RUMOURED):
        return
    co_owner = first.makers[0] if first.makers and first.other_kind == "Company" else None
    partner = _shared(picture, triple) or (co_owner if triple[1] == "OWNS" else None)
    if partner:
        yield Part(Side.ALLY, rules.make["unit"], partner, "held together with others")
    else:
        yield Part(Side.MAKE, rules.make["unit"], first.other, "a firm or line of its own")


def _partnered(picture: Picture, triple: Triple, rules: Rules) -> Iterator[Part]:
    first = picture.statements[triple][0]
    if first.own:
        return
    sells = first.other_id in picture.vendors
    kinds = {each.claim.kind for each in picture.counting(triple)}
    found = [_alliance(kind, sells, rules) for kind in sorted(kinds)]
    # The kind that says most for the alliance, and any that makes it no purchase.
    shared, bought = max(factor for factor, _ in found), min(factor for _, factor in found)
    why = "joint work" if kinds.intersection(JOINT) else "a loose alliance"
    if bought:
        why = "a partnership with a vendor" if sells else "a partnership of no stated kind"
    yield Part(Side.ALLY, shared, first.other, why)
    if bought:
        yield Part(Side.BUY, bought, first.other, why)


def _alliance(kind: str, sells: bool, rules: Rules) -> tuple[float, float]:
    """How much of a partnership of that kind is an alliance, and how much a purchase."""
    if kind in JOINT:
        return rules.ally["joint"], 0.0
    if kind in _LOOSE:
        return rules.ally["loose"], 0.0
    bought = rules.ally["vendor_buys" if sells else "bare_buys"]
    return rules.ally["bare"] * (1 - bought), rules.ally["bare"] * bought


def _supplied(picture: Picture, triple: Triple, rules: Rules) -> Iterator[Part]:
    first = picture.statements[triple][0]
    factor = rules.buy[triple[1]]
    if first.own:
        partner = _shared(picture, triple)
        if partner:
            yield Part(Side.ALLY, rules.make["unit"], partner, "supplied by a joint unit")
        else:
            yield Part(Side.MAKE, rules.make["unit"], first.other, "supplied by a unit of its own")
    elif first.other_id in picture.allies:
        shared = rules.buy["ally"]
        yield Part(Side.BUY, factor * (1 - shared), first.other, "supplied by a partner")
        yield Part(Side.ALLY, factor * shared, first.other, "supplied within joint work")
    else:
        yield Part(Side.BUY, factor, first.other, "supplied" if factor == 1 else "licensed")


def _used(picture: Picture, triple: Triple, rules: Rules) -> Iterator[Part]:
    first = picture.statements[triple][0]
    factor = rules.buy["USES"]
    if first.other_id in picture.products:
        return
    if partner := _shared(picture, triple):
        yield Part(Side.ALLY, factor, partner, "used within joint work")
        return
    deals = [deal for each in picture.counting(triple) for deal in _deals(picture, each)]
    standing = [deal for deal in deals if not picture.is_over(deal)]
    if deals and not standing:
        return  # it rested on a supply that is over
    yield Part(Side.BUY, factor, _vendor(picture, standing, first), "used, not its own")


def _deals(picture: Picture, statement: Statement) -> list[Triple]:
    return [deal for spot in spots(statement) for deal in picture.suppliers.get(spot, ())]


def _vendor(picture: Picture, deals: Sequence[Triple], first: Statement) -> str:
    """From whom: the supplier of the same sentence, of several the maker; else the maker.

    Where neither is known, the product itself stands for its vendor.
    """
    sellers = [picture.statements[deal][0].other for deal in deals]
    makers = [name for name in first.makers if name in sellers]
    itself = "" if first.other_kind == "Theme" else first.other
    return [*makers, *sellers, *first.makers, itself][0]


_PARTS: Mapping[str, Rule] = {
    "DEVELOPS": _developed,
    "OWNS": _held,
    "ACQUIRES": _held,
    "PARTNERS_WITH": _partnered,
    "SUPPLIES": _supplied,
    "LICENSES_TO": _supplied,
    "USES": _used,
}
