"""The gazetteer as the mention finder asks it."""

from collections.abc import Iterator
from typing import Protocol

from spacy.tokens import Doc

from kg.model import Entity
from kg.nlp.phrases import Phrases


class Entry(Protocol):
    """One reading of a listed name."""

    @property
    def entity(self) -> Entity:
        """What the name stands for."""

    @property
    def ambiguous(self) -> bool:
        """Whether the name is also a common word."""


class Listing(Protocol):
    """What is asked of a gazetteer."""

    def by_name(self, text: str) -> tuple[Entry, ...]:
        """The readings of a name, whatever its spelling."""

    def phrases(self) -> Iterator[tuple[str, Entry]]:
        """Every spelling, as it stands in texts."""


class Lexicon:
    """Listed names: where they stand in a Doc and what they tell of a name."""

    def __init__(self, listing: Listing) -> None:
        self._listing = listing
        self._phrases = Phrases(listing.phrases())

    def knows(self, text: str) -> bool:
        """Whether exactly this spelling is listed and is not also a common word."""
        entry = self._phrases.meaning.get(text)
        return entry is not None and not entry.ambiguous

    def spans(self, doc: Doc) -> Iterator[tuple[int, int]]:
        """Token bounds of the listed names that are not also common words."""
        for start, end, entry in self._phrases.find(doc):
            if not entry.ambiguous:
                yield start, end

    def entries(self, text: str) -> tuple[Entry, ...]:
        """The readings of a name, whatever its spelling."""
        return self._listing.by_name(text)

    def cues(self, text: str) -> dict[str, float]:
        """What the gazetteer tells of the kind."""
        return {
            f"{'perhaps listed' if entry.ambiguous else 'listed'} {entry.entity.kind}": 1.0
            for entry in self.entries(text)
        }
