import textwrap
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.articles.syndication import bands, same_story, signature, similarity

TITLE = "Acme to buy Beta for $3 billion"
BODY = """\
Acme said on Monday that it would buy Beta, a maker of battery cells, for 3 billion dollars.
The offer of 42 dollars a share is a third above the last price, and Beta’s board backs it.
Acme, which builds delivery vans in Ohio and Slovakia, has bought its cells from three suppliers
in Korea so far, and has said for two years that it wants a plant of its own.
"We cannot grow faster than other people let us," its chief executive, Ann Ames, told reporters.
She added that contracts with the present suppliers would be kept until they end in 2029.
Analysts at Gamma Securities called the price high but the reasoning sound, because rivals such
as Delta Motors opened cell plants last year. Shares of Acme fell 4 percent in New York.
The deal needs the consent of competition authorities in the United States and in Europe, which
the companies expect by the end of the year. If it is forbidden, Acme pays 150 million dollars.
Beta employs 2,300 people, most of them in Nevada, where it opened a second line in March."""
OTHER = """Beta, the battery company, has accepted a takeover worth 3 billion dollars from Acme,
the two companies announced. The vehicle maker offers 42 dollars for each share in cash.
It is the largest purchase in the history of Acme and ends months of talk about how the group
would secure cells for its vans. Until now it has relied on imports from South Korea.
Chief executive Ann Ames said that the plant in Nevada gave her company "a grip on the part that
matters most". Union leaders in Nevada asked for guarantees for 2,300 jobs.
Regulators on both sides of the Atlantic still have to agree. Acme lost 4 percent on the news,
and Delta Motors, which started to make its own cells last year, gained a little."""

COPIES = {
    "rewrapped": textwrap.fill(BODY, 60),
    "one line": " ".join(BODY.split()),
    "other case and quotes": BODY.upper().replace("’", "'"),
    "other headline": f"Vans maker swallows cell maker\n\n{BODY}",
    "agency's tag": f"NEW YORK (Agency) - {BODY}",
    "byline and sign-off": f"By A. Writer, London\n\n{BODY}\n\n(Editing by B. Editor)",
    "first line replaced": f"A deal was struck.\n{BODY.partition(chr(10))[2]}",
    "last line cut": BODY.rpartition("\n")[0],
}


@pytest.mark.parametrize("copy", COPIES.values(), ids=COPIES)
def test_a_copy_is_found_and_told(copy: str) -> None:
    original, copied = signature(f"{TITLE}\n\n{BODY}", TITLE), signature(copy)
    assert set(bands(original)) & set(bands(copied))
    assert same_story(original, copied)
    assert same_story(copied, original)


def test_another_report_of_the_same_event_is_no_copy() -> None:
    assert similarity(signature(BODY), signature(OTHER)) < 0.1
    assert not same_story(signature(BODY), signature(OTHER))


def test_the_headline_counts_only_where_it_stands_at_the_top() -> None:
    assert signature(f"{TITLE}\n\n{BODY}", TITLE) == signature(BODY)
    assert signature(f"{TITLE}\n\n{BODY}") != signature(BODY)


@pytest.mark.parametrize("text", ["Acme", "Acme buys Beta today", "four little words here"])
def test_a_very_short_text_matches_only_its_equal(text: str) -> None:
    assert same_story(signature(text), signature(f" {text.upper()}!"))
    assert bands(signature(text)) == bands(signature(f" {text.upper()}!"))
    assert not same_story(signature(text), signature(f"{text} x"))
    assert not same_story(signature(text), signature(BODY))


@pytest.mark.parametrize("text", ["", " \n", "—!?"])
def test_a_text_without_words_matches_nothing(text: str) -> None:
    assert signature(text) == b""
    assert bands(b"") == ()
    assert not same_story(b"", signature(text))


@given(st.text(max_size=200))
def test_a_text_is_the_same_story_as_itself(text: str) -> None:
    own = signature(f"some words {text}")
    assert same_story(own, own)
    assert len(set(bands(own))) == len(bands(own)) > 0


def test_a_signature_is_the_same_on_every_machine_and_in_every_run() -> None:
    assert len(signature(BODY)) == 512
    assert signature(BODY)[:8].hex() == "b7287d0085349702"
    assert bands(signature(BODY))[0] == "00-a65b1d063687abd6"


def test_a_long_text_takes_bounded_memory() -> None:
    words = [f"w{n}" for n in range(50_000)]
    shorter = signature(" ".join(words[1000:]))
    tracemalloc.start()
    whole = signature(" ".join(words))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert same_story(whole, shorter)
    assert peak < 25_000_000  # all at once would take 50,000 x 128 x 4 bytes and copies of them
