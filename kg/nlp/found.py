"""What is found in a text: one statement each, and what several of them add up to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.model import Amount, Status

# A later stage of the story outweighs an earlier one; among equals the last statement holds, so
# that a denial or an end is overtaken by what is told as a fact after it.
_STAGE = {
    Status.RUMOURED: 0,
    Status.PLANNED: 1,
    Status.CURRENT: 2,
    Status.DENIED: 2,
    Status.ENDED: 2,
}


@dataclass(frozen=True)
class FoundClaim:
    """One statement of a text: entity ids, and the sentences that state it, in order.

    `kind` and `role` are as in `Claim`; `speaker` is an entity id or "". `decisive` is what a
    rule says that counts with all of its confidence.
    """

    subject: str
    predicate: str
    object: str
    status: Status
    confidence: float
    sentences: tuple[tuple[int, int], ...]
    kind: str = ""
    role: str = ""
    amount: Amount | None = None
    speaker: str = ""
    decisive: bool = False

    @property
    def triple(self) -> tuple[str, str, str]:
        """Subject, predicate and object."""
        return (self.subject, self.predicate, self.object)


def surest(found: Sequence[FoundClaim]) -> list[FoundClaim]:
    """The claim of highest confidence for each triple, decisive ones before others.

    Of equals it is the first.
    """
    best: dict[tuple[str, str, str], FoundClaim] = {}
    for claim in found:
        known = best.setdefault(claim.triple, claim)
        if (known.decisive, known.confidence) < (claim.decisive, claim.confidence):
            best[claim.triple] = claim
    return list(best.values())


def merge(found: Sequence[FoundClaim]) -> list[FoundClaim]:
    """One claim for each triple, in order of first statement, with the evidence of all.

    Status and speaker are those of the statement that holds at the end of the story.
    """
    by_triple: dict[tuple[str, str, str], list[FoundClaim]] = {}
    for claim in sorted(found, key=lambda claim: claim.sentences):
        by_triple.setdefault(claim.triple, []).append(claim)
    return [_merged(claims) for claims in by_triple.values()]


def _merged(claims: Sequence[FoundClaim]) -> FoundClaim:
    last = max(reversed(claims), key=lambda claim: _STAGE[claim.status])
    return replace(
        last,
        confidence=max(claim.confidence for claim in claims),
        sentences=tuple(sorted({s for claim in claims for s in claim.sentences})),
        kind=next((claim.kind for claim in claims if claim.kind), ""),
        role=last.role or next((claim.role for claim in claims if claim.role), ""),
        amount=next((claim.amount for claim in claims if claim.amount), None),
    )
