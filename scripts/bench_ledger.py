"""Made-up ledgers for scripts/bench: everybody writes about few companies, few about many."""

import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import accumulate, islice
from pathlib import Path

from kg import ontology
from kg.graph.base import GraphStore
from kg.ledger import Ledger, Policy
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

CLAIMS_AN_ARTICLE = 5
THEMES_AN_ARTICLE = 2
ARTICLES_A_BATCH = 200

# How many of each kind a claim's end is drawn from, and the exponent of the power law: the n-th
# is drawn in proportion to n ** -EXPONENT.
HOW_MANY = {"Company": 20_000, "Product": 5_000, "Person": 5_000, "Organization": 500, "Place": 200}
EXPONENT = 0.9

FIRST_DAY, DAYS = date(2022, 1, 1), 1_500
# Anybody may be bought or owned: mostly firms that little is written about.
BOUGHT = ("OWNS", "ACQUIRES")
PUBLISHERS = [f"Publisher {n}" for n in range(60)]
STATUSES = {Status.CURRENT: 70, Status.PLANNED: 14, Status.RUMOURED: 8, Status.ENDED: 6,
            Status.DENIED: 2}  # fmt: skip
WORDS = "which says that it will work with them on what both of them need from the market now"


def fill(path: Path, claims: int, seed: int) -> None:
    """A new ledger with about so many claims; the same seed gives the same claims."""
    with Ledger(path, create=True) as ledger:
        made = extractions(claims, seed)
        while batch := list(islice(made, ARTICLES_A_BATCH)):
            ledger.record(batch, Policy(), {})


def extractions(claims: int, seed: int) -> Iterator[Extraction]:
    """Articles of five claims each over all predicates of the ontology."""
    choice = random.Random(seed)
    world = _World(choice)
    for n in range(claims // CLAIMS_AN_ARTICLE):
        yield world.extraction(f"{seed}-{n}")


def known_companies(graph: GraphStore) -> list[tuple[str, int]]:
    """All companies with the number of claims about each, most of them first."""
    query = (
        "MATCH (c:Company)<-[:SUBJECT|OBJECT]-(claim:Claim) "
        "RETURN c.name AS name, count(claim) AS n ORDER BY n DESC, name"
    )
    return [(str(name), int(str(n))) for name, n in graph.read(query).rows]


class _World:
    def __init__(self, choice: random.Random) -> None:
        known = ontology.load()
        self.choice = choice
        self.predicates = list(known.predicates.values())
        self.pools = {
            kind: [Entity(entity_id(kind, f"{kind} {n}"), kind, f"{kind} {n}") for n in range(many)]
            for kind, many in HOW_MANY.items()
        }
        self.pools["Theme"] = [Entity(t.id, "Theme", t.name) for t in known.themes.values()]
        self.weights = {
            kind: list(accumulate((n + 1) ** -EXPONENT for n in range(len(pool))))
            for kind, pool in self.pools.items()
        }

    def drawn(self, kinds: Iterable[str]) -> Entity:
        kind = self.choice.choice(sorted(kinds))
        return self.choice.choices(self.pools[kind], cum_weights=self.weights[kind])[0]

    def extraction(self, key: str) -> Extraction:
        day = FIRST_DAY + timedelta(days=self.choice.randrange(DAYS))
        title, publisher = f"Story {key}", self.choice.choice(PUBLISHERS)
        article = Article(title, f"{title}\n\nText.", publisher, day)
        made: dict[tuple[str, str, str], Claim] = {}
        named: dict[str, Entity] = {}
        while len(made) < CLAIMS_AN_ARTICLE:
            claim, *entities = self.claim(article)
            if claim.subject != claim.object:
                made[claim.triple] = claim
                named |= {entity.id: entity for entity in entities}
        mentions = tuple(Mention(0, 5, e.name, e.kind, e.id, 1.0, "exact") for e in named.values())
        themes = sorted({self.drawn(("Theme",)).name for _ in range(THEMES_AN_ARTICLE)})
        return Extraction(
            article, "bench-1", tuple(named.values()), mentions, tuple(made.values()),
            tuple(ThemeScore(theme, 0.5) for theme in themes),
        )  # fmt: skip

    def claim(self, article: Article) -> tuple[Claim, *tuple[Entity, ...]]:
        predicate = self.choice.choice(self.predicates)
        subject, object_ = self.drawn(predicate.from_kinds), self.drawn(predicate.to_kinds)
        if predicate.name in BOUGHT:
            object_ = self.choice.choice(self.pools[object_.kind])
        first, second = predicate.ordered(subject.id, object_.id)
        quote = f"{subject.name} and {object_.name}: {article.title}, {WORDS}."
        status = self.choice.choices([*STATUSES], weights=[*STATUSES.values()])[0]
        theme = self.drawn(("Theme",))
        scope = (theme.name,) if self.choice.random() < 0.5 else ()
        evidence = (Evidence(article.id, 0, len(quote), quote),)
        stated = Claim(
            article.id, first, predicate.name, second, status, round(self.choice.random(), 3),
            evidence, article.published, article.publisher, scope=scope,
        )  # fmt: skip
        return stated, subject, object_
