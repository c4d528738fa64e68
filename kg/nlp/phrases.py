"""Finds listed phrases in a Doc without tokenizing the list: longest first, left to right."""

import re
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from spacy.tokens import Doc

T = TypeVar("T")

_FIRST = re.compile(r"\w+|\S")


class Phrases(Generic[T]):
    """Phrases and what each stands for.

    With `fold`, the phrases must be in lower case; case is set aside and the last word may also
    match by its lemma, so that "robotaxi" finds "Robotaxis".
    """

    def __init__(self, items: Iterable[tuple[str, T]], *, fold: bool = False) -> None:
        self.meaning = dict(items)
        self.fold = fold
        self._reach: dict[str, int] = {}
        for phrase in self.meaning:
            if first := _FIRST.match(phrase):
                self._reach[first[0]] = max(self._reach.get(first[0], 0), len(phrase))

    def find(self, doc: Doc, tokens: Iterable[int] | None = None) -> Iterator[tuple[int, int, T]]:
        """Token start, token end and meaning of each phrase; `tokens` limits where one starts."""
        free = 0
        for start in range(len(doc)) if tokens is None else tokens:
            if start >= free and (found := self._longest(doc, start)):
                free = found[1]
                yield found

    def _longest(self, doc: Doc, start: int) -> tuple[int, int, T] | None:
        text = self._word(doc, start)
        first = _FIRST.match(text)
        reach = self._reach.get(first[0], 0) if first else 0
        best, before = None, ""
        for end in range(start + 1, len(doc) + 1):
            if len(before) + len(text) > reach + 2 * self.fold:
                break
            for form in self._forms(doc, end - 1, text):
                if before + form in self.meaning:
                    best = (start, end, self.meaning[before + form])
                    break
            before += text + (" " if doc[end - 1].whitespace_ else "")
            if end == len(doc) or doc[end].is_space:
                break
            text = self._word(doc, end)
        return best

    def _word(self, doc: Doc, at: int) -> str:
        return doc[at].lower_ if self.fold else doc[at].text

    def _forms(self, doc: Doc, at: int, text: str) -> tuple[str, ...]:
        return (text, doc[at].lemma_.lower()) if self.fold else (text,)
