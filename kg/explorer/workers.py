"""Opened stores for several requests at once."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from kg.config import Settings
from kg.store import Store

T = TypeVar("T")

# A long query of one reader must not keep the others waiting; each holds a graph in memory.
_COUNT = 4


class Workers:
    """A few stores, each in a thread of its own, for the ledger may be used by one thread only.

    They are opened as they are needed: one reader alone never opens a second.
    """

    def __init__(self, settings: Settings) -> None:
        """Opens nothing yet."""
        self._all = [_Worker(settings) for _ in range(_COUNT)]
        self._idle: asyncio.LifoQueue[_Worker] = asyncio.LifoQueue()
        for worker in self._all:
            self._idle.put_nowait(worker)

    async def run(self, work: Callable[[Store], T]) -> T:
        """What `work` gives, in the thread of the store that it is given."""
        worker = await self._idle.get()
        try:
            return await worker.run(work)
        finally:
            self._idle.put_nowait(worker)

    def close(self) -> None:
        """Let go of all stores, once what is at work has finished."""
        for worker in self._all:
            worker.close()


class _Worker:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="explorer")
        self._store: Store | None = None

    async def run(self, work: Callable[[Store], T]) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: work(self._opened()))

    def close(self) -> None:
        self._thread.submit(self._let_go).result()
        self._thread.shutdown()

    def _opened(self) -> Store:
        if self._store is None:
            self._store = Store(self._settings)
        return self._store

    def _let_go(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None
