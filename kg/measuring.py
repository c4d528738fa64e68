"""What is extracted from articles, measured against gold."""

from pathlib import Path

from kg import scoring
from kg.nlp import Extractor, to_json
from kg.store import Store


def score_articles(
    store: Store, gold: Path, texts: Path, *, min_confidence: float = 0.5
) -> scoring.Report:
    """The score of what is extracted from `texts` now, against `gold`; nothing is stored.

    Raises:
        ScoringError: a file is malformed, or an annotated article is not among the texts.
    """
    rows = scoring.read_gold(gold, store.ontology)
    known = scoring.read_articles(texts)
    extractor = Extractor(store.settings, store.ontology)
    wanted = scoring.annotated(rows, known)
    said = {
        each.article.key: scoring.said(to_json(each))
        for each in extractor.extract(wanted, processes=store.settings.processes)
    }
    return scoring.score(rows, known, said, store.ontology, min_confidence)
