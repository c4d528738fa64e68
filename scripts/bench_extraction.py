"""Speed and memory of extraction, beside the bare spaCy pipeline on the same articles.

python scripts/bench_extraction.py ARTICLES [--articles N] [--rounds N] [--memory N]

Both read the same articles in turn, in one process on one core; then two processes read them.
Printed are words a second and the ratios of each round with their median; before that, the peak
memory of a `kg extract` of N articles, which are taken from the file again and again.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from statistics import median

from kg import ontology
from kg.articles import read
from kg.config import Settings
from kg.model import Article
from kg.nlp import Extractor
from kg.nlp.parsing import cut, load_model


def main() -> None:
    """Read, measure in rounds, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--articles", type=int, default=150)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", type=int, default=1_000)
    arguments = parser.parse_args()
    settings = Settings()
    found = (each for each in read([str(arguments.file)], settings) if isinstance(each, Article))
    every = list(found)
    # Before the models are loaded: Linux counts a parent's memory as that of what it starts.
    print(f"peak RSS of kg extract {_peak(every, arguments.memory):.0f} MiB", flush=True)
    articles = every[: arguments.articles]
    words = sum(len(article.text.split()) for article in articles)
    nlp = load_model(settings.spacy_model)
    nlp.select_pipes(enable=["tok2vec", "tagger", "parser", "ner"])
    extractor = Extractor(settings, ontology.load())
    texts = [window for article in articles for window in cut(article.text)[0]]

    def bare() -> None:
        with nlp.memory_zone():
            list(nlp.pipe(texts))

    def whole() -> None:
        list(extractor.extract(articles))

    def both_cores() -> None:
        list(extractor.extract(articles, processes=2))

    print(f"{len(articles)} articles, {words} words")
    rounds = [(_speed(bare, words), _speed(whole, words)) for _ in range(arguments.rounds)]
    for spacy_alone, kg in rounds:
        print(f"spaCy {spacy_alone:.0f} words/s, kg {kg:.0f}, ratio {kg / spacy_alone:.3f}")
    print(f"median ratio {median(kg / alone for alone, kg in rounds):.3f}")
    two = [(_speed(whole, words), _speed(both_cores, words)) for _ in range(arguments.rounds)]
    print(f"two processes, start included: {median(b / a for a, b in two):.2f} times one")


def _peak(articles: list[Article], number: int) -> float:
    """MiB that a process of its own took at most while it read that many articles."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        for at, article in enumerate(islice(cycle(articles), number)):
            row = {
                "title": f"{article.title} {at}",
                "text": article.text,
                "publisher": article.publisher,
                "date": article.published.isoformat(),
            }
            file.write(f"{json.dumps(row)}\n")
        file.flush()
        words = [Path(sys.executable).with_name("kg"), "extract", file.name, "--format", "jsonl"]
        with subprocess.Popen(words, stdout=subprocess.DEVNULL) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"kg extract ended with {process.returncode}")
    return usage.ru_maxrss / 1024


def _speed(work: Callable[[], None], words: int) -> float:
    begun = time.perf_counter()
    work()
    return words / (time.perf_counter() - begun)


if __name__ == "__main__":
    main()
