"""Articles to ledger to graph: where the articles, the language side and the stores meet."""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from itertools import islice

from kg.articles import (
    Unchanged,
    bands,
    load_validators,
    read,
    same_story,
    save_validators,
    signature,
)
from kg.ledger import Policy, Signature
from kg.model import Article, Extraction, Refused
from kg.nlp import Extractor
from kg.projection import Progress
from kg.store import Store

log = logging.getLogger(__name__)

# One transaction of the ledger each: what a killed run has to read again at the most.
_ARTICLES_A_BATCH = 64
# Likewise; one transaction for each refusal would take 5 ms each.
_REFUSALS_A_BATCH = 256
_EXAMPLES = 10
_VALIDATORS = "validators.json"


@dataclass(frozen=True, slots=True)
class Report:
    """What one run took in.

    `added` are new articles, `replaced` were read anew by a newer extractor, `known` were there,
    `unchanged` are addresses that had nothing new. `refused` counts what was set aside, whose
    first ten are `examples`; the ledger keeps them all. `notes` counts what was cut or failed
    within articles, by what the note says.
    """

    added: int
    replaced: int
    known: int
    unchanged: int
    refused: int
    claims: int
    examples: tuple[Refused, ...]
    notes: tuple[tuple[str, int], ...]

    @property
    def articles(self) -> int:
        """How many articles were read."""
        return self.added + self.replaced + self.known


def ingest(
    sources: Iterable[str],
    store: Store,
    *,
    default_date: date | None = None,
    default_publisher: str | None = None,
    progress: Progress | None = None,
) -> Report:
    """Read the sources into the store and bring its graph up to date.

    Each batch is recorded before the next is read, so an interrupted run loses at most one batch
    of work and the next run goes on where it stopped. Articles that are there are passed over.
    `progress` is told how many articles have been recorded; their total is not known: 0.

    Raises:
        KGError: a store, the pipeline or a setting cannot be used; no article raises.
    """
    policy = store.policy()
    store.ledger_to_change(create=True)
    run = _Run(store, policy, progress)
    asked = store.folder / _VALIDATORS
    validators = load_validators(asked)
    run.take(
        read(
            sources,
            store.settings,
            default_date=default_date,
            default_publisher=default_publisher,
            validators=validators,
        )
    )
    save_validators(asked, validators)
    store.project()
    return run.report()


def extract_again(store: Store, progress: Progress | None = None) -> Report:
    """Read all articles whose text is kept with the present extractor, and project what changed."""
    run = _Run(store, store.policy(), progress)
    run.take(store.ledger().kept_texts())
    store.project()
    return run.report()


def record(found: Sequence[Extraction], store: Store) -> None:
    """Take in what has been read elsewhere, and bring the graph up to date.

    Raises:
        LedgerError: an extraction contradicts itself.
    """
    ledger = store.ledger_to_change(create=True)
    ledger.record(found, store.policy(), _signatures(found), same_story)
    store.project()


def extractions(
    sources: Iterable[str],
    store: Store,
    *,
    default_date: date | None = None,
    default_publisher: str | None = None,
) -> Iterator[Extraction | Refused]:
    """What the articles of the sources state, in their order, and what cannot be read."""
    extractor = Extractor(store.settings, store.ontology)
    incoming = read(
        sources,
        store.settings,
        default_date=default_date,
        default_publisher=default_publisher,
    )
    while batch := list(islice(incoming, _ARTICLES_A_BATCH)):
        yield from (item for item in batch if isinstance(item, Refused))
        articles = [item for item in batch if isinstance(item, Article)]
        yield from extractor.extract(articles, processes=store.settings.processes)


def sample_articles() -> str:
    """The path of the sample articles that come with kg, as a source for `ingest`."""
    return str(resources.files("kg.samples").joinpath("articles.jsonl"))


class _Run:
    """One run of `ingest`: its counts, and the parts it works with."""

    def __init__(self, store: Store, policy: Policy, progress: Progress | None) -> None:
        self._store = store
        self._ledger = store.ledger_to_change()
        self._policy = policy
        self._extractor = Extractor(store.settings, store.ontology)
        self._progress = progress
        self._counts: Counter[str] = Counter()
        self._notes: Counter[str] = Counter()
        self._examples: list[Refused] = []
        self._refusals: list[Refused] = []

    def take(self, incoming: Iterable[Article | Refused | Unchanged]) -> None:
        """Extract and record all that comes in, batch by batch."""
        fresh = self._fresh(incoming)
        while batch := list(islice(fresh, _ARTICLES_A_BATCH)):
            self._record(batch)
        self._keep_refusals()

    def _fresh(self, incoming: Iterable[Article | Refused | Unchanged]) -> Iterator[Article]:
        for item in incoming:
            if isinstance(item, Article) and self._policy.refuses(item.publisher):
                reason = f"the publishers' policy refuses articles of {item.publisher}"
                self._refuse(Refused(item.url or item.key or item.title, 0, reason))
            elif isinstance(item, Refused):
                self._refuse(item)
            elif isinstance(item, Unchanged):
                self._counts["unchanged"] += 1
            elif self._ledger.holds(item.id, self._extractor.version):
                self._counts["known"] += 1
            else:
                yield item

    def _refuse(self, refused: Refused) -> None:
        self._counts["refused"] += 1
        self._refusals.append(refused)
        if len(self._examples) < _EXAMPLES:
            self._examples.append(refused)
        if len(self._refusals) == _REFUSALS_A_BATCH:
            self._keep_refusals()

    def _keep_refusals(self) -> None:
        self._ledger.refuse(self._refusals)
        self._refusals.clear()

    def _record(self, batch: Sequence[Article]) -> None:
        processes = self._store.settings.processes
        extractions = list(self._extractor.extract(batch, processes=processes))
        recorded = self._ledger.record(
            extractions, self._policy, _signatures(extractions), same_story
        )
        self._counts["added"] += recorded.added
        self._counts["replaced"] += recorded.replaced
        self._counts["known"] += recorded.unchanged
        self._counts["claims"] += recorded.claims
        self._notes.update(note for extraction in extractions for note in extraction.notes)
        if self._progress:
            self._progress(self.report().articles, 0)

    def report(self) -> Report:
        """What has been taken in so far."""
        counts = {
            name: self._counts[name]
            for name in ("added", "replaced", "known", "unchanged", "refused", "claims")
        }
        return Report(
            **counts, examples=tuple(self._examples), notes=tuple(self._notes.most_common())
        )


def _signatures(extractions: Iterable[Extraction]) -> Mapping[str, Signature]:
    articles = [extraction.article for extraction in extractions]
    packed = {article.id: signature(article.text, article.title) for article in articles}
    return {article: Signature(words, bands(words)) for article, words in packed.items()}
