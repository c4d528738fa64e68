"""The names that kg knows beforehand: companies, organizations and products, from data/.

data/README.md describes the files and their sources.
"""

import gc
import gzip
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from kg.errors import PipelineError
from kg.model import Entity, content_id
from kg.names import normalise

# Later files win where two give a spelling, so those written by hand stand last.
_FILES = ("issuers.jsonl.gz", "products.jsonl", "organizations.jsonl", "companies.jsonl")
_KINDS = ("Company", "Organization", "Product", "Person", "Place")
_LISTS = ("aliases", "ambiguous", "keys")
_FIELDS = {"name", "kind", "identifiers", "maker", *_LISTS}
_MARKS = re.compile(r"[^\w&+]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One reading of a name. `ambiguous`: the same letters are also a word, a place or a person."""

    entity: Entity
    ambiguous: bool


@dataclass(slots=True)
class _Listing:
    """All that the files say of one entity; `wordings` maps each wording to its normal form."""

    kind: str
    key: str
    name: str
    wordings: dict[str, str] = field(default_factory=dict)
    ambiguous: set[str] = field(default_factory=set)
    identifiers: dict[str, str] = field(default_factory=dict)

    def entity(self) -> Entity:
        """The record; its id is that of `kg.model.entity_id`."""
        return Entity(
            content_id(self.kind.lower(), self.key),
            self.kind,
            self.name,
            tuple(wording for wording in self.wordings if wording != self.name),
            tuple(sorted(self.identifiers.items())),
        )


@dataclass(frozen=True, slots=True)
class _Readings:
    """An entity's two entries, and the wordings that tell which of them holds."""

    plain: Entry
    doubtful: Entry
    listing: _Listing

    def lists(self, bare: str) -> bool:
        """Whether exactly this wording, without spaces and marks, is listed."""
        return bare in map(_squeezed, self.listing.wordings)

    def entry(self, text: str, key: str) -> Entry:
        """The entry for `text`, doubtful where only legal forms make that word a listed name."""
        words = set(map(_squeezed, self.listing.ambiguous))
        clear = set(map(_squeezed, self.listing.wordings)) - words
        bare = _squeezed(text)
        if bare in words:
            return self.doubtful
        is_clear = bare in clear or _has_legal_form(text, key) or _squeezed(key) in clear
        return self.plain if is_clear else self.doubtful


class Gazetteer:
    """Names looked up by their normal form.

    `digest` is that of the files, 12 hexadecimal digits: other files, other extractions.
    """

    def __init__(self, rows: Iterable[Mapping[str, Any]], digest: str) -> None:
        self.digest = digest
        self._phrases: list[tuple[str, Entry]] = []
        self._by_key: defaultdict[str, list[_Readings]] = defaultdict(list)
        for listing in _merged(rows):
            self._add(listing)

    @staticmethod
    def load(extra: Path | None = None) -> "Gazetteer":
        """The names that come with kg, with those of a user's own JSON Lines file.

        Raises:
            PipelineError: a file is missing, or a line of it is malformed.
        """
        return _read(extra) if extra else _shipped()

    def by_name(self, text: str) -> tuple[Entry, ...]:
        """The readings of a name, whatever its case, legal form or possessive ending.

        Those that list exactly this wording stand alone: "Merck KGaA" is not "Merck & Co".
        """
        key = normalise(text)
        found = self._by_key.get(key, ())
        bare = _squeezed(text)
        exact = [readings for readings in found if readings.lists(bare)]
        return tuple(readings.entry(text, key) for readings in exact or found)

    def phrases(self) -> Iterator[tuple[str, Entry]]:
        """Every wording as it stands in texts; of one that comes twice the last is best known."""
        return iter(self._phrases)

    def _add(self, listing: _Listing) -> None:
        entity = listing.entity()
        plain, doubtful = Entry(entity, ambiguous=False), Entry(entity, ambiguous=True)
        readings = _Readings(plain, doubtful, listing)
        for wording in listing.wordings:
            is_word = wording in listing.ambiguous
            self._phrases.append((wording, doubtful if is_word else plain))
        for key in set(listing.wordings.values()):
            self._by_key[key].append(readings)


@cache
def _shipped() -> Gazetteer:
    return _read(None)


def _read(extra: Path | None) -> Gazetteer:
    data = resources.files("kg.nlp").joinpath("data")
    contents = {name: data.joinpath(name).read_bytes() for name in _FILES}
    if extra:
        contents[str(extra)] = _bytes(extra)
    with _no_collections():
        rows = [row for source, content in contents.items() for row in _rows(source, content)]
        return Gazetteer(rows, _digest(contents))


@contextmanager
def _no_collections() -> Iterator[None]:
    """Spares the garbage collections that take half of the time to load and find nothing."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as err:
        raise PipelineError(f"cannot read the names in {path}: {err}; check the path") from err


def _digest(contents: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for content in contents.values():
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()[:12]


def _rows(source: str, content: bytes) -> Iterator[Mapping[str, Any]]:
    plain = gzip.decompress(content) if source.endswith(".gz") else content
    for number, line in enumerate(plain.splitlines(), start=1):
        if line.strip():
            yield _row(line, f"{source}, line {number}", trusted=source in _FILES)


def _row(line: bytes, place: str, *, trusted: bool) -> Mapping[str, Any]:
    """One row; those of `trusted` files are checked by a test, which saves a tenth of a second."""
    try:
        row = json.loads(line)
    except ValueError as err:
        raise PipelineError(f"{place}: not JSON in UTF-8: {err}; one object per line") from err
    if not trusted and (problem := _problem(row)):
        raise PipelineError(f"{place}: {problem}")
    return row  # type: ignore[no-any-return]


def _problem(row: object) -> str:
    """What is wrong with a row; "" for a good one."""
    if not isinstance(row, dict):
        return f"{row!r} is not an object"
    if unknown := sorted(row.keys() - _FIELDS):
        return f"unknown field {unknown[0]!r}; known are {', '.join(sorted(_FIELDS))}"
    name, kind = row.get("name"), row.get("kind")
    if not isinstance(name, str) or not name.strip():
        return f"name is {name!r}; it must be text"
    if kind not in _KINDS:
        return f"kind is {kind!r}; it must be one of {', '.join(_KINDS)}"
    for listed in _LISTS:
        if not _is_texts(row.get(listed, [])):
            return f"{listed} of {name!r} is {row[listed]!r}; it must be a list of texts"
    wordings = [name, *row.get("aliases", [])]
    if others := [word for word in row.get("ambiguous", []) if word not in wordings]:
        return f"ambiguous wording {others[0]!r} is neither the name {name!r} nor an alias"
    if "keys" in row and len(row["keys"]) != len(wordings):
        return f"keys of {name!r} must be {len(wordings)}, one normal form for each wording"
    identifiers = row.get("identifiers", {})
    if not isinstance(identifiers, dict) or not _is_texts([*identifiers.values()]):
        return f"identifiers of {name!r} is {identifiers!r}; it must map schemes to texts"
    return ""


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)


def _merged(rows: Iterable[Mapping[str, Any]]) -> Iterable[_Listing]:
    """The rows of one kind and normal name as one; a later row's name and identifiers win."""
    listings: dict[tuple[str, str], _Listing] = {}
    for row in rows:
        wordings = [row["name"], *row.get("aliases", [])]
        # The generated file brings its normal forms: working them out takes a second.
        keys = row.get("keys") or [normalise(wording) or wording for wording in wordings]
        key = (row["kind"], keys[0])
        listing = listings.setdefault(key, _Listing(*key, row["name"]))
        listing.name = row["name"]
        listing.wordings |= dict(zip(wordings, keys, strict=True))
        listing.ambiguous |= set(row.get("ambiguous", []))
        listing.identifiers |= row.get("identifiers", {})
    return listings.values()


def _has_legal_form(text: str, key: str) -> bool:
    words = text.split()
    return len(words) - (words[0].casefold() == "the") > len(key.split())


def _squeezed(text: str) -> str:
    """Letters and digits alone, by which "D-Link" and "d link" are the same wording."""
    return _MARKS.sub("", text).casefold()
