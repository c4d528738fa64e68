"""Fetching from the web: public addresses, polite, bounded in time and size."""

import time
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.robotparser import RobotFileParser

import httpcore
import httpx

from kg.articles.guard import GuardedBackend
from kg.articles.wording import shown
from kg.config import Settings
from kg.errors import ArticleError

USER_AGENT = "kg/0.1 (reads company news; one request at a time)"
MOST_REDIRECTS = 5
_LAST_PORT = 65_535

_CONDITIONS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A source that has not changed since it was last read, by its server's word."""

    source: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave: `url` is where it was found in the end, `conditions` its validators."""

    url: str
    content: bytes
    kind: str
    charset: str
    conditions: Mapping[str, str] = field(default_factory=dict)


class Web:
    """Fetches for one run; what a host's robots.txt says is asked once."""

    def __init__(self, settings: Settings, validators: Mapping[str, Mapping[str, str]]) -> None:
        self._settings = settings
        self._validators = validators
        self._robots: dict[str, RobotFileParser | str] = {}

    def fetch(self, address: str) -> Fetched | Unchanged:
        """The content of an http or https address, after at most five redirects.

        Raises:
            ArticleError: the address, a redirect or robots.txt forbids it, the server does not
                answer with content in time, or the content is too large.
        """
        return self._follow(address, is_robots=False)

    def _follow(self, address: str, *, is_robots: bool) -> Fetched | Unchanged:
        url = _checked(address)
        for _ in range(MOST_REDIRECTS + 1):
            if not is_robots:
                self._ask_robots(url)
            answer = _get(url, self._validators.get(str(url), {}), self._settings)
            if isinstance(answer, Fetched):
                return answer
            if answer is None:
                return Unchanged(address)
            url = _checked(answer.location, url)
        raise ArticleError(f"redirects more than {MOST_REDIRECTS} times")

    def _ask_robots(self, url: httpx.URL) -> None:
        site = str(url.copy_with(raw_path=b"/robots.txt", fragment=None))
        if site not in self._robots:
            self._robots[site] = self._rules(site)
        rules = self._robots[site]
        if isinstance(rules, str):
            raise ArticleError(f"robots.txt cannot be read, so nothing may be fetched: {rules}")
        if not rules.can_fetch(USER_AGENT, str(url)):
            raise ArticleError("robots.txt forbids it")

    def _rules(self, site: str) -> RobotFileParser | str:
        """The rules of robots.txt (none where there is no such file), or why there are none.

        RFC 9309, section 2.3.1: no file means no limits, a server in trouble means keep out.
        """
        rules = RobotFileParser()
        try:
            answer = self._follow(site, is_robots=True)
            content = answer.content if isinstance(answer, Fetched) else b""
            rules.parse(content.decode("utf-8", "replace").splitlines())
        except _MissingError:
            rules.parse([])
        except (ArticleError, ValueError) as err:  # the parser stumbles over malformed addresses
            return str(err)
        return rules


class _MissingError(ArticleError):
    """The server says that there is nothing for us: a status from 400 to 499."""


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    location: str


def _checked(address: str, base: httpx.URL | None = None) -> httpx.URL:
    """The address, which may be relative to `base`, if it may be fetched at all."""
    try:
        url = base.join(address) if base else httpx.URL(address)
    except (httpx.InvalidURL, ValueError) as err:
        raise ArticleError(f"address {shown(address)} is malformed") from err
    if (url.port or 0) > _LAST_PORT:
        raise ArticleError(f"address {shown(address)} has no possible port")
    if url.scheme not in {"http", "https"} or not url.host or "%" in url.host:
        raise ArticleError(f"address {shown(str(url))} is no http or https address")
    if url.userinfo:
        raise ArticleError("address holds a user name or password; take it out")
    return url.copy_with(fragment=None)


def _get(
    url: httpx.URL, conditions: Mapping[str, str], settings: Settings
) -> Fetched | _Elsewhere | None:
    """What one request gives, or where else to ask, or None where the conditions still hold."""
    deadline = time.monotonic() + settings.fetch_timeout
    backend = GuardedBackend(deadline, allow_private=settings.allow_private_addresses)
    target = httpcore.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
    )
    asked = {
        "Host": url.netloc.decode("ascii"),
        "User-Agent": USER_AGENT,
        "Accept-Encoding": "gzip",
        "Accept": "*/*",
        **conditions,
    }
    headers = [(name.encode(), value.encode()) for name, value in asked.items()]
    try:
        with (
            httpcore.ConnectionPool(network_backend=backend) as pool,
            pool.stream("GET", target, headers=headers) as response,
        ):
            if conditions and response.status == httpx.codes.NOT_MODIFIED:
                return None
            return _answer(url, response, settings.fetch_max_bytes)
    except httpcore.TimeoutException as err:
        raise ArticleError(f"no complete answer within {settings.fetch_timeout:g} s") from err
    except (httpcore.NetworkError, httpcore.ProtocolError) as err:
        raise ArticleError(f"connection failed: {shown(str(err))}") from err


def _answer(url: httpx.URL, response: httpcore.Response, limit: int) -> Fetched | _Elsewhere:
    headers = httpx.Headers(response.headers)
    if httpx.codes.is_redirect(response.status) and "location" in headers:
        return _Elsewhere(headers["location"])
    if response.status != httpx.codes.OK:
        is_missing = httpx.codes.is_client_error(response.status)
        raise (_MissingError if is_missing else ArticleError)(
            f"server answers with status {response.status}"
        )
    content = _content(response.iter_stream(), headers.get("content-encoding", ""), limit)
    kind, charset = _content_type(headers)
    conditions = {ask: headers[told] for told, ask in _CONDITIONS.items() if told in headers}
    return Fetched(str(url), content, kind, charset, conditions)


def _content_type(headers: httpx.Headers) -> tuple[str, str]:
    """Media type in lower case, and charset or ""."""
    kind, *parameters = headers.get("content-type", "").lower().split(";")
    named = dict(part.strip().partition("=")[::2] for part in parameters)
    return kind.strip(), named.get("charset", "").strip("\"' ")


def _content(chunks: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """The whole content, unpacked step by step so that it never takes more than `limit` bytes."""
    if encoding.lower() not in {"", "identity", "gzip", "x-gzip"}:
        raise ArticleError(f"content encoding {shown(encoding)} was not asked for")
    unpacker = zlib.decompressobj(wbits=31) if encoding.lower().endswith("gzip") else None
    content = bytearray()
    try:
        for chunk in chunks:
            room = limit + 1 - len(content)
            content += unpacker.decompress(chunk, room) if unpacker else chunk
            if len(content) > limit:
                raise ArticleError(f"is larger than fetch_max_bytes ({limit} bytes)")
    except zlib.error as err:
        raise ArticleError(f"gzip content is damaged: {err}") from err
    if unpacker and not unpacker.eof:
        raise ArticleError("gzip content breaks off")
    return bytes(content)
