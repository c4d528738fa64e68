"""A folder of news opened: its ledger, and its graph kept up with it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from kg import ontology, projection
from kg.config import Settings
from kg.errors import Unavailable, Unusable
from kg.graph import embedded
from kg.graph.base import GraphStore
from kg.ledger import Ledger, Policy, load_policy

log = logging.getLogger(__name__)

LEDGER_FILE = "ledger.sqlite"


class Store:
    """Ledger and graph in the folder `settings.store`, opened as they are needed."""

    def __init__(self, settings: Settings) -> None:
        """Read the vocabulary; the folder need not exist before something is written.

        Raises:
            OntologyError: a vocabulary file is wrong.
        """
        self.settings = settings
        self.folder = Path(settings.store)
        self.ontology = ontology.load(settings.ontology, settings.themes)
        self._ledger: Ledger | None = None
        self._reader: GraphStore | None = None

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
        """Let go of both; a second time does nothing."""
        for part in (self._reader, self._ledger):
            if part is not None:
                part.close()
        self._reader = self._ledger = None

    def policy(self) -> Policy:
        """The publishers' policy in force.

        Raises:
            ConfigError: its file is wrong.
        """
        return load_policy(self.settings.publishers)

    def ledger(self, *, create: bool = False) -> Ledger:
        """The ledger.

        Raises:
            LedgerError: there is none and `create` does not ask for one, or it cannot be used.
        """
        if self._ledger is None:
            if create:
                self.folder.mkdir(parents=True, exist_ok=True)
            self._ledger = Ledger(self.folder / LEDGER_FILE, create=create)
        return self._ledger

    def graph(self) -> GraphStore:
        """The graph, to be read, up to date with the ledger.

        Where another process is writing it, the graph as that one last stored it.

        Raises:
            GraphError, LedgerError: one of them cannot be used.
        """
        if self._reader is None:
            self._reader = self._opened()
        return self._reader

    @contextmanager
    def writing(self) -> Iterator[GraphStore]:
        """The graph, to be written; a damaged one is thrown away first, for it can be made again.

        Raises:
            Unavailable: another process writes it, or the folder cannot be written.
        """
        self._close_reader()
        try:
            graph = embedded.open_writer(self.folder)
        except Unusable as err:
            log.warning("%s", err)
            embedded.discard(self.folder)
            graph = embedded.open_writer(self.folder)
        try:
            yield graph
        finally:
            graph.close()

    def project(self, progress: projection.Progress | None = None) -> int:
        """Bring the graph up to the ledger; see `kg.projection.project`."""
        with self.writing() as graph:
            return projection.project(self.ledger(), graph, self.ontology, progress)

    def rebuild(self, progress: projection.Progress | None = None) -> int:
        """Make the graph anew; see `kg.projection.rebuild`."""
        with self.writing() as graph:
            return projection.rebuild(self.ledger(), graph, self.ontology, progress)

    def _opened(self) -> GraphStore:
        ledger = self.ledger()
        with suppress(Unusable):
            found = embedded.open_reader(self.folder)
            if projection.is_current(ledger, found):
                return found
            found.close()
        try:
            self.project()
        except Unavailable as err:
            log.warning("%s; what follows may lag behind", err)
        return embedded.open_reader(self.folder)

    def _close_reader(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None
