"""Ledger to graph: the part that changed, or all of it anew."""

import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing

from kg.claims import combine, fold
from kg.graph import writer
from kg.graph.base import GraphStore, Rows, Statement
from kg.graph.base import statements as rendered
from kg.ledger import Ledger
from kg.model import Entity, Relation, Slice
from kg.ontology import Ontology

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
"""Told how much is done, and of how much: claims where a graph is made anew, else articles."""

# Bounds what one transaction holds in memory. Fewer steps write shared entities less often.
_ARTICLES_A_STEP = 1_000


def is_current(ledger: Ledger, graph: GraphStore, ontology: Ontology) -> bool:
    """Whether the graph shows all that the ledger holds, as kg would write it now."""
    found = writer.position(graph)
    if found is None or not writer.fits(found, graph, ontology, ledger.identity()):
        return False
    return found.sequence == ledger.sequence()


def project(
    ledger: Ledger, graph: GraphStore, ontology: Ontology, progress: Progress | None = None
) -> int:
    """Bring the graph up to the ledger; how many articles were written or removed.

    Only changed articles and the relations that they concern are touched; what is read otherwise
    because of a judgement is forgotten first. A graph that is empty, of another ledger, version or
    vocabulary, or ahead of the ledger is made anew. Interrupted, it is taken up by the next call.

    Raises:
        GraphError, LedgerError: as the stores do.
    """
    found = writer.position(graph)
    target = ledger.sequence()
    known = found is not None and writer.fits(found, graph, ontology, ledger.identity())
    if found is None or not known or found.sequence > target:
        return rebuild(ledger, graph, ontology, progress)
    # Also where they were declared: a graph that another tool imported has none yet.
    graph.prepare(writer.schema(ontology))
    changed = ledger.changed_since(found.sequence)
    judged = ledger.judged_since(found.sequence)
    forgotten = writer.forget(judged, changed, ontology) if judged else []
    _write(ledger, graph, ontology, forgotten, changed, progress)
    graph.write(rendered([writer.mark(graph, ontology, ledger.identity(), target)]))
    graph.checkpoint()
    return len(changed)


def rebuild(
    ledger: Ledger, graph: GraphStore, ontology: Ontology, progress: Progress | None = None
) -> int:
    """Make the graph anew out of the ledger; how many articles it shows."""
    log.info("making the graph anew")
    target, held = ledger.sequence(), ledger.stats()
    # With a mark, so that what an interrupted run leaves is known as ours and completed.
    begun = writer.mark(graph, ontology, identity := ledger.identity(), 0)

    def parts(whole: Iterator[Slice]) -> Iterator[list[Rows]]:
        yield [*writer.taxonomy(ontology), begun]
        done = 0
        for part in whole:
            yield writer.additions(part, *_added_up(part), ontology)
            done += len(part.claims)
            if progress:
                progress(done, held["claims"])
        yield [writer.mark(graph, ontology, identity, target)]

    # Closed at once where the graph fails, while the ledger is still open.
    with closing(ledger.whole(ontology.symmetric)) as whole:
        graph.fill(writer.schema(ontology), parts(whole))
    return held["articles"]


def _write(
    ledger: Ledger,
    graph: GraphStore,
    ontology: Ontology,
    forgotten: Sequence[Statement],
    articles: Sequence[str],
    progress: Progress | None,
) -> None:
    """Write the articles step by step; with the first, what is to be forgotten before.

    What claims of later steps add to a relation comes with them: it never quotes one that is not
    there.
    """
    waiting = set(articles)
    for start in range(0, len(articles) or 1, _ARTICLES_A_STEP):
        step = articles[start : start + _ARTICLES_A_STEP]
        waiting.difference_update(step)
        changed = ledger.slice(step, ontology.symmetric)
        graph.write([*forgotten, *statements(changed, ontology, waiting)])
        forgotten = []
        if progress:
            progress(start + len(step), len(articles))


def statements(
    changed: Slice, ontology: Ontology, without: Collection[str] = ()
) -> list[Statement]:
    """What has to be written so that the graph shows a part of the ledger.

    Relations are what the claims add up to but for those of the articles `without`.
    """
    return writer.project(changed, *_added_up(changed, without), ontology)


def _added_up(part: Slice, without: Collection[str] = ()) -> tuple[list[Entity], list[Relation]]:
    """The entities and the relations that a part of the ledger comes to."""
    rows: defaultdict[str, list[Entity]] = defaultdict(list)
    for entity in part.entities:
        rows[entity.id].append(entity)
    triples = part.claims_by_triple.values()
    told = ([claim for claim in claims if claim.article not in without] for claims in triples)
    relations = [fold(claims, part.origins) for claims in told if claims]
    return [combine(same) for same in rows.values()], relations
