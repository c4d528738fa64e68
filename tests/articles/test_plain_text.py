from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from kg.config import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from tests.articles.conftest import ReadAll

BODY = "Acme said that it will buy Beta.\n\nThe price was not given."
TEXT = f"Acme buys Beta\n\n{BODY}"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "Acme buys Beta\nDate: 2026-04-20\n\n{body}"),
        ("a.txt", "\n\nAcme buys Beta\n\nPublished: 2026-04-20T10:00:00Z\n{body}"),
        ("a.txt", "Title: Acme buys Beta\nDate: Mon, 20 Apr 2026 23:30:00 -0500\n\n{body}"),
        ("a.txt", "DATE:2026-04-20\nAcme buys Beta\n\n\n{body}"),
        ("a.md", '---\ntitle: "Acme buys Beta"\ndate: 2026-04-20\n---\n{body}'),
        ("a.md", "---\ndate: 2026-04-20\n---\n\n# Acme buys Beta\n\n{body}"),
        ("2026-04-20-acme.txt", "Acme buys Beta\n\n{body}"),
        ("acme_2026-04-20.txt", "Acme buys Beta\r\n\r\n{body}"),
        ("2020-01-01.txt", "Acme buys Beta\nDate: 2026-04-20\n{body}"),
    ],
)
def test_headline_body_and_day_are_told_apart(
    tmp_path: Path, read_all: ReadAll, name: str, content: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content.format(body=BODY).encode())
    articles, refused, _ = read_all(path)
    assert refused == []
    assert [(a.title, a.text, a.published) for a in articles] == [
        ("Acme buys Beta", TEXT, date(2026, 4, 20))
    ]


def test_the_head_may_name_publisher_and_address(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "Acme buys Beta\nSource: The Wire\nURL: https://wire.example/a\nId: a7\n"
        f"Language: en\nDate: 2026-04-20\n\n{BODY}\nSource: not in the head"
    )
    (article,) = read_all(path)[0]
    assert (article.publisher, article.url) == ("The Wire", "https://wire.example/a")
    assert article.key == "a7"
    assert article.text == f"{TEXT}\nSource: not in the head"


def test_a_headline_that_looks_like_a_key_stays_a_headline(
    tmp_path: Path, read_all: ReadAll
) -> None:
    path = tmp_path / "2026-04-20.txt"
    path.write_text(f"Source: Acme in talks\n\n{BODY}")
    assert [a.title for a in read_all(path)[0]] == ["Source: Acme in talks"]


def test_an_undated_text_is_set_aside_with_the_remedy(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    articles, refused, _ = read_all(path)
    assert articles == []
    assert [one.reason for one in refused] == [
        "no date; add one to the article or name a default date"
    ]


def test_a_default_date_takes_an_undated_text_in(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    articles, refused, _ = read_all(path, default_date=date(2026, 4, 21), default_publisher="Me")
    assert refused == []
    assert [(a.text, a.published, a.publisher) for a in articles] == [
        (TEXT, date(2026, 4, 21), "Me")
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b" \n\t\r\n", "is empty"),
        (b"\xef\xbb\xbf", "has neither title nor text"),
        (b"Title: \nDate: 2026-04-20\n---\n", "has neither title nor text"),
        (b"caf\xe9 society", "is not UTF-8: byte 0xe9 at 3"),
        ("Acme buys Beta".encode("utf-16"), "is not UTF-8: byte 0xff at 0"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is not UTF-8: byte 0x89 at 0"),
        (b"Acme\n" + b"buys Beta. " * 1000, "is larger than max_article_bytes (10000 bytes)"),
        (b"Acme buys\nDate: 31.12.2025\n\nIt does.", "date '31.12.2025' cannot be read"),
        (b"Acme buys\nDate: April\n\nIt does.", "date 'April' cannot be read"),
        (b"Acme buys\nDate: 0026-04-20\n\nIt does.", "is before 1900"),
        (b"Acme buys\nLanguage: fr\nDate: 2026-04-20\n\nOui.", "language is 'fr'"),
        (b"Acme buys\nURL: file:///etc/passwd\nDate: 2026-04-20\n\nIt.", "no http or https"),
        ("Acme\nDate: 2026-04-20\n\nКорпорация купила конкурента".encode(), "look English"),
    ],
)
def test_a_text_that_cannot_be_read_does_not_stop_the_next(
    tmp_path: Path, read_all: ReadAll, content: bytes, reason: str
) -> None:
    bad, good = tmp_path / "1.txt", tmp_path / "2.txt"
    bad.write_bytes(content)
    good.write_text(f"Date: 2026-04-20\n{TEXT}")
    articles, refused, _ = read_all(bad, good, settings=Settings(max_article_bytes=10_000))
    assert [article.text for article in articles] == [TEXT]
    assert [(one.source, one.line) for one in refused] == [(str(bad), 0)]
    assert reason in refused[0].reason


def test_a_wrong_day_in_the_name_is_refused(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "2026-13-45.txt"
    path.write_text(TEXT)
    assert [one.reason for one in read_all(path)[1]] == [
        "date '2026-13-45' cannot be read; write it as 2026-04-18"
    ]
