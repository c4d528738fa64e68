import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ViewError
from kg.model import Status
from kg.views.cells import web_address
from kg.views.drawing import Drawing, Edge, Node, Quote
from kg.views.page import Picture, render_page, write_page

QUOTE = "Microsoft will run the carmaker's data platform."


class Page(HTMLParser):
    """Every tag with its attributes, and the text inside each script, style and cell."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {"script": [], "style": [], "td": [], "title": []}
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in self.inside:
            self.inside[tag].append("")
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            self._open.remove(tag)

    def handle_data(self, data: str) -> None:
        for tag in self._open:
            self.inside[tag][-1] += data

    def attributes(self, name: str) -> list[str | None]:
        return [attrs[name] for _, attrs in self.tags if name in attrs]

    @property
    def data(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.inside["script"][0])
        return found


def test_the_page_is_written_in_utf_8(drawing: Drawing, tmp_path: Path) -> None:
    write_page(drawing, tmp_path / "view.html")
    text = (tmp_path / "view.html").read_bytes().decode("utf-8")
    assert text == render_page(drawing)
    assert "Nestlé" in text


def test_a_place_that_cannot_be_written_is_named(drawing: Drawing, tmp_path: Path) -> None:
    with pytest.raises(ViewError, match=r"missing.*choose another place"):
        write_page(drawing, tmp_path / "missing" / "view.html")


def test_the_same_drawing_gives_the_same_page(drawing: Drawing) -> None:
    assert render_page(drawing) == render_page(drawing)


def test_nothing_is_loaded_from_elsewhere(drawing: Drawing) -> None:
    page = Page(render_page(drawing))
    assert page.attributes("src") == []
    assert [tag for tag, _ in page.tags if tag in ("link", "iframe", "img", "object", "base")] == []
    assert page.attributes("href") == ["https://example.org/a?b=1&c"]
    assert re.findall(r"@import|url\(", page.inside["style"][0]) == []


def test_the_policy_allows_exactly_the_scripts_and_the_style_inside(drawing: Drawing) -> None:
    page = Page(render_page(drawing))
    [policy] = [a["content"] for _, a in page.tags if a.get("http-equiv")]
    digests = [
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for text in [*page.inside["script"][1:], *page.inside["style"]]
    ]
    assert policy == (
        f"default-src 'none'; script-src 'sha256-{digests[0]}' 'sha256-{digests[1]}'; "
        f"style-src 'sha256-{digests[2]}'; base-uri 'none'; form-action 'none'"
    )


def test_hostile_text_adds_no_tag_and_no_attribute(hostile: Drawing) -> None:
    """The page of harmless text of the same shape has the very same tags and attributes."""
    count = len(hostile.nodes)
    harmless = Drawing(
        "title",
        tuple(Node(f"n{i}", f"kind {i}", "name", 2, (("label", "value"),)) for i in range(count)),
        tuple(
            replace(edge, source=f"n{i}", target=f"n{(i - 1) % count}", predicate=f"P{i}")
            for i, edge in enumerate(hostile.edges)
        ),
    )
    tags, expected = (
        [(tag, set(attrs)) for tag, attrs in Page(render_page(drawn)).tags]
        for drawn in (hostile, harmless)
    )
    assert tags == expected


def test_hostile_text_is_shown_as_it_is(hostile: Drawing, payloads: tuple[str, ...]) -> None:
    page = Page(render_page(hostile))
    assert page.inside["title"] == ["".join(payloads)]
    assert [node["label"] for node in page.data["nodes"]] == list(payloads)
    assert [cell for cell in page.inside["td"] if cell == payloads[0]]


@settings(max_examples=40, deadline=None)
@given(st.text())
def test_any_name_survives_in_the_data_and_in_the_table(name: str) -> None:
    html = render_page(Drawing("t", (Node("x", "Company", name),), ()))
    shown = name or "x"
    page = Page(html)
    assert page.data["nodes"][0]["label"] == shown
    assert re.search("[<>&\u2028\u2029]", page.inside["script"][0]) is None
    assert len([tag for tag, _ in page.tags if tag == "script"]) == 3


def test_ids_of_the_data_do_not_reach_the_script(hostile: Drawing) -> None:
    data = Page(render_page(hostile)).data
    assert [node["id"] for node in data["nodes"]] == list(range(len(hostile.nodes)))
    assert [edge["from"] for edge in data["edges"]] == list(range(len(hostile.nodes)))


def test_half_a_surrogate_pair_does_not_stop_the_page(tmp_path: Path) -> None:
    write_page(Drawing("\ud800", (Node("x", "Company", "\udfff"),), ()), tmp_path / "v.html")
    assert "<h1>?</h1>" in (tmp_path / "v.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("number", "notice"),
    [
        ((0, 0), []),
        ((1, 1_234), ["Left out, for less evidence: 1 node, 1,234 edges."]),
        ((0, 1), ["Left out, for less evidence: 0 nodes, 1 edge."]),
    ],
)
def test_what_was_left_out_is_said(
    drawing: Drawing, number: tuple[int, int], notice: list[str]
) -> None:
    html = render_page(replace(drawing, omitted_nodes=number[0], omitted_edges=number[1]))
    assert re.findall(r'<strong class="notice">(.*?)</strong>', html) == notice


def test_a_query_that_was_cut_is_said(drawing: Drawing) -> None:
    cut = "stopped at its row limit"
    assert cut in render_page(replace(drawing, cut=True))
    assert cut not in render_page(drawing)


def test_the_table_holds_every_edge_with_its_evidence(drawing: Drawing) -> None:
    cells = Page(render_page(drawing)).inside["td"]
    words = [" ".join(cell.split()) for cell in cells]
    assert words[:9] == [
        "Microsoft supplies Stellantis",
        "current",
        "",
        f"{QUOTE}Les Echos, 2026-02-14 Open the article Daily Post, 2025-03-01",
        "4",
        "5",
        "0.90",
        "2025-03-01",
        "2026-02-14",
    ]
    assert words[9:12] == ["Microsoft partners with Stellantis", "planned", "co development"]


def test_links_give_nothing_away(drawing: Drawing) -> None:
    [link] = [attrs for tag, attrs in Page(render_page(drawing)).tags if tag == "a"]
    assert link["rel"] == "noopener noreferrer"


@pytest.mark.parametrize("url", ["https://example.org/a?b=c#d", "HTTP://example.org"])
def test_web_addresses_are_linked(url: str) -> None:
    assert web_address(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "java\tscript:alert(1)",
        " https://example.org",
        "https://exa mple.org",
        "https://example.org\n",
        'https://example.org/"onclick="x',
        "data:text/html,x",
        "//example.org",
        "file:///etc/passwd",
        "https://",
    ],
)
def test_other_addresses_are_not(url: str) -> None:
    assert web_address(url) == ""


def test_only_statuses_that_occur_are_offered(drawing: Drawing) -> None:
    boxes = [a for _, a in Page(render_page(drawing)).tags if a.get("data-field") == "status"]
    assert [box["value"] for box in boxes] == ["current", "planned", "ended", "denied"]


def test_a_page_of_nothing_says_so() -> None:
    assert "Nothing was found to draw." in render_page(Drawing("empty", (), ()))


def test_three_hundred_nodes_stay_below_one_and_a_half_megabytes() -> None:
    nodes = tuple(Node(f"company-{i:016}", "Company", f"Company number {i}") for i in range(300))
    quote = "The companies said on Tuesday that they had signed an agreement for five years. " * 2
    edges = tuple(
        Edge(nodes[i % 300].id, nodes[(i * 7 + 1) % 300].id, "SUPPLIES", "supplies",
             Status.CURRENT, quotes=(Quote(quote),))
        for i in range(900)
    )  # fmt: skip
    assert len(render_page(Drawing("large", nodes, edges)).encode()) < 1_500_000


def test_a_picture_is_a_page_in_a_frame_that_reaches_nothing(hostile: Drawing) -> None:
    html = Picture(hostile)._repr_html_()
    [(tag, attributes)] = Page(html).tags
    assert tag == "iframe"
    assert attributes["srcdoc"] == render_page(hostile)
    assert "allow-scripts" in str(attributes["sandbox"])
    assert "allow-same-origin" not in str(attributes["sandbox"])


def test_half_a_surrogate_pair_does_not_stop_a_picture() -> None:
    html = Picture(Drawing("\ud800", (), ()))._repr_html_()
    assert html.encode("utf-8")
