"""What a view draws, out of a small store."""

from collections.abc import Iterator
from datetime import date

import pytest

from kg import answers, config, drawings
from kg.errors import NotFound, ViewError
from kg.model import Article, Claim, Entity, Evidence, Extraction, Mention, Status, entity_id
from kg.store import Store
from kg.views.drawing import Drawing

IDS = {name: entity_id("Company", name) for name in ("Acme", "Bolt", "Cogs", "Dash", "Echo")}
TOLD = [
    ("2025-01-10", "Daily", [("Bolt", "SUPPLIES", "Acme"), ("Acme", "SUPPLIES", "Dash")]),
    ("2025-02-10", "Wire", [("Bolt", "SUPPLIES", "Acme"), ("Bolt", "COMPETES_WITH", "Cogs")]),
    ("2025-03-10", "Sun", [("Bolt", "SUPPLIES", "Acme"), ("Cogs", "OWNS", "Echo")]),
]


def extraction(day: str, publisher: str, told: list[tuple[str, str, str]]) -> Extraction:
    read = Article(publisher, f"{publisher}\n\nText.", publisher, date.fromisoformat(day))
    names = sorted({end for each in told for end in (each[0], each[2])})
    return Extraction(
        read,
        "test",
        tuple(Entity(IDS[name], "Company", name) for name in names),
        tuple(Mention(0, 1, "x", "Company", IDS[name], 1.0, "exact") for name in names),
        tuple(
            Claim(
                read.id, IDS[subject], predicate, IDS[other], Status.CURRENT, 0.9,
                (
                    Evidence(
                        read.id, place, place + 4, f"{publisher}: {subject} {predicate} {other}."
                    ),
                ),
                read.published, publisher,
            )
            for place, (subject, predicate, other) in enumerate(told)
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("drawings")
    with Store(config.Settings(store=folder)) as store:
        found = [extraction(*each) for each in TOLD]
        store.ledger_to_change(create=True).record(found, store.policy(), {})
        store.project()
        yield store


def shape(drawing: Drawing) -> set[str]:
    names = {node.id: node.name for node in drawing.nodes}
    return {f"{names[e.source]} {e.predicate} {names[e.target]}" for e in drawing.edges}


def test_a_neighbourhood_has_what_touches_it_and_what_lies_between(store: Store) -> None:
    drawing = drawings.around(store, "Bolt")
    assert drawing.title == "Bolt and its relations"
    assert {node.name for node in drawing.nodes} == {"Bolt", "Acme", "Cogs"}


def test_the_sentences_of_an_edge_come_newest_first(store: Store) -> None:
    drawing = drawings.around(store, "Acme")
    quotes = next(e.quotes for e in drawing.edges if e.source == IDS["Bolt"])
    assert [(quote.publisher, quote.text) for quote in quotes] == [
        (publisher, f"{publisher}: Bolt SUPPLIES Acme.") for publisher in ("Sun", "Wire", "Daily")
    ]
    assert quotes[0].published == date(2025, 3, 10)


def test_a_chain_has_suppliers_left_and_customers_right(store: Store) -> None:
    drawing = drawings.chosen(store, "Acme", chain=True)
    assert shape(drawing) == {"Bolt SUPPLIES Acme", "Acme SUPPLIES Dash"}
    places = drawing.places
    assert places[IDS["Bolt"]].x < places[IDS["Acme"]].x < places[IDS["Dash"]].x


def test_a_path_runs_from_left_to_right_also_against_the_arrows(store: Store) -> None:
    drawing = drawings.chosen(store, "Dash", to="Echo")
    assert drawing.title == "From Dash to Echo"
    names = {node.id: node.name for node in drawing.nodes}
    row = sorted(drawing.places, key=lambda id_: drawing.places[id_].x)
    assert [names[id_] for id_ in row] == ["Dash", "Acme", "Bolt", "Cogs", "Echo"]
    assert len(drawing.edges) == 4


def test_where_no_path_leads_it_says_so(store: Store) -> None:
    with pytest.raises(NotFound, match="no path of at most six steps leads from 'Acme' to 'Acme'"):
        drawings.path(store, "Acme", "Acme")


def test_a_contrast_has_the_company_and_its_rivals(store: Store) -> None:
    drawing = drawings.chosen(store, "Bolt", contrast=True)
    assert {"Bolt", "Cogs"} <= {node.name for node in drawing.nodes}


def test_nothing_asked_for_draws_everything(store: Store) -> None:
    assert len(drawings.chosen(store).edges) == 4


@pytest.mark.parametrize(
    "returned",
    ["a.id AS a, b.id AS b", "a.name AS a, b.name AS b", "[a.id, {b: b.id}] AS both",
     "a.id AS a, b {.id, .name} AS b"],
)  # fmt: skip
def test_a_querys_result_is_drawn_by_ids_or_names(store: Store, returned: str) -> None:
    query = f"MATCH (a:Company)-[:SUPPLIES]->(b:Company {{id: $to}}) RETURN {returned}"
    drawing = drawings.chosen(store, query=query, parameters={"to": IDS["Acme"]})
    assert shape(drawing) == {"Bolt SUPPLIES Acme"}


def test_a_result_without_entities_is_refused(store: Store) -> None:
    found = answers.query(store, "MATCH (a:Company) RETURN count(a) AS n", {})
    with pytest.raises(NotFound, match=r"the 1 rows .* return ids or names"):
        drawings.result(store, found)


def test_an_answer_without_rows_draws_nothing(store: Store) -> None:
    query = "MATCH (a:Company) WHERE a.name = 'nobody' RETURN a.id AS id"
    assert drawings.chosen(store, query=query).nodes == ()


def test_a_result_that_was_cut_is_told(store: Store) -> None:
    found = store.graph().read("MATCH (a:Company) RETURN a.id AS id", row_limit=2)
    assert drawings.result(store, found).cut is True


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"entity": "Acme", "to": "Echo", "chain": True}, "to and chain are different views"),
        ({"chain": True}, "a view by chain takes an entity"),
        ({"entity": "Acme", "query": "RETURN 1"}, "a view by query takes no entity"),
        ({"entity": "Acme", "theme": "AI"}, "the theme 'AI' is for a contrast"),
    ],
)
def test_what_does_not_go_together_is_refused(
    store: Store, choice: dict[str, object], message: str
) -> None:
    with pytest.raises(ViewError, match=message):
        drawings.chosen(store, **choice)  # type: ignore[arg-type]
