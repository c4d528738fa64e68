"""What has to be written so that the graph shows a part of the ledger.

Everything is an upsert by id that replaces all properties, and all edges of the articles given;
their claims are removed and made anew, which is faster. So writing the same part twice changes
nothing, and neither does the order.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import NamedTuple

from kg.errors import GraphError
from kg.graph.base import GraphStore, Rows, Statement, statements
from kg.graph.templates import template
from kg.model import Article, Claim, Entity, Relation, Slice, entity_id, publisher_id
from kg.ontology import Ontology, Theme

# To be raised with every change of what is written: a graph of another schema is made anew.
SCHEMA_VERSION = 5

IDENTIFIERS = ("cik", "lei", "ticker", "isin", "wikidata")


@dataclass(frozen=True, slots=True)
class _Names:
    """The ontology's own: only these become labels and edge types; its themes by id."""

    kinds: Mapping[str, str]
    predicates: Collection[str]
    themes: Mapping[str, str]

    def kind(self, entity: str) -> str:
        """The kind of an entity, which its id begins with."""
        kind = self.kinds.get(entity.rpartition("-")[0])
        if kind is None:
            raise GraphError(f"entity {entity!r} is of no kind that the ontology knows; add it")
        return kind

    def predicate(self, name: str) -> str:
        """The name itself, if it is a predicate."""
        if name not in self.predicates:
            raise GraphError(f"the ontology does not know the predicate {name!r}; add it")
        return name


@dataclass(frozen=True, slots=True)
class Position:
    """How far the graph has followed which ledger, and what wrote it by which vocabulary."""

    schema: int
    engine: str
    ontology: str
    ledger: str
    sequence: int


class _Row(NamedTuple):
    """A row for a template, and the names that its labels and edge types take."""

    values: dict[str, object]
    names: tuple[tuple[str, str], ...] = ()


def schema(ontology: Ontology) -> list[str]:
    """The constraints that make every id unique and quick to find."""
    labels = [*ontology.kinds, "Article", "Publisher", "Claim", "Projection"]
    return [template("write/constraint", LABEL=label) for label in labels]


def taxonomy(ontology: Ontology) -> list[Rows]:
    """The themes of the ontology, each with the theme it belongs to."""
    themes = ontology.themes.values()
    parents = [(theme.id, ontology.themes[name].id) for theme in themes for name in theme.parents]
    return [
        *_grouped("theme", map(_theme, themes)),
        *_grouped("broader", (_row(theme=t, parent=p) for t, p in parents)),
    ]


def project(
    changed: Slice, entities: Sequence[Entity], relations: Sequence[Relation], ontology: Ontology
) -> list[Statement]:
    """The statements, in order, that bring the graph up to `changed`.

    A touched triple without a relation loses its edge; see `additions`.

    Raises:
        GraphError: the ontology does not know a predicate or the kind of an entity.
    """
    removed = _removals(changed, relations, _seeded(ontology), _names(ontology))
    added = additions(changed, entities, relations, ontology)
    return [*removed, *statements(added)]


def additions(
    changed: Slice, entities: Sequence[Entity], relations: Sequence[Relation], ontology: Ontology
) -> list[Rows]:
    """What of `changed` is to be written, nodes first; the claims and links must not be there.

    `entities` are those to write, one for each id; `relations` what the claims of the touched
    triples add up to. The taxonomy's own themes are left as `taxonomy` writes them, and a
    relation's scope names them as it does; an edge to an entity that is not there is left out.

    Raises:
        GraphError: the ontology does not know a predicate or the kind of an entity.
    """
    names, seeded = _names(ontology), _seeded(ontology)
    own = [entity for entity in entities if entity.id not in seeded]
    return [*_nodes(changed, own, names), *_edges(changed, relations, names)]


def forget(entities: Iterable[str], articles: Iterable[str], ontology: Ontology) -> list[Statement]:
    """The statements that remove entities with all their edges, and all claims of the articles.

    For `project` to write them anew, read otherwise.
    """
    names = _names(ontology)
    return [
        *_statements("gone_articles_claims", (_row(id=article) for article in articles)),
        *_statements("gone_entity", (_of_kind(names.kind(e), id=e) for e in entities)),
    ]


def mark(store: GraphStore, ontology: Ontology, ledger: str, sequence: int) -> Rows:
    """The note of how far which ledger has been projected, and by which vocabulary."""
    reached = Position(SCHEMA_VERSION, store.engine, ontology.digest, ledger, sequence)
    return Rows("mark", {}, [{"id": "projection"} | asdict(reached)])


def position(store: GraphStore) -> Position | None:
    """What `mark` noted last; None for a graph that was never marked."""
    rows = store.read(template("read/position")).records()
    return Position(**rows[0]) if rows else None  # type: ignore[arg-type]


def fits(found: Position, store: GraphStore, ontology: Ontology, ledger: str) -> bool:
    """Whether it is this ledger, as this kg and its engine would write it by this vocabulary."""
    return found == Position(SCHEMA_VERSION, store.engine, ontology.digest, ledger, found.sequence)


def _names(ontology: Ontology) -> _Names:
    return _Names(
        {kind.lower(): kind for kind in ontology.kinds},
        ontology.predicates,
        {theme.id: theme.name for theme in ontology.themes.values()},
    )


def _seeded(ontology: Ontology) -> set[str]:
    return {theme.id for theme in ontology.themes.values()}


def _removals(
    changed: Slice, relations: Iterable[Relation], seeded: set[str], names: _Names
) -> Iterator[Statement]:
    kept = {(relation.subject, relation.predicate, relation.object) for relation in relations}
    gone = sorted(changed.claims_by_triple.keys() - kept)
    yield from _statements("gone_relation", (_relation(*triple, names) for triple in gone))
    claims = [*changed.gone_claims, *(claim.id for claim in changed.claims)]
    yield from _statements("gone_claim", (_row(id=claim) for claim in claims))
    articles = [_row(id=article) for article in changed.gone_articles]
    yield from _statements("gone_articles_claims", articles)
    yield from _statements("gone_article", articles)
    if articles:
        yield template("write/gone_publishers"), {}
    entities = [entity for entity, _ in changed.gone_entities if entity not in seeded]
    yield from _statements("gone_entity", (_of_kind(names.kind(e), id=e) for e in entities))
    yield from _statements("unlink_article", (_row(id=a.id) for a in changed.articles))


def _nodes(changed: Slice, entities: Iterable[Entity], names: _Names) -> Iterator[Rows]:
    publishers = {
        publisher_id(article.publisher): article.publisher for article in changed.articles
    }
    yield from _grouped("entity", (_entity(entity, names) for entity in entities))
    yield from _grouped("publisher", (_row(id=i, name=name) for i, name in publishers.items()))
    yield from _grouped("article", map(_article, changed.articles))
    yield from _grouped("claim", map(_claim, changed.claims))


def _edges(changed: Slice, relations: Iterable[Relation], names: _Names) -> Iterator[Rows]:
    articles, claims = changed.articles, changed.claims
    yield from _grouped("published_by", map(_published_by, articles))
    yield from _grouped(
        "mentions",
        (_of_kind(names.kind(e), article=a, entity=e, count=n) for a, e, n in changed.mentions),
    )
    yield from _grouped(
        "about", (_row(article=a, theme=theme, score=s) for a, theme, s in changed.about)
    )
    yield from _grouped("end", (row for claim in claims for row in _ends(claim, names)))
    yield from _grouped("relation", (_folded(relation, names) for relation in relations))


def _row(**values: object) -> _Row:
    return _Row(values)


def _of_kind(kind: str, **values: object) -> _Row:
    return _Row(values, (("KIND", kind),))


def _grouped(name: str, rows: Iterable[_Row]) -> Iterator[Rows]:
    groups: dict[tuple[tuple[str, str], ...], list[dict[str, object]]] = defaultdict(list)
    for row in rows:
        groups[row.names].append(row.values)
    for names, values in sorted(groups.items()):
        yield Rows(name, dict(names), values)


def _statements(name: str, rows: Iterable[_Row]) -> list[Statement]:
    return statements(_grouped(name, rows))


def _theme(theme: Theme) -> _Row:
    return _row(
        id=theme.id, name=theme.name, aliases=list(theme.words), capability=theme.capability
    )


def _entity(entity: Entity, names: _Names) -> _Row:
    if entity.kind != names.kind(entity.id):
        raise GraphError(f"entity {entity.id!r} is given as {entity.kind}; its id says otherwise")
    identifiers = sorted(entity.identifiers, reverse=True)
    return _of_kind(
        entity.kind,
        id=entity.id,
        name=entity.name,
        aliases=list(entity.aliases),
        **{scheme: value for scheme, value in identifiers if scheme in IDENTIFIERS},
    )


def _article(article: Article) -> _Row:
    return _row(
        id=article.id,
        title=article.title,
        url=article.url,
        published=article.published,
        publisher=article.publisher,
    )


def _published_by(article: Article) -> _Row:
    return _row(article=article.id, publisher=publisher_id(article.publisher))


def _claim(claim: Claim) -> _Row:
    quotes = [evidence.quote for evidence in claim.evidence if evidence.quote is not None]
    amount = claim.amount
    return _row(
        id=claim.id,
        article=claim.article,
        predicate=claim.predicate,
        status=claim.status.value,
        kind=claim.kind,
        role=claim.role,
        confidence=claim.confidence,
        quote=quotes[0] if quotes else None,
        quotes=quotes,
        published=claim.published,
        amount=amount.value if amount else None,
        currency=amount.currency if amount else None,
        amount_text=amount.text if amount else None,
    )


def _ends(claim: Claim, names: _Names) -> Iterator[_Row]:
    ends = [("SUBJECT", claim.subject), ("OBJECT", claim.object)]
    ends += [("SPEAKER", claim.speaker)] if claim.speaker else []
    ends += [("SCOPE", theme) for theme in {entity_id("Theme", name) for name in claim.scope}]
    id_ = claim.id
    for end, entity in ends:
        labels = (("END", end), ("KIND", names.kind(entity)))
        yield _Row({"claim": id_, "entity": entity}, labels)


def _folded(relation: Relation, names: _Names) -> _Row:
    ends = _relation(relation.subject, relation.predicate, relation.object, names)
    scope: dict[str, str] = {}
    for name, claim in relation.scope:
        scope.setdefault(names.themes.get(entity_id("Theme", name), name), claim)
    values = {
        "status": relation.status.value,
        "kind": relation.kind,
        "confidence": relation.confidence,
        "claims": relation.claims,
        "articles": relation.articles,
        "publishers": relation.publishers,
        "first_seen": relation.first_seen,
        "last_seen": relation.last_seen,
        "evidence": relation.evidence,
        "scope": list(scope),
        "scope_evidence": list(scope.values()),
    }
    return _Row(ends.values | values, ends.names)


def _relation(subject: str, predicate: str, object_: str, names: _Names) -> _Row:
    types = {
        "FROM": names.kind(subject),
        "PREDICATE": names.predicate(predicate),
        "TO": names.kind(object_),
    }
    return _Row({"subject": subject, "object": object_}, tuple(types.items()))
