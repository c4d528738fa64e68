"""What is waited for, and how it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kg.model import content_id


class State(StrEnum):
    """How a watch stands on a day. Lapsed: the deadline has passed, and it was not met."""

    OPEN = "open"
    MET = "met"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What is waited for from the day after `opened` until `deadline`, that day included.

    `company` and `theme` are as given, `company_id` the entity meant. Either `condition` names
    one or `query` is Cypher that returns rows once it is met; it may use the parameters
    $company, $theme, $words, $since and $until.
    """

    name: str
    company: str
    company_id: str
    opened: date
    deadline: date
    theme: str = ""
    condition: str = ""
    query: str = ""
    if_met: str = ""
    if_not: str = ""

    @property
    def id(self) -> str:
        """Derived from all that decides how it stands, and from its name."""
        asked = (self.company_id, self.theme, self.condition, self.query)
        days = (self.opened.isoformat(), self.deadline.isoformat())
        return content_id("watch", self.name, *asked, *days)


@dataclass(frozen=True, slots=True)
class Held:
    """A watch as the ledger holds it by its `id`: withdrawn from a day on, or None.

    A merge may have given `watch` another `company_id` since; the id stays.
    """

    id: str
    watch: Watch
    withdrawn: date | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A row that meets a condition, by column; with the day and id of its claim, if it has them."""

    row: Mapping[str, object]
    published: date | None
    claim: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a watch stands on `day`, since when, why, and how much was read meanwhile.

    `means` is what its author said that this outcome means. `mentioning` counts the articles
    since the opening day that mention the company, `within` those of them about the theme.
    """

    id: str
    watch: Watch
    day: date
    state: State
    since: date
    evidence: tuple[Evidence, ...]
    means: str
    mentioning: int
    within: int
    publishers: int
