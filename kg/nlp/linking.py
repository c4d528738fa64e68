"""From names to entities: one real-world thing in an article is one entity.

Spellings are joined where they normalise alike, where the gazetteer lists them under one entity,
as acronym or short form of a longer name, and last where they are nearly the same. What is not
in the gazetteer becomes an entity of its own, called by its longest name (reason "nil").
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from spacy.tokens import Doc

from kg.model import Entity, Mention, entity_id
from kg.names import normalise
from kg.nlp.lexicon import Lexicon
from kg.nlp.mentions import Name, bracketed
from kg.nlp.namecues import WORDS

_BODIES = {"Company", "Organization"}
_NEARLY = 93.0
_COMPARED = 50
_SCORES = {
    "exact": 1.0,
    "alias": 0.95,
    "acronym": 0.9,
    "short form": 0.85,
    "fuzzy": 0.75,
    "nil": 1.0,
}
_PARTS_OF_GROUPS = {
    "uk",
    "us",
    "usa",
    "cloud",
    "research",
    "capital",
    "ventures",
    "health",
    "arizona",
}


@dataclass(slots=True)
class _Cluster:
    """Spellings of one thing, each with the reason why it belongs; `first` is a token."""

    name: str
    kind: str
    first: int
    listed: Entity | None
    spellings: dict[str, str]


def link(
    doc: Doc, names: Sequence[Name], lexicon: Lexicon
) -> tuple[list[Mention], dict[str, Entity]]:
    """A mention for each name, in the same order, and the entities by id."""
    first = {name.full: name for name in reversed(names)}
    places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for name in names:
        places[name.full].append((name.start, name.end))
    clusters: list[_Cluster] = []
    by_key: dict[tuple[str, str], _Cluster] = {}
    acronyms = dict(bracketed(doc, places))
    index = _Index()
    for full in sorted(first, key=lambda text: (-len(normalise(text)), -len(text), text)):
        name = first[full]
        listed, reason = _listed(name, lexicon)
        key = (name.kind, listed.id if listed else normalise(full) or full)
        cluster = by_key.get(key)
        if cluster is None and (found := index.find(name, listed, acronyms)):
            cluster, reason = found
        if cluster is None:
            cluster = _Cluster(full, name.kind, name.start, listed, {})
            clusters.append(cluster)
            index.add(cluster)
        by_key[key] = cluster
        cluster.first = min(cluster.first, name.start)
        cluster.spellings[full] = reason
    return _written(doc, names, clusters)


def _written(
    doc: Doc, names: Sequence[Name], clusters: Sequence[_Cluster]
) -> tuple[list[Mention], dict[str, Entity]]:
    entities: dict[str, Entity] = {}
    whose: dict[str, tuple[Entity, str]] = {}
    for cluster in clusters:
        entity = _entity(cluster)
        entities[entity.id] = entity
        whose |= {text: (entity, reason) for text, reason in cluster.spellings.items()}
    mentions = []
    for name in names:
        entity, reason = whose[name.full]
        span = doc[name.start : name.end]
        score = round(name.score * _SCORES[reason], 3)
        mentions.append(
            Mention(
                span.start_char, span.end_char, span.text, entity.kind, entity.id, score, reason
            )
        )
    return mentions, entities


def _entity(cluster: _Cluster) -> Entity:
    if cluster.listed:
        return cluster.listed
    lasting = {text for text, reason in cluster.spellings.items() if reason != "short form"}
    aliases = tuple(sorted(lasting - {cluster.name}))
    return Entity(entity_id(cluster.kind, cluster.name), cluster.kind, cluster.name, aliases)


def _listed(name: Name, lexicon: Lexicon) -> tuple[Entity | None, str]:
    """The one listed entity of that kind and name; "nil" where there is none or several."""
    found = {
        e.entity.id: e.entity for e in lexicon.entries(name.full) if e.entity.kind == name.kind
    }
    exact = [e for e in found.values() if normalise(e.name) == normalise(name.full)]
    if len(exact) == 1:
        return exact[0], "exact"
    return (next(iter(found.values())), "alias") if len(found) == 1 else (None, "nil")


class _Index:
    """The clusters so far, by the ways a shorter name may point to one."""

    def __init__(self) -> None:
        self._names: dict[str, _Cluster] = {}
        self._begin: defaultdict[str, list[_Cluster]] = defaultdict(list)
        self._end: defaultdict[str, list[_Cluster]] = defaultdict(list)

    def add(self, cluster: _Cluster) -> None:
        words = cluster.name.split()
        self._names[cluster.name] = cluster
        self._begin[words[0].casefold()].append(cluster)
        self._end[words[-1].casefold()].append(cluster)

    def find(
        self, name: Name, listed: Entity | None, acronyms: dict[str, str]
    ) -> tuple[_Cluster, str] | None:
        """The cluster that the name belongs to, and why."""
        if (long_ := self._names.get(acronyms.get(name.full, ""))) and _same(name.kind, long_.kind):
            return long_, "acronym"
        if listed is None:
            for reason, found in (("short form", self._longer(name)), ("fuzzy", self._near(name))):
                if len(found) == 1:
                    return found[0], reason
        return None

    def _longer(self, name: Name) -> list[_Cluster]:
        words = name.full.split()
        if name.kind == "Person":
            ends = self._end[words[-1].casefold()] if len(words) == 1 else []
            return [c for c in ends if c.kind == "Person"]
        if name.kind == "Product":
            return [c for c in self._end[words[-1].casefold()] if _is_model(c, words)]
        begins = self._begin[words[0].casefold()]
        return [c for c in begins if _same(name.kind, c.kind) and _is_short(name, words, c)]

    def _near(self, name: Name) -> list[_Cluster]:
        begins = self._begin[name.full.split()[0].casefold()][:_COMPARED]
        return [
            c
            for c in begins
            if c.kind == name.kind
            and _digits(c.name) == _digits(name.full)
            and fuzz.ratio(normalise(c.name), normalise(name.full)) >= _NEARLY
        ]


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _same(kind: str, other: str) -> bool:
    return kind == other or {kind, other} <= _BODIES


def _is_model(cluster: _Cluster, words: Sequence[str]) -> bool:
    """Whether the words are the product's name without its maker: "Q400" of "Bombardier Q400"."""
    return cluster.kind == "Product" and cluster.name.split()[-len(words) :] == list(words)


def _is_short(name: Name, words: Sequence[str], cluster: _Cluster) -> bool:
    """Whether the name is the longer one cut short; not "Google" of "Google Cloud".

    A firm that the text names by itself before the longer name is another one, such as the parent,
    unless only a legal form is missing.
    """
    whole = cluster.name.split()
    if len(words) >= len(whole) or [w.casefold() for w in whole[: len(words)]] != [
        w.casefold() for w in words
    ]:
        return False
    rest = {w.strip(".,").lower() for w in whole[len(words) :]}
    if rest <= WORDS["in_name"]["legal"]:
        return True
    return cluster.first < name.start and not rest & _PARTS_OF_GROUPS
