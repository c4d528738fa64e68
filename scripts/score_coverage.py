"""How well earlier coverage is ranked: nDCG@10 against graded lists, beside plain BM25.

    .venv/bin/python scripts/score_coverage.py LISTS ARTICLES [--store FOLDER] [--each]

LISTS: JSON Lines, {"article": key, "relevant": {key: grade}}; 2 for an earlier stage of the same
story, 1 for what bears on it otherwise. ARTICLES: JSON Lines as kg ingests them; they are read into
FOLDER, by default a temporary one. Both rankings see the same articles: those published by the day
of the one asked about. Copies of one story count once for both, as the first of them to be ranked.

BM25 (Robertson and Zaragoza 2009, as rank-bm25 has it) is asked twice: with the title, and with
title and text, over title and text of the earlier articles. Its better mean is the one to beat.
"""

import argparse
import json
import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rank_bm25 import BM25Okapi

from kg import config
from kg.ingest import ingest
from kg.model import Article
from kg.related import related
from kg.store import Store

DEPTH = 10


def ndcg(ranked: Sequence[str], grades: Mapping[str, int], origins: Mapping[str, str]) -> float:
    """Normalised discounted cumulative gain at ten (Järvelin and Kekäläinen 2002)."""
    best: dict[str, int] = {}
    for key, grade in grades.items():
        story = origins.get(key, key)
        best[story] = max(grade, best.get(story, 0))
    stories = list(dict.fromkeys(origins.get(key, key) for key in ranked))[:DEPTH]
    ideal = sorted(best.values(), reverse=True)[:DEPTH]
    return _gain([best.get(story, 0) for story in stories]) / _gain(ideal)


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def words(text: str) -> list[str]:
    """The words of a text for BM25."""
    return re.findall(r"\w+", text.casefold())


def rankings(store: Store, key: str, articles: Sequence[Article]) -> dict[str, list[str]]:
    """The keys of the earlier articles as each way ranks them."""
    asked = next(each for each in articles if each.key == key)
    origins = store.ledger().origins([each.id for each in articles])
    own = origins.get(asked.id)
    earlier = [
        each
        for each in articles
        if each.published <= asked.published and each.id != asked.id
        if own is None or origins.get(each.id) != own
    ]
    scorer = BM25Okapi([words(each.text) for each in earlier])
    keys = {each.id: each.key for each in articles}

    def ranked(query: str) -> list[str]:
        scores = scorer.get_scores(words(query))
        places = sorted(range(len(earlier)), key=lambda place: -scores[place])
        return [earlier[place].key for place in places]

    pieces = related(store, asked.id, limit=DEPTH).pieces
    return {
        "kg": [keys[piece.article] for piece in pieces],
        "BM25, title": ranked(asked.title),
        "BM25, title and text": ranked(asked.text),
    }


def figures(store: Store, lists: Sequence[Mapping[str, Any]]) -> list[dict[str, float]]:
    """For each list the figure of each way to rank."""
    articles = list(store.ledger().kept_texts())
    keys = {each.id: each.key for each in articles}
    held = store.ledger().origins(list(keys))
    origins = {keys[id_]: keys[first.article] for id_, first in held.items()}
    return [
        {
            way: ndcg(ranked, each["relevant"], origins)
            for way, ranked in rankings(store, each["article"], articles).items()
        }
        for each in lists
    ]


def means(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The mean figure of each way to rank."""
    return {way: sum(row[way] for row in rows) / len(rows) for way in rows[0]}


def main() -> None:
    """Print the means, and with --each the figures of every list."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("lists", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--store", type=Path, help="keep or use what was read here")
    parser.add_argument("--each", action="store_true", help="print every list's figures too")
    given = parser.parse_args()
    lists = [json.loads(line) for line in given.lists.read_text("utf-8").splitlines()]
    with TemporaryDirectory() as folder:
        store = Store(config.load({"store": given.store or Path(folder) / "news.kg"}))
        ingest([str(given.articles)], store, default_publisher="unknown")
        rows = figures(store, lists)
    if given.each:
        for each, row in zip(lists, rows, strict=True):
            print(each["article"], *(f"{figure:.3f}" for figure in row.values()))
    for way, mean in means(rows).items():
        print(f"nDCG@{DEPTH} {mean:.3f}  {way} ({len(rows)} lists)")


if __name__ == "__main__":
    main()
