"""Every query that is shipped, on the small world, on every engine."""

from datetime import date
from typing import Any

import pytest

from kg.graph.base import GraphStore, Table
from kg.ontology import Ontology
from kg.queries import Catalogue

ANY_ARGUMENTS: dict[str, dict[str, object]] = {
    "companies_in_theme": {"theme": "cloud services"},
    "competitors_contrast": {"company": "Stellantis", "theme": "ai"},
    "evidence_of": {"entity": "Stellantis"},
    "most_connected": {},
    "ownership_tree": {"company": "Volkswagen"},
    "path_between": {"from": "Stellantis", "to": "Cariad"},
    "contrast_customers": {"company": "Microsoft"},
    "customers_of": {"company": "Microsoft"},
}
NAMES = [
    "companies_in_theme",
    "competitors_contrast",
    "competitors_of",
    "contradictions",
    "contrast_customers",
    "contrast_players",
    "customers_of",
    "deals_of",
    "evidence_of",
    "most_connected",
    "ownership_tree",
    "partners_of",
    "path_between",
    "posture_claims",
    "posture_coverage",
    "roles_at",
    "suppliers_of",
    "themes_of",
    "timeline_of",
    "vendor_dependency",
    "vertical_integration",
]
# These answer with counts, or with two claims a row.
COUNTING = {"contradictions", "most_connected", "posture_coverage"}
PYTHON_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str, type(None)),
    "int": (int,),
    "float": (float,),
    "bool": (bool,),
    "date": (date,),
    "list": (list,),
}

JAN, MAR, JUN = date(2024, 1, 10), date(2024, 3, 5), date(2024, 6, 1)
SEP, OCT = date(2024, 9, 1), date(2024, 10, 2)
CLOUD, AI, CELLS, DRIVING = (
    "cloud computing",
    "artificial intelligence",
    "battery cells",
    "autonomous driving",
)


@pytest.fixture(scope="session")
def catalogue(ontology: Ontology) -> Catalogue:
    return Catalogue.load(ontology)


def picked(table: Table, columns: str) -> list[tuple[object, ...]]:
    return [tuple(row[name] for name in columns.split()) for row in table.records()]


def test_these_are_all(catalogue: Catalogue) -> None:
    assert catalogue.names() == tuple(sorted(NAMES))


@pytest.mark.parametrize("name", NAMES)
def test_the_header_names_the_columns_and_their_types(
    filled: GraphStore, catalogue: Catalogue, name: str
) -> None:
    table = catalogue.run(filled, name, ANY_ARGUMENTS.get(name, {"company": "Stellantis"}))
    declared = catalogue.get(name).columns
    assert table.columns == tuple(column.name for column in declared)
    assert table.rows
    misfits = [
        (column.name, value)
        for row in table.rows
        for column, value in zip(declared, row, strict=True)
        if type(value) not in PYTHON_TYPES[column.type]
    ]
    assert misfits == []


@pytest.mark.parametrize("name", sorted(set(NAMES) - COUNTING))
def test_every_row_opens_to_its_evidence(
    filled: GraphStore, catalogue: Catalogue, name: str
) -> None:
    table = catalogue.run(filled, name, ANY_ARGUMENTS.get(name, {"company": "Stellantis"}))
    sources = filled.read(
        "MATCH (c:Claim)-[:STATED_IN]->(a:Article) "
        "RETURN c.id AS id, c.quotes AS quotes, c.published AS day, a.publisher AS by, a.url AS url"
    )
    evidence: dict[object, Any] = {row[0]: row[1:] for row in sources.rows}
    for row in table.records():
        quotes, *origin = evidence[row["claim"]]
        quoted = [row["quote"]] if row.get("quote") else []
        assert row.get("sentences", quoted) == quotes
        assert [row["published"], row["publisher"], row["url"]] == origin


@pytest.mark.parametrize("name", NAMES)
def test_the_limit_holds(filled: GraphStore, catalogue: Catalogue, name: str) -> None:
    arguments = ANY_ARGUMENTS.get(name, {"company": "Stellantis"})
    table = catalogue.run(filled, name, arguments, row_limit=1)
    everything = catalogue.run(filled, name, arguments)
    assert table.rows == everything.rows[:1]
    assert table.truncated == (len(everything.rows) > 1)


CASES: dict[str, tuple[str, dict[str, object], str, list[tuple[object, ...]]]] = {
    "suppliers now": (
        "suppliers_of",
        {"company": "Stellantis"},
        "supplier status confidence claims publishers first_seen last_seen scope quote",
        [
            ("Microsoft", "current", 0.9, 2, 2, JAN, MAR, [CLOUD, AI],
             "Stellantis runs on Microsoft's cloud."),
            ("Samsung SDI", "planned", 0.8, 1, 1, JUN, JUN, [CELLS],
             "Samsung SDI will supply cells to Stellantis."),
        ],
    ),
    "suppliers, past ones too": (
        "suppliers_of",
        {"company": "Stellantis", "include_past": True},
        "supplier status claims quote published",
        [
            ("Microsoft", "current", 2, "Stellantis runs on Microsoft's cloud.", JAN),
            ("Samsung SDI", "planned", 1, "Samsung SDI will supply cells to Stellantis.", JUN),
            ("Bosch", "ended", 2, "Bosch no longer delivers to Stellantis.", OCT),
        ],
    ),
    "suppliers below a theme, the sentence with the relation's status first": (
        "suppliers_of",
        {"company": "Stellantis", "theme": "IT"},
        "supplier claims publishers quote",
        [("Microsoft", 2, 2, "Stellantis runs on Microsoft's cloud.")],
    ),
    "suppliers within a theme, its own sentence first": (
        "suppliers_of",
        {"company": "Stellantis", "theme": "ai"},
        "supplier status claims publishers scope quote",
        [("Microsoft", "current", 2, 2, [CLOUD, AI], "Microsoft may sell more to Stellantis.")],
    ),
    "suppliers within a theme without any": (
        "suppliers_of", {"company": "Stellantis", "theme": DRIVING}, "supplier", []),
    "customers": (
        "customers_of",
        {"company": "MSFT"},
        "customer status claims",
        [("Stellantis", "current", 2)],
    ),
    "partners": (
        "partners_of",
        {"company": "Microsoft"},
        "partner kind status scope",
        [("Stellantis", "co_development", "planned", ["generative AI"])],
    ),
    "partners from the other end": (
        "partners_of", {"company": "Bosch"}, "partner kind status",
        [("Volkswagen", "", "current")]),
    "competitors": (
        "competitors_of", {"company": "Volkswagen"}, "competitor status",
        [("Stellantis", "current")]),
    "dependencies": (
        "vendor_dependency",
        {"company": "Stellantis"},
        "vendor kind makers way status confidence scope quote",
        [
            ("Microsoft", "Company", [], "SUPPLIES", "current", 0.9, [CLOUD, AI],
             "Stellantis runs on Microsoft's cloud."),
            ("Samsung SDI", "Company", [], "SUPPLIES", "planned", 0.8, [CELLS],
             "Samsung SDI will supply cells to Stellantis."),
            ("Azure", "Product", ["Microsoft"], "USES", "current", 0.8, [CLOUD],
             "Stellantis uses Azure."),
            ("Arm", "Company", [], "LICENSES_TO", "current", 0.6, [], None),
        ],
    ),
    "dependencies within a theme": (
        "vendor_dependency",
        {"company": "Stellantis", "theme": CLOUD},
        "vendor way claims publishers last_seen",
        [("Microsoft", "SUPPLIES", 2, 2, MAR), ("Azure", "USES", 1, 1, JAN)],
    ),
    "dependencies, bare themes last": (
        "vendor_dependency",
        {"company": "Volkswagen"},
        "vendor kind makers way confidence",
        [
            ("Azure", "Product", ["Microsoft"], "USES", 0.5),
            (CLOUD, "Theme", [], "USES", 0.9),
        ],
    ),
    "a theme used is within itself": (
        "vendor_dependency", {"company": "Volkswagen", "theme": CLOUD}, "vendor", [(CLOUD,)]),
    "the supplier depends on nobody": (
        "vendor_dependency", {"company": "Microsoft"}, "vendor", []),
    "made in-house": (
        "vertical_integration",
        {"company": "Stellantis"},
        "what kind way scope status",
        [("STLA Brain", "Product", "DEVELOPS", [DRIVING], "current")],
    ),
    "made in-house, the past too, no denied deal": (
        "vertical_integration",
        {"company": "Stellantis", "include_past": "yes", "theme": "mobility"},
        "what kind way status",
        [
            ("STLA Brain", "Product", "DEVELOPS", "current"),
            (DRIVING, "Theme", "DEVELOPS", "ended"),
        ],
    ),
    "owned and made, no rumoured deal": (
        "vertical_integration",
        {"company": "Volkswagen"},
        "what kind way status",
        [
            ("Cariad", "Company", "OWNS", "current"),
            (AI, "Theme", "DEVELOPS", "current"),
        ],
    ),
    "deals": (
        "deals_of",
        {"company": "Stellantis"},
        "deal side counterpart amount status",
        [("INVESTS_IN", "investor", "StarPlus Energy", "$2 billion", "planned")],
    ),
    "deals, the denied too": (
        "deals_of",
        {"company": "Stellantis", "include_past": True},
        "deal side counterpart amount status",
        [
            ("ACQUIRES", "buyer", "Mobileye", None, "denied"),
            ("INVESTS_IN", "investor", "StarPlus Energy", "$2 billion", "planned"),
        ],
    ),
    "deals of a target": (
        "deals_of",
        {"company": "Mobileye", "include_past": True},
        "deal side counterpart status",
        [
            ("ACQUIRES", "target", "Stellantis", "denied"),
            ("ACQUIRES", "target", "Volkswagen", "rumoured"),
            ("MERGES_WITH", "party", "Arm", "current"),
        ],
    ),
    "deals with what was ever paid": (
        "deals_of", {"company": "Arm"}, "counterpart amount quote",
        [("Mobileye", "$3 billion", "Arm and Mobileye compute as one.")]),
    "deals within a theme, and what was paid within it": (
        "deals_of", {"company": "Arm", "theme": "IT"}, "counterpart amount quote",
        [("Mobileye", "$1 billion", "Arm and Mobileye compute as one.")]),
    "contrast within a theme": (
        "competitors_contrast",
        {"company": "Stellantis", "theme": AI},
        "player is_rival way what predicate status publishers scope",
        [
            ("Stellantis", False, "allies", "Microsoft", "PARTNERS_WITH", "planned", 1,
             ["generative AI"]),
            ("Stellantis", False, "buys", "Microsoft", "SUPPLIES", "current", 2, [CLOUD, AI]),
            ("Volkswagen", True, "allies", "Bosch", "PARTNERS_WITH", "current", 1, [AI]),
            ("Volkswagen", True, "makes", "Cariad", "OWNS", "current", 1, [AI]),
            ("Volkswagen", True, "makes", AI, "DEVELOPS", "current", 1, [AI]),
        ],
    ),
    "contrast over everything, the best attested rival first, bare themes last": (
        "competitors_contrast",
        {"company": "Stellantis"},
        "player way what makers predicate status",
        [
            ("Stellantis", "allies", "Microsoft", [], "PARTNERS_WITH", "planned"),
            ("Stellantis", "buys", "Microsoft", [], "SUPPLIES", "current"),
            ("Stellantis", "buys", "Samsung SDI", [], "SUPPLIES", "planned"),
            ("Stellantis", "buys", "Arm", [], "LICENSES_TO", "current"),
            ("Stellantis", "buys", "Azure", ["Microsoft"], "USES", "current"),
            ("Stellantis", "makes", "STLA Brain", [], "DEVELOPS", "current"),
            ("Volkswagen", "allies", "Bosch", [], "PARTNERS_WITH", "current"),
            ("Volkswagen", "buys", "Azure", ["Microsoft"], "USES", "current"),
            ("Volkswagen", "buys", CLOUD, [], "USES", "current"),
            ("Volkswagen", "makes", "Cariad", [], "OWNS", "current"),
            ("Volkswagen", "makes", AI, [], "DEVELOPS", "current"),
            ("Toyota", "makes", CELLS, [], "DEVELOPS", "planned"),
        ],
    ),
    "contrast with the best attested rival only": (
        "competitors_contrast",
        {"company": "Stellantis", "rivals": 1, "theme": "mobility"},
        "player way what",
        [
            ("Stellantis", "buys", "Samsung SDI"),
            ("Stellantis", "makes", "STLA Brain"),
        ],
    ),
    "contrast with more rivals": (
        "competitors_contrast",
        {"company": "Stellantis", "rivals": 2, "theme": "mobility"},
        "player is_rival way what",
        [
            ("Stellantis", False, "buys", "Samsung SDI"),
            ("Stellantis", False, "makes", "STLA Brain"),
            ("Toyota", True, "makes", CELLS),
        ],
    ),
    "contrast with nobody, who has no rivals": (
        "competitors_contrast", {"company": "Arm"}, "player", []),
    "contrast without rivals": (
        "competitors_contrast", {"company": "Bosch", "include_past": True},
        "player is_rival way what",
        [("Bosch", False, "allies", "Volkswagen")]),
    "owned below": (
        "ownership_tree",
        {"company": "Volkswagen"},
        "level owner owned way status quote",
        [
            (1, "Volkswagen", "Cariad", "OWNS", "current", "Cariad is a unit of Volkswagen."),
            (2, "Cariad", "Argo AI", "OWNS", "current", "Argo AI belongs to Cariad."),
        ],
    ),
    "owned directly": (
        "ownership_tree", {"company": "Volkswagen", "depth": 1}, "owned", [("Cariad",)]),
    "owners above, without one who only plans to": (
        "ownership_tree", {"company": "Argo AI"}, "level owner owned",
        [(-2, "Volkswagen", "Cariad"), (-1, "Cariad", "Argo AI")]),
    "owner above and owned below": (
        "ownership_tree", {"company": "Cariad"}, "level owner owned",
        [(-1, "Volkswagen", "Cariad"), (1, "Cariad", "Argo AI")]),
    "a denied purchase owns nothing": ("ownership_tree", {"company": "Mobileye"}, "owner", []),
    "path": (
        "path_between",
        {"from": "STLA", "to": "Cariad"},
        "step source predicate target status",
        [
            (1, "Volkswagen", "COMPETES_WITH", "Stellantis", "current"),
            (2, "Volkswagen", "OWNS", "Cariad", "current"),
        ],
    ),
    "path of a person": (
        "path_between",
        {"from": "Carlos Tavares", "to": "Azure"},
        "step source predicate target status",
        [
            (1, "Carlos Tavares", "HAS_ROLE_AT", "Stellantis", "ended"),
            (2, "Stellantis", "USES", "Azure", "current"),
        ],
    ),
    "path to itself": ("path_between", {"from": "STLA", "to": "Stellantis"}, "step", []),
    "timeline": (
        "timeline_of",
        {"company": "Stellantis", "theme": CELLS, "since": "2024-06-01", "as_of": OCT},
        "published subject predicate object status scope",
        [
            (JUN, "Samsung SDI", "SUPPLIES", "Stellantis", "planned", [CELLS]),
            (SEP, "Stellantis", "INVESTS_IN", "StarPlus Energy", "planned", [CELLS]),
        ],
    ),
    "themes": (
        "themes_of",
        {"company": "Stellantis"},
        "theme capability claims publishers predicates first_seen last_seen",
        [
            (DRIVING, True, 3, 2, ["ACQUIRES", "DEVELOPS"], JUN, OCT),
            (CLOUD, True, 3, 2, ["SUPPLIES", "USES"], JAN, MAR),
            (CELLS, True, 2, 2, ["INVESTS_IN", "SUPPLIES"], JUN, SEP),
            (AI, True, 1, 1, ["SUPPLIES"], MAR, MAR),
            ("generative AI", True, 1, 1, ["PARTNERS_WITH"], MAR, MAR),
        ],
    ),
    "companies in a theme": (
        "companies_in_theme",
        {"theme": "Information  Technology"},
        "company claims publishers predicates first_seen last_seen",
        [
            ("Stellantis", 4, 2, ["PARTNERS_WITH", "SUPPLIES", "USES"], JAN, MAR),
            ("Volkswagen", 4, 2, ["USES", "OWNS", "DEVELOPS", "PARTNERS_WITH"], JUN, OCT),
            ("Microsoft", 3, 2, ["PARTNERS_WITH", "SUPPLIES"], JAN, MAR),
            ("Arm", 2, 1, ["MERGES_WITH"], MAR, SEP),
            ("Mobileye", 2, 1, ["MERGES_WITH"], MAR, SEP),
            ("Bosch", 1, 1, ["PARTNERS_WITH"], JUN, JUN),
            ("Cariad", 1, 1, ["OWNS"], JUN, JUN),
        ],
    ),
    "companies in a theme, without the denied": (
        "companies_in_theme", {"theme": DRIVING}, "company claims predicates",
        [
            ("Mobileye", 1, ["ACQUIRES"]),
            ("Stellantis", 1, ["DEVELOPS"]),
            ("Volkswagen", 1, ["ACQUIRES"]),
        ],
    ),
    "roles": (
        "roles_at", {"company": "Stellantis"}, "person role status",
        [("Antonio Filosa", "chief executive", "current")]),
    "roles, former too": (
        "roles_at", {"company": "Stellantis", "include_past": True}, "person status",
        [("Antonio Filosa", "current"), ("Carlos Tavares", "ended")]),
    "contradictions": (
        "contradictions",
        {"company": "Stellantis"},
        "subject predicate object holds holds_published fails fails_published fails_publisher",
        [("Bosch", "SUPPLIES", "Stellantis", "current", SEP, "ended", OCT, "Evening Sun")],
    ),
    "the story had moved on": (
        "contradictions", {"company": "Stellantis", "days": 30}, "subject", []),
    "the contradiction came later": (
        "contradictions", {"company": "Stellantis", "as_of": SEP}, "subject", []),
    "most connected": (
        "most_connected",
        {"limit": 2, "include_past": True},
        "company counterparts relations current claims last_seen",
        [("Stellantis", 14, 17, 9, 20, OCT), ("Volkswagen", 8, 8, 6, 9, OCT)],
    ),
    "most connected, live": (
        "most_connected", {"limit": 1}, "company counterparts relations",
        [("Stellantis", 10, 12)]),
    "claims that bear on a capability, and a firm's units": (
        "posture_claims",
        {"company": "Volkswagen", "theme": "ai"},
        "way near player other predicate status own makers",
        [
            ("make", "other", "Volkswagen", "Mobileye", "ACQUIRES", "rumoured", False, []),
            ("make", "article", "Cariad", "Argo AI", "OWNS", "current", False, []),
            ("buy", "article", "Volkswagen", "Azure", "USES", "current", False, ["Microsoft"]),
            ("make", "article", "Volkswagen", "Argo AI", "ACQUIRES", "planned", False, []),
            ("make", "theme", "Volkswagen", AI, "DEVELOPS", "current", False, []),
            ("make", "theme", "Volkswagen", "Cariad", "OWNS", "current", True, []),
            ("ally", "theme", "Volkswagen", "Bosch", "PARTNERS_WITH", "current", False, []),
        ],
    ),
    "claims that bear on words, by a day": (
        "posture_claims",
        {"company": "Stellantis", "words": "cloud", "as_of": "2024-02-01"},
        "way near other predicate status",
        [("buy", "theme", "Microsoft", "SUPPLIES", "current")],
    ),
    "what was read": (
        "posture_coverage", {"company": "Stellantis", "theme": CELLS},
        "mentioning articles publishers first last", [(5, 2, 2, JUN, SEP)]),
    "what had been read": (
        "posture_coverage", {"company": "Stellantis", "theme": CLOUD, "as_of": JAN},
        "mentioning articles publishers first last", [(1, 1, 1, JAN, JAN)]),
    "nothing was read about it": (
        "posture_coverage", {"company": "Toyota", "theme": CLOUD},
        "mentioning articles publishers first last", [(1, 0, 0, None, None)]),
    "players, without the denied": (
        "contrast_players", {"company": "Stellantis", "theme": "mobility"},
        "player stated claims published",
        [("Volkswagen", True, 2, OCT), ("Toyota", True, 1, OCT)]),
    "players by a day": (
        "contrast_players", {"company": "Stellantis", "as_of": JUN}, "player stated claims",
        [("Volkswagen", True, 1)]),
    "who uses the same and is no customer": (
        "contrast_players", {"company": "Microsoft", "theme": "cloud services"},
        "player stated claims quote", [("Volkswagen", False, 1, None)]),
    "customers, whom a rumour does not change": (
        "contrast_customers", {"company": "Microsoft"},
        "customer kind predicate status claims publishers quote",
        [("Stellantis", "Company", "SUPPLIES", "current", 2, 2,
          "Stellantis runs on Microsoft's cloud.")]),
    "a customer by a day": (
        "contrast_customers", {"company": "Bosch", "as_of": SEP}, "customer status",
        [("Stellantis", "current")]),
    "a customer no more": ("contrast_customers", {"company": "Bosch"}, "customer", []),
    "evidence of a pair": (
        "evidence_of",
        {"entity": "Microsoft", "other": "Fiat Chrysler"},
        "subject predicate status published sentences speaker",
        [
            ("Stellantis", "PARTNERS_WITH", "planned", MAR,
             ["Microsoft and Stellantis will build an assistant."], "Antonio Filosa"),
            ("Microsoft", "SUPPLIES", "rumoured", MAR,
             ["Microsoft may sell more to Stellantis."], None),
            ("Microsoft", "SUPPLIES", "current", JAN,
             ["Stellantis runs on Microsoft's cloud."], None),
        ],
    ),
    "evidence of one predicate, without a quote": (
        "evidence_of",
        {"entity": "Stellantis", "predicate": "LICENSES_TO"},
        "subject sentences publisher title url",
        [("Arm", [], "Morning Wire", "Mar", "https://b.test/mar")],
    ),
    "evidence of a theme": (
        "evidence_of", {"entity": DRIVING}, "subject predicate object status",
        [("Stellantis", "DEVELOPS", DRIVING, "ended")]),
    "evidence of a place": (
        "evidence_of", {"entity": "Stellantis", "other": "Poland"}, "subject predicate object",
        [("Stellantis", "OPERATES_IN", "Poland")]),
}  # fmt: skip


@pytest.mark.parametrize(("name", "arguments", "columns", "rows"), CASES.values(), ids=CASES)
def test_answers(
    filled: GraphStore,
    catalogue: Catalogue,
    name: str,
    arguments: dict[str, object],
    columns: str,
    rows: list[tuple[object, ...]],
) -> None:
    assert picked(catalogue.run(filled, name, arguments), columns) == rows


def test_paths_follow_every_predicate_but_those_to_places(
    catalogue: Catalogue, ontology: Ontology
) -> None:
    text = catalogue.get("path_between").text
    assert [name for name in ontology.predicates if name not in text] == ["OPERATES_IN"]
