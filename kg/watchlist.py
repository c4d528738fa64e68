"""The watches of a store: added, withdrawn, checked, and replayed as of a past day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import Any

from kg.errors import NotFound, WatchError
from kg.graph.base import Table
from kg.graph.resolution import resolve
from kg.graph.templates import template
from kg.ledger import HeldWatch, Reading, WatchChange
from kg.posture import topic
from kg.queries import Query
from kg.store import Store
from kg.watches import Held, State, Verdict, Watch, conditions, judge, tell
from kg.watches.conditions import check_query


@dataclass(frozen=True, slots=True)
class Added:
    """What came of adding: whether it is new, and what its author should know."""

    watch: Watch
    new: bool
    remarks: tuple[str, ...]


class Watchlist:
    """The watches of a store. Every method may raise what its ledger and graph do."""

    def __init__(self, store: Store) -> None:
        """The watches of that store."""
        self._store = store
        self._named = conditions(store.ontology)

    def conditions(self) -> list[Query]:
        """The conditions that have names."""
        return list(self._named.queries.values())

    def add(self, given: Mapping[str, Any], today: date) -> Added:
        """Keep a watch of these fields (see `kg.watches.file`); the same again does nothing.

        Without `opened` it is opened today, and then its deadline must lie ahead.

        Raises:
            WatchError: a field does not fit, or another watch has its name.
            NotFound, QueryError: nothing or several companies go by that name; the condition is
                unknown.
            QueryFailed: its query does anything but read, or does not run.
        """
        id_ = resolve(self._store.graph(), given["company"], ("Company",))
        watch = Watch(**{"opened": today, **given}, company_id=id_)
        self._check(watch, today)
        same = [each for each in self._all() if each.watch.name == watch.name]
        if any(each.withdrawn is None and each.id != watch.id for each in same):
            raise WatchError(
                f"there is a watch named {watch.name!r} already; withdraw it or take another name"
            )
        verdict = self._judged(Held(watch.id, watch), max(today, watch.opened))
        new = self._store.ledger_to_change().add_watch(watch.id, _fields(watch))
        return Added(watch, new, tuple(_remarks(watch, verdict, self._store)))

    def withdraw(self, name: str, day: date, reason: str) -> None:
        """Wait no longer from that day on.

        Raises:
            NotFound: there is no such watch.
            LedgerError: it was withdrawn before.
        """
        self._store.ledger_to_change().withdraw_watch(self._held(name).id, day, reason)

    def judged(self, day: date) -> list[Verdict]:
        """How all watches that were open by then stand at the end of that day, as they came."""
        return [self._judged(each, day) for each in self._all() if each.watch.opened <= day]

    def show(self, name: str, day: date) -> Verdict:
        """How one watch, by name or id, stands at the end of that day.

        Raises:
            NotFound: there is no such watch.
            WatchError: it was opened later.
        """
        held = self._held(name)
        if day < held.watch.opened:
            raise WatchError(f"watch {name!r} was opened on {held.watch.opened}, after {day}")
        return self._judged(held, day)

    def check(self, day: date, *, webhook: str | None = None) -> list[Verdict]:
        """The watches whose state or evidence is another than at the last check, now noted.

        What a check finds is told to `webhook` first: if that fails, the next check finds it again.

        Raises:
            WatchError: the webhook does not answer with success.
        """
        seen = {each.watch: each for each in self._store.ledger().watch_changes()}
        verdicts = self.judged(day)
        changed = [each for each in verdicts if _differs(each, seen.get(each.id))]
        if changed and webhook is not None:
            tell(webhook, [as_data(each) for each in changed], self._store.settings.fetch_timeout)
        self._store.ledger_to_change().note_watch_changes(map(_change, changed))
        return changed

    def changes(self, name: str) -> list[WatchChange]:
        """All changes of one watch that checks have seen, the oldest first."""
        id_ = self._held(name).id
        return [each for each in self._store.ledger().watch_changes() if each.watch == id_]

    def replay(self, name: str, until: date) -> list[Verdict]:
        """How one watch stood on each day on which it came into another state, up to that day.

        Raises:
            NotFound: there is no such watch.
        """
        held = self._held(name)
        last = self.show(name, until)
        days = sorted({held.watch.opened, last.since})
        return [self._judged(held, day) if day < last.since else last for day in days]

    def _check(self, watch: Watch, today: date) -> None:
        if watch.deadline <= watch.opened:
            ahead = "today" if watch.opened == today else f"its opening, {watch.opened}"
            raise WatchError(
                f"the deadline {watch.deadline} is not after {ahead}; give a later day, or with "
                "opened a day before it, to see how it would have come out"
            )
        if bool(watch.condition) == bool(watch.query):
            known = ", ".join(self._named.names())
            raise WatchError(f"give either a condition ({known}) or a query")
        if watch.query:
            check_query(watch.query)
        else:
            self._named.get(watch.condition)

    def _judged(self, held: Held, day: date) -> Verdict:
        timeout = self._store.settings.query_timeout
        return judge(self._store.graph(), self._named, held, day, timeout=timeout)

    def _all(self) -> list[Held]:
        reading = self._store.reading()
        return [_read(each, reading) for each in self._store.ledger().watches()]

    def _held(self, name: str) -> Held:
        held = self._all()
        found = [each for each in held if name in {each.watch.name, each.id}]
        if not found:
            names = [each.watch.name for each in held]
            near = get_close_matches(name, names, cutoff=0.5) or names[:10]
            hint = f"; did you mean {', '.join(near)}?" if near else ""
            raise NotFound(f"no watch is named {name!r}{hint}")
        return min(found, key=lambda each: each.withdrawn is not None)


def to_table(verdicts: Iterable[Verdict]) -> Table:
    """One row a watch."""
    columns = ("watch", "company", "theme", "waits for", "state", "since", "deadline", "means",
               "articles", "evidence")  # fmt: skip
    return Table(
        columns,
        [
            (
                each.watch.name,
                each.watch.company,
                each.watch.theme or None,
                each.watch.condition or "a query",
                each.state.value,
                each.since,
                each.watch.deadline,
                each.means or None,
                each.mentioning,
                [str(e.row.get("quote") or next(iter(e.row.values()), "")) for e in each.evidence],
            )
            for each in verdicts
        ],
    )


def as_data(verdict: Verdict) -> dict[str, object]:
    """A verdict for programs."""
    return {
        "watch": verdict.watch.name,
        "id": verdict.id,
        **{k: v for k, v in _fields(verdict.watch).items() if k not in {"name", "company_id"}},
        "state": verdict.state.value,
        "since": verdict.since.isoformat(),
        "as_of": verdict.day.isoformat(),
        "means": verdict.means,
        "articles": verdict.mentioning,
        "articles_within": verdict.within,
        "publishers": verdict.publishers,
        "evidence": [{k: _plain(v) for k, v in each.row.items()} for each in verdict.evidence],
    }


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _remarks(watch: Watch, verdict: Verdict, store: Store) -> Iterable[str]:
    asked = topic(watch.theme or None, store.ontology)
    if asked.remark:
        yield asked.remark
    if watch.theme and not _mentioned(asked.ids, asked.words, store):
        yield f"no article is about {watch.theme!r} so far"
    if verdict.state is not State.OPEN:
        yield f"it is {verdict.state.value} as it stands"


def _mentioned(themes: Sequence[str], words: str, store: Store) -> bool:
    found = store.graph().read(template("read/theme_mentioned"), {"themes": list(themes)})
    return bool(words or found.rows)


def _fields(watch: Watch) -> dict[str, str]:
    return {name: str(value) for name, value in asdict(watch).items() if value != ""}


def _read(held: HeldWatch, reading: Reading) -> Held:
    fields: dict[str, Any] = dict(held.definition)
    for name in ("opened", "deadline"):
        fields[name] = date.fromisoformat(fields[name])
    watch = Watch(**fields)
    meant = replace(watch, company_id=reading.entity(watch.company_id))
    return Held(held.id, meant, held.withdrawn)


def _change(verdict: Verdict) -> WatchChange:
    claims = tuple(each.claim for each in verdict.evidence if each.claim)
    return WatchChange(verdict.id, verdict.state.value, verdict.since, claims)


def _differs(verdict: Verdict, seen: WatchChange | None) -> bool:
    """A watch that nobody has looked at yet was open."""
    now = _change(verdict)
    if seen is None:
        return verdict.state is not State.OPEN
    return (now.state, now.day, now.evidence) != (seen.state, seen.day, seen.evidence)
