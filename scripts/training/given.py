"""Score the claims that are found where the entities are given, so that only relations count.

python scripts/training/given.py GOLD TEXTS [GOLD TEXTS ...]

Needs no torch. Names are marked wherever the gold's names stand; pronouns are resolved as ever.
"""

import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from lessons import Teacher, annotated

from kg import config, scoring
from kg.model import Article
from kg.nlp import verdicts
from kg.nlp.arguments import locate
from kg.nlp.found import FoundClaim, merge
from kg.nlp.network import Network
from kg.nlp.windows import prepare


def main() -> None:
    """Print a line for each pair of files and one for all."""
    teacher, network = Teacher(), Network(config.load().network)
    total = scoring.Figures(0, 0, 0)
    for gold, texts in list(pairwise(map(Path, sys.argv[1:])))[::2]:
        rows = scoring.read_gold(gold, teacher.vocabulary)
        articles = scoring.read_articles(texts)
        said = {key: _said(articles[key], row, teacher, network) for key, row in rows.items()}
        report = scoring.score(rows, articles, said, teacher.vocabulary, 0.0)
        total += report.claims
        print(gold.name, _line(report.claims), f"status {report.status_exact:.3f}")
    print("all", _line(total))


def _line(figures: scoring.Figures) -> str:
    return f"P {figures.precision:.3f} R {figures.recall:.3f} F1 {figures.f1:.3f}"


def _said(
    article: Article, row: scoring.GoldRow, teacher: Teacher, network: Network
) -> scoring.Said:
    entities = tuple(scoring.SaidEntity(e.key, e.kind, e.names[0]) for e in row.entities)
    claims = merge(list(_claims(article, row, teacher, network)))
    return scoring.Said(
        entities,
        tuple(scoring.SaidClaim(c.triple, c.status, c.confidence, c.sentences) for c in claims),
    )


def _claims(
    article: Article, row: scoring.GoldRow, teacher: Teacher, network: Network
) -> Iterator[FoundClaim]:
    doc = teacher.parsed(article)
    seen, entities = annotated(doc, row)
    title = len(article.title) or article.text.find("\n\n")
    windows, stated = prepare(doc, title, seen, entities, teacher.vocabulary)
    judge = verdicts.Judge(
        doc,
        locate(doc, seen),
        {key: entity.kind for key, entity in entities.items()},
        {key: key for key in entities},
        {(claim.sentences[0][0], claim.triple): claim for claim in stated},
        teacher.vocabulary,
        network.calibration,
        network.calibration.threshold(config.load().strictness),
    )
    return judge.claims(windows, network.read(windows))


if __name__ == "__main__":
    main()
