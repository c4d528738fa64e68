from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

import pytest

from kg.config import Settings
from kg.model import Channel

if TYPE_CHECKING:
    from pathlib import Path

    from tests.articles.conftest import ReadAll


def rss(*items: str, head: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    return (
        f'{head}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        "<channel><title>The Wire</title><link>https://wire.example/</link>"
        f"<language>en-us</language>{''.join(items)}</channel></rss>"
    )


def item(key: str = "1", **changes: str) -> str:
    fields = {
        "title": f"Acme buys Beta {key}",
        "link": f"https://wire.example/{key}",
        "guid": key,
        "pubDate": "Mon, 20 Apr 2026 23:30:00 -0500",
        "description": "&lt;p&gt;Acme said yes.&lt;/p&gt;&lt;p&gt;AT&amp;amp;T did not.&lt;/p&gt;",
    }
    named = (fields | changes).items()
    return f"<item>{''.join(f'<{name}>{value}</{name}>' for name, value in named)}</item>"


def test_entries_of_rss_become_articles(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "a.rss"
    path.write_text(rss(item()), "utf-8")
    (article,), refused, _ = read_all(path)
    assert refused == []
    assert article.title == "Acme buys Beta 1"
    assert article.text == "Acme buys Beta 1\n\nAcme said yes.\n\nAT&T did not."
    assert (article.published, article.publisher) == (date(2026, 4, 20), "The Wire")
    assert (article.url, article.key) == ("https://wire.example/1", "1")
    assert article.channel is Channel.FEED


def test_full_content_is_preferred_and_an_entry_may_name_its_own_source(
    tmp_path: Path, read_all: ReadAll
) -> None:
    path = tmp_path / "a.xml"
    full = {"content:encoded": "<![CDATA[<p>Acme said yes.</p><p>There is much more of it.</p>]]>"}
    source = {"source": "Other Paper"}
    path.write_text(rss(item(description="Acme said yes.", **full, **source)), "utf-8")
    (article,) = read_all(path)[0]
    assert article.text.endswith("Acme said yes.\n\nThere is much more of it.")
    assert article.publisher == "Other Paper"


def test_entries_of_atom_become_articles(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "a.atom"
    path.write_text(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>The Wire</title><entry>'
        "<title>AT&amp;T &lt; all</title><id>urn:x:1</id><updated>2026-04-20T10:00:00Z</updated>"
        '<link href="https://wire.example/1"/><content type="text">One &lt; two.</content>'
        "</entry></feed>",
        "utf-8",
    )
    (article,), refused, _ = read_all(path)
    assert refused == []
    assert article.text == "AT&T < all\n\nOne < two."
    assert (article.published, article.key) == (date(2026, 4, 20), "urn:x:1")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"pubDate": ""}, "entry 2 no date"),
        ({"pubDate": "last week"}, "entry 2 date 'last week' cannot be read"),
        ({"pubDate": "Mon, 20 Apr 1826 10:00:00 GMT"}, "entry 2 date"),
        ({"pubDate": "20.04.2026"}, "entry 2 date '20.04.2026' cannot be read"),
        ({"title": "", "description": ""}, "entry 2 has neither title nor text"),
        ({"title": "&lt;b&gt;&lt;/b&gt;", "description": "&lt;img&gt;"}, "neither title nor text"),
        ({"link": "javascript:alert(1)"}, "entry 2 url 'javascript:alert(1)' is no http"),
        ({"link": "/relative"}, "entry 2 url '/relative' is no http or https address"),
        (
            {"description": "word " * 500_000},
            "bytes of text, more than max_article_bytes (2000000)",
        ),
        ({"pubDate": "", "description": "&amp;#xFFFE; and &amp;#x1;"}, "entry 2 no date"),
    ],
)
def test_a_bad_entry_is_refused_and_the_others_come_through(
    tmp_path: Path, read_all: ReadAll, changes: dict[str, str], reason: str
) -> None:
    path = tmp_path / "a.xml"
    path.write_text(rss(item("1"), item("2", **changes), item("3")), "utf-8")
    articles, refused, _ = read_all(path)
    assert [article.key for article in articles] == ["1", "3"]
    assert [(one.source, one.line) for one in refused] == [(str(path), 0)]
    assert reason in refused[0].reason


def test_a_feed_in_another_language_is_refused(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "a.xml"
    path.write_text(rss(item()).replace("en-us", "de"), "utf-8")
    assert [one.reason for one in read_all(path)[1]] == [
        "entry 1 language is 'de'; only English is read"
    ]


def test_a_feed_that_breaks_off_gives_what_came_before(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "a.xml"
    path.write_text(rss(item("1"), item("2"), item("3")).partition("<guid>3")[0], "utf-8")
    articles, refused, _ = read_all(path)
    assert [article.key for article in articles] == ["1", "2"]
    assert "its entries may be cut or missing" in refused[-1].reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"   \n", "is empty"),
        (b"hello", "is no RSS or Atom feed"),
        (b"{}", "is no RSS or Atom feed"),
        (b"<?xml version='1.0'?>", "is no RSS or Atom feed"),
        (b"<html><body><p>x</p></body></html>", "is no RSS or Atom feed"),
        (b"<note><to>x</to></note>", "is no RSS or Atom feed"),
        (b"<rss version='2.0'>", "has no entries: "),
        (b"<rss version='2.0'><channel></channel></rss>", "has no entries"),
        (rss().encode(), "has no entries"),
        (b"\x00\x01\x02", "is no RSS or Atom feed"),
        (b"\x1f\x8b\x08\x00", "is no RSS or Atom feed"),
        (rss(item(title="&#xD800;")).encode(), "cannot be parsed: "),
        (b"/etc/hostname", "is no RSS or Atom feed"),
        (b"http://127.0.0.1/feed", "is no RSS or Atom feed"),
    ],
)
def test_what_is_no_feed_does_not_stop_the_next(
    tmp_path: Path, read_all: ReadAll, content: bytes, reason: str
) -> None:
    bad, good = tmp_path / "1.xml", tmp_path / "2.xml"
    bad.write_bytes(content)
    good.write_text(rss(item()), "utf-8")
    articles, refused, _ = read_all(bad, good)
    assert len(articles) == 1
    assert [(one.source, one.line) for one in refused] == [(str(bad), 0)]
    assert reason in refused[0].reason


def test_a_feed_over_the_size_of_a_request_is_refused(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "a.xml"
    path.write_text(rss(item()), "utf-8")
    refused = read_all(path, settings=Settings(fetch_max_bytes=100))[1]
    assert [one.reason for one in refused] == ["is larger than fetch_max_bytes (100 bytes)"]


def test_entities_neither_reach_files_nor_swell(tmp_path: Path, read_all: ReadAll) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    swelling = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    doctype = (
        f'<!DOCTYPE rss [<!ENTITY f SYSTEM "{secret.as_uri()}"><!ENTITY a0 "swell">{swelling}]>'
    )
    path = tmp_path / "a.xml"
    path.write_text(rss(item(description="It said: [&f;] [&a9;]"), head=doctype), "utf-8")
    articles, _, _ = read_all(path)
    assert [len(article.text) < 100 for article in articles] == [True]
    assert "the secret" not in articles[0].text


def test_hostile_markup_takes_no_hostile_time(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "a.xml"
    path.write_text(rss(item(description="&lt;!--" * 100_000)), "utf-8")
    before = time.monotonic()
    read_all(path)
    assert time.monotonic() - before < 5


def test_an_encoding_that_is_labelled_too_narrowly_is_no_damage(
    tmp_path: Path, read_all: ReadAll
) -> None:
    path = tmp_path / "a.xml"
    head = '<?xml version="1.0" encoding="us-ascii"?>'
    path.write_text(rss(item(description="Nestlé said yes."), head=head), "utf-8")
    articles, refused, _ = read_all(path)
    assert refused == []
    assert articles[0].text.endswith("Nestlé said yes.")
