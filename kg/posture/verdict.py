"""From grounds to a label: the strengths of the sides, the suppliers, and the rule that fires."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.posture.records import Ground, Label, Reason, Side, Supplier
from kg.posture.rules import Rules
from kg.posture.weighing import DIRECT, independent, joined, publisher, sentence


@dataclass(frozen=True, slots=True)
class Verdict:
    """What grounds add up to; the fields are those of Posture."""

    label: Label
    rule: str
    strengths: Mapping[Side, float]
    suppliers: tuple[Supplier, ...]
    concentration: float | None


@dataclass(frozen=True, slots=True)
class _Act:
    """What was made, bought or shared with one party: all that says so.

    `direct`: some of it is near to the capability. `weight`: how sure we are of the act; each
    publisher counts with the best that it says of it. A purchase is a supply and a use, and one
    sentence tells of both: no two independent reasons.
    """

    reasons: Sequence[Reason]
    direct: bool
    weight: float


def judge(grounds: Sequence[Ground], rules: Rules) -> Verdict:
    """The verdict on all grounds, live or not; their order does not matter.

    Own strength is held against outside strength, both bounded: to have ten suppliers is no less
    in-house than to have one. Outside, what is bought is held against what is shared by adding up,
    for there the number of either is the question.
    """
    acts = {side: _acts(side, grounds) for side in Side}
    strengths = {side: round(_strength(acts[side].values()), 4) for side in Side}
    strengths[Side.MAKE] = round(strengths[Side.MAKE] * _standing(grounds), 4)
    suppliers = _suppliers(acts[Side.BUY], rules)
    index = round(sum(each.share**2 for each in suppliers), 4) if suppliers else None
    sums = {side: sum(_weights(acts[side].values())) for side in Side}
    label, rule = _label(strengths, sums, suppliers, index, rules)
    return Verdict(label, rule, strengths, suppliers, index)


def _label(
    strengths: Mapping[Side, float],
    sums: Mapping[Side, float],
    suppliers: Sequence[Supplier],
    index: float | None,
    rules: Rules,
) -> tuple[Label, str]:
    at, own = rules.label, strengths[Side.MAKE]
    outside = joined([strengths[Side.BUY], strengths[Side.ALLY]])
    if own + outside < at["enough"]:
        return Label.INSUFFICIENT, f"own {own:.2f} and outside {outside:.2f} are too little"
    share = own / (own + outside)
    said = f"own share {share:.2f}"
    if share >= at["integrated"]:
        return Label.INTEGRATED, f"{said} is {at['integrated']} or more"
    if share >= at["hybrid"]:
        return Label.HYBRID, f"{said} is between {at['hybrid']} and {at['integrated']}"
    said += f" is below {at['hybrid']}"
    if sums[Side.ALLY] >= sums[Side.BUY]:
        return Label.CO_DEVELOPMENT, f"{said}, and more is shared than bought"
    if index is None or index >= at["dependent"]:
        first = suppliers[0].name if suppliers else "an unnamed vendor"
        return (
            Label.VENDOR_DEPENDENT,
            f"{said}, more is bought than shared, most of it from {first}",
        )
    return Label.MULTI_VENDOR, f"{said}, more is bought than shared, from {len(suppliers)} vendors"


def _acts(side: Side, grounds: Iterable[Ground]) -> dict[str, _Act]:
    """The acts of a side, by what is made, bought from whom or shared with whom."""
    found: defaultdict[str, list[Reason]] = defaultdict(list)
    for ground in grounds:
        if ground.side is side and ground.live:
            found[ground.with_whom] += ground.reasons
    return {
        name: _Act(reasons, any(map(_is_direct, reasons)), independent(reasons, publisher))
        for name, reasons in found.items()
    }


def _strength(acts: Collection[_Act]) -> float:
    """How sure we are of a side: what its acts add up to, but no more than its sentences do.

    Noisy-or joins independent reasons (Pearl 1988, section 4.3.2). One sentence that tells of a
    deal with three vendors, or of a product and of the field that it is for, is one reason.
    """
    direct = independent((each for act in acts if act.direct for each in act.reasons), sentence)
    return min(joined(_weights(acts)), joined([direct, max(map(_behind, acts), default=0)]))


def _behind(act: _Act) -> float:
    """How sure we are of an act by what is in the background alone."""
    if not act.direct:
        return act.weight
    return independent((each for each in act.reasons if not _is_direct(each)), publisher)


def _weights(acts: Iterable[_Act]) -> list[float]:
    """The weight of each act near to the capability, and that of the best in the background.

    Background counts once: to be named in passing a hundred times is not to be done.
    """
    weights: dict[bool, list[float]] = {True: [], False: []}
    for act in acts:
        weights[act.direct].append(act.weight)
    return [*weights[True], *sorted(weights[False])[-1:]]


def _is_direct(reason: Reason) -> bool:
    return reason.near in DIRECT


def _standing(grounds: Iterable[Ground]) -> float:
    """What is left of make where it was denied or ended that the capability is developed, 0..1.

    An end or a denial about one product, unit or vendor speaks of that alone.
    """
    denied = [
        ground.weight
        for ground in grounds
        if ground.side is Side.MAKE
        and not ground.live
        and ground.near in DIRECT
        and ground.statements[0].other_kind == "Theme"
    ]
    return 1 - max(denied, default=0)


def _suppliers(bought: Mapping[str, _Act], rules: Rules) -> tuple[Supplier, ...]:
    """Who is bought from, the largest first; the minor ones are left aside."""
    weights = {name: act.weight for name, act in bought.items() if name}
    least = rules.label["minor"] * max(weights.values(), default=0)
    major = {name: weight for name, weight in weights.items() if weight >= least and weight > 0}
    total = sum(major.values())
    ranked = sorted(major, key=lambda name: (-major[name], name))
    return tuple(Supplier(name, round(major[name] / total, 4)) for name in ranked)
