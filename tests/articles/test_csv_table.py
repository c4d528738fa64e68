from __future__ import annotations

import csv
import gzip
import time
from datetime import date
from typing import TYPE_CHECKING

import pytest

from kg.config import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from tests.articles.conftest import ReadAll

HEADER = "id,title,text,published,publisher\r\n"


def row(key: str) -> str:
    text = '"Acme said: ""Yes"", it buys.\r\n\r\nMore, later."'
    return f"{key},Acme buys Beta,{text},2026-04-20,Wire\r\n"


def test_quotes_commas_and_line_ends_within_a_field_are_kept(
    tmp_path: Path, read_all: ReadAll
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xef\xbb\xbf" + (HEADER + row("a") + row("b")).encode())
    articles, refused, _ = read_all(path)
    assert refused == []
    assert [article.key for article in articles] == ["a", "b"]
    assert articles[0].text == 'Acme buys Beta\n\nAcme said: "Yes", it buys.\n\nMore, later.'
    assert (articles[0].published, articles[0].publisher) == (date(2026, 4, 20), "Wire")


def test_columns_go_by_name_whatever_their_order_and_company(
    tmp_path: Path, read_all: ReadAll
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Votes, Source,Date,TEXT\n5,Wire,2026-04-20,Acme buys Beta.\n\n")
    articles, refused, _ = read_all(path)
    assert refused == []
    assert [(a.publisher, a.title, a.text) for a in articles] == [("Wire", "", "Acme buys Beta.")]


def test_a_field_may_be_longer_than_the_csv_module_allows_by_itself(
    tmp_path: Path, read_all: ReadAll
) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(f"text,date\n{'It was. ' * 50_000},2026-04-20\n".encode()))
    articles, refused, _ = read_all(path)
    assert refused == []
    assert len(articles[0].text) == 400_000


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"bad,too,few\n", "row has 3 fields where the header has 5"),
        (b"bad,T,Body.,2026-04-20,Wire,six\n", "row has 6 fields where the header has 5"),
        (b'bad,T,"Body" x,2026-04-20,Wire\n', "row is not CSV: ',' expected after '\"'"),
        (b'bad,T,"never closed,2026-04-20,Wire\n', "row is not CSV"),
        (b"bad,T,caf\xe9,2026-04-20,Wire\n", "is not UTF-8: byte 0xe9 at 3"),
        (b'bad,T,"caf\xe9\nbar",2026-04-20,Wire\n', "is not UTF-8: byte 0xe9 at 3"),
        (b"bad,T,Body.,20 April,Wire\n", "date '20 April' cannot be read"),
        (b"bad,T,Body.,,Wire\n", "no date"),
        (b"bad,,,2026-04-20,Wire\n", "has neither title nor text"),
        (b"bad,T,Le groupe est en vente pour la somme de deux,2026-04-20,W\n", "look English"),
        (b"bad,T,one\rtwo,2026-04-20,Wire\n", "row is not CSV: new-line character seen"),
        (b"bad,T," + b"word " * 3000 + b",2026-04-20,Wire\n", "is longer than max_article_bytes"),
        (b'bad,T,"' + b"word\n" * 3000 + b'",2026-04-20,Wire\n', "larger than max_article_bytes"),
    ],
)
def test_a_bad_row_is_refused_and_the_others_come_through(
    tmp_path: Path, read_all: ReadAll, bad: bytes, reason: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes((HEADER + row("first")).encode() + bad + row("last").encode())
    articles, refused, _ = read_all(path, settings=Settings(max_article_bytes=10_000))
    assert [article.key for article in articles] == ["first", "last"]
    assert (refused[0].source, refused[0].line) == (str(path), 5)
    assert reason in refused[0].reason


def test_a_quote_open_until_the_end_costs_only_its_own_row(
    tmp_path: Path, read_all: ReadAll
) -> None:
    path = tmp_path / "a.csv"
    rows = "".join(f"{n},T,Body {n}.,2026-04-20,Wire\n" for n in range(500))
    path.write_text(f'{HEADER}bad,T,"open,2026-04-20,Wire\n{rows}')
    articles, refused, _ = read_all(path)
    assert [article.key for article in articles] == [str(n) for n in range(500)]
    assert [(one.line, one.reason) for one in refused] == [
        (2, "row is not CSV: unexpected end of data")
    ]


def test_rows_made_to_be_read_over_and_over_end_soon(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,date\n" + 'a","c\n' * 50_000)
    before = time.monotonic()
    articles, refused, _ = read_all(path, settings=Settings(max_article_bytes=30_000))
    assert articles == []
    assert refused
    assert time.monotonic() - before < 10


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"title,text,date\n", "is empty below its header"),
        (b"title,text,date\n\n\n", "is empty below its header"),
        (b"headline,body\nx,y\n", "header 'headline,body' has no column text or title"),
        (b"title;text;date\nx;y;2026-04-20\n", "header 'title;text;date' has no column"),
        (b"text,date,Text\nx,2026-04-20,y\n", "header has the column text more than once"),
        (b'"text" x,date\ny,2026-04-20\n', "row is not CSV"),
        (b'"text,date\ny,2026-04-20\n', "row is not CSV"),
        (b"te\xffxt,date\ny,2026-04-20\n", "is not UTF-8: byte 0xff"),
        (b"\x89PNG\r\n\x1a\n", "is not UTF-8: byte 0x89"),
        (b"x" * 3_000_000, "line 1 is longer than max_article_bytes"),
    ],
)
def test_a_table_without_a_fit_header_or_rows_is_refused_as_a_whole(
    tmp_path: Path, read_all: ReadAll, content: bytes, reason: str
) -> None:
    bad, good = tmp_path / "1.csv", tmp_path / "2.csv"
    bad.write_bytes(content)
    good.write_text(HEADER + row("good"))
    articles, refused, _ = read_all(bad, good)
    assert [article.key for article in articles] == ["good"]
    assert [(one.source, one.line) for one in refused] == [(str(bad), 0)]
    assert reason in refused[0].reason


def test_what_the_csv_module_writes_comes_back(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "a.csv"
    texts = ['He said: "No."', "one,\n\ntwo", "'single'", '"', "a;b\tc", 'ends with "quote"']
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "date"])
        writer.writerows([text, "2026-04-20"] for text in texts)
    articles, refused, _ = read_all(path)
    assert refused == []
    assert [article.text for article in articles] == texts
