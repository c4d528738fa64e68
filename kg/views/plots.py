"""Postures, their course and what was read, as plots for paper: PNG or SVG.

Colours differ in lightness, so that they can be told apart in grey and by the colour-blind;
hatches, line styles and direct labels say the same once more. The same data gives the same file.
"""

import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from kg.errors import ViewError
from kg.posture import Label, Posture, Side
from kg.views.cells import terminal_text
from kg.views.postures import covered

FORMATS = ("png", "svg")

_COLOURS = {Side.MAKE: "#0b4f8a", Side.BUY: "#d9741a", Side.ALLY: "#9fd3e8"}
_HATCHES = {Side.MAKE: "", Side.BUY: "////", Side.ALLY: "..."}
_LINES = {Side.MAKE: "-", Side.BUY: "--", Side.ALLY: "-."}
_INK, _PALE = "#1d232b", "#c9ced4"
_STYLE: dict[Any, Any] = {
    "svg.hashsalt": "kg",
    "text.parse_math": False,  # a dollar sign in a name is one
    "font.size": 9.0,
    "axes.titlesize": 11.0,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": _INK,
    "hatch.linewidth": 0.5,
}
_INCHES, _DOTS_PER_INCH = 7.2, 200
_MOST_LETTERS = 48
# Labels nearer than these would lie on each other: turns, as a share of the width, and line ends.
_NEAREST, _APART = 0.02, 0.075


@dataclass(frozen=True, slots=True, eq=False)
class Plot:
    """A plot, which a notebook shows."""

    figure: Figure

    def save(self, path: Path) -> None:
        """Write a PNG or SVG file, by the ending of the name; a file that is there is replaced.

        Raises:
            ViewError: the ending is another, or the file cannot be written.
        """
        form = path.suffix.lower().removeprefix(".")
        if form not in FORMATS:
            raise ViewError(f"cannot plot to {path}: give a name that ends in .png or .svg")
        try:
            path.write_bytes(self._as(form))
        except OSError as err:
            raise ViewError(f"cannot write the plot {path}: {err}; choose another place") from err

    def _repr_png_(self) -> bytes:
        return self._as("png")

    def _as(self, form: str) -> bytes:
        out = BytesIO()
        unstamped = {"Date": None} if form == "svg" else {"Software": None}
        with _style(), warnings.catch_warnings():
            # A letter that the font lacks is drawn as a box.
            warnings.filterwarnings("ignore", "Glyph")
            self.figure.savefig(
                out, format=form, dpi=_DOTS_PER_INCH, metadata=unstamped, bbox_inches="tight"
            )
        return out.getvalue()


@contextmanager
def _style() -> Iterator[None]:
    """Our own settings, whatever those of the user are."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_STYLE)
        yield


def posture_plot(found: Sequence[Posture]) -> Plot:
    """How strong the evidence is that each company makes, buys or allies, the first one on top."""
    first = found[0]
    with _style():
        figure = Figure(figsize=(_INCHES, 1.2 + 0.85 * len(found)))
        axes = figure.add_subplot()
        for place, each in enumerate(found):
            _bars(axes, each, 4 * place)
        axes.set_ylim(4 * len(found) - 0.9, -1.3)
        axes.set_xlim(0, 1.08)
        axes.set_yticks(
            [4 * place + i for place in range(len(found)) for i in range(len(Side))],
            [side.value for _ in found for side in Side],
        )
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        axes.set_xlabel("strength of the evidence, 0 to 1; it measures no money and no volume")
        axes.set_title(f"Make, buy or ally: {_asked(first)}, as of {first.day}")
        _foot(axes, f"Read on {_text(first.company)}: {covered(first)}.")
    return Plot(figure)


def _bars(axes: Axes, found: Posture, top: int) -> None:
    name = f"{_text(found.company)}: {found.label.value}"
    axes.text(0, top - 0.55, name, fontweight="bold", va="bottom")
    for i, side in enumerate(Side):
        value = found.strengths[side]
        axes.barh(
            top + i,
            value,
            height=0.8,
            color=_COLOURS[side],
            edgecolor=_INK,
            linewidth=0.6,
            hatch=_HATCHES[side],
        )
        axes.text(value + 0.01, top + i, f"{value:.2f}", va="center")


def timeline_plot(found: Sequence[Posture]) -> Plot:
    """The strengths of one company's posture on the days given, in order, and its labels."""
    last = found[-1]
    with _style():
        figure = Figure(figsize=(_INCHES, 3.6))
        axes = figure.add_subplot()
        days = [date2num(each.day) for each in found]  # type: ignore[no-untyped-call]
        for side in Side:
            values = [each.strengths[side] for each in found]
            axes.step(
                days, values, where="post", linestyle=_LINES[side], color=_line_colour(side),
                linewidth=2, marker="o", markersize=3,
            )  # fmt: skip
        _end_labels(axes, last, days[-1])
        _turns(axes, found, days)
        axes.set_ylim(-0.03, 1.03)
        axes.set_ylabel("strength of the evidence, 0 to 1")
        _day_axis(axes)
        axes.set_title(f"{_text(last.company)}: {_asked(last)}", pad=58)
        _foot(axes, f"Read: {covered(last)}. Between two days a side weakens with age.")
    return Plot(figure)


def _line_colour(side: Side) -> str:
    """A line is thinner than a bar and needs a darker tone."""
    return "#3f97b8" if side is Side.ALLY else _COLOURS[side]


def _end_labels(axes: Axes, last: Posture, day: float) -> None:
    """Each line's name at its end, moved apart where two would lie on each other."""
    sides = sorted(Side, key=lambda side: last.strengths[side], reverse=True)
    places: list[float] = []
    for i, side in enumerate(sides):
        below = places[-1] - _APART if places else 1.0
        room = _APART * (len(sides) - 1 - i)
        places.append(max(min(last.strengths[side], below), room))
    for side, place in zip(sides, places, strict=True):
        axes.annotate(
            f"{side.value} {last.strengths[side]:.2f}",
            (day, place),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            color=_INK,
            annotation_clip=False,
        )


def _turns(axes: Axes, found: Sequence[Posture], days: Sequence[float]) -> None:
    """A line on each day on which the label was another, with the label where there is room."""
    label: Label | None = None
    width = (days[-1] - days[0]) or 1.0
    named = -1.0
    for day, each in zip(days, found, strict=True):
        if each.label is label:
            continue
        label = each.label
        axes.axvline(day, color=_PALE, linewidth=1, zorder=0)
        if (place := (day - days[0]) / width) - named >= _NEAREST or named < 0:
            named = place
            axes.annotate(
                label.value,
                (day, 1.02),
                xycoords=("data", "axes fraction"),
                fontsize=7.5,
                rotation=30,
                rotation_mode="anchor",
                annotation_clip=False,
            )


def coverage_plot(
    company: str, topic: str, read: Iterable[tuple[date, bool]], publishers: int
) -> Plot:
    """How many articles that mention a company were published each month.

    `read` has one day for each, and whether it is about the topic; "" is no topic.
    """
    months = Counter((day.replace(day=1), near) for day, near in read)
    with _style():
        figure = Figure(figsize=(_INCHES, 3.0))
        axes = figure.add_subplot()
        every = _months(sorted({month for month, _ in months}))
        near = [months[month, True] for month in every]
        far = [months[month, False] for month in every]
        days = [date2num(month) for month in every]  # type: ignore[no-untyped-call]
        own = f"about {_text(topic)}" if topic else "all that mention it"
        axes.bar(days, near, width=25, color=_COLOURS[Side.MAKE], edgecolor=_INK, lw=0.6, label=own)
        if topic:
            axes.bar(
                days, far, width=25, bottom=near, color=_COLOURS[Side.ALLY], edgecolor=_INK, lw=0.6,
                hatch=_HATCHES[Side.ALLY], label="others that mention it",
            )  # fmt: skip
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        axes.set_ylabel("articles a month")
        _day_axis(axes)
        axes.set_title(f"What was read about {_text(company)}")
        axes.set_ylim(0, 1.3 * max([1, *map(sum, zip(near, far, strict=True))]))
        axes.legend(frameon=False, loc="upper left", ncols=2)
        counts = f"{sum(near)} of {sum(near) + sum(far)} articles" if topic else f"{sum(near)}"
        _foot(axes, f"{counts}, {publishers} publishers; months without a bar: nothing was read.")
    return Plot(figure)


def _months(held: Sequence[date]) -> list[date]:
    """The first days of all months from the first to the last."""
    if not held:
        return []
    count = (held[-1].year - held[0].year) * 12 + held[-1].month - held[0].month + 1
    first = held[0].year * 12 + held[0].month - 1
    return [date((first + i) // 12, (first + i) % 12 + 1, 1) for i in range(count)]


def _day_axis(axes: Axes) -> None:
    locator = AutoDateLocator(minticks=3, maxticks=8)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    axes.set_xlabel("day of publication")


def _foot(axes: Axes, text: str) -> None:
    axes.annotate(
        text,
        (0, 0),
        xytext=(0, -38),
        xycoords="axes fraction",
        textcoords="offset points",
        fontsize=7.5,
        va="top",
    )


def _asked(found: Posture) -> str:
    return _text(found.topic.asked) or "everything"


def _text(text: str) -> str:
    """One line that can be drawn: a lone surrogate, which no font knows, becomes a mark."""
    shown = terminal_text(text).encode("utf-8", "replace").decode()
    return shown if len(shown) <= _MOST_LETTERS else f"{shown[: _MOST_LETTERS - 1]}…"
