"""Who may come in: only a browser on this machine that was given the token.

Any page in any browser tab may send requests to 127.0.0.1, and so may any program of another
user. Hence, for each request: the Host must be ours (or a name that an attacker points at
127.0.0.1 would do), the Origin and what the browser says of the sender must be ours, and the
token must have been given. It stands once in the address that `kg explore` prints; from then on a
cookie holds it, so that the addresses of pages can be shared without it.
"""

import hashlib
import hmac
import logging
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger(__name__)

# More than the longest query that the console takes.
MOST_ADDRESS = 24_000
MOST_BODY = 16_000

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_FORM = "application/x-www-form-urlencoded"

Refusal = tuple[HTTPStatus, str]


@dataclass(frozen=True, slots=True)
class Key:
    """The token of one run and the port that it opens."""

    token: str
    port: int

    @property
    def host(self) -> str:
        """The only Host that is answered."""
        return f"127.0.0.1:{self.port}"

    @property
    def cookie(self) -> str:
        """Its name: browsers share cookies between ports, so each port has one of its own."""
        return f"kg-explorer-{self.port}"

    @property
    def address(self) -> str:
        """What to open first."""
        return f"http://{self.host}/?token={self.token}"

    @property
    def form(self) -> str:
        """What a form must hold; derived, so that no page holds the token itself."""
        return hmac.new(self.token.encode(), b"form", hashlib.sha256).hexdigest()

    def fits(self, given: str) -> bool:
        """Whether that is the token; takes the same time whatever is given."""
        return hmac.compare_digest(given.encode("utf-8", "replace"), self.token.encode())

    def fits_form(self, given: str) -> bool:
        """Whether a form that we made was sent."""
        return hmac.compare_digest(given.encode("utf-8", "replace"), self.form.encode())


class Gate:
    """The application behind it sees only requests that may come in."""

    def __init__(self, app: ASGIApp, key: Key) -> None:
        """Stands before `app`."""
        self._app = app
        self._key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or refuse it with a line in the log."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        answer = self._answer(request)
        await (answer or self._app)(scope, receive, _with_headers(send))

    def _answer(self, request: Request) -> Response | None:
        """What keeps the request out; None where it may come in."""
        for check in _CHECKS:
            if refused := check(request, self._key):
                return refuse(request, *refused)
        given = request.query_params.get("token")
        if given is None:
            held = request.cookies.get(self._key.cookie, "")
            return None if self._key.fits(held) else refuse(request, *_NO_TOKEN)
        if request.method == "POST" or not self._key.fits(given):
            return refuse(request, *_NO_TOKEN)
        return self._admitted(request)

    def _admitted(self, request: Request) -> Response:
        """On to the same address without the token, which a cookie holds from now on."""
        rest = [(k, v) for k, v in parse_qsl(request.url.query, True) if k != "token"]
        # Of the path only: a second slash at its start would name another host.
        path = "/" + request.scope["raw_path"].decode("ascii", "replace").lstrip("/\\")
        address = path + (f"?{urlencode(rest)}" if rest else "")
        answer = RedirectResponse(address, HTTPStatus.SEE_OTHER)
        answer.set_cookie(self._key.cookie, self._key.token, httponly=True, samesite="strict")
        return answer


_NO_TOKEN: Refusal = (
    HTTPStatus.FORBIDDEN,
    "the token is missing or of an earlier run; open the address that kg explore printed",
)


def refuse(request: Request, status: HTTPStatus, reason: str) -> Response:
    """An answer that says why, and a line in the log without the query, where a token may stand."""
    path = request.url.path[:200]
    log.warning("refused %s %r: %s", request.method[:10], path, reason)
    return PlainTextResponse(f"{reason}\n", status)


def _method(request: Request, _: Key) -> Refusal | None:
    if request.method in {"GET", "HEAD", "POST"}:
        return None
    return HTTPStatus.METHOD_NOT_ALLOWED, "only GET, HEAD and POST are answered"


def _host(request: Request, key: Key) -> Refusal | None:
    given = request.headers.getlist("host")
    if given == [key.host]:
        return None
    return HTTPStatus.FORBIDDEN, f"the host is {given!r:.200}; open http://{key.host}"


def _sender(request: Request, key: Key) -> Refusal | None:
    # A form of ours comes with the Origin null, for no referrer is sent; then the browser's own
    # word that it comes from here counts, which no script can forge.
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "")
    from_here = origin == f"http://{key.host}" or (origin == "null" and site == "same-origin")
    if origin is not None and not from_here:
        return HTTPStatus.FORBIDDEN, f"the origin is {origin!r:.200}; it must be this page's own"
    if request.method == "POST" and origin is None:
        return HTTPStatus.FORBIDDEN, "a form must be sent with its origin"
    if site in {"cross-site", "same-site"} and not _followed_link(request.headers):
        return HTTPStatus.FORBIDDEN, f"it was asked for by a page that is {site}"
    return None


def _followed_link(headers: Headers) -> bool:
    """Whether somebody is on the way to a page of its own, rather than a page fetches a part."""
    wanted = (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest"))
    return wanted == ("navigate", "document")


def _size(request: Request, _: Key) -> Refusal | None:
    length = len(request.scope["raw_path"]) + len(request.scope["query_string"])
    if length > MOST_ADDRESS:
        return HTTPStatus.REQUEST_URI_TOO_LONG, f"the address is longer than {MOST_ADDRESS:,} bytes"
    stated = request.headers.get("content-length", "0")
    if not stated.isdecimal() or int(stated) > MOST_BODY:
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"the body is larger than {MOST_BODY:,} bytes"
    return None


def _type(request: Request, _: Key) -> Refusal | None:
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method != "POST" or given == _FORM:
        return None
    return HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"a form is sent as {_FORM}"


_CHECKS: tuple[Callable[[Request, Key], Refusal | None], ...] = (
    _method,
    _host,
    _size,
    _sender,
    _type,
)


async def form_of(request: Request) -> dict[str, str] | None:
    """The fields of a form; None where its body is larger than may be."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BODY:
            return None
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending
