"""JSON Lines to rows of gold, articles and extractions, each line checked."""

import gzip
import json
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from kg.errors import ScoringError
from kg.model import Article, Status
from kg.ontology import Ontology
from kg.scoring.rows import (
    GoldClaim,
    GoldEntity,
    GoldRow,
    Said,
    SaidClaim,
    SaidEntity,
    Span,
    Triple,
)

Row = Mapping[str, object]
T = TypeVar("T")

_SHOWN = 80


def read_gold(path: Path, ontology: Ontology) -> dict[str, GoldRow]:
    """The annotated articles of a file by id, in its order.

    Raises:
        ScoringError: it cannot be read, or a line is not gold; the message says which and why.
    """
    return _by_id(path, "id", partial(_gold_row, ontology))


def read_articles(path: Path) -> dict[str, Article]:
    """The articles of a file by id: `id`, and `text` or `title` and `body`.

    Texts are taken as they are, for the offsets of gold count their characters. Publisher and day
    are stand-ins: nothing that is scored rests on them.

    Raises:
        ScoringError: it cannot be read, or a line has no id or no text.
    """
    return _by_id(path, "id", _article)


def read_said(path: Path) -> dict[str, Said]:
    """The extractions of a file, as `kg extract` prints them, by article id.

    Raises:
        ScoringError: it cannot be read, or a line is no extraction.
    """
    return _by_id(path, "article_id", said)


def said(row: Row) -> Said:
    """The entities and claims of one extraction in its JSON form.

    Raises:
        ScoringError: a part is missing or of the wrong type.
    """
    return Said(_each(row, "entities", _said_entity), _each(row, "claims", _said_claim))


def _by_id(path: Path, name: str, build: Callable[[Row], T]) -> dict[str, T]:
    rows: dict[str, T] = {}
    for number, line in _lines(path):
        with _place(f"{path}, line {number}"):
            row = _object(_json(line))
            key = _id(row, name)
            if key in rows:
                raise ScoringError(f"{name} {key!r} is on an earlier line too; keep one of them")
            rows[key] = build(row)
    if not rows:
        raise ScoringError(f"{path} is empty; give a file of JSON Lines")
    return rows


def each_line(path: Path, build: Callable[[Row], T]) -> list[T]:
    """What `build` makes of the JSON object on each line that is not blank.

    Raises:
        ScoringError: the file cannot be read, or a line cannot be used.
    """
    built = []
    for number, line in _lines(path):
        with _place(f"{path}, line {number}"):
            built.append(build(_object(_json(line))))
    return built


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, counted from 1; only a newline ends one.

    A file whose name ends in ".gz" is unpacked.
    """
    try:
        raw = path.read_bytes()
        whole = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as err:
        raise ScoringError(f"cannot read {path}: {err}") from err
    return ((number, line) for number, line in enumerate(whole.split("\n"), 1) if line.strip())


@contextmanager
def _place(name: str) -> Iterator[None]:
    """Says of what goes wrong inside where that is."""
    try:
        yield
    except ScoringError as err:
        raise ScoringError(f"{name}: {err}") from err


def _gold_row(ontology: Ontology, row: Row) -> GoldRow:
    row = {"absent": [], "optional": [], "themes": [], **row}
    entities = _each(row, "entities", partial(_gold_entity, ontology))
    keys = [entity.key for entity in entities]
    if len(set(keys)) < len(keys):
        raise ScoringError("two entities have the same key; give each its own")
    triple = partial(_triple, keys, ontology.predicates)
    claims = _each(row, "claims", partial(_gold_claim, triple))
    if len({claim.triple for claim in claims}) < len(claims):
        raise ScoringError("a claim is annotated twice; join its evidence")
    return GoldRow(
        entities,
        claims,
        absent=_each(row, "absent", lambda item: (triple(item), text(item, "why"))),
        optional=_each(row, "optional", triple),
        themes=tuple(map(str, _list(row, "themes"))),
    )


def _gold_entity(ontology: Ontology, row: Row) -> GoldEntity:
    names = _list(row, "names")
    if not names or not all(isinstance(name, str) and name.strip() for name in names):
        raise ScoringError(f"names are {shown(names)}; give at least one, as text")
    kind = one_of(row, "kind", ontology.kinds)
    return GoldEntity(text(row, "key"), kind, tuple(map(str, names)))


def _gold_claim(triple: Callable[[Row], Triple], row: Row) -> GoldClaim:
    status = Status(one_of(row, "status", list(Status)))
    kind = text({"kind": "", **row}, "kind", empty=True)
    return GoldClaim(triple(row), status, _spans(row, "evidence"), kind)


def _triple(keys: Collection[str], predicates: Collection[str], row: Row) -> Triple:
    subject, object_ = (one_of(row, end, keys) for end in ("subject", "object"))
    return subject, one_of(row, "predicate", predicates), object_


def _article(row: Row) -> Article:
    title = "" if row.get("title") is None else text(row, "title", empty=True)
    whole = text(row, "text") if "text" in row else f"{title}\n\n{text(row, 'body')}"
    heading = title if whole.startswith(f"{title}\n\n") else ""
    return Article(heading, whole, publisher="unknown", published=date.min, key=_id(row, "id"))


def _said_entity(row: Row) -> SaidEntity:
    mentions = _spans({"mentions": [], **row}, "mentions")
    return SaidEntity(text(row, "id"), text(row, "kind"), text(row, "name"), mentions)


def _said_claim(row: Row) -> SaidClaim:
    confidence = row.get("confidence", 1.0)
    if not isinstance(confidence, int | float):
        raise ScoringError(f"confidence is {shown(confidence)}; it must be a number")
    return SaidClaim(
        (text(row, "subject"), text(row, "predicate"), text(row, "object")),
        Status(one_of(row, "status", list(Status))),
        confidence,
        _spans({"evidence": [], **row}, "evidence"),
    )


def _json(line: str) -> object:
    try:
        found: object = json.loads(line)
    except (ValueError, RecursionError) as err:
        raise ScoringError(f"is not JSON: {err}") from err
    return found


def _object(item: object) -> Row:
    if not isinstance(item, dict):
        raise ScoringError(f"{shown(item)} is no JSON object")
    return item


def _each(row: Row, name: str, build: Callable[[Row], T]) -> tuple[T, ...]:
    return tuple(_placed(f"{name} {n}", build, item) for n, item in enumerate(_list(row, name), 1))


def _placed(name: str, build: Callable[[Row], T], item: object) -> T:
    with _place(name):
        return build(_object(item))


def _list(row: Row, name: str) -> list[object]:
    found = row.get(name)
    if not isinstance(found, list):
        raise ScoringError(f"{name} is {shown(found)}; it must be a list")
    return found


def _spans(row: Row, name: str) -> tuple[Span, ...]:
    return tuple(span(name, item) for item in _list(row, name))


def span(name: str, item: object) -> Span:
    """An item that is [start, end].

    Raises:
        ScoringError: it is not; the message says of which field.
    """
    match item:
        case [int(start), int(end)] if 0 <= start < end:
            return start, end
    raise ScoringError(f"{name} has {shown(item)}; it must have [start, end] in characters")


def _id(row: Row, name: str) -> str:
    value = row.get(name)
    return str(value) if isinstance(value, int) else text(row, name)


def text(row: Row, name: str, *, empty: bool = False) -> str:
    """A field that is text, and not empty unless it may be.

    Raises:
        ScoringError: it is not.
    """
    value = row.get(name)
    if not isinstance(value, str) or not (value or empty):
        raise ScoringError(f"{name} is {shown(value)}; it must be text")
    return value


def one_of(row: Row, name: str, known: Collection[str]) -> str:
    """A field that is one of the known words.

    Raises:
        ScoringError: it is not.
    """
    value = text(row, name)
    if value not in known:
        raise ScoringError(f"{name} is {shown(value)}; known are {', '.join(sorted(known))}")
    return value


def shown(value: object) -> str:
    """A value as a message shows it."""
    return "missing" if value is None else f"{value!r:.{_SHOWN}}"
