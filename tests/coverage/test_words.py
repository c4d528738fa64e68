"""Texts compared by their words."""

import pytest

from kg.coverage.words import likeness, vectors, words


def test_words_are_compared_without_case_possessives_and_plurals() -> None:
    assert words("Tesla’s robotaxis, in-house: Business as usual") == [
        "tesla", "robotaxi", "in-house", "business", "as", "usual",
    ]  # fmt: skip


def test_likeness_is_one_for_itself_and_none_for_strangers() -> None:
    found = vectors({"a": "chips for cars", "b": "chips for cars", "c": "museum in Paris"})
    assert likeness(found["a"], found["b"]) == pytest.approx(1)
    assert likeness(found["a"], found["c"]) == 0


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    found = vectors(
        {
            "asked": "dojo computer",
            "rare": "dojo stops",
            "common": "computer stops",
            "d": "computer",
        }
    )
    assert likeness(found["asked"], found["rare"]) > likeness(found["asked"], found["common"])


def test_a_text_without_words_is_like_nothing() -> None:
    found = vectors({"a": "", "b": "chips"})
    assert likeness(found["a"], found["b"]) == 0
