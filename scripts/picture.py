"""Write docs/stellantis.png: the neighbourhood of Stellantis in the samples, as a browser shows it.

Needs chromium on the PATH and the environment of `scripts/setup dev`.
"""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import kg

TARGET = Path(__file__).parent.parent / "docs" / "stellantis.png"


def main() -> None:
    """Draw the page in a temporary folder and take its picture."""
    with tempfile.TemporaryDirectory() as folder, kg.open(Path(folder) / "news.kg") as graph:
        graph.ingest(samples=True)
        page_file = graph.view(Path(folder) / "page.html", "Stellantis")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.goto(page_file.as_uri())
            page.wait_for_selector("canvas")
            page.screenshot(path=TARGET)
            browser.close()


if __name__ == "__main__":
    main()
