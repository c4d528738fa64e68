"""A company beside its competitors, and a posture over time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from kg.graph.base import GraphStore, Table
from kg.posture.records import Label, Posture, Statement
from kg.queries import Catalogue


@dataclass(frozen=True, slots=True)
class Player:
    """One row of a contrast. `customers` has the columns of the query contrast_customers.

    `stated` says whether articles call it a rival, `quote` what the latest of them says; both are
    empty for the company itself.
    """

    posture: Posture
    customers: Table
    stated: bool = False
    quote: str = ""
    publisher: str = ""
    published: date | None = None
    claim: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """A day on which the posture was another than before; `moved` are that day's statements."""

    day: date
    before: Label | None
    posture: Posture
    moved: tuple[Statement, ...]


def contrast(
    graph: GraphStore,
    catalogue: Catalogue,
    ask: Callable[[str], Posture],
    company: str,
    *,
    as_of: date | None,
    rivals: int,
) -> tuple[Player, ...]:
    """The company and those it is compared with: stated rivals first, the best attested first.

    `ask` gives the posture of a company by name or id, always for the same theme and day.

    Raises:
        NotFound, QueryError: as `ask` does for the company.
    """
    own = ask(company)
    theme = list(own.topic.ids) or None
    arguments = {"company": own.company_id, "theme": theme, "as_of": as_of, "limit": rivals}
    found = graph.read(catalogue.get("contrast_players").text, arguments).records()

    def customers(id_: str) -> Table:
        arguments = {"company": id_, "theme": theme, "as_of": as_of, "limit": 8}
        return graph.read(catalogue.get("contrast_customers").text, arguments)

    others = (
        Player(
            ask(str(row["id"])),
            customers(str(row["id"])),
            stated=bool(row["stated"]),
            quote=str(row["quote"] or ""),
            publisher=str(row["publisher"] or ""),
            published=row["published"],  # type: ignore[arg-type]
            claim=str(row["claim"] or ""),
        )
        for row in found
    )
    return (Player(own, customers(own.company_id)), *others)


def series(days: Iterable[date], ask: Callable[[date], Posture]) -> tuple[Turn, ...]:
    """The days on which the label was another than on the day before, with what moved it.

    Age alone may change a label, too; it is noticed on the next of `days`.
    """
    turns: list[Turn] = []
    label: Label | None = None
    for day in sorted(set(days)):
        found = ask(day)
        if found.label is not label:
            turns.append(Turn(day, label, found, _of_the_day(found, day)))
            label = found.label
    return tuple(turns)


def _of_the_day(found: Posture, day: date) -> tuple[Statement, ...]:
    """What was said on the day, by the weight of the grounds, each claim once."""
    said = (each for ground in (*found.grounds, *found.against) for each in ground.statements)
    fresh = {each.claim.id: each for each in said if each.claim.published == day}
    return tuple(fresh.values())


def days_of(found: Posture) -> list[date]:
    """The days on which something was published that bears on a posture, in order."""
    grounds = (*found.grounds, *found.against)
    return sorted({each.claim.published for ground in grounds for each in ground.statements})
