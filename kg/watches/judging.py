"""How a watch stands on a day, by what had been published by then."""

from collections.abc import Mapping
from datetime import date

from kg.graph.base import GraphStore
from kg.graph.guard import parameters_of
from kg.graph.templates import template
from kg.posture import Topic, topic
from kg.queries import Catalogue
from kg.watches.records import Evidence, Held, State, Verdict, Watch

_MOST_ROWS = 20


def judge(
    graph: GraphStore, named: Catalogue, held: Held, day: date, *, timeout: float | None = None
) -> Verdict:
    """How a watch stands at the end of `day`; a past day gives what that day would have given.

    Raises:
        QueryError: its condition is unknown.
        QueryFailed: its query does not run, or not in time.
    """
    watch = held.watch
    until = min(day, watch.deadline)
    values = _values(watch, until, topic(watch.theme or None, named.ontology))
    text = watch.query or named.get(watch.condition).text
    used = {name: values[name] for name in parameters_of(text)}
    rows = graph.read(text, used, row_limit=_MOST_ROWS, timeout=timeout).records()
    evidence = tuple(_evidence(row) for row in rows)
    state, since = _state(held, evidence, day)
    met = evidence if state is State.MET else ()
    means = {State.MET: watch.if_met, State.LAPSED: watch.if_not}.get(state, "")
    asked = {name: values[name] for name in ("company", "theme", "since", "until")}
    read = graph.read(template("read/watch_coverage"), asked).rows[0]
    counts = (int(str(number or 0)) for number in read)
    return Verdict(held.id, watch, day, state, since, met, means, *counts)


def _state(held: Held, evidence: tuple[Evidence, ...], day: date) -> tuple[State, date]:
    """What came first: it was met, withdrawn, or its deadline passed."""
    watch, left = held.watch, held.withdrawn
    days = [each.published for each in evidence if each.published is not None]
    met = min(days, default=min(day, watch.deadline) if evidence else None)
    if met is not None and (left is None or met <= left):
        return State.MET, met
    if left is not None and left <= min(day, watch.deadline):
        return State.WITHDRAWN, left
    if day > watch.deadline:
        return State.LAPSED, watch.deadline
    return State.OPEN, watch.opened


def _values(watch: Watch, until: date, asked: Topic) -> dict[str, object]:
    return {
        "company": watch.company_id,
        "theme": list(asked.ids) or None,
        "words": asked.words or None,
        "since": watch.opened,
        "until": until,
    }


def _evidence(row: Mapping[str, object]) -> Evidence:
    published = row.get("published")
    day = published if isinstance(published, date) else None
    return Evidence(row, day, str(row.get("claim") or ""))
