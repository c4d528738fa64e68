from __future__ import annotations

import gzip
import time
import tracemalloc
from datetime import date
from typing import TYPE_CHECKING

import pytest

from kg.articles import guard
from kg.articles.web import USER_AGENT
from kg.config import Settings
from kg.model import Channel

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from io import BufferedIOBase

    from tests.articles.conftest import Body, ReadAll, Site

OPEN = Settings(allow_private_addresses=True, fetch_timeout=5)
FIRST = (
    "Acme said on Monday that it will buy Beta, a maker of battery cells, for 3 billion dollars."
)
SECOND = (
    "The company’s rivals build such cells in their own plants, and analysts welcomed the deal."
)
PAGE = f"""<!doctype html><html><head><title>Acme buys Beta</title>
<meta property="og:site_name" content="The Wire">
<link rel="canonical" href="https://elsewhere.example/claimed">
<meta property="article:published_time" content="2026-04-20T10:00:00Z"></head>
<body><article><h1>Acme buys Beta</h1><p>{FIRST}</p><p>{SECOND}</p></article></body></html>"""
FEED = """<rss version="2.0"><channel><title>The Wire</title><item><title>Acme buys Beta</title>
<link>https://wire.example/1</link><pubDate>Mon, 20 Apr 2026 10:00:00 GMT</pubDate>
<description>It does.</description></item></channel></rss>"""
TEXT = b"Acme buys Beta\nDate: 2026-04-20\n\nIt does."
ROW = b'{"id": "1", "title": "Acme buys Beta", "text": "It does.", "date": "2026-04-20"}'


def test_a_page_becomes_an_article(site: Site, read_all: ReadAll) -> None:
    address = site.answer("/a", PAGE.encode(), Content_Type="text/html; charset=utf-8")
    (article,), refused, _ = read_all(f"{address}#part", settings=OPEN)
    assert refused == []
    assert article.text == f"Acme buys Beta\n\n{FIRST}\n{SECOND}"
    assert (article.publisher, article.published) == ("The Wire", date(2026, 4, 20))
    assert (article.url, article.channel) == (address, Channel.PAGE)
    assert site.paths() == ["/robots.txt", "/a"]
    assert {headers["User-Agent"] for _, headers in site.asked} == {USER_AGENT}


@pytest.mark.parametrize(
    ("path", "kind", "body", "channel"),
    [
        ("/feed", "application/rss+xml; charset=utf-8", FEED.encode(), Channel.FEED),
        ("/feed", "Text/XML", FEED.encode(), Channel.FEED),
        ("/feed.xml", "application/octet-stream", FEED.encode(), Channel.FEED),
        ("/a", "text/html; charset=iso-8859-1", PAGE.encode("cp1252"), Channel.PAGE),
        ("/a.txt", "text/plain", TEXT, Channel.PAGE),
        ("/a", "text/plain", TEXT, Channel.PAGE),
        ("/a.jsonl", "text/plain", ROW, Channel.PAGE),
        ("/a", "application/x-ndjson", ROW, Channel.PAGE),
        ("/a.jsonl.gz", "application/gzip", gzip.compress(ROW), Channel.PAGE),
        ("/a", "text/csv", b"title,text,date\nAcme buys Beta,It.,2026-04-20\n", Channel.PAGE),
    ],
)
def test_the_format_goes_by_content_type_and_then_by_ending(
    site: Site, read_all: ReadAll, path: str, kind: str, body: bytes, channel: Channel
) -> None:
    articles, refused, _ = read_all(site.answer(path, body, Content_Type=kind), settings=OPEN)
    assert refused == []
    assert [(a.title, a.channel) for a in articles] == [("Acme buys Beta", channel)]


def test_compressed_content_is_unpacked(site: Site, read_all: ReadAll) -> None:
    body = gzip.compress(PAGE.encode())
    address = site.answer("/a", body, Content_Type="text/html", Content_Encoding="gzip")
    assert len(read_all(address, settings=OPEN)[0]) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(site: Site, read_all: ReadAll, status: int) -> None:
    start = site.answer("/old", status=status, Location="deep/er/../new#x")
    target = site.answer("/deep/new", PAGE.encode(), Content_Type="text/html")
    articles, refused, _ = read_all(start, settings=OPEN)
    assert refused == []
    assert [article.url for article in articles] == [target]


def test_five_redirects_are_followed_and_no_more(site: Site, read_all: ReadAll) -> None:
    for step in range(6):
        site.answer(f"/{step}", status=302, Location=f"/{step + 1}")
    site.answer("/6", PAGE.encode(), Content_Type="text/html")
    assert len(read_all(site.address("/1"), settings=OPEN)[0]) == 1
    refused = read_all(site.address("/0"), settings=OPEN)[1]
    assert [one.reason for one in refused] == ["redirects more than 5 times"]


def test_this_machine_is_not_fetched_from_by_default(site: Site, read_all: ReadAll) -> None:
    refused = read_all(site.answer("/a", PAGE.encode()))[1]
    assert "'127.0.0.1' is at 127.0.0.1, which is not public" in refused[0].reason
    assert site.asked == []


def test_a_public_page_cannot_redirect_to_a_private_one(
    site: Site, other_site: Site, read_all: ReadAll, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "is_public", lambda address: str(address) == "127.0.0.1")
    secret = other_site.answer("/secret", PAGE.encode(), Content_Type="text/html")
    start = site.answer("/a", status=302, Location=secret)
    refused = read_all(start)[1]
    assert "'127.0.0.2' is at 127.0.0.2, which is not public" in refused[0].reason
    assert site.paths() == ["/robots.txt", "/a"]
    assert other_site.asked == []


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("ftp://example.org/a", "address 'ftp://example.org/a' is no http or https address"),
        ("file:///etc/passwd", "address 'file:/etc/passwd' is no http or https address"),
        ("http://user:pw@127.0.0.1/", "holds a user name or password; take it out"),
        ("http://[::1", "is malformed"),
        ("http://a:99999/", "address 'http://a:99999/' has no possible port"),
        ("http://host.invalid/", "host 'host.invalid' cannot be resolved"),
    ],
)
def test_a_redirect_that_leads_astray_is_refused(
    site: Site, read_all: ReadAll, location: str, reason: str
) -> None:
    start = site.answer("/a", status=302, Location=location)
    refused = read_all(start, settings=OPEN)[1]
    assert [one.source for one in refused] == [start]
    assert reason in refused[0].reason
    assert "pw" not in refused[0].reason


@pytest.mark.parametrize(
    "address",
    [
        "http://",
        "http://[",
        "https://user@example.org/a",
        "http://a b/",
        "HTTP://:80/",
        "http://a%5Bb/",
    ],
)
def test_a_malformed_address_is_refused(read_all: ReadAll, address: str) -> None:
    assert [one.source for one in read_all(address, settings=OPEN)[1]] == [address]


def drip(wfile: BufferedIOBase, start: bytes) -> None:
    wfile.write(start)
    for _ in range(100):
        wfile.write(b"x")
        time.sleep(0.05)


def slow_content(wfile: BufferedIOBase) -> None:
    drip(wfile, b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")


def slow_headers(wfile: BufferedIOBase) -> None:
    drip(wfile, b"HTTP/1.1 200 OK\r\nX: ")


def silent(_: BufferedIOBase) -> None:
    time.sleep(1.5)


@pytest.mark.parametrize("body", [slow_content, slow_headers, silent])
def test_an_answer_that_takes_too_long_is_given_up(
    site: Site, read_all: ReadAll, body: Callable[[BufferedIOBase], None]
) -> None:
    site.answer("/robots.txt")
    before = time.monotonic()
    settings = Settings(allow_private_addresses=True, fetch_timeout=0.4)
    refused = read_all(site.answer("/a.txt", body), settings=settings)[1]
    assert [one.reason for one in refused] == ["no complete answer within 0.4 s"]
    assert time.monotonic() - before < 1.4


def cut_off(wfile: BufferedIOBase) -> None:
    wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort")


def no_http(wfile: BufferedIOBase) -> None:
    wfile.write(b"220 mail ready\r\n")


def hang_up(_: BufferedIOBase) -> None:
    """Answers nothing at all."""


PACKED = gzip.compress(TEXT * 100)
BOMB = gzip.compress(b"\x00" * 30_000_000)
GZIP = {"Content-Encoding": "gzip"}


@pytest.mark.parametrize(
    ("body", "status", "headers", "reason"),
    [
        (b"", 404, {}, "server answers with status 404"),
        (b"", 410, {}, "server answers with status 410"),
        (b"", 500, {}, "server answers with status 500"),
        (b"", 204, {}, "server answers with status 204"),
        (b"", 304, {}, "server answers with status 304"),
        (b"", 302, {}, "server answers with status 302"),
        (b"", 200, {}, "is empty"),
        (b"x" * 10_001, 200, {}, "is larger than fetch_max_bytes (10000 bytes)"),
        (BOMB, 200, GZIP, "is larger than fetch_max_bytes (10000 bytes)"),
        (PACKED[:-10], 200, GZIP, "gzip content breaks off"),
        (b"not gzip", 200, GZIP, "gzip content is damaged"),
        (PACKED[:-8] + b"\x00" * 8, 200, GZIP, "gzip content is damaged"),
        (b"x", 200, {"Content-Encoding": "br"}, "content encoding 'br' was not asked for"),
        (b"x", 200, {"Content-Encoding": "gzip, gzip"}, "was not asked for"),
        (TEXT, 200, {"Content-Type": "image/png"}, "ending '' is not known"),
        (b"\xff\xfe", 200, {"Content-Type": "text/html"}, "is not UTF-8: byte 0xff at 0"),
        (b"x", 200, {"Content-Type": "text/html; charset=utf-7"}, "encoding 'utf-7' is not read"),
        (b"<p>x", 200, {"Content-Type": "text/xml"}, "is no RSS or Atom feed"),
        (cut_off, 200, {}, "connection failed: "),
        (no_http, 200, {}, "connection failed: "),
        (hang_up, 200, {}, "connection failed: "),
    ],
)
def test_a_bad_answer_does_not_stop_the_next(
    site: Site,
    read_all: ReadAll,
    body: Body,
    status: int,
    headers: Mapping[str, str],
    reason: str,
) -> None:
    bad = site.address("/bad")
    site.answers["/bad"] = (status, {"Content-Type": "text/plain", **headers}, body)
    good = site.answer("/good", TEXT, Content_Type="text/plain")
    settings = Settings(allow_private_addresses=True, fetch_max_bytes=10_000)
    articles, refused, _ = read_all(bad, good, settings=settings)
    assert [article.title for article in articles] == ["Acme buys Beta"]
    assert [(one.source, one.line) for one in refused] == [(bad, 0)]
    assert reason in refused[0].reason


def test_packed_content_never_takes_more_memory_than_allowed(site: Site, read_all: ReadAll) -> None:
    address = site.answer("/bad", BOMB, Content_Type="text/plain", Content_Encoding="gzip")
    settings = Settings(allow_private_addresses=True, fetch_max_bytes=100_000)
    tracemalloc.start()
    refused = read_all(address, settings=settings)[1]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [one.reason for one in refused] == ["is larger than fetch_max_bytes (100000 bytes)"]
    assert peak < 3_000_000


def test_robots_txt_is_asked_once_and_obeyed(site: Site, read_all: ReadAll) -> None:
    rules = b"User-agent: other\nDisallow: /\n\nUser-agent: *\nDisallow: /private\n"
    site.answer("/robots.txt", rules)
    for path in ("/private/a", "/open/a", "/open/b"):
        site.answer(path, PAGE.encode(), Content_Type="text/html")
    names = [site.address(path) for path in ("/private/a", "/open/a", "/open/b")]
    articles, refused, _ = read_all(*names, settings=OPEN)
    assert len(articles) == 2
    assert [(one.source, one.reason) for one in refused] == [(names[0], "robots.txt forbids it")]
    assert site.paths() == ["/robots.txt", "/open/a", "/open/b"]


def test_robots_txt_may_name_us(site: Site, read_all: ReadAll) -> None:
    site.answer("/robots.txt", b"User-agent: kg\nDisallow: /\n")
    refused = read_all(site.answer("/a", PAGE.encode()), settings=OPEN)[1]
    assert [one.reason for one in refused] == ["robots.txt forbids it"]


def test_a_redirect_must_be_allowed_where_it_leads(
    site: Site, other_site: Site, read_all: ReadAll
) -> None:
    other_site.answer("/robots.txt", b"User-agent: *\nDisallow: /")
    start = site.answer("/a", status=302, Location=other_site.answer("/b", PAGE.encode()))
    refused = read_all(start, settings=OPEN)[1]
    assert [one.reason for one in refused] == ["robots.txt forbids it"]
    assert other_site.paths() == ["/robots.txt"]


def test_a_malformed_robots_txt_forbids_all(site: Site, read_all: ReadAll) -> None:
    site.answer("/robots.txt", b"User-agent: *\nDisallow: //[\n")
    refused = read_all(site.answer("/a", PAGE.encode()), settings=OPEN)[1]
    assert "robots.txt cannot be read, so nothing may be fetched: " in refused[0].reason
    assert site.paths() == ["/robots.txt"]


@pytest.mark.parametrize("status", [401, 403, 404, 429])
def test_without_robots_txt_all_is_allowed(site: Site, read_all: ReadAll, status: int) -> None:
    site.answer("/robots.txt", b"Disallow: /", status=status)
    address = site.answer("/a", PAGE.encode(), Content_Type="text/html")
    assert len(read_all(address, settings=OPEN)[0]) == 1


@pytest.mark.parametrize(
    ("status", "location"),
    [(500, "/a"), (503, "/a"), (302, "/robots.txt"), (302, "http://a.invalid/")],
)
def test_with_a_robots_txt_in_trouble_nothing_is_fetched(
    site: Site, read_all: ReadAll, status: int, location: str
) -> None:
    site.answer("/robots.txt", status=status, Location=location)
    addresses = [site.answer(path, PAGE.encode()) for path in ("/a", "/b")]
    refused = read_all(*addresses, settings=OPEN)[1]
    assert [one.source for one in refused] == addresses
    assert "robots.txt cannot be read, so nothing may be fetched: " in refused[1].reason
    assert not {"/a", "/b"} & set(site.paths())
