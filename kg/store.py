"""A folder of news opened: its ledger, and its graph kept up with it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from types import TracebackType
from typing import Self

from kg import ontology, projection
from kg.config import Settings
from kg.errors import Busy, ConfigError, GraphError, Unavailable, Unusable
from kg.graph import writer
from kg.graph.base import GraphStore
from kg.graph.opening import home, in_folder
from kg.ledger import Ledger, Policy, Reading, load_policy

log = logging.getLogger(__name__)

LEDGER_FILE = "ledger.sqlite"

# As long as the ledger waits for its lock.
_WAIT_SECONDS = 30.0
_PAUSE_SECONDS = 0.1


class Store:
    """Ledger and graph, opened as they are needed."""

    def __init__(self, settings: Settings) -> None:
        """Read the vocabulary; the folder need not exist before something is written.

        Raises:
            OntologyError, ConfigError: a vocabulary file or a setting is wrong.
        """
        self.settings = settings
        self.folder = Path(settings.store)
        self._past: TemporaryDirectory[str] | None = None
        self.ontology = ontology.load(settings.ontology, settings.themes)
        self._home = home(settings)
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
        if self._past is not None:
            self._past.cleanup()
            self._past, self.folder = None, Path(self.settings.store)
            self._home = home(self.settings)

    def policy(self) -> Policy:
        """The publishers' policy in force.

        Raises:
            ConfigError: its file is wrong.
        """
        return load_policy(self.settings.publishers)

    def ledger(self) -> Ledger:
        """The ledger, to be read; as it was, where the settings ask for the past.

        Raises:
            LedgerError: there is none, or it cannot be used.
        """
        if self._ledger is None:
            if self._shows_past:
                self._go_back()
            self._ledger = Ledger(self.folder / LEDGER_FILE)
        return self._ledger

    def ledger_to_change(self, *, create: bool = False) -> Ledger:
        """The ledger, to be changed; made where there is none and `create` says so.

        Raises:
            ConfigError: the settings ask for the past, which cannot be changed.
            LedgerError: there is none, or it cannot be used.
        """
        if self._shows_past:
            raise ConfigError("the past cannot be changed; leave out as_of and recorded_by")
        if self._ledger is None:
            self._ledger = Ledger(self.folder / LEDGER_FILE, create=create)
        return self._ledger

    def reading(self) -> Reading:
        """How the ledger's statements are read by the judgements that stand.

        Raises:
            LedgerError: it cannot be used.
        """
        return Reading.of(self.ledger().judgements(), self.ontology.symmetric)

    def graph(self) -> GraphStore:
        """The graph, to be read, up to date with the ledger.

        Where another process is writing it, the graph as that one last stored it. A graph on a
        server is read as it is where there is no ledger.

        Raises:
            GraphError, LedgerError: one of them cannot be used; or the graph is of another schema
                and cannot be made anew now.
        """
        held = self._reader
        if held is not None and self._is_current(held):
            return held
        self._close_reader()
        self._reader = self._opened()
        self._check_schema(self._reader)
        return self._reader

    def project(
        self, progress: projection.Progress | None = None, *, patience: float = _WAIT_SECONDS
    ) -> int:
        """Bring the graph up to the ledger; see `kg.projection.project`.

        `patience` is how many seconds to wait where another process is writing the graph.

        Raises:
            Unavailable: another process writes it still, or it cannot be written.
            GraphError: a graph on a server shows another ledger.
        """
        ledger = self.ledger()
        with self._writing(patience) as graph:
            self._check_ledger(graph)
            return projection.project(ledger, graph, self.ontology, progress)

    def rebuild(self, progress: projection.Progress | None = None) -> int:
        """Make the graph anew; see `kg.projection.rebuild`.

        Raises:
            Unavailable: as for `project`.
        """
        ledger = self.ledger_to_change()
        with self._writing(_WAIT_SECONDS) as graph:
            return projection.rebuild(ledger, graph, self.ontology, progress)

    @property
    def _shows_past(self) -> bool:
        return self.settings.as_of is not None or self.settings.recorded_by is not None

    @property
    def _on_server(self) -> bool:
        return self.settings.graph is not None and not self._shows_past

    def _go_back(self) -> None:
        """Make the ledger as it was in a folder of its own, which goes when the store is closed.

        Its graph is made there, too: it can be no part of the one that is kept, for relations add
        up to something else, and it must not outlive a takedown.
        """
        self._past = TemporaryDirectory(prefix="kg-past-")
        folder = Path(self._past.name)
        with Ledger(self.folder / LEDGER_FILE) as present:
            settings = self.settings
            present.copy_as_of(folder / LEDGER_FILE, settings.as_of, settings.recorded_by)
        self.folder, self._home = folder, in_folder(folder)

    def _opened(self) -> GraphStore:
        if self._shows_past:
            self.ledger()
        with suppress(Unusable):
            found = self._home.reader()
            if self._is_current(found):
                return found
            found.close()
        try:
            self.project(patience=0)
        except Unavailable as err:
            log.warning("%s; what follows may lag behind", err)
        return self._home.reader()

    def _is_current(self, graph: GraphStore) -> bool:
        if self._on_server and not (self.folder / LEDGER_FILE).exists():
            return True
        return projection.is_current(self.ledger(), graph, self.ontology)

    def _check_schema(self, graph: GraphStore) -> None:
        """Queries would find less in a graph of another schema, or nothing, without a word."""
        found = writer.position(graph)
        if found and found.schema != writer.SCHEMA_VERSION:
            place = self.settings.graph if self._on_server else self.folder
            raise GraphError(
                f"the graph at {place} is of schema {found.schema}, this kg reads schema "
                f"{writer.SCHEMA_VERSION}: kg rebuild makes it anew where its ledger is, unless "
                "another process is doing so now"
            )

    def _check_ledger(self, graph: GraphStore) -> None:
        """A graph in the folder is this ledger's alone; on a server it may be another's."""
        found = writer.position(graph)
        if self._on_server and found and found.ledger not in ("", self.ledger().identity()):
            raise GraphError(
                f"the graph at {self.settings.graph} shows the articles of another ledger; "
                f"kg rebuild puts those of {self.folder} in their place, --database names another"
            )

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
            except Busy:
                if monotonic() >= deadline:
                    raise
                sleep(_PAUSE_SECONDS)

    def _sound(self) -> GraphStore:
        """The graph to write; a damaged one is thrown away first, for it can be made again."""
        try:
            return self._home.writer()
        except Unusable as err:
            log.warning("%s", err)
            self._home.discard()
            return self._home.writer()

    def _close_reader(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None
