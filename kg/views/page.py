"""One drawing as one HTML file that needs nothing else: no network, no server."""

import base64
import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from html import escape
from importlib import resources
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from kg.errors import ViewError
from kg.model import Status
from kg.views.cells import web_address
from kg.views.drawing import Drawing, Edge
from kg.views.network import DASHES, OTHER_SHAPE, SHAPES, group, network, tone

_MEANINGS = {
    Status.CURRENT: "stated as a fact",
    Status.PLANNED: "intended or pending",
    Status.RUMOURED: "unconfirmed",
    Status.ENDED: "over",
    Status.DENIED: "negated or refused",
}
# Characters that could end the data's element, or a line of an old script engine.
_IN_MARKUP = {char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def write_page(drawing: Drawing, path: Path) -> None:
    """Writes `render_page` to `path`, in UTF-8; a file that is there is replaced.

    Raises:
        ViewError: the file cannot be written.
    """
    try:
        path.write_bytes(render_page(drawing).encode("utf-8", "replace"))
    except OSError as err:
        raise ViewError(f"cannot write the view {path}: {err}; choose another place") from err


@dataclass(frozen=True, slots=True, repr=False)
class Picture:
    """A drawing that a notebook shows as its page, in a frame of its own, `height` pixels high.

    The frame is a sandbox: what is in it runs apart from the notebook and cannot reach it.
    """

    drawing: Drawing
    height: int = 560

    def __repr__(self) -> str:
        return f"Picture({self.drawing.title!r})"

    def _repr_html_(self) -> str:
        page, title = (
            text.encode("utf-8", "replace").decode()
            for text in (render_page(self.drawing), self.drawing.title)
        )
        return (
            f'<iframe srcdoc="{escape(page)}" '
            'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox" '
            f'title="{escape(title)}" width="100%" height="{self.height}" '
            'style="border: 1px solid #8888; border-radius: 6px"></iframe>'
        )


def render_page(drawing: Drawing) -> str:
    """The drawing as an HTML document with its script, style and data inside.

    The document asks for nothing over the network, and its content security policy forbids it
    to. Text from articles stands in it as escaped text and in a JSON block, and is never read as
    markup or script.
    """
    net = network(drawing)
    names = {node.id: node.name or node.id for node in drawing.nodes}
    library, script = _library(), _own("graph.js") + _own("page.js")
    style = _own("graph.css") + _own("page.css")
    template = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    ).from_string(_own("page.html.j2"))
    return template.render(
        drawing=drawing,
        names=names,
        data=_json({"nodes": net.nodes, "edges": net.edges, "placed": bool(drawing.places)}),
        policy=_policy([library, script], style),
        library=library,
        script=script,
        style=style,
        kinds=_kinds(drawing),
        predicates=_predicates(drawing.edges),
        statuses=_statuses(drawing.edges),
        days=_days(drawing.edges),
        group=group,
        web_address=web_address,
    )


def _library() -> str:
    """vis-network as pyvis brings it."""
    return _text(
        resources.files("pyvis").joinpath("templates/lib/vis-9.1.2/vis-network.min.js").read_bytes()
    )


def _own(name: str) -> str:
    return _text(resources.files("kg.views").joinpath(name).read_bytes())


def _text(raw: bytes) -> str:
    """With the line ends that a browser hashes."""
    return raw.decode("utf-8").replace("\r\n", "\n")


def _policy(scripts: list[str], style: str) -> str:
    """The content security policy: these scripts and this style, and nothing else."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {' '.join(_digest(script) for script in scripts)}",
            f"style-src {_digest(style)}",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _json(data: object) -> str:
    text = json.dumps(data, separators=(",", ":"))
    return "".join(_IN_MARKUP.get(char, char) for char in text)


def _kinds(drawing: Drawing) -> list[tuple[str, str, str, int]]:
    """Kind, group, shape and count of nodes, the most frequent first."""
    counts = Counter(node.kind for node in drawing.nodes)
    return [(k, group(k), SHAPES.get(k, OTHER_SHAPE), n) for k, n in counts.most_common()]


def _predicates(edges: tuple[Edge, ...]) -> list[tuple[str, str, str, int]]:
    """Predicate, wording, colour and count of edges, the most frequent first."""
    counts = Counter((edge.predicate, edge.wording) for edge in edges)
    return [(name, wording, tone(name), n) for (name, wording), n in counts.most_common()]


def _days(edges: tuple[Edge, ...]) -> tuple[date, date] | None:
    """The first and the last day on which an edge was stated; None where no edge has days."""
    seen = [day for edge in edges for day in (edge.first_seen, edge.last_seen) if day]
    return (min(seen), max(seen)) if seen else None


def _statuses(edges: tuple[Edge, ...]) -> list[tuple[Status, str, str, int]]:
    """Status, meaning, dashes as SVG has them and count of edges, of those that occur."""
    counts = Counter(edge.status for edge in edges)
    return [
        (status, _MEANINGS[status], " ".join(map(str, DASHES[status])), counts[status])
        for status in Status
        if counts[status]
    ]
