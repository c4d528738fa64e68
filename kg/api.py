"""The Python face: a knowledge graph opened, with DataFrames for answers."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import networkx as nx
import pandas as pd

from kg import answers, config, drawings, figures, related, scoring
from kg.articles import read
from kg.brief import Brief
from kg.briefing import brief
from kg.graph.base import Table
from kg.ingest import Report, extract_again, ingest, sample_articles
from kg.ledger import Receipt
from kg.measuring import score_articles
from kg.model import Article, Extraction
from kg.nlp import Extractor
from kg.posture import Posture
from kg.review import Review
from kg.store import Store
from kg.views import contrasts
from kg.views.export import Format, export
from kg.views.frames import to_frame
from kg.views.graphs import to_networkx
from kg.views.page import Picture, write_page
from kg.views.plots import Plot
from kg.watchlist import Watchlist


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

    def related(self, about: str, *, as_of: date | None = None, limit: int = 10) -> pd.DataFrame:
        """Earlier articles that bear on an article or a company, and why; see `kg.related`.

        Raises:
            NotFound, QueryError: nothing, or several things, go by it.
        """
        found = related.related(self._store, about, as_of=as_of, limit=limit)
        return to_frame(related.to_table(found))

    @property
    def review(self) -> Review:
        """Judgements that correct the graph: merge, split, wrong and others, and their undoing."""
        return Review(self._store)

    def brief(
        self,
        article: str,
        *,
        company: str | None = None,
        theme: str | None = None,
        as_of: date | None = None,
    ) -> Brief:
        """What an article means for a company's strategy; see `kg.briefing.brief`.

        Raises:
            NotFound, QueryError: nothing, or several things, go by a name.
        """
        return brief(self._store, article, company=company, theme=theme, as_of=as_of)

    @property
    def watches(self) -> Watchlist:
        """What is waited for: added, checked, shown and replayed as of a past day."""
        return Watchlist(self._store)

    def posture(
        self, company: str, theme: str | None = None, *, as_of: date | None = None
    ) -> Posture:
        """How a company gets a capability, as of a day, by default today: make, buy or ally.

        `theme` is in your words, "AI stack" for instance; without it, everything counts.

        Raises:
            NotFound, QueryError: nothing or several companies go by that name.
        """
        return answers.posture(self._store, company, theme, as_of=as_of)

    def contrast(
        self,
        company: str,
        theme: str | None = None,
        *,
        as_of: date | None = None,
        rivals: int = 6,
    ) -> pd.DataFrame:
        """A company beside its competitors, stated rivals first: one row each, with evidence."""
        found = answers.contrast(self._store, company, theme, as_of=as_of, rivals=rivals)
        return to_frame(contrasts.table(found))

    def timeline(
        self, company: str, theme: str | None = None, *, as_of: date | None = None
    ) -> pd.DataFrame:
        """The days on which a company's posture became another, with the article that moved it."""
        return to_frame(contrasts.turns(answers.postures(self._store, company, theme, as_of=as_of)))

    def view(self, path: str | Path, name: str | None = None, **choice: Any) -> Path:  # noqa: ANN401
        """Write one HTML page that draws an entity's neighbourhood, or the whole graph.

        `choice` draws something else: `to`, `chain`, `contrast` with `theme`, or `query` with
        `parameters`; see `kg.drawings.chosen`.
        """
        write_page(drawings.chosen(self._store, name, **choice), Path(path))
        return Path(path)

    def picture(self, name: str | None = None, **choice: Any) -> Picture:  # noqa: ANN401
        """What `view` would write, to be shown in a notebook."""
        return Picture(drawings.chosen(self._store, name, **choice))

    def picture_of(self, answer: pd.DataFrame) -> Picture:
        """The entities that an answer names, by id or else by name, and what lies between them.

        Raises:
            NotFound: it names none.
        """
        rows = list(answer.itertuples(index=False, name=None))
        cut = bool(answer.attrs.get("truncated"))
        return Picture(
            drawings.result(self._store, Table(tuple(map(str, answer.columns)), rows, cut))
        )

    def plot_posture(
        self,
        company: str,
        theme: str | None = None,
        *,
        as_of: date | None = None,
        rivals: int = 4,
    ) -> Plot:
        """Make, buy and ally for a company and its rivals, to be shown or saved."""
        return figures.posture(self._store, company, theme, as_of=as_of, rivals=rivals)

    def plot_timeline(
        self, company: str, theme: str | None = None, *, as_of: date | None = None
    ) -> Plot:
        """Make, buy and ally for a company over time, to be shown or saved."""
        return figures.timeline(self._store, company, theme, as_of=as_of)

    def plot_coverage(
        self, company: str, theme: str | None = None, *, as_of: date | None = None
    ) -> Plot:
        """How many articles about a company were read each month, to be shown or saved."""
        return figures.coverage(self._store, company, theme, as_of=as_of)

    def export(self, path: str | Path, format: Format | Literal["neo4j-admin"]) -> tuple[Path, ...]:
        """Write all entities and relations as graphml, gexf, csv, parquet or jsonl.

        For neo4j-admin, the whole graph with articles and claims, and the command that imports it.
        """
        if format == "neo4j-admin":
            return tuple(answers.import_files(self._store, Path(path)))
        nodes, edges = answers.whole(self._store)
        return export(nodes, edges, Path(path), format)

    def frames(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """All entities, and all relations between them by `source` and `target`, as DataFrames."""
        nodes, edges = answers.whole(self._store)
        return to_frame(nodes), to_frame(edges)

    def networkx(self) -> "nx.MultiDiGraph[str]":
        """All entities and relations: nodes by id, edges by predicate, columns as attributes."""
        return to_networkx(*answers.whole(self._store))

    def score(
        self, gold: str | Path, texts: str | Path, *, min_confidence: float = 0.5
    ) -> scoring.Report:
        """How well what is extracted from `texts` agrees with what people read in them, `gold`.

        Both are JSON Lines; see `kg score articles --help`. Nothing is stored.

        Raises:
            ScoringError: a file is malformed, or an annotated article is not among the texts.
        """
        return score_articles(self._store, Path(gold), Path(texts), min_confidence=min_confidence)

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
        receipt = self._store.ledger_to_change().takedown(
            article=article, publisher=publisher, reason=reason
        )
        self._store.project()
        return receipt
