"""Rows of the query posture_claims as statements, and what they say of each other."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kg.claims import fold
from kg.model import Claim, Evidence, Origin, Relation, Status
from kg.posture.records import Side, Statement

Triple = tuple[str, str, str]
# A sentence of an article: what is said in one breath belongs together.
Spot = tuple[str, str]

OVER = (Status.ENDED, Status.DENIED)
JOINT = ("co_development", "joint_venture")


@dataclass(frozen=True, slots=True)
class Picture:
    """All statements by triple, with what they add up to, and what holds between them.

    `joint` is the partner of each sentence about joint work; `purchases` are sentences about a
    purchase; `suppliers` tells who supplies by what each sentence says. The rest are ids of the
    other end: `allies` work jointly with the company, `vendors` sell to it, `products` are its own.
    """

    statements: Mapping[Triple, Sequence[Statement]]
    relations: Mapping[Triple, Relation]
    joint: Mapping[Spot, str]
    purchases: frozenset[Spot]
    suppliers: Mapping[Spot, tuple[Triple, ...]]
    allies: frozenset[str]
    vendors: frozenset[str]
    products: frozenset[str]

    def counting(self, triple: Triple) -> list[Statement]:
        """The statements that a relation rests on.

        Of one that is over, those that say so; of any other, all since it was last said to be
        over that do not say so.
        """
        told = self.statements[triple]
        if self.is_over(triple):
            return [each for each in told if each.claim.status is self.relations[triple].status]
        ends = [each.claim.published for each in told if each.claim.status in OVER]
        last = max(ends, default=date.min)
        live = (each for each in told if each.claim.status not in OVER)
        return [each for each in live if each.claim.published >= last]

    def is_over(self, triple: Triple) -> bool:
        """Whether the relation has ended or was denied."""
        return self.relations[triple].status in OVER


def spots(statement: Statement) -> list[Spot]:
    """The sentences of a statement; none where the policy forbids to keep them."""
    claim = statement.claim
    return [(claim.article, each.quote) for each in claim.evidence if each.quote is not None]


def picture(statements: Iterable[Statement], origins: Mapping[str, Origin]) -> Picture:
    """Statements put in relation to each other; their order does not matter."""
    by_triple: defaultdict[Triple, list[Statement]] = defaultdict(list)
    for each in sorted(statements, key=lambda s: (s.claim.published, s.claim.id), reverse=True):
        by_triple[each.claim.triple].append(each)
    relations = {t: fold([s.claim for s in group], origins) for t, group in by_triple.items()}
    live = [
        each
        for triple, group in by_triple.items()
        for each in group
        if relations[triple].status not in OVER and each.claim.status not in OVER
    ]
    bought = [each for each in live if each.side is Side.BUY and not each.own]
    sold = [each for each in bought if each.claim.predicate in ("SUPPLIES", "LICENSES_TO")]
    joint = [each for each in live if each.claim.kind in JOINT]
    return Picture(
        by_triple,
        relations,
        joint={spot: each.other for each in reversed(joint) for spot in spots(each)},
        purchases=frozenset(spot for each in bought for spot in spots(each)),
        suppliers=_suppliers(by_triple),
        allies=frozenset(each.other_id for each in joint),
        vendors=frozenset(each.other_id for each in sold),
        products=frozenset(
            each.other_id for each in live if each.side is Side.MAKE and each.other_kind != "Theme"
        ),
    )


def _suppliers(
    statements: Mapping[Triple, Sequence[Statement]],
) -> Mapping[Spot, tuple[Triple, ...]]:
    found: defaultdict[Spot, tuple[Triple, ...]] = defaultdict(tuple)
    for triple in sorted(statements):
        for each in statements[triple]:
            if each.claim.predicate == "SUPPLIES" and not each.own:
                for spot in spots(each):
                    found[spot] += (triple,)
    return found


def statement(row: Mapping[str, Any]) -> Statement:
    """One row of posture_claims."""
    published: date = row["published"]
    evidence = tuple(Evidence(row["article"], 0, 0, text) for text in row["sentences"])
    return Statement(
        side=Side(row["way"]),
        near=row["near"],
        player=row["player"],
        other=row["other"],
        other_id=row["other_id"],
        other_kind=row["other_kind"],
        own=row["own"],
        makers=tuple(sorted(row["makers"])),
        owners=tuple(sorted(row["owners"])),
        title=row["title"],
        url=row["url"],
        claim=Claim(
            row["article"],
            row["subject"],
            row["predicate"],
            row["object"],
            Status(row["status"]),
            row["confidence"],
            evidence,
            published,
            row["publisher"],
            kind=row["kind"],
        ),
    )
