"""The Python face: a knowledge graph opened, with DataFrames for answers."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

import pandas as pd

from kg import answers, config
from kg.articles import read
from kg.ingest import Report, extract_again, ingest, sample_articles
from kg.ledger import Receipt
from kg.model import Article, Extraction
from kg.nlp import Extractor
from kg.store import Store
from kg.views.export import Format, export
from kg.views.frames import to_frame
from kg.views.page import write_page


class KnowledgeGraph:
    """What the command line gives, in Python. Close it, or use it in a `with` statement."""

    def __init__(self, store: str | Path | None = None, **settings: object) -> None:
        """See `kg.open`."""
        self._store = Store(config.load({"store": store, **settings}))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files; a second time does nothing."""
        self._store.close()

    def ingest(
        self,
        *sources: str | Path,
        samples: bool = False,
        default_date: date | None = None,
        default_publisher: str | None = None,
    ) -> Report:
        """Read files, folders, patterns, addresses or "-" into the graph; see `kg.ingest.ingest`.

        `samples` adds the sample articles that come with kg.

        Raises:
            KGError: a store, the pipeline or a setting cannot be used; no article raises.
        """
        names = [*map(str, sources), *([sample_articles()] if samples else [])]
        return ingest(
            names, self._store, default_date=default_date, default_publisher=default_publisher
        )

    def extract(self, *sources: str | Path) -> Iterator[Extraction]:
        """What the articles of the sources state, read as it is asked for; nothing is stored.

        What cannot be read is passed over; `ingest` is what keeps the reasons.
        """
        found = read([str(source) for source in sources], self._store.settings)
        extractor = Extractor(self._store.settings, self._store.ontology)
        yield from extractor.extract(article for article in found if isinstance(article, Article))

    def queries(self) -> pd.DataFrame:
        """The named queries: name, question and parameters."""
        return to_frame(answers.named_queries(self._store))

    def ask(self, name: str, **arguments: object) -> pd.DataFrame:
        """The answer of a named query.

        Raises:
            QueryError: there is no such query or parameter, or an argument does not fit.
            NotFound: an entity is unknown; the message names the nearest.
        """
        return to_frame(answers.ask(self._store, name, arguments))

    def query(self, cypher: str, **parameters: object) -> pd.DataFrame:
        """The answer of a query in Cypher that writes nothing, cut at the setting `row_limit`.

        Raises:
            QueryFailed: it writes, is malformed or takes longer than `query_timeout`.
        """
        return to_frame(answers.query(self._store, cypher, parameters))

    def entity(self, name: str) -> pd.Series:
        """What is known of an entity by name, alias or id: its properties.

        Raises:
            NotFound, QueryError: nothing or several things go by that name.
        """
        return pd.Series(answers.entity(self._store, name))

    def relations(self, name: str) -> pd.DataFrame:
        """All relations of an entity, worded from its side, the best attested first.

        Raises:
            NotFound, QueryError: nothing or several things go by that name.
        """
        found = answers.entity(self._store, name)
        return to_frame(answers.relations(self._store, str(found["id"])))

    def evidence(
        self, name: str, other: str | None = None, *, predicate: str | None = None
    ) -> pd.DataFrame:
        """The claims about an entity, or between two, with their sentences, newest first."""
        return to_frame(answers.evidence(self._store, name, other, predicate))

    def view(self, path: str | Path, name: str | None = None) -> Path:
        """Write one HTML page that draws an entity's neighbourhood, or the whole graph."""
        drawing = answers.drawing(self._store, name)
        write_page(drawing, Path(path))
        return Path(path)

    def export(self, path: str | Path, format: Format) -> tuple[Path, ...]:
        """Write all entities and relations as graphml, gexf, csv, parquet or jsonl."""
        nodes, edges = answers.whole(self._store)
        return export(nodes, edges, Path(path), format)

    def stats(self) -> dict[str, object]:
        """Counts of ledger and graph, and the digest of the graph's content."""
        return answers.stats(self._store)

    def rebuild(self, *, extract: bool = False) -> int:
        """Make the graph anew out of the ledger; how many articles it shows.

        `extract` reads the kept texts again with the present extractor first.
        """
        if extract:
            extract_again(self._store)
        return self._store.rebuild()

    def takedown(
        self, *, article: str | None = None, publisher: str | None = None, reason: str
    ) -> Receipt:
        """Take an article or all of a publisher's out of ledger and graph, with a receipt."""
        receipt = self._store.ledger().takedown(article=article, publisher=publisher, reason=reason)
        self._store.project()
        return receipt
