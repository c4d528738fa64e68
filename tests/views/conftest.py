"""A small drawing of true-to-life edges, and one whose every text attacks the page."""

from datetime import date

import pytest

from kg.model import Status
from kg.views.drawing import Drawing, Edge, Node, Quote

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


@pytest.fixture(scope="session")
def payloads() -> tuple[str, ...]:
    return PAYLOADS


@pytest.fixture(scope="session")
def drawing() -> Drawing:
    nodes = (
        Node("c1", "Company", "Microsoft", 3, (("ticker", "MSFT"),)),
        Node("c2", "Company", "Stellantis", 2, (("aliases", "Fiat Chrysler; PSA"),)),
        Node("c3", "Company", "Nestlé", 1),
        Node("t1", "Theme", "generative AI", 1),
    )
    edges = (
        Edge(
            "c1",
            "c2",
            "SUPPLIES",
            "supplies",
            Status.CURRENT,
            confidence=0.9,
            claims=5,
            publishers=4,
            first_seen=date(2025, 3, 1),
            last_seen=date(2026, 2, 14),
            quotes=(
                Quote(
                    "Microsoft will run the carmaker's data platform.",
                    "Les Echos",
                    date(2026, 2, 14),
                    "https://example.org/a?b=1&c",
                ),
                Quote("", "Daily Post", date(2025, 3, 1)),
            ),
        ),
        Edge(
            "c1",
            "c2",
            "PARTNERS_WITH",
            "partners with",
            Status.PLANNED,
            kind="co_development",
            publishers=1,
            symmetric=True,
        ),
        Edge("c1", "c3", "SUES", "sues", Status.DENIED, publishers=1),
        Edge(
            "c2", "t1", "DEVELOPS", "develops", Status.ENDED, publishers=1,
            first_seen=date(2024, 5, 1), last_seen=date(2024, 6, 1),
        ),
    )  # fmt: skip
    return Drawing("Stellantis & rivals", nodes, edges, omitted_nodes=1, omitted_edges=1_234)


@pytest.fixture(scope="session")
def hostile() -> Drawing:
    """Each payload as id, kind, name, fact, predicate, wording, quote, publisher and address."""
    nodes = tuple(Node(p, p, p, 2, ((p, p),), p) for p in PAYLOADS)
    edges = tuple(
        Edge(
            source=p,
            target=PAYLOADS[i - 1],
            predicate=p,
            wording=p,
            status=list(Status)[i % len(Status)],
            kind=p,
            quotes=(Quote(p, p, None, p), Quote(f"{p} again", p, None, p)),
        )
        for i, p in enumerate(PAYLOADS)
    )
    return Drawing("".join(PAYLOADS), nodes, edges)
