"""Extraction in several processes: results in order, few articles on the way at a time."""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context

from kg.errors import PipelineError
from kg.model import Article, Extraction

log = logging.getLogger(__name__)

Read = Callable[[Sequence[Article]], list[Extraction]]
Batch = list[Article]

_BATCH = 8
_AHEAD = 2
_own: dict[str, Read] = {}


def in_processes(
    articles: Iterable[Article],
    build: Callable[[], Read],
    lost: Callable[[Article], Extraction],
    processes: int,
) -> Iterator[Extraction]:
    """An Extraction for each article, in order.

    `build` is called once in each spawned process and gives what reads there; both must pickle.
    `lost` gives what stands for an article whose process died on it twice, the second time alone.

    Raises:
        PipelineError: the processes cannot start.
    """
    waiting = iter(articles)
    pool = _started(build, processes)
    try:
        under_way: deque[tuple[Batch, Future[list[Extraction]]]] = deque()
        while True:
            while len(under_way) < _AHEAD * processes and (batch := list(islice(waiting, _BATCH))):
                under_way.append((batch, pool.submit(_read, batch)))
            if not under_way:
                return
            batch, future = under_way.popleft()
            try:
                found = future.result()
            except BrokenProcessPool:
                log.warning("a worker process died; reading what it had one by one")
                batches = [batch, *(b for b, _ in under_way)]
                under_way.clear()
                yield from _one_by_one(batches, build, lost)
                pool.shutdown()
                pool = _started(build, processes)
            else:
                yield from found
    finally:
        pool.shutdown(cancel_futures=True)


def _started(build: Callable[[], Read], processes: int) -> ProcessPoolExecutor:
    pool = ProcessPoolExecutor(
        processes, get_context("spawn"), initializer=_start, initargs=(build,)
    )
    try:
        pool.submit(_read, []).result()
    except BrokenProcessPool as err:
        raise PipelineError(
            "worker processes cannot start; guard the script with if __name__ == '__main__', "
            "or set processes to 1"
        ) from err
    return pool


def _one_by_one(
    batches: Iterable[Batch], build: Callable[[], Read], lost: Callable[[Article], Extraction]
) -> Iterator[Extraction]:
    """Each article by itself, in a new process after each death."""
    pool = _started(build, 1)
    try:
        for article in (article for batch in batches for article in batch):
            try:
                yield from pool.submit(_read, [article]).result()
            except BrokenProcessPool:
                log.warning("the process that read article %s died", article.key or article.url)
                yield lost(article)
                pool.shutdown()
                pool = _started(build, 1)
    finally:
        pool.shutdown(cancel_futures=True)


def _start(build: Callable[[], Read]) -> None:
    _own["read"] = build()


def _read(batch: Batch) -> list[Extraction]:
    return _own["read"](batch)
