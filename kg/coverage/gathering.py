"""What the graph knows of an article or a company, and of the earlier articles near it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kg.graph.base import GraphStore
from kg.graph.templates import template

# An entity in more articles than this brings in none by itself: everybody writes about it.
_WIDEST = 2_000

# Of how many articles near it, those that share most, the answer is chosen.
_MOST = 400


@dataclass(frozen=True, slots=True)
class Said:
    """A claim of an article, with names for its ends."""

    claim: str
    predicate: str
    status: str
    subject: str
    subject_name: str
    object: str
    object_name: str
    scope: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What earlier coverage is wanted for: an article, or a company where `article` is empty.

    `entities` and `themes` give weights, `names` the names of both, `spread` in how many
    articles an entity is.
    """

    article: str
    title: str
    until: date
    entities: Mapping[str, float]
    themes: Mapping[str, float]
    names: Mapping[str, str]
    spread: Mapping[str, int]
    claims: tuple[Said, ...] = ()
    company: str = ""

    @property
    def companies(self) -> set[str]:
        """The companies that it states something of."""
        ends = {end for said in self.claims for end in (said.subject, said.object)}
        return {end for end in ends | {self.company} if end.startswith("company-")}


@dataclass(frozen=True, slots=True)
class Near:
    """An earlier article with what it shares: entities by count, themes by score, its claims."""

    article: str
    title: str
    published: date
    publisher: str
    url: str
    mentions: int
    entities: Mapping[str, float]
    themes: Mapping[str, float] = field(default_factory=dict)
    claims: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Gathered:
    """The earlier articles near what is asked, how many there are in all, and the rivals."""

    near: tuple[Near, ...]
    articles: int
    rivals: frozenset[str]


def about_article(graph: GraphStore, article: str, title: str, until: date) -> Asked:
    """What is asked for an article: earlier coverage published by that day."""
    entities = graph.read(
        template("read/related_entities"), {"article": article, "until": until}
    ).records()
    themes = graph.read(template("read/related_themes"), {"article": article}).records()
    names = {str(row["id"]): str(row["name"]) for row in entities}
    return Asked(
        article,
        title,
        until,
        {str(row["id"]): _number(row["count"]) for row in entities},
        {str(row["theme"]): _number(row["score"]) for row in themes},
        names | {str(row["theme"]): str(row["name"]) for row in themes},
        {str(row["id"]): _whole(row["articles"]) for row in entities},
        _claims(graph, [article]).get(article, ()),
    )


def about_company(graph: GraphStore, company: str, name: str, until: date) -> Asked:
    """What is asked for a company: what names it, and then what it is related to."""
    values = {"company": company, "until": until}
    related = graph.read(template("read/related_company"), values).records()
    most = max((_number(row["count"]) for row in related), default=1.0)
    return Asked(
        "",
        name,
        until,
        {str(row["id"]): 0.3 * _number(row["count"]) / most for row in related} | {company: 1.0},
        {},
        {str(row["id"]): str(row["name"]) for row in related} | {company: name},
        {str(row["id"]): _whole(row["articles"]) for row in related} | {company: 1},
        company=company,
    )


def gather(graph: GraphStore, asked: Asked, kinds: Iterable[str]) -> Gathered:
    """The earlier articles that share an entity or tell of a rival, with all that is compared."""
    (total,) = graph.read(template("read/articles_until"), {"until": asked.until}).rows[0]
    rivals = _rivals(graph, asked.companies)
    shared = _sharing(graph, asked, rivals, {kind.lower(): kind for kind in kinds})
    chosen = sorted(shared, key=lambda article: (-_weight(shared[article], asked), article))[:_MOST]
    themes = _themes(graph, chosen)
    claims = _claims(graph, chosen)
    rows = graph.read(template("read/related_articles"), {"articles": chosen}).records()
    near = [
        Near(
            key := str(row["article"]),
            str(row["title"]),
            row["published"],  # type: ignore[arg-type]
            str(row["publisher"]),
            str(row["url"]),
            _whole(row["mentions"]),
            shared[key],
            themes.get(key, {}),
            claims.get(key, ()),
        )
        for row in rows
    ]
    return Gathered(tuple(near), _whole(total), frozenset(rivals))


def _rivals(graph: GraphStore, companies: Iterable[str]) -> set[str]:
    values = {"companies": sorted(companies)}
    return {str(rival) for (rival,) in graph.read(template("read/related_rivals"), values).rows}


def _sharing(
    graph: GraphStore, asked: Asked, rivals: set[str], kinds: Mapping[str, str]
) -> dict[str, dict[str, float]]:
    """By article the entities that it shares with what is asked, or the rivals it names."""
    wanted: defaultdict[str, list[str]] = defaultdict(list)
    for entity in sorted(asked.entities.keys() | rivals):
        if asked.spread.get(entity, 0) <= _WIDEST:
            wanted[kinds[entity.rpartition("-")[0]]].append(entity)
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for kind, entities in wanted.items():
        values = {"entities": entities, "until": asked.until, "article": asked.article}
        rows = graph.read(template("read/related_naming", KIND=kind), values).rows
        for key, named, count in rows:
            found[str(key)][str(named)] = _number(count)
    return found


def _weight(shared: Mapping[str, float], asked: Asked) -> float:
    return sum(
        asked.entities.get(entity, 0.1) / (1 + asked.spread.get(entity, _WIDEST))
        for entity in shared
    )


def _themes(graph: GraphStore, articles: Sequence[str]) -> dict[str, dict[str, float]]:
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    rows = graph.read(template("read/related_about"), {"articles": articles}).rows
    for key, theme, score in rows:
        found[str(key)][str(theme)] = _number(score)
    return found


def _claims(graph: GraphStore, articles: Sequence[str]) -> dict[str, tuple[Said, ...]]:
    found: defaultdict[str, list[Said]] = defaultdict(list)
    rows = graph.read(template("read/related_claims"), {"articles": articles}).records()
    for row in rows:
        scope: Sequence[str] = row.pop("scope")  # type: ignore[assignment]
        article = str(row.pop("article"))
        said = {name: str(value) for name, value in row.items()}
        found[article].append(Said(scope=tuple(scope), **said))
    return {article: tuple(claims) for article, claims in found.items()}


def _number(value: object) -> float:
    return float(str(value))


def _whole(value: object) -> int:
    return int(str(value))
