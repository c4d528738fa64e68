"""A folder of news opened: its ledger, and its graph kept up with it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
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

# As long as the ledger waits for its lock.
_WAIT_SECONDS = 30.0
_PAUSE_SECONDS = 0.1


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
            self._ledger = Ledger(self.folder / LEDGER_FILE, create=create)
        return self._ledger

    def graph(self) -> GraphStore:
        """The graph, to be read, up to date with the ledger.

        Where another process is writing it, the graph as that one last stored it.

        Raises:
            GraphError, LedgerError: one of them cannot be used.
        """
        held = self._reader
        if held is not None and projection.is_current(self.ledger(), held, self.ontology):
            return held
        self._close_reader()
        self._reader = self._opened()
        return self._reader

    def project(
        self, progress: projection.Progress | None = None, *, patience: float = _WAIT_SECONDS
    ) -> int:
        """Bring the graph up to the ledger; see `kg.projection.project`.

        `patience` is how many seconds to wait where another process is writing the graph.

        Raises:
            Unavailable: another process writes it still, or the folder cannot be written.
        """
        ledger = self.ledger()
        with self._writing(patience) as graph:
            return projection.project(ledger, graph, self.ontology, progress)

    def rebuild(self, progress: projection.Progress | None = None) -> int:
        """Make the graph anew; see `kg.projection.rebuild`.

        Raises:
            Unavailable: as for `project`.
        """
        ledger = self.ledger()
        with self._writing(_WAIT_SECONDS) as graph:
            return projection.rebuild(ledger, graph, self.ontology, progress)

    def _opened(self) -> GraphStore:
        ledger = self.ledger()
        with suppress(Unusable):
            found = embedded.open_reader(self.folder)
            if projection.is_current(ledger, found, self.ontology):
                return found
            found.close()
        try:
            self.project(patience=0)
        except Unavailable as err:
            log.warning("%s; what follows may lag behind", err)
        return embedded.open_reader(self.folder)

    @contextmanager
    def _writing(self, patience: float) -> Iterator[GraphStore]:
        self._close_reader()
        graph = self._writer(patience)
        try:
            yield graph
        finally:
            graph.close()

    def _writer(self, patience: float) -> GraphStore:
        deadline = monotonic() + patience
        while True:
            try:
                return self._sound()
            except Unavailable:
                if monotonic() >= deadline:
                    raise
                sleep(_PAUSE_SECONDS)

    def _sound(self) -> GraphStore:
        """The graph to write; a damaged one is thrown away first, for it can be made again."""
        try:
            return embedded.open_writer(self.folder)
        except Unusable as err:
            log.warning("%s", err)
            embedded.discard(self.folder)
            return embedded.open_writer(self.folder)

    def _close_reader(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None
