from __future__ import annotations

import gzip
import json
import os
from typing import TYPE_CHECKING

import pytest

from kg.articles import read
from kg.config import Settings
from kg.model import Article

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.articles.conftest import ReadAll


def row(key: str) -> str:
    return json.dumps({"id": key, "title": key, "text": "It buys.", "date": "2026-04-20"})


def text(title: str) -> str:
    return f"{title}\nDate: 2026-04-20\n\nIt buys."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four articles, of which one lies hidden, and something that is no article."""
    below = tmp_path / "news" / "b"
    (tmp_path / "news" / ".hidden").mkdir(parents=True)
    below.mkdir()
    (tmp_path / "news" / "c.jsonl").write_text(row("three"))
    (tmp_path / "news" / "a.jsonl.gz").write_bytes(gzip.compress(row("one").encode()))
    (below / "b.TXT").write_text(text("two"))
    (below / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "news" / ".hidden" / "x.txt").write_text(text("hidden"))
    (tmp_path / "news" / ".x.txt").write_text(text("hidden"))
    return tmp_path / "news"


def test_a_folder_is_read_with_all_below_it_in_order(folder: Path, read_all: ReadAll) -> None:
    articles, refused, _ = read_all(folder)
    assert [article.title for article in articles] == ["one", "three", "two"]
    assert [(one.source, one.line) for one in refused] == [(str(folder / "b/picture.png"), 0)]
    assert refused[0].reason.startswith("ending '.png' is not known; known are .jsonl,")


@pytest.mark.parametrize(
    ("pattern", "titles"),
    [
        ("*.jsonl", ["three"]),
        ("*.jsonl*", ["one", "three"]),
        ("**/*.TXT", ["two"]),
        ("?", ["two"]),
        ("[ab]", ["two"]),
        ("../news", ["one", "three", "two"]),
    ],
)
def test_a_pattern_names_files_and_folders(
    folder: Path, read_all: ReadAll, pattern: str, titles: list[str]
) -> None:
    assert [article.title for article in read_all(folder / pattern)[0]] == titles


def test_sources_are_read_in_the_order_given(folder: Path, read_all: ReadAll) -> None:
    articles, _, _ = read_all(folder / "c.jsonl", folder / "b/b.TXT", folder / "a.jsonl.gz")
    assert [article.title for article in articles] == ["three", "two", "one"]


def test_a_name_with_signs_of_a_pattern_is_first_taken_as_it_stands(
    tmp_path: Path, read_all: ReadAll
) -> None:
    path = tmp_path / "a[1].txt"
    path.write_text(text("one"))
    (tmp_path / "a1.txt").write_text(text("other"))
    assert [article.title for article in read_all(path)[0]] == ["one"]


def missing(_: Path) -> str:
    return "missing.txt"


def loop(folder: Path) -> str:
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    return "loop.txt"


def inside_a_file(folder: Path) -> str:
    (folder / "file").write_text("x")
    return "file/a.txt"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (missing, "cannot be read: No such file or directory"),
        (loop, "cannot be read: Too many levels of symbolic links"),
        (inside_a_file, "cannot be read: Not a directory"),
        (lambda _: f"{'x' * 300}.txt", "cannot be read: File name too long"),
        (lambda _: "a\x00b.txt", "embedded null byte"),
        (lambda _: "none*.txt", "no file goes by this name or pattern"),
        (lambda _: "a.docx", "ending '.docx' is not known"),
        (lambda _: "a.gz", "ending '' is not known"),
        (lambda _: "a", "ending '' is not known"),
        (lambda _: "a.txt.zip", "ending '.zip' is not known"),
        (lambda _: "a.json", "ending '.json' is not known"),
    ],
)
def test_a_file_that_cannot_be_opened_does_not_stop_the_next(
    tmp_path: Path, read_all: ReadAll, name: Callable[[Path], str], reason: str
) -> None:
    good = tmp_path / "good.txt"
    good.write_text(text("good"))
    bad = f"{tmp_path}/{name(tmp_path)}"
    articles, refused, _ = read_all(bad, good)
    assert [article.title for article in articles] == ["good"]
    assert [(one.source, one.line) for one in refused] == [(bad, 0)]
    assert reason in refused[0].reason


def test_an_empty_name_is_not_the_working_folder(read_all: ReadAll) -> None:
    assert [one.reason for one in read_all("")[1]] == ["no file goes by this name or pattern"]


def test_what_is_no_plain_file_in_a_folder_is_refused(folder: Path, read_all: ReadAll) -> None:
    os.mkfifo(folder / "b" / "pipe.txt")
    (folder / "gone.txt").symlink_to(folder / "missing.txt")
    articles, refused, _ = read_all(folder)
    assert len(articles) == 3
    assert [one.reason for one in refused[:1] + refused[2:]] == ["is no plain file"] * 2


def test_a_name_that_is_not_utf8_can_still_be_stored(tmp_path: Path, read_all: ReadAll) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")
    (refused,) = read_all(path)[1]
    assert refused.source == f"{tmp_path}/caf\\udce9.txt"
    assert refused.source.encode()


def test_nothing_is_opened_before_its_turn(tmp_path: Path) -> None:
    first, second = tmp_path / "1.txt", tmp_path / "2.txt"
    first.write_text(text("first"))
    records = read([str(first), str(second)], Settings())
    next(records)
    second.write_text(text("second"))
    assert [record.title for record in records if isinstance(record, Article)] == ["second"]
