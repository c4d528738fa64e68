"""What many articles say, added up: claims to relations, entity rows to entities. Pure."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from operator import attrgetter

from kg.model import Claim, Entity, Origin, Relation, Status, publisher_id

C, P, R, E, D = Status

# What holds (row) once a day has said (column): the latest word counts, but a rumour gives way to
# everything said outright, and a plan beside what is in force speaks of extending it.
VERDICTS: Mapping[Status, Mapping[Status, Status]] = {
    held: dict(zip((C, P, R, E, D), then, strict=True))
    for held, then in {
        #   C  P  R  E  D
        C: (C, C, C, E, D),
        P: (C, P, P, E, D),
        R: (C, P, R, E, D),
        E: (C, P, E, E, D),
        D: (C, P, D, E, D),
    }.items()
}

# Which of two equally supported words of one day counts: the news before the background.
_SAME_DAY = (E, D, C, P, R)

_MOST = 0.99


def fold(claims: Sequence[Claim], origins: Mapping[str, Origin]) -> Relation:
    """The relation that all live claims about one triple add up to; their order never matters.

    An article absent from `origins` is its own origin. Syndicated copies count once, for the
    publisher who had the story first.

    `confidence` is the noisy-or (Pearl 1988, section 4.3.2) over the independent publishers of
    each one's best confidence among the claims that agree with the status: at most 0.99, to four
    places. A further claim that agrees and leaves the status as it is never lowers it.

    `kind` is the non-empty one that most stories give, or the first by code point of several.
    The claim to quote is the latest that agrees with the status, of these the most confident.

    Raises:
        ValueError: there is no claim, or they are about several triples.
    """
    if len({claim.triple for claim in claims}) != 1:
        raise ValueError("fold takes the claims about one triple, at least one")
    sources = {c.article: origins.get(c.article, Origin(c.article, c.publisher)) for c in claims}
    status = _status(claims, sources)
    published = [claim.published for claim in claims]
    best = sorted(claims, key=partial(_worth_quoting, status))
    scope: dict[str, str] = {}
    for claim in best:
        for theme in sorted(claim.scope):
            scope.setdefault(theme, claim.id)
    return Relation(
        *claims[0].triple,
        status=status,
        confidence=_confidence((c for c in claims if c.status is status), sources),
        claims=len(claims),
        articles=len({origin.article for origin in sources.values()}),
        publishers=len({publisher_id(origin.publisher) for origin in sources.values()}),
        first_seen=min(published),
        last_seen=max(published),
        kind=_kind(claims, sources),
        evidence=best[0].id,
        scope=tuple(scope.items()),
    )


def combine(entities: Sequence[Entity]) -> Entity:
    """The entity that the distinct rows given for one id add up to.

    The rows come in order of how often they are given, as `Slice.entities` holds them: the first
    one's name counts. The order of the others does not matter. Aliases are sorted; so are
    identifiers.

    Raises:
        ValueError: there is no row, or they have several ids.
    """
    if len({entity.id for entity in entities}) != 1:
        raise ValueError("combine takes the rows of one entity, at least one")
    first = entities[0]
    spellings = {name for entity in entities for name in (entity.name, *entity.aliases)}
    identifiers = {identifier for entity in entities for identifier in entity.identifiers}
    aliases = tuple(sorted(spellings - {first.name}))
    return Entity(first.id, first.kind, first.name, aliases, tuple(sorted(identifiers)))


def _status(claims: Iterable[Claim], sources: Mapping[str, Origin]) -> Status:
    days = defaultdict(list)
    for claim in claims:
        days[claim.published].append(claim)
    words = [_word_of_the_day(days[day], sources) for day in sorted(days)]
    held = words[0]
    for word in words[1:]:
        held = VERDICTS[held][word]
    return held


def _word_of_the_day(claims: Iterable[Claim], sources: Mapping[str, Origin]) -> Status:
    """The status with the most independent stories, then confidence, then by `_SAME_DAY`."""
    said = defaultdict(list)
    for claim in claims:
        said[claim.status].append(claim)

    if len(said) == 1:
        return next(iter(said))

    def support(status: Status) -> tuple[int, float, int]:
        stories = {sources[claim.article].article for claim in said[status]}
        best = max(claim.confidence for claim in said[status])
        return len(stories), best, -_SAME_DAY.index(status)

    return max(said, key=support)


def _confidence(agreeing: Iterable[Claim], sources: Mapping[str, Origin]) -> float:
    best: dict[str, float] = {}
    for claim in sorted(agreeing, key=attrgetter("confidence")):
        best[publisher_id(sources[claim.article].publisher)] = claim.confidence
    doubt = math.prod(1 - confidence for confidence in sorted(best.values()))
    return round(min(1 - doubt, _MOST), 4)


def _worth_quoting(status: Status, claim: Claim) -> tuple[bool, int, float, str]:
    """Sorts the claim to quote first: the latest that agrees, then the most confident."""
    return (
        claim.status is not status,
        -claim.published.toordinal(),
        -claim.confidence,
        claim.id,
    )


def _kind(claims: Iterable[Claim], sources: Mapping[str, Origin]) -> str:
    given = {(claim.kind, sources[claim.article].article) for claim in claims if claim.kind}
    stories = Counter(kind for kind, _ in given)
    return min(stories, key=lambda kind: (-stories[kind], kind), default="")
