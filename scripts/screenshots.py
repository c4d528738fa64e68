"""Take the pictures of the README, docs/*.png: views as a browser shows them, and plots.

`scripts/screenshots.py [STORE]`: of a store of the sample articles, which is made where none is
given. Needs chromium on the PATH and the environment of `scripts/setup dev`.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

import kg
from kg.api import KnowledgeGraph

DOCS = Path(__file__).parent.parent / "docs"
COMPANY, THEME, DAY = "Stellantis", "AI", date(2026, 5, 31)
# What a README is read at; more colours than these nobody tells apart.
WIDTH, COLOURS = 1_280, 128


def main() -> None:
    """Views and plots out of the store given, or of the samples."""
    with tempfile.TemporaryDirectory() as folder:
        given = sys.argv[1] if len(sys.argv) > 1 else None
        with kg.open(given or Path(folder) / "news.kg") as graph:
            if given is None:
                graph.ingest(samples=True)
            _views(graph, Path(folder))
            _plots(graph)


def _views(graph: KnowledgeGraph, folder: Path) -> None:
    shots: dict[str, tuple[dict[str, object], Callable[[Page], None]]] = {
        "stellantis": ({}, _open_an_edge),
        "contrast": ({"contrast": True, "theme": THEME}, lambda _: None),
        "chain": ({"chain": True}, lambda _: None),
    }
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for name, (choice, act) in shots.items():
            page = browser.new_page(viewport={"width": WIDTH, "height": 800})
            page.goto(graph.view(folder / f"{name}.html", COMPANY, **choice).as_uri())
            page.wait_for_selector("canvas")
            act(page)
            page.wait_for_timeout(500)
            page.screenshot(path=DOCS / f"{name}.png")
            _shrink(DOCS / f"{name}.png")
        browser.close()


def _open_an_edge(page: Page) -> None:
    """The company's best attested relation, with its sentences, in the whole drawing."""
    page.fill("#sought", COMPANY)
    page.press("#sought", "Enter")
    page.locator("#panel li button").first.click()
    page.get_by_role("button", name="Show the whole drawing").click()


def _plots(graph: KnowledgeGraph) -> None:
    graph.plot_posture(COMPANY, THEME, as_of=DAY).save(DOCS / "posture.png")
    graph.plot_timeline(COMPANY, THEME, as_of=DAY).save(DOCS / "timeline.png")
    graph.plot_coverage(COMPANY, THEME, as_of=DAY).save(DOCS / "coverage.png")
    for name in ("posture", "timeline", "coverage"):
        _shrink(DOCS / f"{name}.png")


def _shrink(path: Path) -> None:
    """The picture again, with a palette of its own colours."""
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


if __name__ == "__main__":
    main()
