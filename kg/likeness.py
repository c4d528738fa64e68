"""Which entities may be one, how likely, and why. Pure.

The rules are a table of small functions; the first that finds something gives score and reason.
The scores order what a person looks at, they are not probabilities: set by hand, so that what
an identifier says comes before what a name says, and a whole name before a part of one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from unicodedata import combining
from unicodedata import normalize as decompose

from rapidfuzz import fuzz

from kg.names import normalise

# A word in more names than this tells none of them apart, and would pair all with all.
_COMMON = 25
_NEAR_SPELLING = 90
_SHORTEST_SPELLING = 6
_SHORTEST_ACRONYM = 3

# Two names of one thing seldom stand in one article, unless one is short for the other; and
# nothing is related to itself.
_TOGETHER, _STATED = 0.6, 0.3


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity with its names, the chief one first, and how many articles mention it."""

    id: str
    kind: str
    names: tuple[str, ...]
    identifiers: frozenset[tuple[str, str]]
    articles: int
    forms: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        forms = (normalise(name) for name in self.names)
        object.__setattr__(self, "forms", tuple(form for form in dict.fromkeys(forms) if form))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two entities that may be one: which would stay, which would go, and why; `score` in 0..1."""

    stays: Candidate
    goes: Candidate
    score: float
    reason: str


Found = tuple[float, str] | None


def suggestions(candidates: Sequence[Candidate]) -> list[Suggestion]:
    """Pairs that a rule finds alike, the likeliest first; the more written about would stay."""
    known = {candidate.id: candidate for candidate in candidates}
    found = (_judged(known[a], known[b]) for a, b in sorted(set(_pairs(candidates))))
    return sorted(
        (each for each in found if each), key=lambda s: (-s.score, s.stays.names, s.goes.id)
    )


def weighed(suggestion: Suggestion, *, together: int, stated: int) -> Suggestion:
    """The same after a look at the graph: articles that mention both, relations between them."""
    score, reason = suggestion.score, suggestion.reason
    if stated:
        score, reason = score * _STATED, f"{reason}; but they are related (relations: {stated})"
    elif together and not _shortened(suggestion.stays, suggestion.goes):
        score, reason = (
            score * _TOGETHER,
            f"{reason}; but named side by side (articles: {together})",
        )
    return Suggestion(suggestion.stays, suggestion.goes, round(score, 3), reason)


def _judged(one: Candidate, other: Candidate) -> Suggestion | None:
    stays, goes = sorted((one, other), key=lambda c: (-c.articles, c.id))
    if _contradict(one, other):
        return None
    found = next((result for rule in _RULES if (result := rule(stays, goes))), None)
    return Suggestion(stays, goes, *found) if found else None


def _contradict(one: Candidate, other: Candidate) -> bool:
    """Whether both have an identifier of one scheme and none of it is the same."""
    mine, theirs = dict(one.identifiers), dict(other.identifiers)
    both = mine.keys() & theirs.keys()
    return bool(both) and not one.identifiers & other.identifiers


def _same_identifier(one: Candidate, other: Candidate) -> Found:
    shared = sorted(one.identifiers & other.identifiers)
    return (0.98, f"both have the {shared[0][0]} {shared[0][1]}") if shared else None


def _same_name(one: Candidate, other: Candidate) -> Found:
    if one.forms[:1] != other.forms[:1] or not one.forms:
        return None
    return 0.9, f"one name as {one.kind} and as {other.kind}"


def _shared_alias(one: Candidate, other: Candidate) -> Found:
    shared = set(one.forms) & set(other.forms)
    names = (name for name in (*other.names, *one.names) if normalise(name) in shared)
    return (0.85, f"both go by {next(names)!r}") if shared else None


def _accents(one: Candidate, other: Candidate) -> Found:
    same = {_bare(form) for form in one.forms} & {_bare(form) for form in other.forms}
    return (0.8, "the names differ in accents or marks only") if same - {""} else None


def _spelling(one: Candidate, other: Candidate) -> Found:
    a, b = _bare(one.forms[0]), _bare(other.forms[0])
    if min(len(a), len(b)) < _SHORTEST_SPELLING or _digits(a) != _digits(b):
        return None
    likeness = fuzz.ratio(a, b)
    near = likeness >= _NEAR_SPELLING
    return (0.6, f"the spellings are {likeness:.0f} percent alike") if near else None


def _acronym(one: Candidate, other: Candidate) -> Found:
    for short, long in ((one, other), (other, one)):
        if _initials(long.forms[0]) == short.forms[0] and short.names[0].isupper():
            return 0.55, f"{short.names[0]!r} are the initials of {long.names[0]!r}"
    return None


def _longer_name(one: Candidate, other: Candidate) -> Found:
    short, long = sorted((one, other), key=lambda c: len(c.forms[0]))
    if one.kind == other.kind and _shortened(short, long):
        return 0.4, f"{long.names[0]!r} begins with {short.names[0]!r}"
    return None


def _shortened(one: Candidate, other: Candidate) -> bool:
    short, long = sorted((one.forms[0], other.forms[0]), key=len)
    return long.startswith(f"{short} ")


_RULES: tuple[Callable[[Candidate, Candidate], Found], ...] = (
    _same_identifier,
    _same_name,
    _shared_alias,
    _accents,
    _spelling,
    _acronym,
    _longer_name,
)


def _pairs(candidates: Iterable[Candidate]) -> Iterator[tuple[str, str]]:
    """Pairs that share a key, in order of ids, so that not all are compared with all."""
    blocks: defaultdict[str, set[str]] = defaultdict(set)
    for candidate in candidates:
        for key in _keys(candidate):
            blocks[key].add(candidate.id)
    for ids in blocks.values():
        if len(ids) <= _COMMON:
            yield from combinations(sorted(ids), 2)


def _keys(candidate: Candidate) -> Iterator[str]:
    """What another name of the same thing would share: words, initials, identifiers."""
    for form in candidate.forms:
        yield f"whole {_bare(form)}"
        yield f"whole {_initials(form)}"
        yield f"first {form.split()[0]}"
        yield from (f"begins {word[:5]}" for word in _bare(form).split())
        yield f"ends {_bare(form)[-5:]}"
    yield from (f"{scheme} {value}" for scheme, value in candidate.identifiers)


def _bare(form: str) -> str:
    """Without accents, and with nothing but letters and digits between single spaces."""
    letters = "".join(c for c in decompose("NFKD", form) if not combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in letters).split())


def _initials(form: str) -> str:
    words = [word for word in form.split() if word not in {"and", "of", "the", "for", "&"}]
    return "".join(word[0] for word in words) if len(words) >= _SHORTEST_ACRONYM else ""


def _digits(text: str) -> list[str]:
    return [c for c in text if c.isdigit()]
