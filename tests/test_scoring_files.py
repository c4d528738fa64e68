"""Scoring: the files that it reads, each with what is refused and why, and the command."""

import gzip
import json
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kg import ontology, scoring
from kg.errors import ScoringError
from kg.model import Article

Run = Callable[..., subprocess.CompletedProcess[str]]
Row = dict[str, object]

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "data" / "samples.gold.jsonl"
TEXTS = ROOT / "kg" / "samples" / "articles.jsonl"
VOCABULARY = ontology.load()

TEXT = "Halden buys chips from Quillon."
ENTITIES = [
    {"key": "e1", "kind": "Company", "names": ["Halden"]},
    {"key": "e2", "kind": "Company", "names": ["Quillon"]},
]
CLAIM: Row = {
    "subject": "e2",
    "predicate": "SUPPLIES",
    "object": "e1",
    "status": "current",
    "evidence": [[0, 31]],
}
TURNED = {**CLAIM, "subject": "e1", "object": "e2"}


def gold_row(**parts: object) -> Row:
    return {"id": "A1", "entities": ENTITIES, "claims": [CLAIM], **parts}


def extraction(**parts: object) -> Row:
    entities = [
        {"id": "e1", "kind": "Company", "name": "Halden", "mentions": [[0, 6]]},
        {"id": "e2", "kind": "Company", "name": "Quillon", "mentions": []},
    ]
    return {"article_id": "A1", "entities": entities, "claims": [TURNED], **parts}


def write(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_articles_are_read_without_publisher_and_day(tmp_path: Path) -> None:
    rows = [
        {"id": "A1", "title": "Head", "text": "Head\n\nBody\u2028goes on."},
        {"id": "A2", "title": "Head", "body": "Body."},
        {"id": 3, "title": "Other head", "text": "Body."},
        {"id": "A4", "title": None, "text": "Body.", "publisher": None},
    ]
    path = tmp_path / "texts.jsonl"
    path.write_text("\n\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    found = scoring.read_articles(path)
    assert {key: (article.title, article.text) for key, article in found.items()} == {
        "A1": ("Head", "Head\n\nBody\u2028goes on."),
        "A2": ("Head", "Head\n\nBody."),
        "3": ("", "Body."),
        "A4": ("", "Body."),
    }
    assert [article.key for article in found.values()] == list(found)


def test_lists_that_a_row_may_leave_out_are_empty(tmp_path: Path) -> None:
    row = scoring.read_gold(write(tmp_path / "gold.jsonl", gold_row()), VOCABULARY)["A1"]
    assert (row.absent, row.optional) == ((), ())
    bare = {name: CLAIM[name] for name in ("subject", "predicate", "object", "status")}
    said = scoring.said(extraction(entities=[], claims=[bare]))
    assert (said.claims[0].evidence, said.claims[0].confidence) == ((), 1.0)


BAD_GOLD: dict[str, tuple[object, str]] = {
    "row": ([1], "[1] is no JSON object"),
    "id": (gold_row(id=None), "id is missing; it must be text"),
    "same id": (gold_row(id="A0"), "id 'A0' is on an earlier line too; keep one of them"),
    "claims": (gold_row(claims=None), "claims is missing; it must be a list"),
    "claim": (gold_row(claims=[CLAIM, 3]), "claims 2: 3 is no JSON object"),
    "kind": (gold_row(entities=[{"kind": "Firm", "names": ["A"]}]), "entities 1: kind is 'Firm'; "),
    "names": (
        gold_row(entities=[{**ENTITIES[0], "names": [" "]}]),
        "entities 1: names are [' ']; give at least one, as text",
    ),
    "keys": (gold_row(entities=ENTITIES * 2), "two entities have the same key; give each its own"),
    "end": (gold_row(claims=[{**CLAIM, "object": "e7"}]), "claims 1: object is 'e7'; known are e1"),
    "predicate": (gold_row(claims=[{**CLAIM, "predicate": "EATS"}]), "claims 1: predicate is 'EAT"),
    "status": (gold_row(claims=[{**CLAIM, "status": "done"}]), "claims 1: status is 'done'; known"),
    "span": (gold_row(claims=[{**CLAIM, "evidence": [[5, 5]]}]), "claims 1: evidence has [5, 5]; "),
    "twice": (gold_row(claims=[CLAIM] * 2), "a claim is annotated twice; join its evidence"),
    "why": (gold_row(absent=[CLAIM]), "absent 1: why is missing; it must be text"),
    "optional": (gold_row(optional=[{**CLAIM, "subject": 1}]), "optional 1: subject is 1; it must"),
}


@pytest.mark.parametrize(("row", "fault"), BAD_GOLD.values(), ids=BAD_GOLD)
def test_bad_gold_is_refused_with_file_line_and_fault(
    tmp_path: Path, row: object, fault: str
) -> None:
    path = write(tmp_path / "gold.jsonl", gold_row(id="A0"), row)
    with pytest.raises(ScoringError) as raised:
        scoring.read_gold(path, VOCABULARY)
    assert str(raised.value).startswith(f"{path}, line 2: {fault}")


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (extraction(article_id=None), "article_id is missing; it must be text"),
        (extraction(entities="none"), "entities is 'none'; it must be a list"),
        (extraction(entities=[{"id": "x"}]), "entities 1: kind is missing; it must be text"),
        (extraction(claims=[{**CLAIM, "evidence": [[1]]}]), "claims 1: evidence has [1]; it must"),
        (extraction(claims=[{**CLAIM, "status": "done"}]), "claims 1: status is 'done'; known are"),
        (extraction(claims=[{**CLAIM, "confidence": "1"}]), "claims 1: confidence is '1'; it must"),
    ],
)
def test_bad_extractions_are_refused(tmp_path: Path, row: Row, fault: str) -> None:
    path = write(tmp_path / "system.jsonl", row)
    with pytest.raises(ScoringError) as raised:
        scoring.read_said(path)
    assert str(raised.value).startswith(f"{path}, line 1: {fault}")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"{", "texts.jsonl, line 1: is not JSON: "),
        (b"[" * 100_000, "texts.jsonl, line 1: is not JSON: "),
        (b'{"id": "A", "title": "T"}', "texts.jsonl, line 1: body is missing; it must be text"),
        (b'{"id": "A", "text": 3}', "texts.jsonl, line 1: text is 3; it must be text"),
        (b'{"id": "A", "text": "T"}\n' * 2, "line 2: id 'A' is on an earlier line too"),
        (b"\n", "texts.jsonl is empty; give a file of JSON Lines"),
        (b"\xff", "cannot read "),
    ],
)
def test_files_that_are_no_json_lines_are_refused(
    tmp_path: Path, content: bytes, fault: str
) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_bytes(content)
    with pytest.raises(ScoringError) as raised:
        scoring.read_articles(path)
    assert fault in str(raised.value)


def test_compressed_files_are_read_and_broken_ones_refused(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl.gz"
    packed = gzip.compress(b'{"id": "A1", "text": "Halden buys chips."}\n')
    path.write_bytes(packed)
    assert scoring.read_articles(path)["A1"].text == "Halden buys chips."
    for broken in (packed[:-12], b"Halden", packed[:10] + b"\xff" * 20):
        path.write_bytes(broken)
        with pytest.raises(ScoringError, match=r"cannot read .*texts\.jsonl\.gz"):
            scoring.read_articles(path)


def test_gold_and_texts_and_extractions_must_be_of_the_same_articles() -> None:
    gold = {"A1": scoring.GoldRow()}
    article = Article("", "Text.", "unknown", date.min, key="A1")
    with pytest.raises(ScoringError, match="gold article 'A1' is not among the texts"):
        scoring.score(gold, {"A2": article}, {"A1": scoring.Said()}, VOCABULARY, 0.5)
    with pytest.raises(ScoringError, match="no extraction is of an article of gold"):
        scoring.score(gold, {"A1": article}, {"A2": scoring.Said()}, VOCABULARY, 0.5)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Gold, text, and an extraction that takes the one bait and finds nothing else."""
    return (
        write(tmp_path / "gold.jsonl", gold_row(absent=[{**TURNED, "why": "direction"}])),
        write(tmp_path / "texts.jsonl", {"id": "A1", "text": TEXT}),
        write(tmp_path / "system.jsonl", extraction(claims=[{**TURNED, "confidence": 0.6}])),
    )


def test_command_prints_tables_and_mistakes(run: Run, files: tuple[Path, Path, Path]) -> None:
    gold, texts, system = files
    found = run("score", "articles", gold, texts, "--system", system, "--errors")
    assert (found.returncode, found.stderr) == (0, "")
    lines = [line.split() for line in found.stdout.splitlines()]
    assert ["Company", "1", "1", "1", "2", "2", "2"] in lines
    assert ["all", "claims", "0", "0", "0", "0", "1", "1"] in lines
    assert ["baits", "taken", "1"] in lines
    assert "A1 wrong Halden SUPPLIES Quillon current 0.6 direction" in map(" ".join, lines)


def test_command_prints_json(run: Run, files: tuple[Path, Path, Path]) -> None:
    gold, texts, system = files
    words = ["score", "articles", gold, texts, "--system", system, "--json", "--errors"]
    found = json.loads(run(*words).stdout)
    assert found["claims"]["said"] == 1
    assert found["baits"] == {"taken": 1, "set": 1}
    assert [(m["mistake"], m["subject"], m["object"], m["bait"]) for m in found["mistakes"]] == [
        ("wrong", "Halden", "Quillon", "direction"),
        ("missed", "Quillon", "Halden", None),
    ]
    surer = json.loads(run(*words[:-1], "--min-confidence", 0.7).stdout)
    assert surer["claims"]["said"] == 0
    assert "mistakes" not in surer


def test_command_ends_with_one_line_on_an_error(
    run: Run, tmp_path: Path, files: tuple[Path, Path, Path]
) -> None:
    gold, _, system = files
    other = write(tmp_path / "other.jsonl", {"id": "B1", "text": TEXT})
    found = run("score", "articles", gold, other, "--system", system)
    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr == (
        "kg: gold article 'A1' is not among the texts; give the texts it was made from\n"
    )


@pytest.mark.slow
def test_command_reads_the_articles_itself_as_extract_does(run: Run, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text("".join(GOLD.read_text("utf-8").splitlines(keepends=True)[:8]), "utf-8")
    system = tmp_path / "system.jsonl"
    system.write_text(run("extract", TEXTS).stdout, "utf-8")
    words = ["score", "articles", gold, TEXTS, "--json", "--errors", "--min-confidence", 0]
    own, given_file = run(*words), run(*words, "--system", system)
    assert (own.returncode, own.stderr) == (0, "")
    assert json.loads(own.stdout) == json.loads(given_file.stdout)
    assert json.loads(own.stdout)["claims"]["right"] > 0
