"""A small world told by hand, one whose every text attacks the page, and the explorer over it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from kg import config
from kg.explorer.app import application
from kg.explorer.gate import Key
from kg.model import (
    Article,
    Claim,
    Entity,
    Evidence,
    Extraction,
    Mention,
    Status,
    ThemeScore,
    entity_id,
)
from kg.store import Store
from kg.watchlist import Watchlist

TODAY = date(2026, 2, 1)
KEY = Key("the-token-of-this-test", 8000)

PAYLOADS = (
    "</script><script>window.pwned=1</script>",
    '"><img src=x onerror=window.pwned=1>',
    "<svg/onload=window.pwned=1>",
    "'-window.pwned=1-'",
    "{{ 7*7 }}",
    "__proto__",
    "</title></style><!--<script>window.pwned=1//",
    "javascript:window.pwned=1",
)

Told = tuple[str, str, str, str, str]


def told(title: str, day: str, publisher: str, *claims: Told, url: str = "") -> Extraction:
    """An article on battery cells; its claims are subject, predicate, object, status and quote."""
    text = "\n\n".join([title, *(claim[4] for claim in claims)])
    read = Article(title, text, publisher, date.fromisoformat(day), url)
    names = sorted({name for claim in claims for name in (claim[0], claim[2])})
    ids = {name: entity_id("Company", name) for name in names}
    return Extraction(
        read,
        "test",
        tuple(Entity(ids[name], "Company", name) for name in names),
        tuple(Mention(0, 1, "x", "Company", ids[name], 1.0, "exact") for name in names),
        tuple(
            Claim(
                read.id,
                ids[subject],
                predicate,
                ids[object_],
                Status(status),
                0.9,
                (Evidence(read.id, at := text.index(quote), at + len(quote), quote),),
                read.published,
                publisher,
                scope=("battery cells",),
            )
            for subject, predicate, object_, status, quote in claims
        ),
        (ThemeScore("battery cells", 0.9),),
    )


WORLD = (
    told(
        "Halden finds a supplier", "2025-03-01", "Sample Wire",
        ("Quillon Cells", "SUPPLIES", "Halden Motors", "current",
         "Quillon Cells will supply Halden Motors with battery cells."),
        ("Halden Motors", "COMPETES_WITH", "Brask Auto", "current",
         "Halden Motors is a rival of Brask Auto."),
        url="https://example.org/halden?a=1&b=2",
    ),
    told(
        "A plan for software", "2025-06-01", "Daily Example",
        ("Halden Motors", "PARTNERS_WITH", "Orrin Software", "planned",
         "Halden Motors plans to write software with Orrin Software."),
    ),
    told(
        "Cells for Brask", "2025-09-01", "Sample Wire",
        ("Quillon Cells", "SUPPLIES", "Brask Auto", "denied",
         "Quillon Cells does not supply Brask Auto."),
    ),
    told(
        "Orrin buys Tarn", "2026-01-10", "Daily Example",
        ("Orrin Software", "ACQUIRES", "Tarn Labs", "current",
         "Orrin Software has bought Tarn Labs."),
    ),
    told(
        "Halden Motor again", "2026-01-12", "Daily Example",
        ("Halden Motor", "USES", "Quillon Cells", "rumoured",
         "Halden Motor is said to use Quillon Cells."),
    ),
)  # fmt: skip

HOSTILE = tuple(
    told(
        f"{payload} in the title", f"2025-0{i + 1}-01", payload,
        (payload, "SUPPLIES", PAYLOADS[i - 1], "current", f"{payload} was quoted."),
        ("Halden Motors", "PARTNERS_WITH", payload, "planned", f"Halden: {payload}."),
        url=payload,
    )
    for i, payload in enumerate(PAYLOADS)
)  # fmt: skip


def kept(folder: Path, extractions: tuple[Extraction, ...], watch: str) -> Path:
    with Store(config.Settings(store=folder)) as store:
        store.ledger_to_change(create=True).record(extractions, store.policy(), {})
        store.project()
        given = {
            "name": watch,
            "company": "Halden Motors",
            "condition": "new_partner",
            "opened": date(2025, 4, 1),
            "deadline": date(2026, 12, 31),
            "if_met": watch,
            "if_not": watch,
        }
        Watchlist(store).add(given, TODAY)
    return folder


@pytest.fixture(scope="session")
def payloads() -> tuple[str, ...]:
    return PAYLOADS


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store to be read only."""
    return kept(tmp_path_factory.mktemp("world") / "kg", WORLD, "a partner")


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept(tmp_path_factory.mktemp("hostile") / "kg", HOSTILE, PAYLOADS[0])


@pytest.fixture
def own_world(tmp_path: Path) -> Path:
    """A store that the test may change."""
    return kept(tmp_path / "kg", WORLD, "a partner")


@pytest.fixture(scope="session")
def key() -> Key:
    return KEY


Serve = Callable[..., AbstractContextManager[TestClient]]


@contextmanager
def serving(store: Path, **settings: object) -> Iterator[TestClient]:
    """A browser that has the cookie, before the explorer of a store."""
    given = config.load({"store": store, **settings}, environ={})
    app = application(given, KEY, "tester")
    with TestClient(app, base_url=f"http://{KEY.host}", follow_redirects=False) as client:
        yield let_in(client)


def let_in(client: TestClient) -> TestClient:
    client.cookies.clear()
    client.cookies.set(KEY.cookie, KEY.token)
    return client


@pytest.fixture(scope="session")
def serve() -> Serve:
    return serving


@pytest.fixture(scope="module")
def served(world: Path) -> Iterator[TestClient]:
    with serving(world) as client:
        yield client


@pytest.fixture
def client(served: TestClient) -> TestClient:
    return let_in(served)


@pytest.fixture
def own_client(own_world: Path) -> Iterator[TestClient]:
    with serving(own_world) as client:
        yield client


@pytest.fixture(scope="module")
def hostile_client(hostile: Path) -> Iterator[TestClient]:
    with serving(hostile) as client:
        yield client


@pytest.fixture
def halden() -> str:
    return entity_id("Company", "Halden Motors")
