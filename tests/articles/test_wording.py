import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.articles.wording import clean, decoded, headed, shown
from kg.errors import ArticleError

titles = st.text(max_size=20).map(lambda text: " ".join(text.split()))
texts = st.text(st.sampled_from("ab \n\tT."), max_size=30)


@pytest.mark.parametrize(
    ("title", "text", "whole"),
    [
        ("Acme", "It buys.", "Acme\n\nIt buys."),
        ("Acme", "Acme\n\nIt buys.\n", "Acme\n\nIt buys.\n"),
        ("Acme", "Acme\n\n\n  It buys.", "Acme\n\n\n  It buys."),
        ("Acme", "Acme\nIt buys.", "Acme\n\nIt buys."),
        ("Acme", "\n Acme \n \nIt buys.", "Acme\n\nIt buys."),
        ("Acme", "Acme buys.", "Acme\n\nAcme buys."),
        ("Acme", "Acme", "Acme"),
        ("Acme", " \n", "Acme"),
        ("Acme", "", "Acme"),
        ("", " It buys.", " It buys."),
        ("", "", ""),
    ],
)
def test_a_text_stands_under_its_title_once(title: str, text: str, whole: str) -> None:
    assert headed(title, text) == whole


@given(titles, st.one_of(texts, st.text()))
def test_a_headed_text_begins_with_its_title_and_stays_as_it_is(title: str, text: str) -> None:
    whole = headed(title, text)
    assert whole.startswith(title)
    assert headed(title, whole) == whole
    assert whole in {title, text} or whole.startswith(f"{title}\n\n")


@given(titles, texts)
def test_no_word_of_a_body_is_lost(title: str, text: str) -> None:
    words = headed(title, text).split()
    assert words[-len(text.split()) :] == text.split() or text.split() == []


@given(st.text())
def test_a_clean_text_holds_no_control_but_newline_and_tab(text: str) -> None:
    cleaned = clean(text)
    assert not [c for c in cleaned if c not in "\n\t" and (c < " " or "\x7f" <= c <= "\x9f")]
    assert len(cleaned) == len(text.replace("\r\n", "\n"))
    assert clean(cleaned) == cleaned


@given(st.characters(categories=["Cs"]))
def test_a_surrogate_is_refused(lone: str) -> None:
    with pytest.raises(ArticleError, match="lone surrogate"):
        clean(f"a{lone}")


@given(st.one_of(st.text(), st.text(st.characters(max_codepoint=160)), st.integers(), st.floats()))
def test_what_is_shown_is_short_and_printable(value: object) -> None:
    assert shown(value).isprintable()
    assert len(shown(value)) <= 80 * len("\\U0001f600") + 2


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a'b", '"a\'b"'),
        ("x" * 100, f"'{'x' * 79}…'"),
        ("\x1b[0m\u202e", "'\\x1b[0m\\u202e'"),
        (None, "None"),
        (3.5, "3.5"),
        ([["deep"]], "of type list"),
    ],
)
def test_a_value_is_shown_in_quotes(value: object, text: str) -> None:
    assert shown(value) == text


def test_a_byte_order_mark_is_no_character() -> None:
    assert decoded(b"\xef\xbb\xbfa") == "a"
