"""What a plot shows: postures side by side, a posture over time, what was read."""

from datetime import date

from kg import answers
from kg.graph.templates import template
from kg.posture import days_of
from kg.store import Store
from kg.views.plots import Plot, coverage_plot, posture_plot, timeline_plot


def posture(
    store: Store,
    company: str,
    theme: str | None = None,
    *,
    as_of: date | None = None,
    rivals: int = 4,
) -> Plot:
    """How a company gets a capability, beside as many of those it is compared with.

    Raises:
        NotFound, QueryError: nothing or several companies go by that name.
    """
    if not rivals:
        return posture_plot([answers.posture(store, company, theme, as_of=as_of)])
    players = answers.contrast(store, company, theme, as_of=as_of, rivals=rivals)
    return posture_plot([player.posture for player in players])


def timeline(
    store: Store, company: str, theme: str | None = None, *, as_of: date | None = None
) -> Plot:
    """How strong each side was on every day on which something was said; see `posture`."""
    last = answers.posture(store, company, theme, as_of=as_of)
    days = [day for day in days_of(last) if day < last.day]
    found = [answers.posture(store, last.company_id, theme, as_of=day) for day in days]
    return timeline_plot([*found, last])


def coverage(
    store: Store, company: str, theme: str | None = None, *, as_of: date | None = None
) -> Plot:
    """How many articles were read each month; see `posture`."""
    found = answers.posture(store, company, theme, as_of=as_of)
    arguments = {
        "company": found.company_id,
        "theme": list(found.topic.ids) or None,
        "as_of": as_of or store.settings.as_of,
    }
    rows = store.graph().read(template("read/coverage_days"), arguments).records()
    said = {
        each.claim.article
        for ground in (*found.grounds, *found.against)
        for each in ground.statements
    }
    by_words = found.topic.words
    read = [
        (day, row["article"] in said if by_words else bool(row["near"]))
        for row in rows
        if isinstance(day := row["published"], date)
    ]
    publishers = len({row["publisher"] for row in rows})
    return coverage_plot(found.company, found.topic.asked, read, publishers)
