"""One small world, and every engine that must answer alike about it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from kg import claims as folding
from kg.graph import embedded, writer
from kg.graph.base import GraphStore
from kg.graph.content import digest
from kg.model import (
    Amount,
    Article,
    Claim,
    Entity,
    Evidence,
    Relation,
    Slice,
    Status,
    entity_id,
)
from kg.ontology import Ontology, Theme, load

ENGINES = ["kglite", pytest.param("neo4j", marks=pytest.mark.neo4j)]

THEMES = [
    Theme("information technology", (), ("it",), capability=False),
    Theme("cloud computing", ("information technology",), ("cloud services",), capability=True),
    Theme("artificial intelligence", ("information technology",), ("ai",), capability=True),
    Theme("generative AI", ("artificial intelligence",), (), capability=True),
    Theme("mobility", (), (), capability=False),
    Theme("autonomous driving", ("mobility",), ("self-driving cars",), capability=True),
    Theme("battery cells", ("mobility",), (), capability=True),
]

ENTITIES = {
    "Company": [
        "Stellantis",
        "Microsoft",
        "Volkswagen",
        "Cariad",
        "Bosch",
        "Mobileye",
        "Samsung SDI",
        "StarPlus Energy",
        "Arm",
        "Toyota",
        "Argo AI",
    ],
    "Product": ["Azure", "STLA Brain"],
    "Person": ["Carlos Tavares", "Antonio Filosa"],
    "Organization": ["European Commission"],
    "Place": ["Poland"],
    "Theme": [theme.name for theme in THEMES],
}
KIND = {name: kind for kind, names in ENTITIES.items() for name in names}

ARTICLES = {
    "jan": Article("Jan", "Jan\n\nText.", "Daily Post", date(2024, 1, 10), "https://a.test/jan"),
    "mar": Article("Mar", "Mar\n\nText.", "Morning Wire", date(2024, 3, 5), "https://b.test/mar"),
    "jun": Article("Jun", "Jun\n\nText.", "Daily Post", date(2024, 6, 1), "https://a.test/jun"),
    "sep": Article("Sep", "Sep\n\nText.", "Morning Wire", date(2024, 9, 1), "https://b.test/sep"),
    "oct": Article("Oct", "Oct\n\nText.", "Evening Sun", date(2024, 10, 2), ""),
}

AI, CLOUD, DRIVING, CELLS = (
    "artificial intelligence",
    "cloud computing",
    "autonomous driving",
    "battery cells",
)
# Article, subject, predicate, object, status, confidence, quote, then what only some claims have.
CLAIMS: list[tuple[str, str, str, str, str, float, str | None, dict[str, object]]] = [
    ("jan", "Microsoft", "SUPPLIES", "Stellantis", "current", 0.9,
     "Stellantis runs on Microsoft's cloud.", {"scope": (CLOUD,)}),
    ("jan", "Stellantis", "USES", "Azure", "current", 0.8, "Stellantis uses Azure.",
     {"scope": (CLOUD,)}),
    ("jan", "Microsoft", "DEVELOPS", "Azure", "current", 0.9, "Microsoft's Azure grew.", {}),
    ("mar", "Microsoft", "SUPPLIES", "Stellantis", "rumoured", 0.5,
     "Microsoft may sell more to Stellantis.", {"scope": (AI, CLOUD)}),
    ("mar", "Microsoft", "PARTNERS_WITH", "Stellantis", "planned", 0.7,
     "Microsoft and Stellantis will build an assistant.",
     {"scope": ("generative AI",), "kind": "co_development", "speaker": "Antonio Filosa"}),
    ("mar", "Arm", "LICENSES_TO", "Stellantis", "current", 0.6, None, {}),
    ("jun", "Stellantis", "DEVELOPS", "STLA Brain", "current", 0.9,
     "Stellantis builds STLA Brain.", {"scope": (DRIVING,)}),
    ("jun", "Stellantis", "DEVELOPS", DRIVING, "ended", 0.8,
     "Stellantis stopped its own self-driving work.", {"scope": (DRIVING,)}),
    ("jun", "Stellantis", "COMPETES_WITH", "Volkswagen", "current", 0.9,
     "Volkswagen is a rival of Stellantis.", {}),
    ("jun", "Volkswagen", "OWNS", "Cariad", "current", 0.9, "Cariad is a unit of Volkswagen.",
     {"scope": (AI,)}),
    ("jun", "Volkswagen", "DEVELOPS", AI, "current", 0.7, "Volkswagen builds its own AI.",
     {"scope": (AI,)}),
    ("jun", "Bosch", "PARTNERS_WITH", "Volkswagen", "current", 0.7,
     "Bosch and Volkswagen work on AI.", {"scope": (AI,)}),
    ("jun", "Samsung SDI", "SUPPLIES", "Stellantis", "planned", 0.8,
     "Samsung SDI will supply cells to Stellantis.", {"scope": (CELLS,)}),
    ("sep", "Bosch", "SUPPLIES", "Stellantis", "current", 0.6, "Bosch delivers to Stellantis.", {}),
    ("sep", "Stellantis", "INVESTS_IN", "StarPlus Energy", "planned", 0.8,
     "Stellantis will put $2 billion into StarPlus Energy.",
     {"amount": Amount(2e9, "USD", "$2 billion"), "scope": (CELLS,)}),
    ("sep", "Samsung SDI", "OWNS", "StarPlus Energy", "current", 0.9,
     "StarPlus Energy is a unit of Samsung SDI.", {}),
    ("sep", "Carlos Tavares", "HAS_ROLE_AT", "Stellantis", "ended", 0.9,
     "Carlos Tavares left Stellantis.", {"role": "chief executive"}),
    ("sep", "Antonio Filosa", "HAS_ROLE_AT", "Stellantis", "current", 0.9,
     "Antonio Filosa runs Stellantis.", {"role": "chief executive"}),
    ("oct", "Bosch", "SUPPLIES", "Stellantis", "ended", 0.7,
     "Bosch no longer delivers to Stellantis.", {}),
    ("oct", "Stellantis", "ACQUIRES", "Mobileye", "denied", 0.7,
     "Stellantis denied that it buys Mobileye.", {"scope": (DRIVING,)}),
    ("oct", "Volkswagen", "ACQUIRES", "Mobileye", "rumoured", 0.4,
     "Volkswagen could buy Mobileye.", {"scope": (DRIVING,)}),
    ("oct", "Stellantis", "OPERATES_IN", "Poland", "current", 0.9, "Stellantis builds in Poland.",
     {}),
    ("oct", "Stellantis", "COMPETES_WITH", "Volkswagen", "current", 0.6,
     "Volkswagen, its rival, did not comment.", {}),
    ("oct", "Stellantis", "COMPETES_WITH", "Toyota", "current", 0.9,
     "Toyota is a rival of Stellantis.", {}),
    ("oct", "Stellantis", "COMPETES_WITH", "Bosch", "denied", 0.9,
     "Bosch is no rival of Stellantis.", {}),
    ("oct", "Toyota", "DEVELOPS", CELLS, "planned", 0.8, "Toyota will make its own cells.",
     {"scope": (CELLS,)}),
    ("oct", "Stellantis", "USES", "STLA Brain", "current", 0.9, "Stellantis uses STLA Brain.", {}),
    ("oct", "Volkswagen", "USES", CLOUD, "current", 0.9, "Volkswagen relies on the cloud.", {}),
    ("oct", "Volkswagen", "USES", "Azure", "current", 0.5, "Volkswagen uses Azure.", {}),
    ("oct", "Cariad", "OWNS", "Argo AI", "current", 0.8, "Argo AI belongs to Cariad.", {}),
    ("oct", "Volkswagen", "ACQUIRES", "Argo AI", "planned", 0.8,
     "Volkswagen will take over Argo AI itself.", {}),
    ("mar", "Arm", "MERGES_WITH", "Mobileye", "current", 0.8,
     "Arm and Mobileye merge their computing, worth $1 billion.",
     {"amount": Amount(1e9, "USD", "$1 billion"), "scope": ("information technology",)}),
    ("jun", "Arm", "MERGES_WITH", "Mobileye", "current", 0.9, "Arm and Mobileye, $3 billion.",
     {"amount": Amount(3e9, "USD", "$3 billion")}),
    ("sep", "Arm", "MERGES_WITH", "Mobileye", "current", 0.7, "Arm and Mobileye compute as one.",
     {"scope": ("information technology",)}),
]  # fmt: skip


@dataclass(frozen=True)
class World:
    """A part of a ledger and all that the writer wants to know about it."""

    changed: Slice
    entities: tuple[Entity, ...]
    relations: tuple[Relation, ...]
    ontology: Ontology
    articles: Mapping[str, Article]

    def fill(self, store: GraphStore) -> None:
        added = writer.additions(self.changed, self.entities, self.relations, self.ontology)
        mark = writer.mark(store, self.ontology, "ledger-of-the-world", 7)
        store.fill(writer.schema(self.ontology), [writer.taxonomy(self.ontology), added, [mark]])

    def part(self, *articles: str) -> tuple[Slice, tuple[Relation, ...]]:
        """What the articles named concern, as a ledger of only these would give it."""
        return part(*articles)

    def identity(self, name: str) -> str:
        return identity(name)


def identity(name: str) -> str:
    return entity_id(KIND[name], name)


def claim(
    article: str,
    subject: str,
    predicate: str,
    object_: str,
    status: str,
    confidence: float,
    quote: str | None,
    further: dict[str, object],
) -> Claim:
    source = ARTICLES[article]
    ends = [identity(subject), identity(object_)]
    symmetric = predicate in {"PARTNERS_WITH", "COMPETES_WITH"}
    first, second = sorted(ends) if symmetric else ends
    plain = Claim(
        article=source.id,
        subject=first,
        predicate=predicate,
        object=second,
        status=Status(status),
        confidence=confidence,
        evidence=(Evidence(source.id, 5, 10, quote),),
        published=source.published,
        publisher=source.publisher,
    )
    speaker = str(further.get("speaker", ""))
    return replace(plain, **further | {"speaker": identity(speaker) if speaker else ""})  # type: ignore[arg-type]


def entity(kind: str, name: str) -> Entity:
    plain = Entity(entity_id(kind, name), kind, name)
    if name == "Stellantis":
        return replace(
            plain,
            aliases=("Fiat Chrysler", "STLA"),
            identifiers=(("cik", "1605484"), ("ticker", "STLA")),
        )
    return replace(plain, aliases=("MSFT",)) if name == "Microsoft" else plain


def part(*articles: str) -> tuple[Slice, tuple[Relation, ...]]:
    stated = [claim(*row) for row in CLAIMS if row[0] in articles]
    triples = defaultdict(list)
    for one in stated:
        triples[one.triple].append(one)
    named = {
        (ARTICLES[row[0]].id, identity(name))
        for row in CLAIMS
        if row[0] in articles
        for name in (row[1], row[3])
    }
    changed = Slice(
        articles=tuple(ARTICLES[key] for key in articles),
        mentions=tuple((article, name, 2) for article, name in sorted(named)),
        about=tuple((ARTICLES[key].id, entity_id("Theme", AI), 0.5) for key in articles),
        claims=tuple(stated),
        claims_by_triple={triple: tuple(found) for triple, found in triples.items()},
    )
    return changed, tuple(folding.fold(found, {}) for found in triples.values())


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return replace(load(), themes={theme.name: theme for theme in THEMES})


@pytest.fixture(scope="session")
def world(ontology: Ontology) -> World:
    changed, relations = part(*ARTICLES)
    entities = tuple(entity(kind, name) for kind, names in ENTITIES.items() for name in names)
    return World(changed, entities, relations, ontology, ARTICLES)


@pytest.fixture(scope="session")
def content(tmp_path_factory: pytest.TempPathFactory, world: World) -> str:
    """The digest of the whole world, whatever the engine."""
    with closing(embedded.open_writer(tmp_path_factory.mktemp("content"))) as opened:
        world.fill(opened)
        return digest(opened)


@pytest.fixture
def empty_kglite(tmp_path: Path) -> Iterator[GraphStore]:
    with closing(embedded.open_writer(tmp_path / "graph")) as opened:
        yield opened


@pytest.fixture
def empty_neo4j(neo4j_graph: GraphStore) -> Iterator[GraphStore]:
    neo4j_graph.fill([], [])
    yield neo4j_graph
    # Without a mark, so that `filled_neo4j` never takes what a test has made for the whole world.
    neo4j_graph.fill([], [])


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest) -> GraphStore:
    """An empty graph on each engine."""
    return request.getfixturevalue(f"empty_{request.param}")  # type: ignore[no-any-return]


@pytest.fixture(scope="session")
def filled_kglite(tmp_path_factory: pytest.TempPathFactory, world: World) -> Iterator[GraphStore]:
    """Made in bulk, as if there were much."""
    with closing(embedded.open_writer(tmp_path_factory.mktemp("filled"))) as opened:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(embedded, "_LITTLE", 0)
            world.fill(opened)
        yield opened


@pytest.fixture
def filled_neo4j(neo4j_graph: GraphStore, world: World) -> GraphStore:
    """Filled anew only where another test has used the server's one database since."""
    if writer.position(neo4j_graph) is None:
        world.fill(neo4j_graph)
    return neo4j_graph


@pytest.fixture(params=ENGINES)
def filled(request: pytest.FixtureRequest) -> GraphStore:
    """The whole world on each engine, to be read only."""
    return request.getfixturevalue(f"filled_{request.param}")  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def reused_kglite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    with closing(embedded.open_writer(tmp_path_factory.mktemp("reused"))) as opened:
        yield opened


@pytest.fixture(scope="module")
def reused_neo4j(neo4j_graph: GraphStore) -> GraphStore:
    return neo4j_graph


@pytest.fixture(scope="module", params=ENGINES)
def reused(request: pytest.FixtureRequest) -> GraphStore:
    """A graph on each engine for tests that empty it themselves and leave no mark."""
    return request.getfixturevalue(f"reused_{request.param}")  # type: ignore[no-any-return]
