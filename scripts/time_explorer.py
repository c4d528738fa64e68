"""Measure how soon the explorer answers in a browser, at neighbourhoods of 100 to 20,000 edges.

Needs chromium on the PATH and the environment of `scripts/setup dev`. Makes a store with one hub
for each size, opens its page and times clicks: on the picture, on a tick, on a node to expand.
Then it opens the hub's posture and its contrast.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from kg import config
from kg.model import Article, Claim, Entity, Evidence, Extraction, Mention, Status, entity_id
from kg.store import Store

PREDICATES = ("SUPPLIES", "PARTNERS_WITH", "COMPETES_WITH", "INVESTS_IN", "ACQUIRES")
AN_ARTICLE = 50
# One relation in so many is denied.
DENIED = 25
DAY = date(2024, 1, 1)


def hub(size: int) -> str:
    """The name of the company with that many relations."""
    return f"Hub {size}"


def story(size: int) -> Iterator[Extraction]:
    """Articles that each state relations of the hub with other companies, and of these."""
    centre = Entity(entity_id("Company", hub(size)), "Company", hub(size))
    for first in range(0, size, AN_ARTICLE):
        count = min(AN_ARTICLE, size - first)
        others = [Entity(entity_id("Company", n), "Company", n)
                  for n in (f"Firm {size} {first + i}" for i in range(count))]  # fmt: skip
        lines = [f"{hub(size)} deals with {other.name}." for other in others]
        read = Article(
            f"News of {hub(size)} {first}", "\n\n".join(lines), f"Paper {first % 37}",
            DAY + timedelta(days=first % 700),
        )  # fmt: skip
        claims = tuple(
            Claim(
                read.id, centre.id, PREDICATES[(first + i) % len(PREDICATES)], other.id,
                Status.DENIED if i % DENIED == 0 else Status.CURRENT, 0.9,
                (Evidence(read.id, i, i + 1, line),), read.published, read.publisher,
            )
            for i, (other, line) in enumerate(zip(others, lines, strict=True))
        )  # fmt: skip
        named = (centre, *others)
        mentions = tuple(Mention(0, 1, "x", "Company", e.id, 1.0, "exact") for e in named)
        yield Extraction(read, "made", named, mentions, claims)


def bridge(sizes: list[int]) -> Extraction:
    """A small company beside all hubs, from which each can be expanded."""
    names = ["Bridge", *map(hub, sizes)]
    entities = tuple(Entity(entity_id("Company", name), "Company", name) for name in names)
    read = Article("A bridge", "Bridge deals with hubs.", "Paper", DAY)
    claims = tuple(
        Claim(read.id, entities[0].id, "SUPPLIES", other.id, Status.CURRENT, 0.9,
              (Evidence(read.id, 0, 23, read.text),), DAY, "Paper")
        for other in entities[1:]
    )  # fmt: skip
    mentions = tuple(Mention(0, 1, "x", "Company", e.id, 1.0, "exact") for e in entities)
    return Extraction(read, "made", entities, mentions, claims)


def fill(folder: Path, sizes: list[int]) -> None:
    """The store with all hubs."""
    with Store(config.Settings(store=folder)) as store:
        told = [bridge(sizes), *(each for size in sizes for each in story(size))]
        store.ledger_to_change(create=True).record(told, store.policy(), {})
        store.project()


@contextmanager
def explorer(folder: Path) -> Iterator[str]:
    """The address of `kg explore`."""
    words = [Path(sys.executable).with_name("kg"), "--store", folder, "explore", "--port", "0",
             "--no-browser"]  # fmt: skip
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr  # noqa: S101 - it is a pipe
        found = None
        while not found:
            found = re.search(r"http://\S+", process.stderr.readline())
        try:
            yield found[0]
        finally:
            process.terminate()


def until(page: Page, act: str, done: str) -> float:
    """Milliseconds from an act to the first frame after which `done` holds, within the page."""
    script = f"""async () => {{
      const frame = () => new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
      await frame();
      const begun = performance.now();
      {act};
      do await frame(); while (!({done}));
      return performance.now() - begun;
    }}"""
    return float(page.evaluate(script))


COUNT = "document.getElementById('count').textContent"
FIRST_RELATION = "document.querySelector('#panel li button')"
EXPAND = "document.querySelector('#panel .ways button')"
TICK = "document.querySelector('#predicates input')"


def measure(page: Page, address: str) -> dict[str, float]:
    """Seconds until the page is drawn, and until it answers to what is done to it."""
    begun = time.monotonic()
    page.goto(address)
    shown = time.monotonic() - begun
    page.wait_for_selector("#graph[data-drawn]")
    drawn = time.monotonic() - begun
    page.wait_for_timeout(500)
    find = (
        "const s = document.getElementById('sought'); s.value = 'Hub';"
        "document.getElementById('find').requestSubmit()"
    )
    times = {
        "choose a node": until(page, find, "document.querySelector('#panel h3')"),
        "choose an edge": until(
            page, f"{FIRST_RELATION}.click()", "document.querySelector('#panel .evidence')"
        ),
        "untick a predicate": until(page, f"{TICK}.click()", f"{COUNT}.includes(' of ')"),
        "click on the picture": click(page),
    }
    return {"page": shown, "drawn": drawn} | {what: ms / 1000 for what, ms in times.items()}


def click(page: Page) -> float:
    """Milliseconds from a real click in the middle until a frame is drawn after it."""
    box = page.locator("#picture").bounding_box()
    assert box  # noqa: S101 - it was drawn
    begun = time.monotonic()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.evaluate("new Promise((next) => requestAnimationFrame(() => setTimeout(next)))")
    return (time.monotonic() - begun) * 1000


def expand(page: Page, base: str, size: int) -> tuple[float, float]:
    """Seconds until expanding a hub is answered by a word, and until its neighbours are there."""
    page.goto(f"{base}/entity/Bridge")
    page.wait_for_selector("#graph[data-drawn]")
    page.fill("#sought", hub(size))
    page.press("#sought", "Enter")
    act = f"window.before = {COUNT}; window.begun = performance.now(); {EXPAND}.click()"
    word = until(page, act, f"{COUNT} !== window.before")
    until(page, "", f"{COUNT}.includes('added')")
    return word / 1000, float(page.evaluate("performance.now() - window.begun")) / 1000


def visit(page: Page, address: str) -> float:
    """Seconds until a page without a picture is there."""
    begun = time.monotonic()
    page.goto(address, wait_until="load")
    return time.monotonic() - begun


def main() -> None:
    """Measure and print, one line a size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("--sizes", type=int, nargs="*", default=[100, 1_000, 20_000])
    sizes = parser.parse_args().sizes
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        begun = time.monotonic()
        fill(Path(folder) / "kg", sizes)
        print(f"the store was made in {time.monotonic() - begun:.0f} s", flush=True)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        with explorer(Path(folder) / "kg") as address:
            base = address.partition("/?")[0]
            page = browser.new_page(viewport={"width": 1360, "height": 950})
            page.set_default_timeout(180_000)
            page.goto(address)
            for size in sizes:
                times = measure(page, f"{base}/entity/{hub(size)}")
                word, added = expand(page, base, size)
                times |= {"expand, a word": word, "expanded": added}
                for asked in ("posture", "contrast"):
                    times[asked] = visit(page, f"{base}/{asked}/{hub(size)}")
                told = "  ".join(f"{what} {seconds:.2f}" for what, seconds in times.items())
                print(f"{size:>6} edges, seconds: {told}", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
