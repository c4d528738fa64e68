"""Plots: what they say, that they are the same in every run, and that they obey no text."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib.container import BarContainer
from matplotlib.text import Text

from kg.errors import ViewError
from kg.posture import Posture
from kg.views.plots import Plot, coverage_plot, posture_plot, timeline_plot
from tests.posture.conftest import DAY, answered, statement

OWN = answered([statement("SUPPLIES Bolt"), statement("DEVELOPS C1")])
HOSTILE = "$\\frac{</svg><script>alert(1)</script> --> \x1b[31m 汉\ud800"


def texts(plot: Plot) -> list[str]:
    return [text.get_text() for text in plot.figure.findobj(Text)]


def read() -> list[tuple[date, bool]]:
    return [(date(2025, 1, 3), True), (date(2025, 1, 9), False), (date(2025, 3, 1), True)]


def every(found: Posture) -> list[Plot]:
    return [
        posture_plot([found, found]),
        timeline_plot([found, replace(found, day=DAY + timedelta(30))]),
        coverage_plot(found.company, found.topic.asked, read(), 2),
    ]


def test_a_posture_names_companies_labels_strengths_and_coverage() -> None:
    plot = posture_plot([OWN, answered([], company="Zeta")])
    said = texts(plot)
    assert f"Make, buy or ally: modems, as of {DAY}" in said
    assert f"Acme: {OWN.label.value}" in said
    assert "Zeta: insufficient-evidence" in said
    [axes] = plot.figure.axes
    sides = [label.get_text() for label in axes.get_yticklabels()]
    assert sides == 2 * ["make", "buy", "ally"]
    assert {f"{value:.2f}" for value in OWN.strengths.values()} <= set(said)
    assert any("2 of 5 articles that mention it" in text for text in said)


def test_a_timeline_names_its_turns_and_its_lines() -> None:
    before = replace(answered([]), day=DAY - timedelta(100))
    said = texts(timeline_plot([before, OWN, replace(OWN, day=DAY + timedelta(50))]))
    assert said.count("insufficient-evidence") == 1
    assert said.count(OWN.label.value) == 1
    assert {f"{side.value} {value:.2f}" for side, value in OWN.strengths.items()} <= set(said)


def test_a_timeline_of_one_day_can_be_drawn(tmp_path: Path) -> None:
    timeline_plot([OWN]).save(tmp_path / "one.svg")
    assert (tmp_path / "one.svg").stat().st_size > 1_000


def test_coverage_has_a_bar_for_each_month_and_none_for_an_empty_one() -> None:
    plot = coverage_plot("Acme", "modems", read(), 2)
    [axes] = plot.figure.axes
    near, far = (bars for bars in axes.containers if isinstance(bars, BarContainer))
    assert [bar.get_height() for bar in near] == [1, 0, 1]
    assert [bar.get_height() for bar in far] == [1, 0, 0]
    assert "about modems" in texts(plot)
    assert any(text.startswith("2 of 3 articles, 2 publishers") for text in texts(plot))


def test_coverage_of_nothing_can_be_drawn(tmp_path: Path) -> None:
    coverage_plot("Acme", "", [], 0).save(tmp_path / "none.png")
    assert (tmp_path / "none.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("form", ["png", "svg"])
def test_the_same_data_gives_the_same_file(tmp_path: Path, form: str) -> None:
    for run in ("a", "b"):
        for i, plot in enumerate(every(OWN)):
            plot.save(tmp_path / f"{run}{i}.{form}")
    for i in range(3):
        written = [(tmp_path / f"{run}{i}.{form}").read_bytes() for run in ("a", "b")]
        assert written[0] == written[1]


def test_an_svg_tells_no_day_of_its_making_and_asks_for_nothing(tmp_path: Path) -> None:
    posture_plot([OWN]).save(tmp_path / "p.svg")
    text = (tmp_path / "p.svg").read_text("utf-8")
    assert "dc:date" not in text
    assert re.findall(r'(?:href|src)="(?!#)[^"]*"', text) == []


def test_text_out_of_articles_is_only_shown(tmp_path: Path) -> None:
    hostile = answered([statement("SUPPLIES Bolt")], company=HOSTILE, asked=HOSTILE)
    for i, plot in enumerate(every(hostile)):
        plot.save(tmp_path / f"{i}.svg")
        assert "<script" not in (tmp_path / f"{i}.svg").read_text("utf-8")
        assert "\x1b" not in "".join(texts(plot))


def test_the_users_own_settings_change_nothing(tmp_path: Path) -> None:
    posture_plot([OWN]).save(tmp_path / "a.svg")
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "red"}):
        posture_plot([OWN]).save(tmp_path / "b.svg")
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


@pytest.mark.parametrize("name", ["plot.pdf", "plot"])
def test_another_ending_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ViewError, match=r"ends in \.png or \.svg"):
        posture_plot([OWN]).save(tmp_path / name)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(ViewError, match="missing"):
        posture_plot([OWN]).save(tmp_path / "missing" / "p.png")


def test_a_notebook_shows_it() -> None:
    assert posture_plot([OWN])._repr_png_().startswith(b"\x89PNG")
