"""A window in the numbers that the network takes: word pieces, their case, and marked mentions.

The encoder knows no capitals, so each piece also carries a class of case. Classes above those are
marks: one stands before each mention and tells its kind and whether it is a name, a word that
stands for one, or an entity of the context; one stands after. Marks and their idea, and that of
asking about many pairs in one pass by two more marks for each, which see the text but which the
text does not see: Zhong & Chen 2021, "A Frustratingly Easy Approach for Entity and Relation
Extraction".
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations, product

from tokenizers import Tokenizer

from kg.nlp.arguments import INDIRECT
from kg.nlp.pieces import CLS, MARK, SEP, SMALL, case_of
from kg.nlp.windows import Pair, Window

KINDS = ("Company", "Organization", "Product", "Person", "Place", "Theme", "None")
PREDICATES = (
    "PARTNERS_WITH", "COMPETES_WITH", "SUPPLIES", "LICENSES_TO", "ACQUIRES", "MERGES_WITH",
    "INVESTS_IN", "OWNS", "SUES", "DEVELOPS", "USES", "HAS_ROLE_AT", "OPERATES_IN",
)  # fmt: skip
STATUSES = ("current", "planned", "rumoured", "ended", "denied")

FORMS = 6
_NAME, _STANDS_FOR, _CONTEXT, END, _SUBJECT, _OBJECT = range(FORMS)
CLASSES = MARK + FORMS * len(KINDS)

UNUSED = 1
_MOST_PIECES = 176
_MOST_ENTITIES = 24
# Of one pass; a window with more is read in several.
_MOST_PAIRS = 40
_MOST_NAME_PIECES = 8
_MOST_NAME_CHARACTERS = 60
# Kinds that a pair may have. Marks may take a firm for a product, but not a firm for a place.
_BODIES = ("Company", "Organization", "Product", "None")
_RELATED = frozenset(
    {
        *product((*_BODIES, "Person", "Place"), _BODIES),
        *product(_BODIES, ("Person", "Place", "Theme")),
    }
)


@dataclass(frozen=True, slots=True)
class Encoded:
    """A window as numbers: `pieces` and `case` are of one length, which is at most 176.

    `places` holds, for each entity, the positions of the marks before its mentions; `kinds` the
    kind that its mark tells. `pairs` are the ordered pairs of entities that may be related.
    """

    pieces: tuple[int, ...]
    case: tuple[int, ...]
    entities: tuple[str, ...]
    places: tuple[tuple[int, ...], ...]
    kinds: tuple[int, ...]
    pairs: tuple[Pair, ...]


def parts(encoded: Encoded) -> list[Encoded]:
    """The window once for every forty of its pairs."""
    cuts = range(0, max(1, len(encoded.pairs)), _MOST_PAIRS)
    return [replace(encoded, pairs=encoded.pairs[at : at + _MOST_PAIRS]) for at in cuts]


def length(encoded: Encoded) -> int:
    """Pieces and the marks of pairs."""
    return len(encoded.pieces) + 2 * len(encoded.pairs)


def encode(window: Window, tokenizer: Tokenizer) -> Encoded:
    """The window as numbers; what does not fit into 176 pieces and 24 entities is left out."""
    pieces, case = [CLS], [SMALL]
    places: defaultdict[str, list[int]] = defaultdict(list)
    kinds: dict[str, str] = {}
    for entity in window.context:
        places[entity.id].append(len(pieces))
        kinds[entity.id] = entity.kind
        _add(UNUSED, mark(entity.kind, _CONTEXT), pieces, case)
        name = entity.name[:_MOST_NAME_CHARACTERS]
        encoded = tokenizer.encode(name, add_special_tokens=False)
        for piece, (start, end) in list(zip(encoded.ids, encoded.offsets, strict=True))[
            :_MOST_NAME_PIECES
        ]:
            _add(piece, case_of(name[start:end]), pieces, case)
    if window.context:
        _add(SEP, SMALL, pieces, case)
    _add_sentence(window, tokenizer, pieces, case, places)
    _add(SEP, SMALL, pieces, case)
    for mention in window.mentions:
        kinds.setdefault(mention.entity, mention.kind)
    ids = tuple(id_ for id_ in kinds if id_ in places)[:_MOST_ENTITIES]
    far = {entity.id for entity in window.context}
    return Encoded(
        tuple(pieces),
        tuple(case),
        ids,
        tuple(tuple(places[id_]) for id_ in ids),
        tuple(KINDS.index(kinds[id_]) for id_ in ids),
        tuple(
            pair
            for pair in permutations(ids, 2)
            if not far.issuperset(pair) and (kinds[pair[0]], kinds[pair[1]]) in _RELATED
        ),
    )


def _add(piece: int, class_: int, pieces: list[int], case: list[int]) -> None:
    pieces.append(piece)
    case.append(class_)


def _add_sentence(
    window: Window,
    tokenizer: Tokenizer,
    pieces: list[int],
    case: list[int],
    places: Mapping[str, list[int]],
) -> None:
    encoded = tokenizer.encode(window.text, add_special_tokens=False)
    opening, closing = _marks(window, encoded.offsets)
    for at, (piece, (start, end)) in enumerate(zip(encoded.ids, encoded.offsets, strict=True)):
        if len(pieces) >= _MOST_PIECES - 1:
            return
        for kind, form, entities in opening.get(at, ()):
            for entity in entities:
                places[entity].append(len(pieces))
            _add(UNUSED, mark(kind, form), pieces, case)
        _add(piece, case_of(window.text[start:end]), pieces, case)
        for kind in closing.get(at, ()):
            _add(UNUSED, mark(kind, END), pieces, case)


_Opening = Mapping[int, Sequence[tuple[str, int, Sequence[str]]]]
_Closing = Mapping[int, Sequence[str]]


def _marks(window: Window, offsets: Sequence[tuple[int, int]]) -> tuple[_Opening, _Closing]:
    """By piece, the marks that stand before and after it; one for all mentions of one span."""
    spans: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for number, mention in enumerate(window.mentions):
        spans[mention.start - window.start, mention.end - window.start].append(number)
    opening: defaultdict[int, list[tuple[str, int, list[str]]]] = defaultdict(list)
    closing: defaultdict[int, list[str]] = defaultdict(list)
    first = 0
    for (start, end), numbers in sorted(spans.items()):
        while first < len(offsets) and offsets[first][1] <= start:
            first += 1
        if first == len(offsets):
            break
        last = first
        while last + 1 < len(offsets) and offsets[last + 1][0] < end:
            last += 1
        here = [window.mentions[number] for number in numbers]
        form = _STANDS_FOR if here[0].reason in INDIRECT else _NAME
        opening[first].append((here[0].kind, form, [m.entity for m in here]))
        closing[last].append(here[0].kind)
    return opening, closing


def marks_of(encoded: Encoded) -> list[tuple[int, int]]:
    """Position and class of the marks of subject and object, for each pair in turn.

    They take the position of the first mention of their entity.
    """
    number_of = {id_: number for number, id_ in enumerate(encoded.entities)}
    return [
        (encoded.places[at][0], mark(KINDS[encoded.kinds[at]], form))
        for pair in encoded.pairs
        for at, form in zip((number_of[id_] for id_ in pair), (_SUBJECT, _OBJECT), strict=True)
    ]


def mark(kind: str, form: int) -> int:
    """The class of case that stands for a mark."""
    return MARK + FORMS * KINDS.index(kind) + form
