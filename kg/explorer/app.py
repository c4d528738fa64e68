"""The web application: which page stands at which address, and how errors are told."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from http import HTTPStatus
from importlib import resources
from urllib.parse import quote, urlencode

from starlette.applications import Starlette
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from kg.config import Settings
from kg.errors import KGError, NotFound
from kg.explorer.gate import MOST_BODY, Gate, Key, form_of, refuse
from kg.explorer.pages import console, coverage, entities, reviewing, searching, strategy
from kg.explorer.rendering import render
from kg.explorer.view import Asked, View
from kg.explorer.workers import Workers
from kg.store import Store
from kg.views.cells import terminal_text

log = logging.getLogger(__name__)

Page = Callable[[Store, Asked], View]
Endpoint = Callable[[Request], Awaitable[Response]]

_PAGES: Mapping[str, Page] = {
    "/": searching.search,
    "/entity/{ref:path}": entities.entity,
    "/evidence": entities.evidence,
    "/article/{ref}/brief": coverage.brief,
    "/article/{ref:path}": coverage.article,
    "/posture/{ref:path}": strategy.posture,
    "/contrast/{ref:path}": strategy.contrast,
    "/watches": strategy.watches,
    "/watch/{ref:path}": strategy.watch,
    "/console": console.console,
    "/review": reviewing.review,
}

# The only files that are served, so that no path out of an address is ever opened.
_FILES: Mapping[str, tuple[str, str, str]] = {
    "vis-network.js": ("pyvis", "templates/lib/vis-9.1.2/vis-network.min.js", "text/javascript"),
    "graph.js": ("kg.views", "graph.js", "text/javascript"),
    "graph.css": ("kg.views", "graph.css", "text/css"),
    "explorer.js": ("kg.explorer", "static/explorer.js", "text/javascript"),
    "picture.js": ("kg.explorer", "static/picture.js", "text/javascript"),
    "explorer.css": ("kg.explorer", "static/explorer.css", "text/css"),
    "icon.svg": ("kg.explorer", "static/icon.svg", "image/svg+xml"),
}


def application(settings: Settings, key: Key, author: str) -> Gate:
    """The explorer of a store; `author` is who judges in its review."""
    workers = Workers(settings)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        workers.close()

    site = {"form_token": key.form, "author": author, "past": _past(settings)}
    routes = [
        Route("/static/{name:path}", _static),
        Route("/claim/{ref}", partial(_claim, workers, site)),
        Route("/review", partial(_judge, workers, site, key), methods=["POST"]),
        *(
            Route(path, partial(_show, workers, site, page), methods=["GET"])
            for path, page in _PAGES.items()
        ),
    ]
    handlers = {HTTPStatus.NOT_FOUND.value: _missing, HTTPStatus.METHOD_NOT_ALLOWED.value: _missing}
    return Gate(Starlette(routes=routes, lifespan=lifespan, exception_handlers=handlers), key)


async def _show(
    workers: Workers, site: Mapping[str, object], page: Page, request: Request
) -> Response:
    asked = Asked(request.path_params, request.query_params)
    return await _told(
        request, asked, site, workers, lambda store: render(page(store, asked), asked, site)
    )


async def _claim(workers: Workers, site: Mapping[str, object], request: Request) -> Response:
    """On to the article that states it."""
    asked = Asked(request.path_params, request.query_params)

    def found(store: Store) -> Response:
        article = coverage.article_of_claim(store, asked.path["ref"])
        return RedirectResponse(f"/article/{quote(article, safe='')}", HTTPStatus.SEE_OTHER)

    return await _told(request, asked, site, workers, found)


async def _judge(
    workers: Workers, site: Mapping[str, object], key: Key, request: Request
) -> Response:
    asked = Asked(request.path_params, request.query_params)
    form = await form_of(request)
    if form is None:
        reason = f"the body is larger than {MOST_BODY:,} bytes"
        return refuse(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, reason)
    if not key.fits_form(form.get("token", "")):
        return refuse(request, HTTPStatus.FORBIDDEN, "the form does not hold this run's token")

    def judged(store: Store) -> Response:
        done = reviewing.judge(store, form, str(site["author"]))
        log.info("review: %s: %s", terminal_text(form["verb"]), done)
        address = "/review?" + urlencode({"done": done})
        return RedirectResponse(address, HTTPStatus.SEE_OTHER)

    return await _told(request, asked, site, workers, judged)


async def _told(
    request: Request,
    asked: Asked,
    site: Mapping[str, object],
    workers: Workers,
    work: Callable[[Store], Response],
) -> Response:
    """What the work gives; where it fails, a page that says why, and never how it came to it."""
    try:
        return await workers.run(work)
    except NotFound as err:
        return _failed(asked, site, HTTPStatus.NOT_FOUND, str(err))
    except KGError as err:
        return _failed(asked, site, HTTPStatus.BAD_REQUEST, str(err))
    except Exception as err:  # whatever it is, readers get one line
        told = f"{type(err).__name__}: {terminal_text(err)}"
        log.error("%s %r failed: %s", request.method, request.url.path, told)  # noqa: TRY400
        log.debug("it failed here", exc_info=True)
        message = "This page cannot be made; the terminal of kg explore says why."
        return _failed(asked, site, HTTPStatus.INTERNAL_SERVER_ERROR, message)


def _failed(asked: Asked, site: Mapping[str, object], status: HTTPStatus, message: str) -> Response:
    """In JSON for what asks for data, else as a page with a way on to the search."""
    if asked.query.get("format") in {"json", "graph"}:
        return JSONResponse({"title": status.phrase, "message": message}, status)
    shown = {"message": message, "sought": asked.path.get("ref", "")}
    view = View(status.phrase, "error", {}, shown, None, status)
    return render(view, Asked({}, QueryParams()), site)


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _FILES:
        return refuse(request, HTTPStatus.NOT_FOUND, "there is no such file")
    package, path, kind = _FILES[name]
    raw = resources.files(package).joinpath(path).read_bytes()
    return Response(raw, media_type=kind, headers={"Cache-Control": "no-cache"})


async def _missing(request: Request, _: Exception) -> Response:
    return refuse(request, HTTPStatus.NOT_FOUND, "there is no such page; begin at /")


def _past(settings: Settings) -> str:
    """What is said on every page where the past is shown."""
    days = {"as of": settings.as_of, "recorded by": settings.recorded_by}
    return ", ".join(f"{words} {day}" for words, day in days.items() if day)
