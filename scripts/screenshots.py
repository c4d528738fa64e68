"""Take the pictures of the README, docs/*.png: views and the explorer in a browser, and plots.

`scripts/screenshots.py [STORE]`: of a store of the sample articles, which is made where none is
given. Needs chromium on the PATH and the environment of `scripts/setup dev`.
"""

import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

import kg
from kg.api import KnowledgeGraph

DOCS = Path(__file__).parent.parent / "docs"
COMPANY, THEME, DAY = "Stellantis", "AI", date(2026, 5, 31)
# What a README is read at.
SIZE = ViewportSize(width=1_280, height=800)
QUERY = "MATCH (a:Company)-[deal:SUPPLIES]->(b:Company) RETURN a.id AS supplier, b.id AS customer"
EXPLORER = {
    "explorer": f"/entity/{COMPANY}",
    "console": "/console?" + urlencode({"query": QUERY, "show": "graph"}),
}


def main() -> None:
    """Views and plots out of the store given, or of the samples."""
    with tempfile.TemporaryDirectory() as folder:
        given = sys.argv[1] if len(sys.argv) > 1 else None
        store = Path(given or f"{folder}/news.kg")
        with kg.open(store) as graph, sync_playwright() as playwright:
            if given is None:
                graph.ingest(samples=True)
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            _views(graph, Path(folder), browser)
            _plots(graph)
            _explorer(store, browser)
            browser.close()


def _views(graph: KnowledgeGraph, folder: Path, browser: Browser) -> None:
    shots: dict[str, tuple[dict[str, object], Callable[[Page], None]]] = {
        "stellantis": ({}, _open_an_edge),
        "contrast": ({"contrast": True, "theme": THEME}, lambda _: None),
        "chain": ({"chain": True}, lambda _: None),
    }
    for name, (choice, act) in shots.items():
        page = browser.new_page(viewport=SIZE)
        page.goto(graph.view(folder / f"{name}.html", COMPANY, **choice).as_uri())
        page.wait_for_selector("canvas")
        act(page)
        _shoot(page, name)


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


def _explorer(store: Path, browser: Browser) -> None:
    """Its page of the company, and its console with an answer drawn."""
    words = [Path(sys.executable).with_name("kg"), "--store", store, "explore", "--no-browser"]
    with subprocess.Popen(
        [*map(str, words), "--port", "0"], stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            said = iter(process.stderr or ())
            address = next(found[0] for line in said if (found := re.search(r"http://\S+", line)))
            page = browser.new_page(viewport=SIZE)
            page.goto(address)
            for name, path in EXPLORER.items():
                page.goto(address.partition("/?")[0] + path)
                page.wait_for_selector("#graph[data-drawn]")
                _shoot(page, name)
        finally:
            process.send_signal(signal.SIGINT)


def _shoot(page: Page, name: str) -> None:
    page.wait_for_timeout(600)
    page.screenshot(path=DOCS / f"{name}.png")


if __name__ == "__main__":
    main()
