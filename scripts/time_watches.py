"""How long a check of many watches takes over a large graph of made-up claims.

    .venv/bin/python scripts/time_watches.py FOLDER [--claims 1000000] [--watches 1000]

Makes the graph in FOLDER if it is not there. Companies are as unequal as in news: the k-th is
written about in proportion to 1/k.
"""

import argparse
import random
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from kg import ontology
from kg.graph import embedded, writer
from kg.graph.base import GraphStore
from kg.model import Article, Claim, Entity, Evidence, Slice, Status, entity_id
from kg.ontology import Ontology
from kg.watches import Held, Watch, conditions, judge

COMPANIES = 20_000
CLAIMS_AN_ARTICLE = 10
ARTICLES_A_STEP = 2_000
FIRST = date(2024, 1, 1)
DAYS = 900
PREDICATES = ("SUPPLIES", "PARTNERS_WITH", "ACQUIRES", "DEVELOPS", "LICENSES_TO", "OWNS")


def companies() -> list[Entity]:
    """The companies, the most written about first."""
    names = (f"Company {number}" for number in range(COMPANIES))
    return [Entity(entity_id("Company", name), "Company", name) for name in names]


def steps(known: list[Entity], themes: list[str], claims: int) -> Iterator[Slice]:
    """The made-up articles with their claims and mentions, some at a time."""
    chance = random.Random(7)
    weights = [1 / (place + 1) for place in range(len(known))]
    for first in range(0, claims // CLAIMS_AN_ARTICLE, ARTICLES_A_STEP):
        last = min(first + ARTICLES_A_STEP, claims // CLAIMS_AN_ARTICLE)
        made = [_article(number, known, weights, themes, chance) for number in range(first, last)]
        yield Slice(
            articles=tuple(article for article, _ in made),
            claims=tuple(claim for _, said in made for claim in said),
            mentions=tuple(
                (article.id, entity, 1)
                for article, said in made
                for entity in sorted({end for c in said for end in (c.subject, c.object)})
            ),
        )


def _article(
    number: int, known: list[Entity], weights: list[float], themes: list[str], chance: random.Random
) -> tuple[Article, list[Claim]]:
    day = FIRST + timedelta(number % DAYS)
    article = Article(f"News {number}", f"News {number}", f"Publisher {number % 200}", day)
    ends = chance.choices(known, weights, k=2 * CLAIMS_AN_ARTICLE)
    claims = {}
    for one, other in zip(ends[::2], ends[1::2], strict=True):
        claim = Claim(
            article.id, one.id, chance.choice(PREDICATES), other.id, chance.choice(list(Status)),
            0.7, (Evidence(article.id, 0, 4, "News."),), day, article.publisher,
            scope=(chance.choice(themes),),
        )  # fmt: skip
        claims[claim.id] = claim
    return article, list(claims.values())


def fill(graph: GraphStore, vocabulary: Ontology, claims: int) -> None:
    """Write the made-up graph."""
    known, themes = companies(), sorted(vocabulary.themes)
    graph.prepare(writer.schema(vocabulary))
    graph.write(writer.taxonomy(vocabulary))
    graph.write(writer.project(Slice(), known, (), vocabulary))
    for part in steps(known, themes, claims):
        graph.write(writer.project(part, (), (), vocabulary))
    graph.checkpoint()


def main() -> None:
    """Make the graph, judge the watches, print how long both took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--watches", type=int, default=1_000)
    given = parser.parse_args()
    vocabulary = ontology.load()
    began = time.perf_counter()
    if not given.folder.exists():
        given.folder.mkdir(parents=True)
        graph: GraphStore = embedded.open_writer(given.folder)
        fill(graph, vocabulary, given.claims)
        graph.close()
        print(f"made in {time.perf_counter() - began:.0f} s")
    began = time.perf_counter()
    graph = embedded.open_reader(given.folder)
    (held,) = graph.read("MATCH (claim:Claim) RETURN count(claim) AS n").rows[0]
    print(f"opened in {time.perf_counter() - began:.0f} s: {held} claims")
    named = conditions(vocabulary)
    names, known, themes = named.names(), companies(), sorted(vocabulary.themes)
    took = []
    worked = time.process_time()
    for number in range(given.watches):
        company = known[number]
        watch = Watch(
            name=f"watch {number}", company=company.name, company_id=company.id,
            theme=themes[number % len(themes)] if number % 2 else "",
            condition=names[number % len(names)],
            opened=FIRST + timedelta(DAYS // 2), deadline=FIRST + timedelta(DAYS),
        )  # fmt: skip
        began = time.perf_counter()
        judge(graph, named, Held(watch.id, watch), watch.deadline)
        took.append(time.perf_counter() - began)
    took.sort()
    print(
        f"{len(took)} watches in {sum(took):.1f} s, of processor time "
        f"{time.process_time() - worked:.1f} s; median {1000 * took[len(took) // 2]:.1f} ms, "
        f"longest {took[-1]:.2f} s"
    )


if __name__ == "__main__":
    main()
