from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from kg.articles.page import foreign_parser, text_of
from kg.errors import ArticleError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.articles.conftest import ReadAll

FIRST = (
    "Acme said on Monday that it will buy Beta, a maker of battery cells, for 3 billion dollars."
)
SECOND = (
    "The company’s rivals build such cells in their own plants, and analysts welcomed the deal."
)


def html(head: str = "", first: str = FIRST) -> str:
    return f"""<!doctype html><html lang="en"><head><title>Acme buys Beta | The Wire</title>
    <meta property="og:title" content="Acme buys Beta">
    <meta property="og:site_name" content="The Wire">{head}</head>
    <body><nav><a href="/">Home</a> <a href="/cars">Cars</a></nav>
    <article><h1>Acme buys Beta</h1><p>{first}</p><p>{SECOND}</p>
    <script>document.write("injected")</script></article>
    <footer>Copyright 2019 The Wire</footer></body></html>"""


DATED = '<meta property="article:published_time" content="2026-04-20T23:00:00-05:00">'


def test_the_article_is_taken_out_of_its_page(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "a.html"
    path.write_text(html(DATED), "utf-8")
    (article,), refused, _ = read_all(path)
    assert refused == []
    assert (article.title, article.publisher) == ("Acme buys Beta", "The Wire")
    assert article.published == date(2026, 4, 20)
    assert article.text == f"Acme buys Beta\n\n{FIRST}\n{SECOND}"


def test_an_undated_page_takes_the_day_of_its_name_or_the_default(
    tmp_path: Path, read_all: ReadAll
) -> None:
    for name in ("2026-04-21.htm", "undated.htm"):
        (tmp_path / name).write_text(html(), "utf-8")
    articles, refused, _ = read_all(tmp_path, default_date=date(2026, 4, 22))
    assert refused == []
    assert [a.published for a in articles] == [date(2026, 4, 21), date(2026, 4, 22)]


@pytest.mark.parametrize("declared", ["iso-8859-1", "Windows-1252", "utf-8"])
def test_a_declared_encoding_is_believed(tmp_path: Path, read_all: ReadAll, declared: str) -> None:
    path = tmp_path / "a.html"
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    codec = "utf-8" if declared == "utf-8" else "cp1252"
    path.write_bytes(html(DATED + meta, FIRST.replace("Beta", "Bêta")).encode(codec))
    (article,) = read_all(path)[0]
    assert "it will buy Bêta" in article.text
    assert "company’s" in article.text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"<html></html>", "no article can be found in the page"),
        (b"<html><body></body></html>", "no article can be found in the page"),
        (b"<html><body><script>var a = 1;</script></body></html>", "no article can be found"),
        (b"<", "no article can be found in the page"),
        (b"<!--" * 1000, "no article can be found in the page"),
        (b"<div>" * 100_000, "no article can be found in the page"),
        (b"<html><body><p>caf\xe9</p></body></html>", "is not UTF-8: byte 0xe9 at 18"),
        (b"<meta charset='koi8-r'><p>\xcb</p>", "encoding 'koi8-r' is not read; use UTF-8"),
        (b"<meta charset=rot13><p>x</p>", "encoding 'rot13' is not read; use UTF-8"),
        (html().encode(), "no date"),
        (html(DATED.replace("2026", "1626")).encode(), "no date"),
        (("x" * 2_000_001).encode(), "is larger than max_article_bytes (2000000 bytes)"),
        (html(DATED).encode("utf-16"), "is not UTF-8: byte 0xff at 0"),
        (html(DATED).replace(FIRST, "Корпорация купила " * 30).encode(), "not look English"),
    ],
)
def test_a_page_that_cannot_be_read_does_not_stop_the_next(
    tmp_path: Path, read_all: ReadAll, content: bytes, reason: str
) -> None:
    bad, good = tmp_path / "1.html", tmp_path / "2.html"
    bad.write_bytes(content)
    good.write_text(html(DATED), "utf-8")
    articles, refused, _ = read_all(bad, good)
    assert [article.title for article in articles] == ["Acme buys Beta"]
    assert [(one.source, one.line) for one in refused] == [(str(bad), 0)]
    assert reason in refused[0].reason


def test_whatever_a_parser_trips_over_is_the_page_s_fault() -> None:
    with pytest.raises(ArticleError, match=r"cannot be parsed: .KeyError: "), foreign_parser():
        raise KeyError("x")


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("plain words", "plain words"),
        ("<p>One <b>bold</b> word.</p><p>Two.</p>", "One bold word.\n\nTwo."),
        ("One.<br/>Two.<br>Three.", "One.\n\nTwo.\n\nThree."),
        ("<ul><li>a<li>b</ul>", "a\n\nb"),
        ("AT&amp;T &lt;script&gt; 5 &lt; 6", "AT&T <script> 5 < 6"),
        ("x<script>alert(1)</script>y<style>p{}</style>z", "xyz"),
        ("<p>unclosed <i>markup", "unclosed markup"),
        ("lines\nwithin one\tparagraph", "lines within one paragraph"),
        ("<!-- hidden -->shown", "shown"),
        ("</div></body></html>after", "after"),
        ("a\x00b &#1; c", "a b c"),
        ("", ""),
    ],
)
def test_markup_is_taken_out_of_a_fragment(fragment: str, text: str) -> None:
    assert text_of(fragment) == text
