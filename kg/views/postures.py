"""Postures for people, as tables, and for programs, as plain data."""

from collections.abc import Sequence

from kg.graph.base import Table
from kg.posture import Ground, Posture, Rules, Side, Statement, Topic

_GROUNDS = (
    "for",
    "with",
    "strength",
    "says",
    "status",
    "day",
    "publishers",
    "why",
    "quote",
    "claim",
)


def facts(posture: Posture, rules: Rules) -> Table:
    """What a posture is, in a few lines: label, rule, strengths, suppliers, coverage, flips."""
    topic = posture.topic
    rows = [
        ("company", posture.company),
        ("capability", topic.asked or "everything"),
        ("read as", _read_as(topic)),
        ("as of", posture.day),
        ("posture", posture.label.value),
        ("because", posture.rule),
        *((side.value, _strength(posture, side, rules)) for side in Side),
        ("suppliers", ", ".join(f"{s.name} {s.share:.0%}" for s in posture.suppliers) or "none"),
        ("concentration", "none" if (c := posture.concentration) is None else f"{c:.2f} of 1"),
        ("read", covered(posture)),
        *([("left out", "all but the newest claims, there are too many")] if posture.cut else []),
        *(("would change it", f"{flip.fact}: {flip.label.value}") for flip in posture.flips),
    ]
    return Table(("what", "value"), [*rows])


def _read_as(topic: Topic) -> str:
    below = len(topic.names) - 1
    rest = "" if below < 1 else f" and the {below} theme{'s' * (below > 1)} below it"
    return (topic.names[0] + rest if topic.names else topic.remark) or "everything"


def covered(posture: Posture) -> str:
    """How much was read, in words: absence counts only as far as somebody has looked."""
    read = posture.coverage
    said = f"{read.articles:,} of {read.mentioning:,} articles that mention it"
    if read.first is None:
        return said
    publishers = "1 publisher" if read.publishers == 1 else f"{read.publishers:,} publishers"
    return f"{said}, {publishers}, {read.first} to {read.last}"


def grounds(found: Sequence[Ground]) -> Table:
    """Relations that bear on a posture, the weightiest first, each with its latest sentence."""
    return Table(_GROUNDS, [_row(ground) for ground in found])


def _strength(posture: Posture, side: Side, rules: Rules) -> str:
    value = posture.strengths[side]
    return f"{rules.word(value)} ({value:.2f})"


def _row(ground: Ground) -> tuple[object, ...]:
    newest = latest(ground)
    return (
        ground.side.value,
        ground.with_whom,
        round(ground.weight, 2),
        said(newest),
        ground.relation.status.value,
        newest.claim.published,
        ground.relation.publishers,
        ground.why,
        quote(newest),
        newest.claim.id,
    )


def latest(ground: Ground) -> Statement:
    """The newest statement that gives the relation's status."""
    status = ground.relation.status
    return next(each for each in ground.statements if each.claim.status is status)


def said(statement: Statement) -> str:
    """Subject, predicate and object by name."""
    acts = statement.claim.object == statement.other_id
    ends = (statement.player, statement.other) if acts else (statement.other, statement.player)
    return f"{ends[0]} {statement.claim.predicate} {ends[1]}"


def quote(statement: Statement) -> str | None:
    """The first sentence that says so; None where it may not be kept."""
    return next((each.quote for each in statement.claim.evidence), None)


def as_data(posture: Posture, rules: Rules) -> dict[str, object]:
    """All of a posture as JSON knows it."""
    topic, read = posture.topic, posture.coverage
    return {
        "company": posture.company,
        "company_id": posture.company_id,
        "theme": topic.asked,
        "themes": list(topic.names),
        "words": topic.words,
        "remark": topic.remark,
        "as_of": posture.day.isoformat(),
        "posture": posture.label.value,
        "rule": posture.rule,
        "strengths": {
            side.value: {"value": value, "word": rules.word(value)}
            for side, value in posture.strengths.items()
        },
        "suppliers": [{"name": each.name, "share": each.share} for each in posture.suppliers],
        "concentration": posture.concentration,
        "coverage": {
            "mentioning": read.mentioning,
            "articles": read.articles,
            "publishers": read.publishers,
            "first": read.first and read.first.isoformat(),
            "last": read.last and read.last.isoformat(),
        },
        "only_newest_claims": posture.cut,
        "would_change_it": [
            {"fact": flip.fact, "posture": flip.label.value} for flip in posture.flips
        ],
        "grounds": [_ground(ground) for ground in posture.grounds],
        "against": [_ground(ground) for ground in posture.against],
    }


def _ground(ground: Ground) -> dict[str, object]:
    relation = ground.relation
    return {
        "side": ground.side.value,
        "with": ground.with_whom,
        "weight": ground.weight,
        "why": ground.why,
        "near": ground.near,
        "says": said(ground.statements[0]),
        "status": relation.status.value,
        "confidence": relation.confidence,
        "publishers": relation.publishers,
        "first_seen": relation.first_seen.isoformat(),
        "last_seen": relation.last_seen.isoformat(),
        "claims": [_statement(each) for each in ground.statements],
    }


def _statement(statement: Statement) -> dict[str, object]:
    claim = statement.claim
    return {
        "claim": claim.id,
        "status": claim.status.value,
        "confidence": claim.confidence,
        "published": claim.published.isoformat(),
        "publisher": claim.publisher,
        "title": statement.title,
        "url": statement.url,
        "sentences": [each.quote for each in claim.evidence],
    }
