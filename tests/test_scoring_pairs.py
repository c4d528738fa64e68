"""Scoring of given pairs: the files, what is right, and the commands."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import ontology, scoring
from kg.errors import ScoringError
from kg.scoring import PairLabel

Run = Callable[..., subprocess.CompletedProcess[str]]

VOCABULARY = ontology.load()
TEXT = "Halden Motors has acquired Ostrava Tools."
PAIR = {"text": TEXT, "subject": [0, 13], "object": [27, 40]}
ROW = {**PAIR, "label": "ACQUIRES", "direction": "forward"}
LABELS = st.builds(PairLabel, st.sampled_from([*VOCABULARY.predicates, "NONE"]), st.booleans())


def write(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_labelled_pairs_are_read_with_their_direction(tmp_path: Path) -> None:
    turned = {**PAIR, "label": "OWNS", "direction": "reversed"}
    bare = {**PAIR, "label": "NONE"}
    found = scoring.read_labelled(write(tmp_path / "p.jsonl", ROW, turned, bare), VOCABULARY)
    assert [label for _, label in found] == [
        PairLabel("ACQUIRES"),
        PairLabel("OWNS", reversed=True),
        PairLabel("NONE"),
    ]


BAD: dict[str, tuple[dict[str, object], str]] = {
    "text": ({"text": ""}, "text is ''; it must be text"),
    "span": ({"subject": [3, 3]}, "subject has [3, 3]; it must have [start, end] in characters"),
    "no span": ({"object": None}, "object has missing; it must have"),
    "outside": ({"object": [27, 99]}, "a span ends after the text, which has 41 characters"),
    "overlap": ({"object": [5, 20]}, "subject [0, 13] and object [5, 20] overlap"),
    "label": ({"label": "EATS"}, "label is 'EATS'; known are ACQUIRES, "),
    "direction": ({"direction": "up"}, "direction is 'up'; known are forward, reversed"),
}


@pytest.mark.parametrize(("change", "fault"), BAD.values(), ids=BAD)
def test_bad_pairs_are_refused_with_line_and_fault(
    tmp_path: Path, change: dict[str, object], fault: str
) -> None:
    path = write(tmp_path / "p.jsonl", ROW, {**ROW, **change})
    with pytest.raises(ScoringError) as raised:
        scoring.read_labelled(path, VOCABULARY)
    assert str(raised.value).startswith(f"{path}, line 2: {fault}")


def test_direction_counts_for_directed_predicates_only() -> None:
    truth = [PairLabel("ACQUIRES"), PairLabel("PARTNERS_WITH"), PairLabel("NONE")]
    told = [PairLabel("ACQUIRES", reversed=True), PairLabel("PARTNERS_WITH", reversed=True)]
    report = scoring.score_pairs(truth, [*told, PairLabel("OWNS")], VOCABULARY)
    assert report.accuracy == pytest.approx(1 / 3)
    assert report.by_label["ACQUIRES"] == scoring.Figures(right=0, said=1, gold=1)
    assert report.by_label["OWNS"] == scoring.Figures(right=0, said=1, gold=0)
    assert [line for line, _, _ in report.mistakes] == [1, 3]


@given(st.lists(LABELS, min_size=1))
def test_the_truth_itself_is_without_fault(labels: list[PairLabel]) -> None:
    report = scoring.score_pairs(labels, labels, VOCABULARY)
    assert (report.accuracy, report.mistakes) == (1, ())


@given(st.lists(st.tuples(LABELS, LABELS), min_size=1))
def test_mistakes_and_right_ones_are_all(pairs: list[tuple[PairLabel, PairLabel]]) -> None:
    truth, told = zip(*pairs, strict=True)
    report = scoring.score_pairs(truth, told, VOCABULARY)
    right = sum(figures.right for figures in report.by_label.values())
    assert right + len(report.mistakes) == report.pairs == len(pairs)
    assert report.accuracy == pytest.approx(right / len(pairs))


@pytest.mark.slow
def test_commands_tell_and_score(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "pairs.jsonl", ROW, {**ROW, "label": "OWNS"})
    told = [json.loads(line) for line in run("classify", path).stdout.splitlines()]
    assert [(row["predicate"], row["reversed"]) for row in told] == [("ACQUIRES", False)] * 2
    found = json.loads(run("score", "pairs", path, "--json", "--errors").stdout)
    assert (found["pairs"], found["accuracy"]) == (2, 0.5)
    assert found["mistakes"] == [{"pair": 2, "label": "OWNS", "told": "ACQUIRES"}]
    assert "2 pairs, accuracy 0.500" in run("score", "pairs", path).stdout


def test_a_file_that_is_not_there_is_one_line(run: Run, tmp_path: Path) -> None:
    found = run("classify", tmp_path / "none.jsonl")
    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr.startswith("kg: cannot read ")
