from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from kg.model import Entity, Mention
from kg.nlp.encoding import KINDS, encode, mark
from kg.nlp.pieces import case_of, load_tokenizer
from kg.nlp.windows import Window

NAME, STANDS_FOR, CONTEXT, END = range(4)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return load_tokenizer(Path(str(resources.files("kg.nlp") / "weights" / "tokenizer.json")))


def mention(text: str, name: str, kind: str = "Company", reason: str = "exact") -> Mention:
    start = text.index(name)
    return Mention(start, start + len(name), name, kind, name, 1.0, reason)


def test_marks_stand_around_what_is_mentioned(tokenizer: Tokenizer) -> None:
    text = "Acme hired Ann."
    seen = (mention(text, "Acme"), mention(text, "Ann", "Person"))
    found = encode(Window(text, 0, seen, ()), tokenizer)
    marks = [case for case in found.case if case >= mark("Company", NAME)]
    assert marks == [
        mark("Company", NAME),
        mark("Company", END),
        mark("Person", NAME),
        mark("Person", END),
    ]
    assert [found.case[at[0]] for at in found.places] == [
        mark("Company", NAME),
        mark("Person", NAME),
    ]
    assert found.pairs == (("Acme", "Ann"), ("Ann", "Acme"))
    # [CLS], five pieces of words and stop, four marks, [SEP]; this tokenizer would pad to 128.
    assert len(found.pieces) == len(found.case) == 11


def test_context_stands_before_the_sentence_and_pairs_with_it_alone(tokenizer: Tokenizer) -> None:
    text = "It hired Ann."
    seen = (mention(text, "Ann", "Person"),)
    context = (Entity("c1", "Company", "Acme"), Entity("c2", "Company", "Zenith"))
    found = encode(Window(text, 0, seen, context), tokenizer)
    assert found.entities == ("c1", "c2", "Ann")
    assert [found.case[at[0]] for at in found.places[:2]] == [mark("Company", CONTEXT)] * 2
    assert ("c1", "c2") not in found.pairs
    assert {("c1", "Ann"), ("Ann", "c1"), ("c2", "Ann"), ("Ann", "c2")} == set(found.pairs)


def test_two_firms_may_share_a_span(tokenizer: Tokenizer) -> None:
    text = "Both companies hired Ann."
    both = [
        Mention(0, 14, "Both companies", "Company", name, 1.0, "nominal") for name in ("A", "B")
    ]
    found = encode(Window(text, 0, (*both, mention(text, "Ann", "Person")), ()), tokenizer)
    places = dict(zip(found.entities, found.places, strict=True))
    assert places["A"] == places["B"]
    assert found.case[places["A"][0]] == mark("Company", STANDS_FOR)


def test_offsets_are_those_of_the_article(tokenizer: Tokenizer) -> None:
    text = "Acme hired Ann."
    moved = [
        Mention(s + 50, e + 50, n, "Company", n, 1.0, "exact")
        for s, e, n in ((0, 4, "Acme"), (11, 14, "Ann"))
    ]
    here = [mention(text, "Acme"), mention(text, "Ann")]
    at_50 = encode(Window(text, 50, tuple(moved), ()), tokenizer)
    assert at_50 == encode(Window(text, 0, tuple(here), ()), tokenizer)


@pytest.mark.parametrize(
    ("text", "same"),
    [("acme", "zenith"), ("7", "2024"), ("Acme", "Zenith"), ("IBM", "NATO"), ("eBay", "iPhone")],
)
def test_case_is_a_class(text: str, same: str) -> None:
    classes = {case_of(word) for word in ("acme", "7", "Acme", "IBM", "eBay")}
    assert len(classes) == 5
    assert case_of(text) == case_of(same)


@given(st.text(max_size=600), st.lists(st.tuples(st.integers(0, 600), st.integers(1, 30))))
def test_any_window_is_encoded_within_bounds(
    tokenizer: Tokenizer, text: str, spans: list[tuple[int, int]]
) -> None:
    seen = tuple(
        Mention(start, start + length, "x", KINDS[n % 6], f"e{n}", 1.0, "exact")
        for n, (start, length) in enumerate(sorted(spans))
    )
    found = encode(Window(text, 0, seen, ()), tokenizer)
    assert len(found.pieces) == len(found.case) <= 176
    assert len(found.entities) == len(found.places) == len(found.kinds) <= 24
    assert all(0 < at < len(found.pieces) for places in found.places for at in places)
    assert {end for pair in found.pairs for end in pair} <= set(found.entities)
