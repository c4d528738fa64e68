"""A brief: what an article means for a company's strategy, every sentence with its source. Pure.

Nothing is written that the graph does not hold: sentences are quotes, or fixed wordings around
names, days and counts.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kg.posture import Ground, Label, Player, Posture, Side, Statement
from kg.watches import Watch

_SUMMARY = 3
_A_READING = 3
_RIVALS = 4

# A watch lies this many days ahead: the news of a year.
_AHEAD = 365

# What to wait for, by how things stand, and what either outcome would mean.
_NEXT: Mapping[Label, tuple[str, str, str, str]] = {
    Label.VENDOR_DEPENDENT: ("in_house", "brings {what} in-house, by its own work or a purchase",
                             "a hybrid strategy", "vendor dependency"),
    Label.MULTI_VENDOR: ("in_house", "brings {what} in-house, by its own work or a purchase",
                         "a hybrid strategy", "a choice among vendors"),
    Label.CO_DEVELOPMENT: ("partnership_ended", "ends a partnership for {what}",
                           "the alliance was a passage", "the alliance holds"),
    Label.HYBRID: ("second_supplier", "takes on a further supplier of {what}",
                   "more is bought", "own and outside work stay in balance"),
    Label.INTEGRATED: ("second_supplier", "takes on a further supplier of {what}",
                       "a hybrid strategy", "vertical integration"),
    Label.INSUFFICIENT: ("new_partner", "announces a partner for {what}",
                         "an alliance begins", "nothing is disclosed"),
}  # fmt: skip

_READINGS = {
    Side.BUY: "{other} is a vendor: {company} buys",
    Side.ALLY: "{other} is a co-developer: {company} allies",
    Side.MAKE: "{company} makes it itself",
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and the ids of the claims or articles that it rests on.

    A `quote` is in the words of the article; anything else is ours.
    """

    text: str
    sources: tuple[str, ...]
    quote: bool = False
    publisher: str = ""
    published: date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer to the question, and the sentences that support it."""

    heading: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """The article, and what it is asked about: a company, the other party, a capability."""

    article: str
    title: str
    publisher: str
    published: date
    url: str
    company: str
    other: str
    theme: str


@dataclass(frozen=True, slots=True)
class Brief:
    """The parts in the order of the page. `watch` is a proposal; it is not kept."""

    subject: Subject
    summary: tuple[Sentence, ...]
    question: Sentence
    readings: tuple[Reading, ...]
    verdict: tuple[Sentence, ...]
    rivals: tuple[Reading, ...]
    coverage: tuple[Sentence, ...]
    watch: Watch
    proposal: Sentence
    mentions: tuple[str, ...]
    notice: Sentence

    def sentences(self) -> list[Sentence]:
        """All sentences, in the order of the page."""
        parts = [each for reading in (*self.readings, *self.rivals) for each in reading.sentences]
        return [*self.summary, self.question, *parts, *self.verdict, *self.coverage,
                self.proposal, self.notice]  # fmt: skip


Rows = Sequence[Mapping[str, Any]]


def focus(mentions: Rows, claims: Rows, title: str) -> str | None:
    """The id of the company that the article's question is about; None without any.

    Of the companies that it states something of, the one that buys comes first, then those in the
    headline, then those named most.
    """
    stated = {end for row in claims for end in (row["subject"], row["object"])}
    buys = Counter(end for row in claims if (end := _buyer(row)))
    companies = [row for row in mentions if row["kind"] == "Company"]
    ranked = sorted(
        companies,
        key=lambda row: (
            row["id"] not in stated,
            row["id"] not in buys,
            row["name"] not in title,
            -row["count"],
            row["id"],
        ),
    )
    return str(ranked[0]["id"]) if ranked else None


def capability(claims: Rows, company: str, about: Sequence[str]) -> str:
    """The name of the theme asked about; `about` are those of the article, the weightiest first.

    The first of them that a claim about the company is within; else the one that most of its
    claims are within; else the first.
    """
    own = [row for row in claims if company in (row["subject"], row["object"])]
    counted = Counter(theme for row in own for theme in row["scope"])
    both = [theme for theme in about if theme in counted]
    most = sorted(counted, key=lambda theme: (-counted[theme], theme))
    return next(iter([*both, *most, *about]), "")


def counterpart(claims: Rows, mentions: Rows, company: str, title: str) -> str:
    """The name of the company that the article has it deal with, in the headline or named most."""
    deals = ("SUPPLIES", "LICENSES_TO", "PARTNERS_WITH")
    others = {
        row["object"] if row["subject"] == company else row["subject"]
        for row in claims
        if row["predicate"] in deals and company in (row["subject"], row["object"])
    }
    found = [row for row in mentions if row["id"] in others]
    found.sort(key=lambda row: (row["name"] not in title, -row["count"], row["id"]))
    return str(found[0]["name"]) if found else ""


def compose(
    subject: Subject,
    claims: Rows,
    mentions: Rows,
    posture: Posture,
    players: Sequence[Player],
    coverage: Sequence[Sentence],
) -> Brief:
    """The brief, out of what is known."""
    watch = _watch(subject, posture)
    return Brief(
        subject,
        _summary(subject, claims, posture.company_id),
        _question(subject),
        tuple(_reading(subject, side, posture) for side in _READINGS),
        _verdict(subject, posture),
        tuple(_rival(player) for player in players if player.posture.grounds)[:_RIVALS],
        tuple(coverage),
        watch,
        _proposal(subject, posture, watch),
        tuple(str(row["name"]) for row in mentions if row["kind"] != "Theme"),
        Sentence(
            f"This is no substitute for the original reporting by {subject.publisher}: "
            f"{subject.title}",
            (subject.article,),
            publisher=subject.publisher,
            published=subject.published,
            url=subject.url,
        ),
    )


def _buyer(row: Mapping[str, Any]) -> str:
    side = {"SUPPLIES": "object", "LICENSES_TO": "object", "USES": "subject"}
    return str(row[side[row["predicate"]]]) if row["predicate"] in side else ""


def _summary(subject: Subject, claims: Rows, company: str) -> tuple[Sentence, ...]:
    """The sentences that state most of the company, then of others."""
    stated: dict[str, list[Mapping[str, Any]]] = {}
    for row in claims:
        if row["quote"]:
            stated.setdefault(str(row["quote"]), []).append(row)

    def weight(quote: str) -> tuple[int, float]:
        own = sum(company in (row["subject"], row["object"]) for row in stated[quote])
        return own, sum(row["confidence"] for row in stated[quote])

    best = sorted(stated, key=lambda quote: (*(-part for part in weight(quote)), quote))
    return tuple(
        _quoted(quote, [str(row["claim"]) for row in stated[quote]], subject.publisher,
                subject.published, subject.url)
        for quote in best[:_SUMMARY]
    )  # fmt: skip


def _question(subject: Subject) -> Sentence:
    what = f" in {subject.theme}" if subject.theme else ""
    if subject.other:
        text = f"Is {subject.other} a vendor or a co-developer for {subject.company}{what}?"
    else:
        text = f"Does {subject.company} make, buy or ally{what}?"
    return Sentence(text, (subject.article,))


def _reading(subject: Subject, side: Side, posture: Posture) -> Reading:
    other = subject.other or "Somebody else"
    heading = _READINGS[side].format(other=other, company=subject.company)
    grounds = [ground for ground in posture.grounds if ground.side is side]
    grounds.sort(key=lambda g: (side is not Side.MAKE and g.with_whom != subject.other, -g.weight))
    sentences = _sentences(grounds, _A_READING)
    return Reading(heading, sentences or (_nothing(subject, posture),))


def _nothing(subject: Subject, posture: Posture) -> Sentence:
    read = posture.coverage
    return Sentence(
        f"Nothing read so far says so: {read.articles} of {read.mentioning} articles that mention "
        f"{posture.company} are about it, by {read.publishers} publishers.",
        (subject.article,),
    )


def _verdict(subject: Subject, posture: Posture) -> tuple[Sentence, ...]:
    claims = _claims(posture.grounds) or (subject.article,)
    sentences = [
        Sentence(
            f"As of {posture.day}, this adds up to {posture.label.value}: {posture.rule}.", claims
        )
    ]
    sentences += [
        Sentence(f"It would become {flip.label.value} if {flip.fact}.", claims)
        for flip in posture.flips[:2]
    ]
    if posture.label is Label.INSUFFICIENT or posture.coverage.publishers < 2:
        read = posture.coverage
        text = f"The evidence is thin: articles read {read.articles}, publishers {read.publishers}."
        sentences.append(Sentence(text, (subject.article,)))
    return tuple(sentences)


def _rival(player: Player) -> Reading:
    """What a rival does, its own making first."""
    posture = player.posture
    grounds = sorted(posture.grounds, key=lambda g: (g.side is not Side.MAKE, -g.weight))
    called = "a stated rival" if player.stated else "not called a rival, in the same field"
    heading = f"{posture.company}, {called}: {posture.label.value}"
    return Reading(heading, _sentences(grounds, 2))


def _sentences(grounds: Sequence[Ground], most: int) -> tuple[Sentence, ...]:
    """The latest quote of each ground, each quote once."""
    found: dict[str, Sentence] = {}
    for ground in grounds:
        told = next((each for each in ground.statements if _quote(each)), None)
        if told is not None and _quote(told) not in found:
            claim = told.claim
            found[_quote(told)] = _quoted(
                _quote(told), [claim.id], claim.publisher, claim.published, told.url
            )
    return tuple(found.values())[:most]


def _quoted(
    quote: str, claims: Sequence[str], publisher: str, published: date, url: str
) -> Sentence:
    return Sentence(quote, tuple(sorted(claims)), True, publisher, published, url)


def _quote(statement: Statement) -> str:
    return next((each.quote for each in statement.claim.evidence if each.quote), "")


def _claims(grounds: Sequence[Ground]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.claim.id for g in grounds for each in g.statements))


def _watch(subject: Subject, posture: Posture) -> Watch:
    condition, _, if_met, if_not = _NEXT[posture.label]
    about = f" in {subject.theme}" if subject.theme else ""
    return Watch(
        name=f"{posture.company}{about}: {condition}",
        company=posture.company,
        company_id=posture.company_id,
        theme=subject.theme,
        condition=condition,
        opened=posture.day,
        deadline=date.fromordinal(posture.day.toordinal() + _AHEAD),
        if_met=if_met,
        if_not=if_not,
    )


def _proposal(subject: Subject, posture: Posture, watch: Watch) -> Sentence:
    act = _NEXT[posture.label][1].format(what=subject.theme or "a capability")
    return Sentence(
        f"Watch whether {posture.company} {act} by {watch.deadline}. If so: {watch.if_met}. "
        f"If not: {watch.if_not}.",
        _claims(posture.grounds) or (subject.article,),
    )
