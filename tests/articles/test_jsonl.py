from __future__ import annotations

import gzip
import io
import json
import tracemalloc
from datetime import date
from typing import TYPE_CHECKING

import pytest

from kg.config import Settings
from kg.model import Channel

if TYPE_CHECKING:
    from pathlib import Path

    from tests.articles.conftest import ReadAll

GOOD = {
    "id": "a1",
    "title": "Acme buys Beta",
    "text": "Acme said on Monday that it will buy Beta for 3 billion dollars.",
    "published": "2026-04-20",
    "publisher": "The Wire",
    "url": "https://wire.example/a1",
}


def line(**changes: object) -> bytes:
    return json.dumps(GOOD | changes).encode()


def test_every_field_of_an_article_is_read(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(line(language="en-GB") + b"\n")
    articles, refused, _ = read_all(path)
    assert refused == []
    assert articles[0].title == "Acme buys Beta"
    assert articles[0].text == f"Acme buys Beta\n\n{GOOD['text']}"
    assert articles[0].publisher == "The Wire"
    assert articles[0].published == date(2026, 4, 20)
    assert articles[0].url == "https://wire.example/a1"
    assert articles[0].key == "a1"
    assert articles[0].language == "en-GB"
    assert articles[0].channel is Channel.FILE


def test_date_source_and_a_numeric_id_serve_as_well(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "a.ndjson"
    row = {"id": 7, "date": "2026-04-20", "source": "The Wire", "title": "T", "text": "Body."}
    path.write_text(json.dumps(row))
    (article,), refused, _ = read_all(path)
    assert refused == []
    assert (article.key, article.publisher) == ("7", "The Wire")
    assert article.published == date(2026, 4, 20)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b'{"title": "x" "text": "y"}', "line is not JSON: Expecting ',' delimiter at column 15"),
        (b'{"title": "cut off', "line is not JSON: Unterminated string"),
        (b"not json", "line is not JSON: Expecting value"),
        (b'{"a": 1} {"b": 2}', "line is not JSON: Extra data"),
        (b'["a list"]', "line is no JSON object but of type list"),
        (b'"a text"', "line is no JSON object but 'a text'"),
        (b"null", "line is no JSON object but None"),
        (b"[" * 100_000, "line is not JSON that can be read"),
        (b'{"id": ' + b"9" * 5000 + b"}", "line is not JSON that can be read"),
        (b'{"title": "caf\xe9"}', "is not UTF-8: byte 0xe9 at 14"),
        (b'\xff\xfe{\x00"\x00', "is not UTF-8: byte 0xff at 0"),
        (b"{}", "has neither title nor text"),
        (line(title=" ", text="\n\t "), "has neither title nor text"),
        (line(title=None, text=None), "has neither title nor text"),
        (line(published=None), "no date; add one to the article or name a default date"),
        (line(published="yesterday"), "date 'yesterday' cannot be read"),
        (line(published="2026-02-30"), "date '2026-02-30' cannot be read"),
        (line(published="1815-06-18"), "is before 1900 or more than a year ahead"),
        (line(published="9999-01-01"), "is before 1900 or more than a year ahead"),
        (line(published=1713571200), "published is 1713571200, which is no text"),
        (line(text=["a", "b"]), "text is of type list, which is no text"),
        (line(title={"en": "x"}), "title is of type dict, which is no text"),
        (line(publisher=True), "publisher is True, which is no text"),
        (line(id=1.5), "id is 1.5, which is no text"),
        (line(id=True), "id is True, which is no text"),
        (line(language="de"), "language is 'de'; only English is read"),
        (line(text="Der Konzern ist mit dem Ergebnis nicht zufrieden und kürzt."), "not look Eng"),
        (line(text="Корпорация объявила о покупке конкурента."), "does not look English"),
        (line(url="javascript:alert(1)"), "url 'javascript:alert(1)' is no http or https address"),
        (line(url="http:///path"), "url 'http:///path' is no http or https address"),
        (line(url="http://[::1"), "url 'http://[::1' is no http or https address"),
        (line(text="lone \ud800 half"), "holds a lone surrogate, '\\ud800' at character 5"),
        (line(title="lone \udc00"), "holds a lone surrogate"),
        (line(publisher="\ud83d"), "holds a lone surrogate"),
        (line(text="word " * 5000), "line is longer than max_article_bytes (2000)"),
    ],
)
def test_a_bad_line_is_refused_and_the_others_come_through(
    tmp_path: Path, read_all: ReadAll, bad: bytes, reason: str
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\n".join([line(id="first"), bad, b"", line(id="last")]))
    limit = 2000 if "max_article_bytes" in reason else 2_000_000
    articles, refused, _ = read_all(path, settings=Settings(max_article_bytes=limit))
    assert [article.key for article in articles] == ["first", "last"]
    assert [(one.source, one.line) for one in refused] == [(str(path), 2)]
    assert reason in refused[0].reason


def test_foreign_text_in_a_reason_is_short_and_escaped(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(line(published="\x1b[31m\u202e" + "x" * 10_000))
    (refused,) = read_all(path)[1]
    assert "\\x1b[31m\\u202exxx" in refused.reason
    assert len(refused.reason) < 160
    assert refused.reason.isprintable()


def test_control_characters_become_spaces_and_line_ends_newlines(
    tmp_path: Path, read_all: ReadAll
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(line(title="A\x00B\nC", text="one\r\ntwo\rthree\x07four\tfive\x9b"))
    (article,) = read_all(path)[0]
    assert article.title == "A B C"
    assert article.text == "A B C\n\none\ntwo\nthree four\tfive "


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(
    tmp_path: Path, read_all: ReadAll
) -> None:
    path = tmp_path / "a.JSONL"
    path.write_bytes(b"\xef\xbb\xbf" + line(id="1") + b"\r\n" + line(id="2") + b"\r\n")
    articles, refused, _ = read_all(path)
    assert [article.key for article in articles] == ["1", "2"]
    assert refused == []


@pytest.mark.parametrize("content", [b"", b"\n\n  \n", b"\xef\xbb\xbf"])
def test_a_file_without_articles_is_refused(
    tmp_path: Path, read_all: ReadAll, content: bytes
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(content)
    articles, refused, _ = read_all(path)
    assert articles == []
    assert [one.line for one in refused] in ([0], [1])


def packed(count: int) -> bytes:
    numbers = (line(id=str(n), text=f"Body {n * 7919} of {n * 104_729}.") for n in range(count))
    return gzip.compress(b"\n".join(numbers))


def test_a_gzip_file_that_breaks_off_gives_the_lines_before_the_break(
    tmp_path: Path, read_all: ReadAll
) -> None:
    path = tmp_path / "a.jsonl.gz"
    whole = packed(2000)
    path.write_bytes(whole[: len(whole) // 2])
    articles, refused, _ = read_all(path)
    assert 500 < len(articles) < 1500
    assert [article.key for article in articles] == [str(n) for n in range(len(articles))]
    assert [one.reason for one in refused] == [
        "gzip file breaks off; what came before the break was read"
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"plain text",
        line(),
        b"\x1f\x8b",
        b"\x1f\x8b\x08\x00" + b"\x00" * 20,
        packed(3)[:12],
        packed(3)[:-4],
        packed(3)[:-8] + b"\x00" * 8,
        packed(3)[:10] + b"\xff" * 40,
        packed(3)[:30] + b"\x00\x01\x02\x03" + packed(3)[34:],
        packed(3) + b"trailing rubbish",
    ],
)
def test_a_damaged_gzip_file_is_refused_and_the_next_is_read(
    tmp_path: Path, read_all: ReadAll, content: bytes
) -> None:
    bad, good = tmp_path / "1.jsonl.gz", tmp_path / "2.jsonl.gz"
    bad.write_bytes(content)
    good.write_bytes(gzip.compress(line(id="good")))
    articles, refused, _ = read_all(bad, good)
    assert articles[-1].key == "good"
    assert refused[-1].source == str(bad)
    assert "gzip file" in refused[-1].reason


def test_standard_input_is_read_as_json_lines(read_all: ReadAll) -> None:
    articles, refused, _ = read_all("-", stdin=io.BytesIO(line() + b"\n{"))
    assert [article.key for article in articles] == ["a1"]
    assert [(one.source, one.line) for one in refused] == [("-", 2)]


def test_an_endless_line_is_skipped_without_being_held(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        for _ in range(300):
            file.write(b"x" * 100_000)
        file.write(b"\n" + line())
    tracemalloc.start()
    articles, refused, _ = read_all(path, settings=Settings(max_article_bytes=100_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(articles) == 1
    assert [one.line for one in refused] == [1]
    assert peak < 2_000_000


def test_a_line_that_is_long_by_its_end_alone_counts_as_one(
    tmp_path: Path, read_all: ReadAll
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(line(id="1") + b"\r" * 5000 + b"\n" + line(id="2"))
    articles, refused, _ = read_all(path, settings=Settings(max_article_bytes=1000))
    assert [article.key for article in articles] == ["2"]
    assert [one.line for one in refused] == [1]


def test_defaults_hold_only_where_the_article_is_silent(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "a.jsonl"
    bare = {"title": "T", "text": "Body."}
    path.write_bytes(line() + b"\n" + json.dumps(bare).encode())
    articles, _, _ = read_all(path, default_date=date(2020, 1, 2), default_publisher="Agency")
    assert [(a.published, a.publisher) for a in articles] == [
        (date(2026, 4, 20), "The Wire"),
        (date(2020, 1, 2), "Agency"),
    ]


@pytest.mark.parametrize(
    ("changes", "publisher"),
    [
        ({}, "The Wire"),
        ({"publisher": " The\n Wire "}, "The Wire"),
        ({"publisher": None}, "wire.example"),
        ({"publisher": "", "url": "https://www.daily.example/x"}, "daily.example"),
        ({"publisher": "", "url": ""}, "unknown"),
    ],
)
def test_the_publisher_is_named_or_told_from_the_address(
    tmp_path: Path, read_all: ReadAll, changes: dict[str, object], publisher: str
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(line(**changes))
    assert [article.publisher for article in read_all(path)[0]] == [publisher]
