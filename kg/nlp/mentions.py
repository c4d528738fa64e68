"""The names in an article: where each stands and what kind of thing it names.

Every spelling is judged once for the whole article, on the sum of what all its occurrences and
the gazetteer tell; what is learned at one place then holds at all others.
"""

import math
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from itertools import pairwise

from spacy.tokens import Doc

from kg.nlp import namecues
from kg.nlp.lexicon import Lexicon
from kg.nlp.namecues import WORDS
from kg.nlp.phrases import Phrases
from kg.nlp.reading import parts, read_spans, told
from kg.nlp.spans import Bounds, Casing, casing, runs, trimmed

_TABLE = tomllib.loads(resources.files("kg.nlp").joinpath("nameweights.toml").read_text("utf-8"))
_KINDS: list[str] = _TABLE["kinds"]
_WEIGHTS: dict[str, list[float]] = _TABLE["weights"]
NONE = "None"
_SHORTENED = 0.8


@dataclass(frozen=True, slots=True)
class Name:
    """One occurrence: token bounds, the kind of what it names, and our trust in that (0..1).

    `full` is the name in full where the text gives it in parts: "Rolls-Royce Trent 900" for
    "Trent 900" after its maker.
    """

    start: int
    end: int
    text: str
    kind: str
    score: float
    full: str


Verdict = tuple[str, float]


def find(doc: Doc, lexicon: Lexicon) -> list[Name]:
    """The names in order of their start; they do not overlap."""
    return survey(doc, lexicon)[0]


def survey(doc: Doc, lexicon: Lexicon) -> tuple[list[Name], list[Name]]:
    """The names, and what may be names but was judged not to be (kind "None").

    Both in order of their start; none overlap.
    """
    case = casing(doc)
    places = _candidates(doc, case, lexicon)
    verdicts = _judged(doc, case, places, lexicon)
    judged = [
        name
        for text, spans in places.items()
        for start, end in spans
        for name in _named(doc, start, end, text, verdicts)
    ]
    found = sorted(_everywhere(doc, case, judged, verdicts, lexicon), key=lambda name: name.start)
    names = _with_makers(doc, found, lexicon)
    taken = {i for name in names for i in range(name.start, name.end)}
    doubtful = [
        Name(start, end, text, NONE, verdicts[text][1], text)
        for text, spans in places.items()
        if verdicts[text][0] == NONE
        for start, end in spans
        if taken.isdisjoint(range(start, end))
    ]
    return names, sorted(doubtful, key=lambda name: name.start)


def _candidates(doc: Doc, case: Casing, lexicon: Lexicon) -> dict[str, list[Bounds]]:
    listed = [(s, e) for s, e in lexicon.spans(doc) if s not in case.shouted]
    found = [(s, e) for s, e in runs(doc, case, lexicon.knows) if s not in case.shouted]
    places: defaultdict[str, list[Bounds]] = defaultdict(list)
    read = [
        span for s, e in read_spans(doc) if s not in case.shouted for span in trimmed(doc, s, e)
    ]
    for span in longest([*listed, *found, *read]):
        for start, end in parts(doc, span):
            places[doc[start:end].text].append((start, end))
    return dict(places)


def longest(spans: Iterable[Bounds]) -> list[Bounds]:
    """The spans without those that overlap a longer one, in order; of equals the first stays."""
    kept: list[Bounds] = []
    taken: set[int] = set()
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span)):
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            kept.append((start, end))
    return sorted(kept)


def _judged(
    doc: Doc, case: Casing, places: Mapping[str, Sequence[Bounds]], lexicon: Lexicon
) -> dict[str, Verdict]:
    """A verdict on each spelling; longer ones first, since short forms go with them."""
    verdicts: dict[str, Verdict] = {}
    relatives = _Relatives()
    acronyms = dict(bracketed(doc, places))
    for text in sorted(places, key=lambda name: (-len(name.split()), name)):
        seen = _weigh(doc, case, text, places[text])
        seen.update(lexicon.cues(text))
        seen.update(relatives.cues(text))
        if (long_ := acronyms.get(text)) in verdicts:
            seen[f"short for a {verdicts[long_][0]}"] = 1.0
        verdicts[text] = judge(seen)
        relatives.add(text, verdicts[text][0])
    return verdicts


def bracketed(doc: Doc, places: Mapping[str, Sequence[Bounds]]) -> Iterator[tuple[str, str]]:
    """Short to long name, where one stands in brackets after the other: "Hewlett-Packard (HP)"."""
    ends = {end: text for text, spans in places.items() for _, end in spans}
    for text, spans in places.items():
        for start, end in spans:
            before = ends.get(start - 1)
            if before and doc[start - 1].text == "(" and end < len(doc) and doc[end].text == ")":
                short, long_ = sorted((text, before), key=len)
                if _abbreviates(short, long_):
                    yield short, long_


def _abbreviates(short: str, long_: str) -> bool:
    """Whether the letters of the short name are initials of the long one, in order."""
    letters = [c for c in short.lower() if c.isalpha()]
    words = long_.replace("-", " ").split()
    initials = iter("".join(word[0].lower() for word in words))
    return 1 < len(letters) <= 6 and len(words) > 1 and all(c in initials for c in letters)


class _Relatives:
    """Which longer names of the article begin or end with a word."""

    def __init__(self) -> None:
        self._begins: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._ends: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def add(self, text: str, kind: str) -> None:
        words = text.split()
        if len(words) > 1 and kind != NONE:
            for length in range(1, len(words)):
                self._begins[" ".join(words[:length])][kind] += 1
                self._ends[" ".join(words[-length:])][kind] += 1

    def cues(self, text: str) -> dict[str, float]:
        found = {f"begins a {kind}": 1.0 for kind in self._begins.get(text, ())}
        return found | {f"ends a {kind}": 1.0 for kind in self._ends.get(text, ())}


def _weigh(doc: Doc, case: Casing, text: str, spans: Sequence[Bounds]) -> dict[str, float]:
    """Each cue once, however often it is seen; the tagger's labels by their share."""
    seen = dict.fromkeys(namecues.of_name(text), 1.0)
    if all(word.lower() in case.lower for word in text.split()):
        seen["also in small letters"] = 1.0
    for start, end in spans:
        for cue in namecues.of_place(doc, start, end, opening=start in case.opening):
            if cue.startswith("ner:"):
                seen[cue] = seen.get(cue, 0.0) + 1 / len(spans)
            else:
                seen[cue] = 1.0
    return seen | told(doc, spans)


def judge(seen: Mapping[str, float]) -> Verdict:
    """The likeliest kind (or "None": no name) and its probability under the weights."""
    sums = list(_TABLE["bias"])
    for cue, value in seen.items():
        for at, weight in enumerate(_WEIGHTS.get(cue, ())):
            sums[at] += weight * value
    top = max(range(len(sums)), key=sums.__getitem__)
    return _KINDS[top], 1 / sum(math.exp(s - sums[top]) for s in sums)


def _named(
    doc: Doc, start: int, end: int, text: str, verdicts: Mapping[str, Verdict]
) -> Iterator[Name]:
    kind, score = verdicts[text]
    if kind == NONE:
        return
    cut = _maker_end(doc, start, end, kind, verdicts)
    if cut is None:
        yield Name(start, end, text, kind, score, text)
        return
    maker, rest = doc[start:cut].text, doc[cut:end].text
    yield Name(start, cut, maker, "Company", verdicts[maker][1], maker)
    rest_kind = verdicts.get(rest, (kind, score))[0]
    yield Name(
        cut,
        end,
        rest,
        kind if rest_kind == NONE else rest_kind,
        score,
        text if kind == "Product" else rest,
    )


def _with_makers(doc: Doc, names: Sequence[Name], lexicon: Lexicon) -> list[Name]:
    """The names with products called in full where their maker stands just before them.

    But by their own name alone where that is listed and the two together are not.
    """
    whole = list(names)
    for at, (before, name) in enumerate(pairwise(names), 1):
        adjacent = before.end == name.start and (before.kind, name.kind) == ("Company", "Product")
        both = doc[before.start : name.end].text
        if adjacent and (lexicon.entries(both) or not lexicon.entries(name.text)):
            whole[at] = replace(name, full=both)
    return whole


def _maker_end(
    doc: Doc, start: int, end: int, kind: str, verdicts: Mapping[str, Verdict]
) -> int | None:
    """Where the maker ends in "Rolls-Royce Trent 900", the firm in "Apple Tim Cook"."""
    if kind == "Company":
        return None
    for cut in range(end - 1, start, -1):
        if doc[cut - 1].whitespace_ and verdicts.get(doc[start:cut].text, ("",))[0] == "Company":
            rest = verdicts.get(doc[cut:end].text, (NONE,))[0]
            return cut if kind == "Product" or rest == kind == "Person" else None
    return None


def _everywhere(
    doc: Doc,
    case: Casing,
    names: list[Name],
    verdicts: Mapping[str, Verdict],
    lexicon: Lexicon,
) -> Iterator[Name]:
    """The names, and every other place where one of them or a listed one stands."""
    yield from names
    taken = {i for name in names for i in range(name.start, name.end)}
    learned = _short_forms(names, case, verdicts) | {name.text: name for name in names}
    again = Phrases(learned.items()).find(doc)
    more = [Name(s, e, n.text, n.kind, n.score, n.full) for s, e, n in again]
    for start, end in lexicon.spans(doc):
        text = doc[start:end].text
        if start in case.shouted and text not in verdicts:
            more.append(Name(start, end, text, *judge(lexicon.cues(text)), text))
    for name in more:
        if name.kind != NONE and taken.isdisjoint(range(name.start, name.end)):
            taken.update(range(name.start, name.end))
            yield name


def _short_forms(
    names: Iterable[Name], case: Casing, verdicts: Mapping[str, Verdict]
) -> dict[str, Name]:
    """The first word of a firm's name and the last of a person's, where not judged themselves.

    This finds "Astral" after "Astral Media Inc." even where it only ever begins sentences.
    """
    found: dict[str, Name] = {}
    ordinary = case.lower | WORDS["in_name"]["company"] | WORDS["in_name"]["place"]
    for name in names:
        words = name.text.split()
        if name.kind in {"Company", "Person"} and len(words) > 1:
            word = words[0 if name.kind == "Company" else -1]
            if len(word) > 3 and word.lower() not in ordinary and word not in verdicts:
                found[word] = replace(name, text=word, full=word, score=name.score * _SHORTENED)
    return found
