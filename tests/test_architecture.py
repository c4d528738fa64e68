"""The house's rules, checked: who imports whom, no cycle, no hidden import, sizes."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "kg").rglob("*.py"))

# Low to high; a part may import only from the rows above its own, and from itself.
LAYERS = [
    {"errors", "names"},
    {"model"},
    {"ontology", "config"},
    {"articles", "nlp", "ledger", "claims", "likeness", "graph", "scoring"},
    {"queries"},
    {"posture", "coverage"},
    {"watches"},
    {"brief"},
    {"views"},
    {"projection"},
    {"store"},
    {"answers", "doctor", "ingest", "measuring", "related", "review", "watchlist"},
    {"briefing", "drawings", "figures"},
    {"takedowns"},
    {"explorer"},
    {"api"},
    {"notebook"},
    {"__init__"},
    {"cli"},
]
LEVEL = {part: level for level, parts in enumerate(LAYERS) for part in parts}

# Loaded where they are used, because they take seconds and most commands do without them.
LATE = {
    "kg/__init__.py": {
        "IPython.core.interactiveshell",
        "kg.api",
        "kg.notebook",
        "networkx",
        "pandas",
    },
    "kg/graph/embedded.py": {"kg.graph.loading"},
    "kg/graph/opening.py": {"kg.graph.bolt", "kg.graph.bolt_server"},
    "kg/cli/exploring.py": {"kg.explorer"},
    "kg/cli/pairs.py": {"kg.nlp"},
    "kg/cli/scoring.py": {"kg.ingest", "kg.measuring"},
    "kg/cli/feeding.py": {"kg.ingest", "kg.nlp"},
    "kg/cli/strategy.py": {"kg.views.page"},
    "kg/cli/drawing.py": {"kg.views.page", "kg.views.export"},
    "kg/cli/plotting.py": {"kg.figures"},
}

# Third-party packages that only one place may import.
ONLY_IN: dict[str, str | tuple[str, ...]] = {
    "spacy": "kg/nlp/",
    "sqlite3": "kg/ledger/",
    "kglite": "kg/graph/embedded.py",
    "neo4j": "kg/graph/bolt",
    "pyvis": "kg/views/",
    "matplotlib": "kg/views/plots.py",
    "trafilatura": "kg/articles/",
    "feedparser": "kg/articles/",
    "datasketch": "kg/articles/",
    "httpx": ("kg/articles/", "kg/watches/telling.py"),
    "yaml": "kg/watches/file.py",
    "httpcore": "kg/articles/",
    "typer": "kg/cli/",
    "IPython": ("kg/notebook.py", "kg/__init__.py"),
    "starlette": "kg/explorer/",
    "uvicorn": "kg/explorer/serving.py",
}


def part_of(path: Path) -> str:
    return path.relative_to(ROOT / "kg").parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[tuple[str, ast.stmt]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            yield from {(module_of(f"{node.module}.{a.name}"), node) for a in node.names}


def module_of(name: str) -> str:
    """The module itself where `name` is one of ours, else the one that it is a part of."""
    place = ROOT / name.replace(".", "/")
    is_module = place.with_suffix(".py").exists() or (place / "__init__.py").exists()
    return name if is_module else name.rpartition(".")[0]


def late(path: Path) -> set[str]:
    return LATE.get(path.relative_to(ROOT).as_posix(), set())


@pytest.mark.parametrize("path", FILES, ids=str)
def test_imports_point_downwards(path: Path) -> None:
    own = part_of(path)
    wrong = [
        module
        for module, _ in imported(path)
        if module.split(".")[0] == "kg"
        and module.split(".")[1] != own
        and LEVEL[module.split(".")[1]] >= LEVEL[own]
    ]
    assert wrong == []


def test_no_import_cycle() -> None:
    graph = nx.DiGraph(
        (str(path.relative_to(ROOT).with_suffix("")).replace("/", ".").removesuffix(".__init__"), m)
        for path in FILES
        for m, _ in imported(path)
        if m.startswith("kg")
    )
    assert list(nx.simple_cycles(graph)) == []


@pytest.mark.parametrize("path", FILES, ids=str)
def test_every_import_stands_at_the_top(path: Path) -> None:
    top = set(ast.parse(path.read_text("utf-8")).body)
    lines = {node.lineno for node in top if isinstance(node, ast.Import | ast.ImportFrom)}
    below = {module for module, node in imported(path) if node.lineno not in lines}
    assert below == late(path)


@pytest.mark.parametrize("path", FILES, ids=str)
def test_third_parties_stay_in_their_place(path: Path) -> None:
    where = path.relative_to(ROOT).as_posix()
    roots = {module.split(".")[0] for module, _ in imported(path)}
    assert [p for p, place in ONLY_IN.items() if p in roots and not where.startswith(place)] == []


@pytest.mark.parametrize("path", FILES, ids=str)
def test_files_stay_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 350


@pytest.mark.parametrize("path", FILES, ids=str)
def test_no_catch_all_module(path: Path) -> None:
    assert path.stem not in {"utils", "helpers", "common", "misc", "base_utils"}


@pytest.mark.parametrize("group", ["run", "dev"])
def test_locked_requirements_name_no_host(group: str) -> None:
    text = (ROOT / "scripts" / f"requirements-{group}.txt").read_text("utf-8")
    assert re.findall(r"(?:https?|file)://\S+", text) == []
    assert "--hash=sha256:" in text
