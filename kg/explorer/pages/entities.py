"""The page of an entity, and the sentences about it."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from kg import answers, drawings
from kg.errors import QueryError
from kg.explorer.graphs import expanded
from kg.explorer.view import Asked, Listing, View, to
from kg.graph.base import Table
from kg.graph.templates import template
from kg.graph.writer import IDENTIFIERS
from kg.posture import Side, load
from kg.store import Store
from kg.views.drawing import Drawing
from kg.views.postures import covered

_MOST_THEMES = 6
_MOST_EXPANDED = 8
_MOST_SAID = 60

_CLAIM = {"published": to("claim", "claim")}


def entity(store: Store, asked: Asked) -> View:
    """Facts, names, posture by theme, relations, what was said and where it is mentioned.

    `without` (predicates and statuses), `since` and `until` narrow the relations; `with` adds the
    neighbours of others to the graph.
    """
    facts = answers.entity(store, asked.path["ref"])
    id_, kind, name = (str(facts[key]) for key in ("id", "kind", "name"))
    narrowed = _narrowed(asked)
    themes = _themes(store, id_) if kind == "Company" else []

    tables = {
        "relations": lambda: _relations(store, id_, kind, narrowed),
        "timeline": lambda: _timeline(store, id_, asked),
        "articles": lambda: _articles(store, id_, kind),
    }
    if kind == "Company":
        tables["postures"] = lambda: _postures(store, id_, themes, asked)
    shown = {
        "facts": facts,
        "identifiers": {key: facts[key] for key in IDENTIFIERS if key in facts},
        "themes": themes,
        "source": f"/entity/{id_}",
    }
    return View(name, "entity", tables, shown, lambda: _drawing(store, id_, asked))


def evidence(store: Store, asked: Asked) -> View:
    """The sentences about an entity, or about two, or of one relation; newest first."""
    one, other = asked.text("entity"), asked.text("other")
    predicate, until = asked.text("predicate"), asked.day("until")
    if not one:
        raise QueryError("the address names no entity; begin with a search")
    named = {"entity": one, "other": other, "predicate": predicate, "as_of": until}
    given = {name: value for name, value in named.items() if value}

    def said() -> Listing:
        found = answers.ask(store, "evidence_of", given)
        return Listing("Sentences", found, _CLAIM, ("claim",), "Nothing was said of it.")

    names = [str(answers.entity(store, each)["name"]) for each in (one, other) if each]
    return View(f"Evidence: {' and '.join(names)}", "evidence", {"evidence": said})


def _narrowed(asked: Asked) -> dict[str, object]:
    return {
        "without": list(asked.texts("without")),
        "since": asked.day("since"),
        "until": asked.day("until"),
    }


def _relations(store: Store, id_: str, kind: str, narrowed: dict[str, object]) -> Listing:
    limit = store.settings.row_limit
    found = store.graph().read(
        template("read/entity_relations", KIND=kind), {"id": id_, "limit": limit, **narrowed}
    )
    predicates = store.ontology.predicates
    rows: list[tuple[object, ...]] = [
        (predicates[str(name)].wording if outward else predicates[str(name)].inverse, *rest, name)
        for name, outward, *rest in found.rows
    ]
    table = Table(("relation", *found.columns[2:], "predicate"), rows, len(rows) >= limit)
    links = {"other": to("entity", "other_id"), "claims": lambda row: _sentences(id_, row)}
    return Listing("Relations", table, links, ("other_id", "predicate"))


def _sentences(id_: str, row: Mapping[str, object]) -> str:
    named = {"entity": id_, "other": row["other_id"], "predicate": row["predicate"]}
    return "/evidence?" + urlencode(named)


def _timeline(store: Store, id_: str, asked: Asked) -> Listing:
    named = {"entity": id_, "as_of": asked.day("until"), "limit": _MOST_SAID}
    found = answers.ask(store, "evidence_of", {k: v for k, v in named.items() if v is not None})
    columns = ("published", "subject", "predicate", "object", "status", "sentences", "publisher",
               "claim")  # fmt: skip
    shown = found.pick(columns)
    cut = Table(shown.columns, shown.rows, len(shown.rows) >= _MOST_SAID)
    return Listing("Timeline", cut, _CLAIM, ("claim",))


def _articles(store: Store, id_: str, kind: str) -> Listing:
    limit = store.settings.row_limit
    asked = {"id": id_, "limit": limit}
    found = store.graph().read(template("read/entity_articles", KIND=kind), asked)
    whole = Table(found.columns, found.rows, len(found.rows) >= limit)
    return Listing("Articles that mention it", whole, {"title": to("article", "id")}, ("id",))


def _themes(store: Store, id_: str) -> list[str]:
    """The capabilities that most is said of, in this company's articles."""
    found = answers.ask(store, "themes_of", {"company": id_}).records()
    return [str(row["theme"]) for row in found if row["capability"]][:_MOST_THEMES]


def _postures(store: Store, id_: str, themes: Iterable[str], asked: Asked) -> Listing:
    rules, day = load(store.settings.posture), asked.day("until")
    rows: list[tuple[object, ...]] = []
    for theme in themes:
        found = answers.posture(store, id_, theme, as_of=day)
        sides = (f"{rules.word(found.strengths[s])} ({found.strengths[s]:.2f})" for s in Side)
        suppliers = [f"{each.name} {each.share:.0%}" for each in found.suppliers]
        rows.append((theme, found.label.value, *sides, suppliers, covered(found)))
    columns = ("theme", "posture", "make", "buy", "ally", "suppliers", "read")
    links = {"theme": lambda row: f"/posture/{id_}?" + urlencode({"theme": row["theme"]})}
    return Listing("Posture by theme", Table(columns, rows), links)


def _drawing(store: Store, id_: str, asked: Asked) -> Drawing:
    others = asked.texts("with", most=_MOST_EXPANDED)
    found = [drawings.around(store, each) for each in (id_, *others)]
    return expanded(found, store.settings.view_nodes) if others else found[0]
