"""Lessons out of public corpora of relations between given pairs.

CORE: Borchert et al. 2023, "CORE: A Few-Shot Company Relation Classification Dataset for Robust
Domain Adaptation" (CC BY 4.0). Its readme tells how its classes and directions read.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from lessons import SYMMETRIC, Lesson

from kg.nlp.classify import pair_window

# Our predicate, and whether e2 is its subject where the relation is not inverted.
CORE = {
    "collaboration": ("PARTNERS_WITH", False),
    "competitor_of": ("COMPETES_WITH", False),
    "client_of": ("SUPPLIES", True),
    "acquired_by": ("ACQUIRES", True),
    "merged_with": ("MERGES_WITH", False),
    "shareholder_of": ("INVESTS_IN", False),
    "subsidiary_of": ("OWNS", True),
    "product_or_service_of": ("DEVELOPS", True),
    "brand_of": ("DEVELOPS", True),
}
_NO_SPACE_BEFORE = set(",.;:)%'’")


def core(file: Path) -> Iterator[Lesson]:
    """A lesson for each sentence: what holds of its pair, or that nothing of ours does."""
    for row in json.loads(file.read_text("utf-8")):
        text, spans = joined_words(row["context"])
        first = spans[row["e1_start"]][0], spans[row["e1_end"]][1]
        second = spans[row["e2_start"]][0], spans[row["e2_end"]][1]
        if first[0] < second[1] and second[0] < first[1]:
            continue  # one name within the other cannot be marked
        subject, object_ = (first, second) if row["invert_relation"] == 0 else (second, first)
        predicate, turned = CORE.get(row["relation"], ("", False))
        if turned:
            subject, object_ = object_, subject
        window = pair_window(text, subject, object_)
        claims = {("subject", "object"): {predicate: "current"}} if predicate else {}
        if predicate in SYMMETRIC:
            claims["object", "subject"] = {predicate: "current"}
        yield Lesson(
            f"core:{row['id']}",
            window,
            {"subject": "None", "object": "None"},
            frozenset(),
            claims,
            {},
            whole=False,
        )


def joined_words(words: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """The words as a text, and where each stands."""
    text, spans = "", []
    for word in words:
        if text and word[0] not in _NO_SPACE_BEFORE:
            text += " "
        spans.append((len(text), len(text) + len(word)))
        text += word
    return text, spans
