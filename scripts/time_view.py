"""Time clicks on exported pages: of hubs with 100, 1,000 and 20,000 relations, or as given.

Each hub's neighbourhood is drawn as `kg view` does it, out of a graph on the disk, and opened in
Chromium without a network. Printed are the seconds of computing that the drawing took and those
until the browser shows it; then of the median and the slowest click, on nodes and edges, a search
and each kind of filter, the seconds until the picture has been drawn again; and the same in seconds
of the page's own computing, which a busy machine does not stretch. Needs chromium on the PATH and
the environment of `scripts/setup dev`.
"""

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import CDPSession, Page, TimeoutError, sync_playwright

from kg import config, drawings
from kg.model import Article, Claim, Entity, Evidence, Extraction, Mention, Status, entity_id
from kg.store import Store
from kg.views.page import write_page

HUB = "Hub"
PREDICATES = ("SUPPLIES", "COMPETES_WITH", "PARTNERS_WITH", "INVESTS_IN")
RELATIONS_AN_ARTICLE = 50
# Milliseconds after which a click has hit nothing.
MISSED = 1_500
# Two frames later the picture has been drawn again.
DRAWN = "() => new Promise((ok) => requestAnimationFrame(() => requestAnimationFrame(ok)))"


def main() -> None:
    """Build, draw and click for each size given on the command line."""
    sizes = [int(word) for word in sys.argv[1:]] or [100, 1_000, 20_000]
    print(
        "relations  nodes  edges    MB  draw s  load s  median click s  slowest s  "
        "computing s  slowest s"
    )
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "view.html"
            shape, drawing = _write(size, Path(folder), page)
            load, clicks = _clicked(page)
            passed, computed = zip(*clicks, strict=True)
            print(
                f"{size:9,} {shape} {page.stat().st_size / 1e6:5.1f} {drawing:7.2f} {load:7.2f} "
                f"{statistics.median(passed):15.3f} {max(passed):10.3f} "
                f"{statistics.median(computed):12.3f} {max(computed):10.3f}",
                flush=True,
            )


def _write(size: int, folder: Path, page: Path) -> tuple[str, float]:
    with Store(config.Settings(store=folder / "news.kg")) as store:
        store.ledger_to_change(create=True).record([*_articles(size)], store.policy(), {})
        store.project()
        start = time.process_time()
        drawing = drawings.around(store, HUB)
        write_page(drawing, page)
        seconds = time.process_time() - start
    return f"{len(drawing.nodes):6} {len(drawing.edges):6}", seconds


def _articles(size: int) -> Iterator[Extraction]:
    """Articles about the hub and its partners, each of which has to do with the next as well."""
    for first in range(0, size, RELATIONS_AN_ARTICLE):
        title = f"News {first}"
        read = Article(title, f"{title}\n\nText.", "Daily", date(2025, 1, 1 + first % 28))
        places = range(first, min(first + RELATIONS_AN_ARTICLE, size))
        names = [HUB, *(f"Partner {i}" for i in places)]
        pairs = [(HUB, name) for name in names[1:]] + [*pairwise(names[1:])]
        ids = {name: entity_id("Company", name) for name in names}
        yield Extraction(
            read,
            "timing",
            tuple(Entity(ids[name], "Company", name) for name in names),
            tuple(Mention(0, 1, "x", "Company", ids[name], 1.0, "exact") for name in names),
            tuple(_claim(read, ids, *pair, place) for place, pair in enumerate(pairs)),
        )


def _claim(read: Article, ids: dict[str, str], one: str, other: str, place: int) -> Claim:
    predicate = PREDICATES[place % len(PREDICATES)]
    ends = [ids[one], ids[other]]
    if predicate in ("COMPETES_WITH", "PARTNERS_WITH"):
        ends.sort()
    said = (Evidence(read.id, place, place + 1, f"{one} and {other} signed a deal for a year."),)
    return Claim(
        read.id, ends[0], predicate, ends[1], Status.CURRENT, 0.9, said, read.published, "Daily"
    )


def _clicked(path: Path) -> tuple[float, list[tuple[float, float]]]:
    """Seconds until the page is drawn; and of each click the seconds passed and computed."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_context(offline=True).new_page()
        clock = page.context.new_cdp_session(page)
        clock.send("Performance.enable", {"timeDomain": "threadTicks"})
        start = time.perf_counter()
        page.goto(path.as_uri())
        page.evaluate(DRAWN)
        load = time.perf_counter() - start
        clicks = [*_on_the_picture(page, clock), *_on_the_controls(page, clock)]
        browser.close()
    return load, clicks


def _on_the_picture(page: Page, clock: CDPSession) -> Iterator[tuple[float, float]]:
    """Clicks all over the picture, of which those count that hit something; then searches."""
    box = page.locator("#picture").bounding_box() or {}
    for i in range(1, 8):
        for j in range(1, 6):
            x, y = box["x"] + box["width"] * i / 8, box["y"] + box["height"] * j / 6
            page.evaluate("document.querySelector('#panel').firstElementChild.id = 'old'")
            with suppress(TimeoutError):
                yield _timed(page, clock, lambda x=x, y=y: _hit(page, x, y))
    for i in range(3):
        page.fill("#sought", HUB)
        yield _timed(page, clock, lambda: page.press("#sought", "Enter"))
        button = page.locator("#panel li button").nth(i)
        yield _timed(page, clock, button.click)


def _hit(page: Page, x: float, y: float) -> None:
    page.mouse.click(x, y)
    page.wait_for_selector("#old", state="detached", timeout=MISSED)


def _on_the_controls(page: Page, clock: CDPSession) -> Iterator[tuple[float, float]]:
    for tick in page.locator("input[data-field]").all():
        yield _timed(page, clock, tick.uncheck)
        yield _timed(page, clock, tick.check)
    yield _timed(page, clock, lambda: page.fill("#from", "2025-01-10"))
    yield _timed(page, clock, lambda: page.fill("#from", ""))


def _timed(page: Page, clock: CDPSession, act: Callable[[], object]) -> tuple[float, float]:
    before = _computed(clock)
    start = time.perf_counter()
    act()
    page.evaluate(DRAWN)
    return time.perf_counter() - start, _computed(clock) - before


def _computed(clock: CDPSession) -> float:
    metrics = clock.send("Performance.getMetrics")["metrics"]
    return next(float(each["value"]) for each in metrics if each["name"] == "TaskDuration")


if __name__ == "__main__":
    main()
