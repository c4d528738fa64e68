"""The pages of strategy: posture, contrast and watches."""

from collections.abc import Iterable
from datetime import date

from kg import answers
from kg.explorer.view import Asked, Listing, View, to
from kg.graph.base import Table
from kg.posture import Ground, Player, Posture, days_of, load
from kg.store import Store
from kg.views import contrasts, postures
from kg.watches import Verdict
from kg.watchlist import Watchlist, to_table

_CLAIM = {"quote": to("claim", "claim")}

# Statements times the days on which they came: all are judged anew for each, some 10,000 a second.
_MOST_JUDGED = 4_000
_TOO_MUCH = "Too much was said to judge each day of it while a page waits; the files tell."


def posture(store: Store, asked: Asked) -> View:
    """Make, buy or ally for a theme, on what evidence, and when that turned."""
    theme, day = asked.text("theme") or None, asked.day("as_of")
    found = answers.posture(store, asked.path["ref"], theme, as_of=day)
    rules = load(store.settings.posture)

    def turns() -> Listing:
        shown = not asked.text("format")
        judged = len(days_of(found)) * _statements(found)
        if shown and (found.cut or judged > _MOST_JUDGED):
            return Listing("When it turned", contrasts.turns([]), empty=_TOO_MUCH)
        turned = answers.postures(store, found.company_id, theme, as_of=day, last=found)
        return Listing("When it turned", contrasts.turns(turned))

    def contradictions() -> Listing:
        named = {"company": found.company_id, "as_of": day}
        against = answers.ask(store, "contradictions", named)
        return Listing("Contradictions, side by side", against, empty="No article contradicts.")

    tables = {
        "facts": lambda: Listing("In short", postures.facts(found, rules)),
        "grounds": lambda: _grounds("For", found.grounds),
        "against": lambda: _grounds("Over, or denied", found.against),
        "turns": turns,
        "contradictions": contradictions,
    }
    title = f"{found.company}: {found.label.value}"
    return View(title, "posture", tables, _choice(found.company, found.company_id))


def contrast(store: Store, asked: Asked) -> View:
    """A company beside its rivals for a theme, with the evidence for each."""
    theme, day = asked.text("theme") or None, asked.day("as_of")
    rivals = asked.number("rivals", 6, 20)
    players = answers.contrast(store, asked.path["ref"], theme, as_of=day, rivals=rivals)
    own = players[0].posture

    def side_by_side() -> Listing:
        found = contrasts.table(players)
        rows = [(*row, p.posture.company_id) for row, p in zip(found.rows, players, strict=True)]
        links = {"player": to("entity", "id")}
        return Listing("Side by side", Table((*found.columns, "id"), rows), links, ("id",))

    return View(
        f"{own.company} and its rivals",
        "contrast",
        {"players": side_by_side, "evidence": lambda: _evidence(players)},
        _choice(own.company, own.company_id),
        lambda: contrasts.drawing(players, {**store.ontology.predicates}),
    )


def watches(store: Store, asked: Asked) -> View:
    """All watches, how they stand on a day and what shows it."""
    day = asked.day("as_of") or date.today()
    found = Watchlist(store).judged(day)
    links = {"watch": to("watch", "watch"), "company": to("entity", "company")}
    empty = "Nothing is waited for; kg watch add does so."

    def listed() -> Listing:
        return Listing("Watches", to_table(found), links, empty=empty)

    return View("Watches", "watches", {"watches": listed}, {"day": day})


def watch(store: Store, asked: Asked) -> View:
    """One watch: what it waits for, how it stands, on what evidence, and how it came to it."""
    day, name = asked.day("as_of") or date.today(), asked.path["ref"]
    watchlist = Watchlist(store)
    found = watchlist.show(name, day)
    tables = {
        "evidence": lambda: Listing("Evidence", _rows(found), empty="Nothing meets it so far."),
        "history": lambda: _history(watchlist.replay(name, day)),
    }
    return View(f"Watch: {found.watch.name}", "watch", tables, {"verdict": found})


def _statements(found: Posture) -> int:
    return sum(len(ground.statements) for ground in (*found.grounds, *found.against))


def _choice(company: str, id_: str) -> dict[str, object]:
    return {"company": company, "company_id": id_}


def _grounds(title: str, found: Iterable[Ground]) -> Listing:
    return Listing(title, postures.grounds([*found]), _CLAIM, ("claim",), "Nothing was read.")


def _evidence(players: Iterable[Player]) -> Listing:
    """What each player's posture rests on."""
    rows: list[tuple[object, ...]] = []
    columns: tuple[str, ...] = postures.grounds([]).columns
    for player in players:
        found = postures.grounds(player.posture.grounds)
        rows += [(player.posture.company, *row) for row in found.rows]
    return Listing("What it rests on", Table(("player", *columns), rows), _CLAIM, ("claim",))


def _rows(verdict: Verdict) -> Table:
    """The rows that meet the watch, whatever its query returns."""
    rows = [each.row for each in verdict.evidence]
    columns = tuple(rows[0]) if rows else ("quote",)
    return Table(columns, [tuple(row[name] for name in columns) for row in rows])


def _history(found: Iterable[Verdict]) -> Listing:
    columns = ("day", "state", "since", "means", "articles")
    rows: list[tuple[object, ...]] = [
        (v.day, v.state.value, v.since, v.means or None, v.mentioning) for v in found
    ]
    return Listing("How it came to it", Table(columns, rows))
