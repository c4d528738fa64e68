from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg import ontology
from kg.config import Settings
from kg.model import Entity, entity_id
from kg.names import normalise
from kg.nlp.lexicon import Lexicon
from kg.nlp.parsing import load_model
from kg.ontology import Ontology


@dataclass(frozen=True)
class Row:
    entity: Entity
    ambiguous: bool


class List:
    """A gazetteer of a few rows: name to kind, a "?" after the kind where it is a common word."""

    def __init__(self, rows: Mapping[str, str], aliases: Mapping[str, str]) -> None:
        self._rows: dict[str, Row] = {}
        for name, kind in rows.items():
            entity = Entity(entity_id(kind.rstrip("?"), name), kind.rstrip("?"), name)
            self._rows[name] = Row(entity, kind.endswith("?"))
        for alias, name in aliases.items():
            self._rows[alias] = Row(self._rows[name].entity, ambiguous=False)

    def by_name(self, text: str) -> tuple[Row, ...]:
        return tuple(r for name, r in self._rows.items() if normalise(name) == normalise(text))

    def phrases(self) -> Iterator[tuple[str, Row]]:
        return iter(self._rows.items())


Listed = Callable[..., Lexicon]
MakeDoc = Callable[..., Doc]


@pytest.fixture(scope="session")
def nlp() -> Language:
    return load_model(Settings().spacy_model)


@pytest.fixture(scope="session")
def vocabulary() -> Ontology:
    return ontology.load()


@pytest.fixture(scope="session")
def listed() -> Listed:
    def make(rows: Mapping[str, str] | None = None, **aliases: str) -> Lexicon:
        return Lexicon(List(rows or {}, aliases))

    return make


@pytest.fixture(scope="session")
def make_doc() -> MakeDoc:
    """A Doc out of words; `tags` are parts of speech, `arcs` "dep>head" for some of the words."""

    vocab = spacy.blank("en").vocab

    def make(
        text: str,
        *,
        tags: Mapping[int, str] | None = None,
        arcs: Mapping[int, tuple[str, int]] | None = None,
        ents: Sequence[tuple[int, int, str]] = (),
        starts: Sequence[int] = (0,),
    ) -> Doc:
        words = text.split(" ")
        arcs, tags = arcs or {}, tags or {}
        first = [max(s for s in starts if s <= i) for i in range(len(words))]
        doc = Doc(
            vocab,
            words=words,
            pos=[tags.get(i, "PROPN" if w[:1].isupper() else "NOUN") for i, w in enumerate(words)],
            lemmas=[w.lower() for w in words],
            heads=[arcs[i][1] if i in arcs else first[i] for i in range(len(words))],
            deps=[arcs[i][0] if i in arcs else "dep" for i in range(len(words))],
        )
        doc.ents = tuple(Span(doc, start, end, label) for start, end, label in ents)
        return doc

    return make
