"""The explorer as a browser runs it: the real command, the real pages."""

import json
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from kg.model import entity_id

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name))), None)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason=f"none of {', '.join(NAMES)} is installed"),
]

QUOTE = "Quillon Cells will supply Halden Motors with battery cells."
HALDEN = "/entity/" + entity_id("Company", "Halden Motors")


@dataclass
class Opened:
    """A page that may reach the explorer alone, and all that it complained about."""

    page: Page
    base: str
    noise: list[str] = field(default_factory=list)

    def go(self, address: str) -> Page:
        self.page.goto(self.base + address)
        return self.page

    def drawn(self, address: str) -> Page:
        self.go(address).wait_for_selector("#graph[data-drawn]")
        return self.page

    def choose(self, name: str) -> None:
        self.page.fill("#sought", name)
        self.page.press("#sought", "Enter")
        expect(self.page.locator("#panel h3")).to_have_text(name)


@contextmanager
def running(kg_script: Path, store: Path, environment: dict[str, str]) -> Iterator[str]:
    """The address that `kg explore` prints; it must end well on Ctrl-C."""
    words = [str(kg_script), "--store", str(store), "explore", "--port", "0", "--no-browser"]
    process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True, env=environment)
    assert process.stderr
    said = ""
    while not (found := re.search(r"http://\S+\?token=\S+", said)):
        line = process.stderr.readline()
        assert line, said
        said += line
    try:
        yield found[0]
    finally:
        process.send_signal(signal.SIGINT)
        rest = process.communicate(timeout=30)[1]
    assert process.returncode == 0
    assert rest.splitlines()[-1] == "kg: the explorer has ended"


Serving = Callable[[Path], AbstractContextManager[str]]


@pytest.fixture(scope="module")
def address(kg_script: Path, world: Path, clean_environment: dict[str, str]) -> Iterator[str]:
    with running(kg_script, world, clean_environment) as address:
        yield address


@pytest.fixture(scope="module")
def hostile_address(
    kg_script: Path, hostile: Path, clean_environment: dict[str, str]
) -> Iterator[str]:
    with running(kg_script, hostile, clean_environment) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def opening(browser: Browser, address: str, **options: object) -> Iterator[Opened]:
    context = browser.new_context(viewport={"width": 1360, "height": 950}, **options)  # type: ignore[arg-type]
    base = "{0.scheme}://{0.netloc}".format(urlsplit(address))
    opened = Opened(context.new_page(), base)

    def pass_on(route: Route) -> None:
        if route.request.url.startswith((base + "/", "blob:" + base + "/")):
            route.continue_()
        else:
            opened.noise.append(f"asked for {route.request.url}")
            route.abort()

    context.route("**/*", pass_on)
    page = opened.page
    page.on("console", lambda message: opened.noise.append(message.text))
    page.on("pageerror", lambda error: opened.noise.append(str(error)))
    page.on("dialog", lambda dialog: opened.noise.append(dialog.message))
    page.goto(address)
    yield opened
    context.close()


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Opened]:
    with opening(browser, address) as opened:
        yield opened
    assert opened.noise == []


@pytest.fixture
def attacked(browser: Browser, hostile_address: str) -> Iterator[Opened]:
    with opening(browser, hostile_address) as opened:
        yield opened
    assert opened.noise == []


def test_the_token_goes_out_of_the_address(opened: Opened) -> None:
    assert opened.page.url == opened.base + "/"
    assert opened.page.evaluate("document.cookie") == ""
    expect(opened.page.locator("h1")).to_contain_text("knowledge graph")


def test_a_search_leads_to_an_entity_and_its_drawing(opened: Opened) -> None:
    page = opened.page
    page.keyboard.press("/")
    page.keyboard.type("halden motors")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Halden Motors", exact=True).click()
    page.wait_for_selector("#graph[data-drawn]")
    assert page.url == opened.base + HALDEN
    expect(page.locator("#count")).to_have_text("Nodes: 4, edges: 4.")


def test_a_click_on_an_edge_shows_its_evidence(opened: Opened) -> None:
    page = opened.drawn(f"/console?show=graph&query={quote(QUILLON_ALONE)}")
    box = page.locator("#picture").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    panel = page.locator("#panel")
    expect(panel.locator("h3")).to_have_text("Quillon Cells supplies Halden Motors")
    expect(panel.locator("q")).to_have_text(QUOTE)
    expect(panel.locator("figcaption")).to_have_text("Sample Wire, 2025-03-01 original")
    link = panel.get_by_role("link", name="original")
    expect(link).to_have_attribute("href", "https://example.org/halden?a=1&b=2")
    panel.get_by_role("link", name="The claim").click()
    expect(page.locator("#table-evidence q")).to_have_text(QUOTE)


QUILLON_ALONE = (
    "MATCH (a:Company)-[:SUPPLIES]->(b:Company) WHERE b.name = 'Halden Motors' "
    "RETURN a.id AS one, b.id AS other"
)


def test_neighbours_are_added_and_the_address_says_so(opened: Opened) -> None:
    page = opened.drawn(HALDEN)
    opened.choose("Orrin Software")
    page.get_by_role("button", name="Expand its neighbours").click()
    expect(page.locator("#count")).to_have_text("1 neighbours were added. Nodes: 5, edges: 5.")
    opened.choose("Tarn Labs")
    shared = page.url
    assert "with=company-" in shared
    page.goto("about:blank")
    page.goto(shared)
    page.wait_for_selector("#graph[data-drawn]")
    expect(page.locator("#count")).to_have_text("Nodes: 5, edges: 5.")


def test_filters_by_predicate_status_and_day_are_kept_in_the_address(opened: Opened) -> None:
    page = opened.drawn(HALDEN)
    count, rows = page.locator("#count"), page.locator("#table-relations tbody tr")
    expect(rows).to_have_count(3)
    page.get_by_label("supplies").uncheck()
    expect(count).to_have_text("Nodes: 3 of 4, edges: 2 of 4.")
    expect(rows).to_have_count(2)
    page.get_by_label("planned").uncheck()
    expect(count).to_have_text("Nodes: 2 of 4, edges: 1 of 4.")
    expect(rows).to_have_count(1)
    page.reload()
    page.wait_for_selector("#graph[data-drawn]")
    expect(count).to_have_text("Nodes: 2 of 4, edges: 1 of 4.")
    assert page.get_by_label("supplies").is_checked() is False
    page.get_by_label("supplies").check()
    page.get_by_label("planned").check()
    page.get_by_label("Last day").fill("2025-05-01")
    expect(count).to_have_text("Nodes: 3 of 4, edges: 2 of 4.")
    expect(rows).to_have_count(2)
    assert page.url.endswith("?until=2025-05-01")


def test_the_slider_shows_what_was_stated_up_to_a_day(opened: Opened) -> None:
    page = opened.drawn(HALDEN)
    slider = page.get_by_label("Show what was stated up to a day")
    slider.focus()
    page.keyboard.press("Home")
    expect(page.locator("#count")).to_have_text("Nodes: 3 of 4, edges: 2 of 4.")
    expect(page.get_by_label("Last day")).to_have_value("2025-03-01")
    page.keyboard.press("End")
    expect(page.locator("#count")).to_have_text("Nodes: 4, edges: 4.")


def test_tables_and_the_picture_are_downloaded_as_filtered(opened: Opened) -> None:
    page = opened.drawn(HALDEN)
    page.get_by_label("supplies").uncheck()
    expect(page.locator("#table-relations tbody tr")).to_have_count(2)
    with page.expect_download() as download:
        page.locator("#table-relations").get_by_text("CSV").click()
    text = Path(download.value.path()).read_text("utf-8")
    assert "Orrin Software" in text
    assert "Quillon Cells" not in text
    with page.expect_download() as download:
        page.get_by_role("button", name="PNG").click()
    assert download.value.suggested_filename == "kg-graph.png"
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")


def test_the_console_runs_remembers_and_shows_its_answer(opened: Opened) -> None:
    page = opened.go("/console")
    query = "MATCH (c:Company) RETURN c.name AS name ORDER BY name LIMIT 2"
    page.fill("#query", query)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#table-rows tbody tr")).to_have_text(["Brask Auto", "Halden Motor"])
    page.get_by_label("json", exact=True).check()
    page.get_by_role("button", name="Run").click()
    shown = page.locator("#answer pre").inner_text()
    assert json.loads(shown) == [{"name": "Brask Auto"}, {"name": "Halden Motor"}]
    page.goto(opened.base + "/console")
    page.locator("#past-queries summary").click()
    page.locator("#history button").click()
    expect(page.locator("#query")).to_have_value(query)


def test_a_refused_query_says_why(opened: Opened) -> None:
    page = opened.go("/console")
    page.fill("#query", "MATCH (n) DELETE n")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("alert")).to_contain_text("DELETE is not allowed")
    # The browser's own word for an answer of that status.
    assert all("status of 400" in line for line in opened.noise)
    opened.noise.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1360, 390])
def test_pages_fit_their_width_in_light_and_dark(
    browser: Browser, address: str, scheme: str, width: int
) -> None:
    with opening(browser, address, color_scheme=scheme) as opened:
        opened.page.set_viewport_size({"width": width, "height": 850})
        for path in ("/", HALDEN, "/console", "/review", "/watches", "/contrast/Halden Motors"):
            page = opened.go(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert opened.noise == []


def test_everything_can_be_reached_by_keyboard_and_has_a_name(opened: Opened) -> None:
    page = opened.drawn(HALDEN)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    unnamed = page.evaluate(
        """() => [...document.querySelectorAll("input, select, textarea, button, a")]
          .filter((each) => each.type !== "hidden")
          .filter((each) => !each.textContent.trim() && !each.labels?.length
            && !each.getAttribute("aria-label"))
          .map((each) => each.outerHTML)"""
    )
    assert unnamed == []


def test_a_merge_is_judged_in_the_browser(
    browser: Browser, kg_script: Path, own_world: Path, clean_environment: dict[str, str]
) -> None:
    with (
        running(kg_script, own_world, clean_environment) as address,
        opening(browser, address) as opened,
    ):
        page = opened.go("/review")
        page.locator(".pair input[name=why]").fill("one firm")
        page.get_by_role("button", name="Merge into").click()
        expect(page.get_by_role("status")).to_contain_text("Recorded: judgement-")
        expect(page.locator("#table-suggestions")).to_contain_text("Nothing is left to judge.")
        assert opened.noise == []


def test_a_page_of_another_port_can_neither_write_nor_read(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    with opening(browser, address) as opened:
        other = tmp_path / "other.html"
        other.write_text("<title>other</title>")
        page = opened.page
        page.context.unroute("**/*")
        page.goto(other.as_uri())
        outcome = page.evaluate(
            """(base) => fetch(base + "/review", {
              method: "POST", credentials: "include", mode: "no-cors",
              headers: {"Content-Type": "application/x-www-form-urlencoded"}, body: "verb=undo"
            }).then((answer) => answer.type, () => "refused")""",
            opened.base,
        )
        assert outcome in {"opaque", "refused"}
        read = page.evaluate(
            "(base) => fetch(base + '/').then(() => 'read', () => 'refused')", opened.base
        )
        assert read == "refused"


def test_hostile_text_is_inert_under_pointer_and_search(
    attacked: Opened, payloads: tuple[str, ...]
) -> None:
    page = attacked.drawn(HALDEN)
    box = page.locator("#picture").bounding_box()
    assert box is not None
    for i in range(1, 12):
        for j in range(1, 10):
            x, y = box["x"] + box["width"] * i / 12, box["y"] + box["height"] * j / 10
            page.mouse.move(x, y)
            page.mouse.click(x, y)
    for payload in payloads:
        page.fill("#sought", payload)
        page.press("#sought", "Enter")
        expect(page.locator("#panel h3")).to_have_text(payload)
        page.locator("#panel li button").first.click()
        expect(page.locator("#panel q").first).to_be_visible()
    for tick in page.locator("#graph input[data-field]").all():
        tick.uncheck()
    assert page.evaluate("[window.pwned, ({}).pwned]") == [None, None]
    assert page.locator("img, iframe, [onerror], [onload], a[href^=javascript]").count() == 0


def test_hostile_text_is_inert_on_every_page(attacked: Opened, payloads: tuple[str, ...]) -> None:
    pages = ["/", "/?q=title", "/review", "/watches", "/console", "/watch/" + quote(payloads[0])]
    pages += ["/posture/Halden Motors", "/contrast/Halden Motors"]
    pages += [f"/entity/{entity_id('Company', payload)}" for payload in payloads]
    pages += [f"/?q={quote(payload)}" for payload in payloads]
    page = attacked.go("/?q=title")
    articles = [
        link.get_attribute("href") for link in page.locator("#table-articles a[href^='/a']").all()
    ]
    assert len(articles) == len(payloads)
    for address in [*pages, *map(str, articles), *(f"{each}/brief" for each in articles)]:
        attacked.go(address)
        assert page.evaluate("[window.pwned, ({}).pwned]") == [None, None]
        assert page.locator("img, iframe, [onerror], [onload], a[href^=javascript]").count() == 0
