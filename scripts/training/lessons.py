"""What the network learns from: windows with the truth about their entities and pairs."""

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from spacy.tokens import Doc

from kg import ontology, scoring
from kg.config import Settings
from kg.model import Article, Entity, Mention
from kg.nlp import coreference, parsing, themes
from kg.nlp.arguments import INDIRECT
from kg.nlp.gazetteer import Gazetteer
from kg.nlp.identity import identify
from kg.nlp.lexicon import Lexicon
from kg.nlp.mentions import NONE
from kg.nlp.windows import Pair, Window, prepare
from kg.scoring.judging import comparable

SURE_KINDS = ("Person", "Place", "Organization", "Theme")
SWAPPED = ("Company", "Product", "Person")


@dataclass(frozen=True)
class Lesson:
    """A window and the truth about it.

    `kinds` are the true kinds; those of `typed` are learned. `claims` holds the status of each
    predicate that holds of a pair; readings of `optional` are learned neither way. Of a lesson
    that is not `whole`, only these pairs and the predicates of the corpus are known.
    """

    article: str
    window: Window
    kinds: Mapping[str, str]
    typed: frozenset[str]
    claims: Mapping[Pair, Mapping[str, str]]
    optional: Mapping[Pair, frozenset[str]]
    whole: bool = True


class Teacher:
    """Makes lessons out of annotated articles, read as the extractor reads them."""

    def __init__(self) -> None:
        self.vocabulary = ontology.load()
        self._nlp = parsing.load_model(Settings().spacy_model)
        self._lexicon = Lexicon(Gazetteer.load())
        self._wordings = themes.wordings(self.vocabulary)
        self._capabilities = themes.capabilities(self.vocabulary)

    def lessons(
        self, gold: Path, texts: Mapping[str, Article]
    ) -> Iterator[tuple[list[Lesson], list[Lesson]]]:
        """For each article its lessons with names as they are found, and as they are annotated.

        `texts` are those of the annotated articles by id, and perhaps others.

        Raises:
            ScoringError: an annotated article is not among the texts.
        """
        rows = scoring.read_gold(gold, self.vocabulary)
        for article in scoring.annotated(rows, texts):
            name = f"{gold.parent.name}/{gold.name}:{article.key}"
            yield self._of_article(name, article, rows[article.key])

    def _of_article(
        self, name: str, article: Article, row: scoring.GoldRow
    ) -> tuple[list[Lesson], list[Lesson]]:
        doc = self.parsed(article)
        title = len(article.title) or article.text.find("\n\n")
        found, given = self._found(doc), annotated(doc, row)
        same = {entity.key: entity.key for entity in row.entities}
        as_found = [
            _lesson(name, window, _keys(*found, row), row, typed=True)
            for window in prepare(doc, title, *found, self.vocabulary)[0]
        ]
        as_given = [
            _lesson(name, window, same, row, typed=False)
            for window in prepare(doc, title, *given, self.vocabulary)[0]
        ]
        return as_found, as_given

    def parsed(self, article: Article) -> Doc:
        """The article as the extractor parses it."""
        windows, _ = parsing.cut(article.text)
        return parsing.joined(list(self._nlp.pipe(windows)), self._nlp)

    def _found(self, doc: Doc) -> tuple[list[Mention], dict[str, Entity]]:
        first = identify(doc, self._lexicon)
        spans = [(m.start, m.end) for m in first.mentions if m.reason not in INDIRECT]
        themed = themes.find(doc, self._wordings, self.vocabulary, spans)
        about = {entity.id: entity for entity in themes.entities(themed, self.vocabulary)}
        able = [mention for mention in themed if mention.entity in self._capabilities]
        return _ordered((*first.mentions, *able)), {**first.entities, **about}


def annotated(doc: Doc, row: scoring.GoldRow) -> tuple[list[Mention], dict[str, Entity]]:
    """The annotated names wherever they stand, and what stands for them."""
    kinds = {entity.key: entity.kind for entity in row.entities}
    named = [
        Mention(start, end, doc.text[start:end], kinds[key], key, 1.0, "exact")
        for start, end, key in places(doc.text, row)
    ]
    meant = coreference.resolve(doc, [m for m in named if m.kind != "Theme"])
    entities = {e.key: Entity(e.key, e.kind, e.names[0]) for e in row.entities}
    return _ordered((*named, *meant)), entities


def _ordered(found: Iterable[Mention]) -> list[Mention]:
    return sorted(found, key=lambda m: (m.start, m.end, m.entity))


def places(text: str, row: scoring.GoldRow) -> Iterator[tuple[int, int, str]]:
    """Start, end and key of each name, the longest first; they do not overlap."""
    names = [(name, entity.key) for entity in row.entities for name in entity.names]
    taken: set[int] = set()
    for name, key in sorted(names, key=lambda pair: -len(pair[0])):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            if taken.isdisjoint(range(*match.span())):
                taken.update(range(*match.span()))
                yield *match.span(), key


def _keys(
    mentions: Sequence[Mention], entities: Mapping[str, Entity], row: scoring.GoldRow
) -> dict[str, str]:
    """The annotated entity of each found one, if there is one; best of the same kind."""
    spellings: defaultdict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        if mention.reason not in INDIRECT:
            spellings[mention.entity].add(comparable(mention.text))
    keys: dict[str, str] = {}
    for id_, entity in entities.items():
        mine = spellings[id_] | {comparable(entity.name)}
        fitting = [gold for gold in row.entities if _same(gold, mine)]
        best = [gold for gold in fitting if gold.kind == entity.kind] or fitting
        if best:
            keys[id_] = best[0].key
    return keys


def _same(gold: scoring.GoldEntity, spellings: set[str]) -> bool:
    names = {comparable(name) for name in gold.names}
    if names & spellings:
        return True
    words = [set(name.split()) for name in names]
    others = [set(spelling.split()) for spelling in spellings if spelling]
    return gold.kind == "Theme" and any(a <= b or b <= a for a in words for b in others)


def _lesson(
    name: str, window: Window, keys: Mapping[str, str], row: scoring.GoldRow, *, typed: bool
) -> Lesson:
    told = {m.entity: m.kind for m in window.mentions} | {e.id: e.kind for e in window.context}
    annotated = {entity.key: entity.kind for entity in row.entities}
    kinds = {
        id_: annotated[keys[id_]] if id_ in keys else kind if kind in SURE_KINDS else NONE
        for id_, kind in told.items()
    }
    start, end = window.span
    stated = [c for c in row.claims if any(s < end - 1 and start < e for s, e in c.evidence)]
    claims: defaultdict[Pair, dict[str, str]] = defaultdict(dict)
    optional: defaultdict[Pair, set[str]] = defaultdict(set)
    for pair in ((a, b) for a in told for b in told if a != b):
        ends = keys.get(pair[0]), keys.get(pair[1])
        for claim in stated:
            if _fits(claim.triple, ends):
                claims[pair][claim.triple[1]] = claim.status.value
        optional[pair] |= {triple[1] for triple in row.optional if _fits(triple, ends)}
    learned = {i for i in told if told[i] != "Theme" and kinds[i] != "Theme"} if typed else set()
    return Lesson(
        name,
        window,
        kinds,
        frozenset(learned),
        {pair: dict(held) for pair, held in claims.items()},
        {pair: frozenset(names) for pair, names in optional.items() if names},
    )


SYMMETRIC = {"PARTNERS_WITH", "COMPETES_WITH", "MERGES_WITH"}


def _fits(triple: tuple[str, str, str], ends: tuple[str | None, str | None]) -> bool:
    subject, predicate, object_ = triple
    return ends == (subject, object_) or (predicate in SYMMETRIC and ends == (object_, subject))


class Disguise:
    """Names exchanged for others of their kind, so that sentences are learned and not names."""

    def __init__(self, lessons: Iterable[Lesson], chance: random.Random) -> None:
        self._chance = chance
        self._names: defaultdict[str, list[str]] = defaultdict(list)
        for lesson in lessons:
            for mention in lesson.window.mentions:
                if mention.reason not in INDIRECT:
                    self._names[mention.kind].append(mention.text)

    def renamed(self, lesson: Lesson) -> Lesson:
        """The lesson with about half of its firms, products and people under other names."""
        window = lesson.window
        told = {m.entity: m.kind for m in window.mentions} | {e.id: e.kind for e in window.context}
        new = {
            id_: self._chance.choice(self._names[kind])
            for id_, kind in told.items()
            if kind in SWAPPED and self._names[kind] and self._chance.random() < 0.5
        }
        context = tuple(replace(e, name=new.get(e.id, e.name)) for e in window.context)
        text, mentions = _rewritten(window, new)
        return replace(
            lesson, window=replace(window, text=text, mentions=mentions, context=context)
        )

    def mistyped(self, lesson: Lesson) -> Lesson:
        """The lesson with the marks of one in eight entities wrong, to be put right."""
        known = ("Company", "Organization", "Product", "Person", "Place", NONE)
        wrong = {
            id_: self._chance.choice(known)
            for id_, kind in lesson.kinds.items()
            if kind not in {"Theme", NONE} and self._chance.random() < 0.12
        }
        window = lesson.window
        marked = replace(
            window,
            mentions=tuple(replace(m, kind=wrong.get(m.entity, m.kind)) for m in window.mentions),
            context=tuple(replace(e, kind=wrong.get(e.id, e.kind)) for e in window.context),
        )
        return replace(lesson, window=marked, typed=lesson.typed | set(wrong))


def _rewritten(window: Window, new: Mapping[str, str]) -> tuple[str, tuple[Mention, ...]]:
    """Text and mentions with new names; offsets stay relative to the window's start."""
    text, last, moved = "", window.start, {}
    for mention in window.mentions:
        span = mention.start, mention.end
        if span in moved or mention.start < last:
            continue
        text += window.text[last - window.start : mention.start - window.start]
        begin = len(text)
        named = mention.reason not in INDIRECT
        text += new.get(mention.entity, mention.text) if named else mention.text
        moved[span] = window.start + begin, window.start + len(text)
        last = mention.end
    text += window.text[last - window.start :]
    mentions = tuple(
        replace(m, start=moved[m.start, m.end][0], end=moved[m.start, m.end][1])
        for m in window.mentions
        if (m.start, m.end) in moved
    )
    return text, mentions
