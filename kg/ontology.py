"""The vocabulary: kinds, predicates and themes, read from ontology.toml and themes.toml."""

import hashlib
import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from functools import cached_property
from importlib import resources
from itertools import product
from pathlib import Path
from typing import Any

from kg.errors import OntologyError
from kg.model import entity_id

_PREDICATE = re.compile(r"[A-Z][A-Z_]*")
_KIND = re.compile(r"[A-Z][A-Za-z]*")
# What may stand for a theme.
_NAMED_KINDS = ("Company", "Organization", "Product")


@dataclass(frozen=True, slots=True)
class Predicate:
    """One kind of relation. `from_kinds` and `to_kinds` are the kinds allowed at its ends."""

    name: str
    from_kinds: frozenset[str]
    to_kinds: frozenset[str]
    meaning: str
    wording: str
    inverse: str
    symmetric: bool = False
    functional: bool = False
    kinds: frozenset[str] = frozenset()
    crosswalk: tuple[tuple[str, str], ...] = ()

    def joins(self, subject_kind: str, object_kind: str) -> bool:
        """Whether the ontology allows this predicate between two kinds."""
        return subject_kind in self.from_kinds and object_kind in self.to_kinds

    def ordered(self, subject: str, object_: str) -> tuple[str, str]:
        """Both ends as stored: as given, or lower id first where symmetric."""
        return (object_, subject) if self.symmetric and object_ < subject else (subject, object_)


@dataclass(frozen=True, slots=True)
class Theme:
    """A business theme. `words` are wordings that name it; `parents` are the areas above it.

    `names` are firms that do little else and products that stand for it.
    """

    name: str
    parents: tuple[str, ...]
    words: tuple[str, ...]
    capability: bool
    names: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The entity id."""
        return entity_id("Theme", self.name)


@dataclass(frozen=True)
class Ontology:
    """Kinds (name to meaning), predicates and themes by name."""

    kinds: Mapping[str, str]
    predicates: Mapping[str, Predicate]
    themes: Mapping[str, Theme]

    @cached_property
    def digest(self) -> str:
        """64 hexadecimal digits over all of it, the same in every process."""
        content = (
            sorted(self.kinds.items()),
            [astuple(self.predicates[name]) for name in sorted(self.predicates)],
            [astuple(theme) for theme in self.themes.values()],
        )
        return hashlib.sha256(json.dumps(content, default=sorted).encode()).hexdigest()

    @cached_property
    def symmetric(self) -> frozenset[str]:
        """The names of the predicates whose ends stand in the order of their ids."""
        return frozenset(name for name, each in self.predicates.items() if each.symmetric)

    @cached_property
    def theme_of_wording(self) -> Mapping[str, str]:
        """Each wording, in lower case, to the name of its theme."""
        wordings = {word: theme.name for theme in self.themes.values() for word in theme.words}
        return wordings | {name.lower(): name for name in self.themes}

    @cached_property
    def themes_of_entity(self) -> Mapping[str, tuple[str, ...]]:
        """The names of the themes that an entity stands for, by its id."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for theme in self.themes.values():
            for name, kind in product(theme.names, _NAMED_KINDS):
                found[entity_id(kind, name)].append(theme.name)
        return {id_: tuple(names) for id_, names in found.items()}

    def descendants(self, theme: str) -> tuple[str, ...]:
        """The theme and all below it, in the file's order.

        Raises:
            KeyError: no theme has that name.
        """
        found = [self.themes[theme].name]
        for candidate in self.themes.values():
            if any(parent in found for parent in candidate.parents):
                found.append(candidate.name)
        return tuple(found)


def load(extra_ontology: Path | None = None, extra_themes: Path | None = None) -> Ontology:
    """The built-in vocabulary with a user's additions.

    Raises:
        OntologyError: a file is missing or malformed, redefines a built-in name, or names an
            unknown kind or parent.
    """
    data = resources.files("kg")
    tables = [_toml(data.joinpath("ontology.toml").read_text("utf-8"), "ontology.toml")]
    themes = [_toml(data.joinpath("themes.toml").read_text("utf-8"), "themes.toml")]
    tables += [_toml_file(extra_ontology)] if extra_ontology else []
    themes += [_toml_file(extra_themes)] if extra_themes else []
    kinds = _merged((t.get("kinds", {}) for t in tables), "kind")
    predicates = _merged((t.get("predicates", {}) for t in tables), "predicate")
    return Ontology(
        kinds={name: _kind(name, row) for name, row in kinds.items()},
        predicates={name: _predicate(name, row, set(kinds)) for name, row in predicates.items()},
        themes=_themes([row for t in themes for row in t.get("theme", [])]),
    )


def _toml(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as err:
        raise OntologyError(f"{name} is not valid TOML: {err}") from err


def _toml_file(path: Path) -> dict[str, Any]:
    try:
        return _toml(path.read_text("utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as err:
        raise OntologyError(f"cannot read {path}: {err}; check the setting that names it") from err


def _merged(tables: Iterable[Mapping[str, Any]], what: str) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for table in tables:
        if twice := merged.keys() & table.keys():
            raise OntologyError(f"{what} {min(twice)} is defined twice; choose another name")
        merged |= table
    return merged


def _kind(name: str, row: Mapping[str, Any]) -> str:
    if not _KIND.fullmatch(name):
        raise OntologyError(f"kind {name!r} is not a word that begins with a capital letter")
    return str(row.get("meaning", ""))


def _predicate(name: str, row: Mapping[str, Any], kinds: set[str]) -> Predicate:
    if not _PREDICATE.fullmatch(name):
        raise OntologyError(f"predicate {name!r} may hold capital letters and underscores only")
    ends = {end: frozenset(row.get(end, ())) for end in ("from", "to")}
    for end, named in ends.items():
        if not named or named - kinds:
            wrong = ", ".join(sorted(named - kinds)) or "nothing"
            raise OntologyError(f"predicate {name}: {end!r} must name known kinds, not {wrong}")
    return Predicate(
        name,
        ends["from"],
        ends["to"],
        meaning=row.get("meaning", ""),
        wording=row.get("wording", name.lower().replace("_", " ")),
        inverse=row.get("inverse", ""),
        symmetric=row.get("symmetric", False),
        functional=row.get("functional", False),
        kinds=frozenset(row.get("kinds", ())),
        crosswalk=tuple((k, row[k]) for k in ("factset", "lseg", "wikidata") if k in row),
    )


def _themes(rows: list[dict[str, Any]]) -> dict[str, Theme]:
    themes: dict[str, Theme] = {}
    owners: dict[str, str] = {}
    for row in rows:
        theme = _theme(row)
        if unknown := [parent for parent in theme.parents if parent not in themes]:
            raise OntologyError(f"theme {theme.name!r}: parent {unknown[0]!r} must come before it")
        for wording in {theme.name.lower(), *theme.words}:
            if wording != wording.lower():
                raise OntologyError(f"theme {theme.name!r}: {wording!r} is not in lower case")
            if owners.setdefault(wording, theme.name) != theme.name:
                raise OntologyError(
                    f"theme {theme.name!r}: {wording!r} already belongs to {owners[wording]!r}"
                )
        themes[theme.name] = theme
    return themes


def _theme(row: Mapping[str, Any]) -> Theme:
    main = (row["parent"],) if row.get("parent") else ()
    return Theme(
        name=row["name"],
        parents=(*main, *row.get("also", ())),
        words=tuple(row.get("words", ())),
        capability=row.get("capability", False),
        names=tuple(row.get("names", ())),
    )
