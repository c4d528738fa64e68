"""The projection: replaced, removed, repeated and in any order, on every engine."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import GraphError
from kg.graph import writer
from kg.graph.base import GraphStore, statements
from kg.graph.content import Counts, counts, digest
from kg.graph.writer import Position
from kg.model import Claim, Entity, Relation, Slice, Status, entity_id, publisher_id
from kg.ontology import Ontology

if TYPE_CHECKING:
    from tests.conformance.conftest import World


def write(store: GraphStore, world: "World", changed: Slice, *relations: Relation) -> None:
    store.write(writer.project(changed, (), relations, world.ontology))


def only(world: "World", subject: str, object_: str) -> tuple[Claim, Relation]:
    ends = (world.identity(subject), world.identity(object_))
    (claim,) = [c for c in world.changed.claims if (c.subject, c.object) == ends]
    (relation,) = [r for r in world.relations if (r.subject, r.object) == ends]
    return claim, relation


def test_every_engine_holds_the_same(filled: GraphStore, content: str) -> None:
    assert digest(filled) == content


def test_counts(filled: GraphStore) -> None:
    assert counts(filled) == Counts(
        {
            "Article": 5, "Claim": 34, "Company": 11, "Entity": 24, "Organization": 1,
            "Person": 2, "Place": 1, "Product": 2, "Publisher": 3, "Theme": 7,
        },
        {
            "ABOUT": 5, "ACQUIRES": 3, "BROADER": 5, "COMPETES_WITH": 3, "DEVELOPS": 5,
            "HAS_ROLE_AT": 2, "INVESTS_IN": 1, "LICENSES_TO": 1, "MENTIONS": 37, "MERGES_WITH": 1,
            "OBJECT": 34, "OPERATES_IN": 1, "OWNS": 3, "PARTNERS_WITH": 2, "PUBLISHED_BY": 5,
            "SCOPE": 17, "SPEAKER": 1, "STATED_IN": 34, "SUBJECT": 34, "SUPPLIES": 3, "USES": 4,
        },
    )  # fmt: skip


def test_what_an_entity_holds(filled: GraphStore) -> None:
    rows = filled.read(
        "MATCH (n:Entity) WHERE n.name IN ['Stellantis', 'ignored', 'generative AI'] "
        "RETURN labels(n) AS labels, n {.id, .name, .aliases, .cik, .ticker, .lei, .capability} "
        "AS held ORDER BY n.name"
    ).rows
    held = [({*labels}, values) for labels, values in rows]  # type: ignore[misc]
    assert held == [
        (
            {"Company", "Entity"},
            {
                "id": entity_id("Company", "Stellantis"),
                "name": "Stellantis",
                "aliases": ["Fiat Chrysler", "STLA"],
                "cik": "1605484",
                "ticker": "STLA",
                "lei": None,
                "capability": None,
            },
        ),
        (
            {"Theme", "Entity"},
            {
                "id": entity_id("Theme", "generative AI"),
                "name": "generative AI",
                "aliases": [],
                "cik": None,
                "ticker": None,
                "lei": None,
                "capability": True,
            },
        ),
    ]


def test_what_a_relation_holds(filled: GraphStore, world: "World") -> None:
    told, relation = only(world, "Stellantis", "StarPlus Energy")
    rows = filled.read(
        "MATCH (:Company)-[r:INVESTS_IN]->(:Company) RETURN r.status AS status, r.kind AS kind, "
        "r.confidence AS confidence, r.claims AS claims, r.articles AS articles, "
        "r.publishers AS publishers, r.first_seen AS first_seen, r.last_seen AS last_seen, "
        "r.evidence AS evidence, r.scope AS scope, r.scope_evidence AS scope_evidence"
    ).records()
    assert rows == [
        {
            "status": "planned",
            "kind": "",
            "confidence": relation.confidence,
            "claims": 1,
            "articles": 1,
            "publishers": 1,
            "first_seen": date(2024, 9, 1),
            "last_seen": date(2024, 9, 1),
            "evidence": told.id,
            "scope": ["battery cells"],
            "scope_evidence": [told.id],
        }
    ]


@pytest.mark.parametrize("little", [0, 1_000_000])
def test_filling_or_writing_a_second_time_changes_nothing(
    store: GraphStore, world: "World", little: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.graph.embedded._LITTLE", little)
    world.fill(store)
    before = digest(store)
    world.fill(store)
    assert digest(store) == before
    again = writer.project(world.changed, world.entities, world.relations, world.ontology)
    store.write(again)
    assert digest(store) == before


def test_filling_and_writing_give_the_same(store: GraphStore, content: str, world: "World") -> None:
    store.prepare(writer.schema(world.ontology))
    store.write(statements(writer.taxonomy(world.ontology)))
    store.write(writer.project(world.changed, world.entities, world.relations, world.ontology))
    assert digest(store) == content


@pytest.mark.parametrize("little", [0, 1_000_000])
def test_what_the_taxonomy_no_longer_knows_is_left_out_however_it_is_written(
    store: GraphStore, world: "World", little: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.graph.embedded._LITTLE", little)
    fewer = {name: theme for name, theme in world.ontology.themes.items() if "cloud" not in name}
    ontology = replace(world.ontology, themes=fewer)
    entities = [entity for entity in world.entities if entity.kind != "Theme"]
    seen, relations = world.changed, world.relations
    store.fill(
        [], [writer.taxonomy(ontology), writer.additions(seen, entities, relations, ontology)]
    )
    filled = digest(store)
    store.fill([], [writer.taxonomy(ontology)])
    store.write(writer.project(seen, entities, relations, ontology))
    assert digest(store) == filled


def test_the_mark_is_no_content(store: GraphStore, world: "World") -> None:
    assert writer.position(store) is None
    world.fill(store)
    before = digest(store)
    store.write(statements([writer.mark(store, world.ontology, "ledger-1", 8)]))
    assert digest(store) == before
    assert writer.position(store) == Position(
        writer.SCHEMA_VERSION, store.engine, world.ontology.digest, "ledger-1", 8
    )


def test_a_graph_of_another_version_does_not_fit(store: GraphStore, ontology: Ontology) -> None:
    now = Position(writer.SCHEMA_VERSION, store.engine, ontology.digest, "ledger-1", 3)
    others = [
        replace(now, schema=now.schema + 1),
        replace(now, engine="kglite 0.1"),
        replace(now, ledger="ledger-2"),
    ]
    assert writer.fits(now, store, ontology, "ledger-1")
    assert not any(writer.fits(other, store, ontology, "ledger-1") for other in others)


def test_a_graph_of_another_vocabulary_does_not_fit(store: GraphStore, world: "World") -> None:
    world.fill(store)
    found = writer.position(store)
    assert found is not None
    fewer = replace(world.ontology, themes={})
    fitting = [writer.fits(found, store, o, found.ledger) for o in (world.ontology, fewer)]
    assert fitting == [True, False]


def test_extraction_again_leaves_nothing_behind(store: GraphStore, world: "World") -> None:
    world.fill(store)
    claim, _ = only(world, "Stellantis", "StarPlus Energy")
    article = world.articles["sep"]
    changed = Slice(
        articles=(article,),
        mentions=((article.id, world.identity("Bosch"), 5),),
        claims=(replace(claim, scope=(), amount=None, status=Status.CURRENT),),
    )
    write(store, world, changed)
    found = store.read(
        "MATCH (a:Article {id: $id})-[link:MENTIONS|ABOUT]->(n) "
        "RETURN n.name AS n, link.count AS c",
        {"id": article.id},
    )
    assert found.rows == [("Bosch", 5)]
    found = store.read(
        "MATCH (c:Claim {id: $id})-[link]->() RETURN c.status AS status, c.amount AS amount, "
        "c.amount_text AS text, type(link) AS link ORDER BY link",
        {"id": claim.id},
    )
    ends = ["OBJECT", "STATED_IN", "SUBJECT"]
    assert found.rows == [("current", None, None, end) for end in ends]


def test_a_triple_without_claims_loses_its_edge_only(store: GraphStore, world: "World") -> None:
    world.fill(store)
    claim, _ = only(world, "Samsung SDI", "Stellantis")
    changed = Slice(claims_by_triple={claim.triple: ()}, gone_claims=(claim.id,))
    write(store, world, changed)
    after = counts(store)
    assert (after.nodes["Claim"], after.edges["SUPPLIES"], after.nodes["Company"]) == (33, 2, 11)


def test_what_is_taken_down_is_gone(store: GraphStore, world: "World") -> None:
    world.fill(store)
    kept, relations = world.part("jan", "mar", "jun", "sep")
    october, _ = world.part("oct")
    removed = Slice(
        claims_by_triple={t: kept.claims_by_triple.get(t, ()) for t in october.claims_by_triple},
        gone_articles=(world.articles["oct"].id,),
        gone_entities=(
            (world.identity("Mobileye"), "Company"),
            (world.identity("Poland"), "Place"),
        ),
    )
    touched = [
        r for r in relations if (r.subject, r.predicate, r.object) in removed.claims_by_triple
    ]
    write(store, world, removed, *touched)
    after = digest(store)
    entities = [e for e in world.entities if e.name not in {"Mobileye", "Poland"}]
    added = writer.additions(kept, entities, relations, world.ontology)
    store.fill([], [writer.taxonomy(world.ontology), added])
    assert digest(store) == after
    assert "Evening Sun" not in str(store.read("MATCH (p:Publisher) RETURN p.name AS n").rows)


def test_a_theme_of_the_taxonomy_is_neither_overwritten_nor_removed(
    store: GraphStore, world: "World"
) -> None:
    store.fill([], [writer.taxonomy(world.ontology)])
    before = digest(store)
    theme = Entity(entity_id("Theme", "battery cells"), "Theme", "Battery Cells", ("cells",))
    changed = Slice(entities=(theme,), gone_entities=((theme.id, "Theme"),))
    store.write(writer.project(changed, [theme], (), world.ontology))
    assert digest(store) == before


def test_a_theme_that_moves_loses_its_old_parent(store: GraphStore, ontology: Ontology) -> None:
    store.fill([], [writer.taxonomy(ontology)])
    themes = dict(ontology.themes)
    themes["battery cells"] = replace(themes["battery cells"], parents=("information technology",))
    store.fill([], [writer.taxonomy(replace(ontology, themes=themes))])
    found = store.read(
        "MATCH (t:Theme)-[:BROADER]->(p) WHERE t.name = 'battery cells' RETURN p.name"
    )
    assert found.rows == [("information technology",)]


def test_nothing_to_write_is_nothing_sent(world: "World") -> None:
    assert writer.project(Slice(), (), (), world.ontology) == []


def test_many_rows_are_sent_in_parts(world: "World") -> None:
    mentions = tuple((f"article-{n}", world.identity("Bosch"), n) for n in range(12_000))
    statements = writer.project(Slice(mentions=mentions), (), (), world.ontology)
    assert [len(rows["rows"]) for _, rows in statements] == [5000, 5000, 2000]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"predicate": "LOVES"}, "LOVES"),
        ({"predicate": "SUPPLIES]->() DETACH DELETE a //"}, "DETACH"),
        ({"object": "planet-0123456789abcdef"}, "planet-0123456789abcdef"),
        ({"object": "Bosch"}, "Bosch"),
    ],
)
def test_only_names_of_the_ontology_are_written(
    world: "World", wrong: dict[str, str], named: str
) -> None:
    _, relation = only(world, "Samsung SDI", "Stellantis")
    with pytest.raises(GraphError, match=named):
        writer.project(Slice(), (), [replace(relation, **wrong)], world.ontology)  # type: ignore[arg-type]


def test_an_entity_is_of_the_kind_that_its_id_says(world: "World") -> None:
    wrong = replace(Entity(entity_id("Company", "Bosch"), "Company", "Bosch"), kind="Person")
    with pytest.raises(GraphError, match="given as Person"):
        writer.project(Slice(), [wrong], (), world.ontology)


def test_hostile_text_is_only_text(store: GraphStore, world: "World") -> None:
    hostile = "'}) MATCH (n) DETACH DELETE n // `\\u0027 \" <script>"
    article = replace(world.articles["jan"], title=hostile, publisher=hostile)
    company = Entity(entity_id("Company", hostile), "Company", hostile, (hostile,))
    changed = Slice(articles=(article,), mentions=((article.id, company.id, 1),))
    store.write(writer.project(changed, [company], (), world.ontology))
    found = store.read(
        "MATCH (p:Publisher)<-[:PUBLISHED_BY]-(a:Article)-[:MENTIONS]->(c:Company) "
        "RETURN p.name AS p, p.id AS id, a.title AS a, c.name AS c, c.aliases AS more"
    )
    assert found.rows == [(hostile, publisher_id(hostile), hostile, hostile, [hostile])]


@settings(max_examples=8, deadline=None)
@given(order=st.permutations(["jan", "mar", "jun", "sep", "oct"]))
def test_the_order_of_articles_does_not_matter(
    reused: GraphStore, content: str, world: "World", order: list[str]
) -> None:
    reused.fill([], [writer.taxonomy(world.ontology)])
    for end in range(1, len(order) + 1):
        changed, _ = world.part(order[end - 1])
        seen, relations = world.part(*order[:end])
        touched = [
            r for r in relations if (r.subject, r.predicate, r.object) in changed.claims_by_triple
        ]
        changed = replace(
            changed,
            claims_by_triple={t: seen.claims_by_triple[t] for t in changed.claims_by_triple},
        )
        reused.write(writer.project(changed, world.entities, touched, world.ontology))
    assert digest(reused) == content
