"""The page as a browser runs it: what it shows, what it obeys and what it asks for."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from kg.model import Status
from kg.views.drawing import Drawing, Edge, Node, Quote
from kg.views.page import Picture, write_page

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name))), None)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason=f"none of {', '.join(NAMES)} is installed"),
]

QUOTE = "Microsoft will run the carmaker's data platform."
LONE = Drawing("One", (Node("c1", "Company", "Microsoft"),), ())
PAIR = Drawing(
    "A pair",
    (Node("c1", "Company", "Microsoft", 1), Node("c2", "Company", "Stellantis", 1)),
    (
        Edge(
            "c1",
            "c2",
            "SUPPLIES",
            "supplies",
            Status.PLANNED,
            publishers=3,
            quotes=(
                Quote(
                    QUOTE,
                    "Les Echos",
                    date(2026, 2, 14),
                    "https://example.org/a",
                ),
                Quote("Microsoft supplies Stellantis.", "Daily Post", date(2025, 3, 1)),
            ),
            first_seen=date(2025, 3, 1),
            last_seen=date(2026, 2, 14),
        ),
    ),
)


@dataclass
class Opened:
    """A page and all that it complained about or asked for besides itself."""

    page: Page
    noise: list[str] = field(default_factory=list)

    def middle(self) -> tuple[float, float]:
        box = self.page.locator("#picture").bounding_box()
        assert box is not None
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def colour_of_the_middle(self) -> list[int]:
        found: list[int] = self.page.evaluate(
            """() => {
              const canvas = document.querySelector("#picture canvas");
              const middle = [Math.round(canvas.width / 2), Math.round(canvas.height / 2)];
              return [...canvas.getContext("2d").getImageData(...middle, 1, 1).data];
            }"""
        )
        return found

    def click_middle(self) -> None:
        self.page.mouse.click(*self.middle())
        # vis-network waits this long for the second half of a double click.
        self.page.wait_for_timeout(400)


Open = Callable[..., Opened]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    contexts = []

    def opened(drawing: Drawing, **options: Any) -> Opened:  # noqa: ANN401
        path = tmp_path / "view.html"
        write_page(drawing, path)
        contexts.append(browser.new_context(**options))
        seen = Opened(contexts[-1].new_page())
        seen.page.on("console", lambda message: seen.noise.append(message.text))
        seen.page.on("pageerror", lambda error: seen.noise.append(str(error)))
        seen.page.on("dialog", lambda dialog: seen.noise.append(dialog.message))
        seen.page.goto(path.as_uri())
        seen.page.on("request", lambda request: seen.noise.append(request.url))
        seen.page.wait_for_timeout(200)
        return seen

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1360, 390])
def test_the_page_opens_without_a_complaint_and_within_its_width(
    open_page: Open, drawing: Drawing, scheme: str, width: int
) -> None:
    opened = open_page(
        drawing, color_scheme=scheme, viewport={"width": width, "height": 850}, offline=True
    )
    opened.page.reload()
    own, *asked = [line for line in opened.noise if line.startswith("file:")]
    assert (own, asked) == (opened.page.url, [])
    assert opened.noise == [own]
    assert opened.page.evaluate("document.documentElement.scrollWidth") == width


def test_a_click_on_an_edge_shows_its_evidence(open_page: Open) -> None:
    opened = open_page(PAIR)
    opened.click_middle()
    panel = opened.page.locator("#panel")
    expect(panel.locator("h2")).to_have_text("Microsoft supplies Stellantis")
    expect(panel.locator(".evidence li")).to_have_text(
        [
            f"{QUOTE}Les Echos, 2026-02-14 Open the article",
            "Microsoft supplies Stellantis.Daily Post, 2025-03-01",
        ]
    )
    expect(panel.locator(".status")).to_have_text("planned")
    link = panel.get_by_role("link")
    expect(link).to_have_attribute("href", "https://example.org/a")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    assert opened.noise == []


def test_the_pointer_over_an_edge_says_what_it_is(open_page: Open) -> None:
    opened = open_page(PAIR)
    opened.page.mouse.move(10, 300)
    opened.page.mouse.move(*opened.middle())
    hint = opened.page.locator(".vis-tooltip")
    expect(hint).to_be_visible()
    expect(hint).to_have_text("Microsoft supplies Stellantisplanned")


def test_a_click_on_a_node_shows_its_facts_and_a_way_to_its_edges(
    open_page: Open, drawing: Drawing
) -> None:
    opened = open_page(drawing)
    opened.page.fill("#sought", "stellantis")
    opened.page.press("#sought", "Enter")
    panel = opened.page.locator("#panel")
    expect(panel.locator("h2")).to_have_text("Stellantis")
    expect(panel.locator("dl")).to_contain_text("aliases: Fiat Chrysler; PSA")
    expect(panel.locator("button")).to_have_text(
        [
            "Microsoft supplies Stellantis current",
            "Microsoft partners with Stellantis planned",
            "Stellantis develops generative AI ended",
        ]
    )
    panel.locator("button").first.click()
    expect(panel.locator("q")).to_have_text("Microsoft will run the carmaker's data platform.")


def test_a_lone_node_is_chosen_by_a_click(open_page: Open) -> None:
    opened = open_page(LONE)
    opened.click_middle()
    expect(opened.page.locator("#panel h2")).to_have_text("Microsoft")


@pytest.mark.parametrize(
    ("sought", "names"),
    [
        ("nestle", ["Nestlé"]),
        ("PSA", ["Stellantis"]),
        ("s", ["Stellantis", "Microsoft", "Nestlé"]),
        ("zzz", ["No such node in this drawing"]),
        (" ", []),
    ],
)
def test_the_search_finds_nodes(
    open_page: Open, drawing: Drawing, sought: str, names: list[str]
) -> None:
    opened = open_page(drawing)
    opened.page.locator("#sought").press_sequentially(sought)
    assert opened.page.locator("#found li").all_text_contents() == names


@pytest.mark.parametrize("box", ["SUPPLIES", "planned"])
def test_a_filter_hides_edges_in_the_picture_and_in_the_table(open_page: Open, box: str) -> None:
    opened = open_page(PAIR)
    tick = opened.page.locator(f'input[value="{box}"]')
    tick.uncheck()
    expect(opened.page.locator("#count")).to_have_text("Nodes: 0 of 2, edges: 0 of 1")
    expect(opened.page.locator("#edge-0")).to_have_attribute("hidden", "")
    opened.click_middle()
    expect(opened.page.locator("#panel .hint")).to_be_visible()
    tick.check()
    opened.click_middle()
    expect(opened.page.locator("#panel h2")).to_have_text("Microsoft supplies Stellantis")


@pytest.mark.parametrize(
    ("day", "on", "count"),
    [
        ("from", "2026-02-15", "Nodes: 0 of 2, edges: 0 of 1"),
        ("from", "2026-02-14", "Nodes: 2, edges: 1"),
        ("until", "2025-02-28", "Nodes: 0 of 2, edges: 0 of 1"),
        ("until", "2025-03-01", "Nodes: 2, edges: 1"),
    ],
)
def test_a_filter_by_days_keeps_what_was_stated_between(
    open_page: Open, day: str, on: str, count: str
) -> None:
    opened = open_page(PAIR)
    opened.page.fill(f"#{day}", on)
    expect(opened.page.locator("#count")).to_have_text(count)


def test_an_edge_without_days_is_hidden_by_any_day(open_page: Open, drawing: Drawing) -> None:
    opened = open_page(drawing)
    opened.page.fill("#from", "2025-01-01")
    expect(opened.page.locator("#count")).to_have_text("Nodes: 2 of 4, edges: 1 of 4")
    opened.page.fill("#from", "")
    expect(opened.page.locator("#count")).to_have_text("Nodes: 4, edges: 4")


def test_a_filter_keeps_nodes_that_have_another_edge(open_page: Open, drawing: Drawing) -> None:
    opened = open_page(drawing)
    opened.page.locator('input[value="ended"]').uncheck()
    expect(opened.page.locator("#count")).to_have_text("Nodes: 3 of 4, edges: 3 of 4")


def test_colours_follow_the_scheme_while_the_page_is_open(open_page: Open) -> None:
    opened = open_page(LONE, color_scheme="light")
    seen = [opened.colour_of_the_middle()]
    for scheme in ("dark", "light"):
        opened.page.emulate_media(color_scheme=scheme)
        opened.page.wait_for_timeout(300)
        seen.append(opened.colour_of_the_middle())
    light, dark, light_again = seen
    assert dark != light
    assert light_again == light


def test_without_script_the_tables_can_be_read(open_page: Open, drawing: Drawing) -> None:
    opened = open_page(drawing, java_script_enabled=False)
    opened.page.locator("summary").first.click()
    expect(opened.page.locator("#edge-0 td").first).to_have_text("Microsoft supplies Stellantis")
    expect(opened.page.locator("#edge-0 q")).to_be_visible()


def test_hostile_text_is_inert_under_pointer_and_search(
    open_page: Open, hostile: Drawing, payloads: tuple[str, ...]
) -> None:
    opened = open_page(hostile)
    page = opened.page
    box = page.locator("#picture").bounding_box()
    assert box is not None
    points = [
        (box["x"] + box["width"] * i / 16, box["y"] + box["height"] * j / 12)
        for i in range(1, 16)
        for j in range(1, 12)
    ]
    for x, y in points:
        page.mouse.move(x, y)
        page.mouse.click(x, y)
    for payload in payloads:
        page.fill("#sought", payload)
        page.press("#sought", "Enter")
        expect(page.locator("#panel h2")).to_have_text(re.compile(re.escape(payload.strip())))
        page.locator("#panel button").first.click()
        expect(page.locator("#panel q")).to_have_count(2)
    for summary in page.locator("summary").all():
        summary.click()
    for tick in page.locator("input[data-field]").all():
        tick.uncheck()
    assert page.evaluate("window.pwned") is None
    assert page.evaluate("({}).pwned") is None
    assert opened.noise == []
    assert page.locator("img, iframe, a").count() == 0


def test_the_policy_stops_script_that_is_added_and_every_request(open_page: Open) -> None:
    page = open_page(PAIR).page
    page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.pwned = 1";
          const image = document.createElement("img");
          image.setAttribute("onerror", "window.pwned = 2");
          image.src = "data:,x";
          document.body.append(script, image);
        }"""
    )
    page.wait_for_timeout(200)
    assert page.evaluate("window.pwned") is None
    refused = page.evaluate("fetch('data:,x').then(() => 'answered', (error) => error.name)")
    assert refused == "TypeError"


def test_in_a_notebooks_frame_it_works_and_hostile_text_is_inert(
    browser: Browser, hostile: Drawing, tmp_path: Path, payloads: tuple[str, ...]
) -> None:
    page_of_a_notebook = f'<meta charset="utf-8">{Picture(hostile)._repr_html_()}'
    (tmp_path / "notebook.html").write_text(page_of_a_notebook, "utf-8")
    context = browser.new_context(offline=True)
    page = context.new_page()
    noise: list[str] = []
    page.on("console", lambda message: noise.append(message.text))
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.goto((tmp_path / "notebook.html").as_uri())
    frame = page.frame_locator("iframe")
    for payload in payloads:
        frame.locator("#sought").fill(payload)
        frame.locator("#sought").press("Enter")
        frame.locator("#panel button").first.click()
        expect(frame.locator("#panel q")).to_have_count(2)
    assert [each.evaluate("window.pwned") for each in page.frames] == [None, None]
    reach = "() => { try { return parent.document.title } catch (error) { return error.name } }"
    assert page.frames[1].evaluate(reach) == "SecurityError"
    assert noise == []
    context.close()
