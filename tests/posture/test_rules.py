"""The numbers, and a user's changes to them."""

from pathlib import Path

import pytest

from kg.errors import ConfigError
from kg.posture import load


def test_a_file_changes_what_it_gives(tmp_path: Path) -> None:
    own = tmp_path / "posture.toml"
    own.write_text("[status]\nplanned = 0.25\n", "utf-8")
    assert load(own).status == {**load().status, "planned": 0.25}
    assert load(own).make == load().make


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[stauts]\nplanned = 1", "unknown table 'stauts'; known are"),
        ("[status]\nhoped = 1", "unknown status.hoped; known are current, planned, rumoured"),
        ("[status]\nplanned = 2", "status.planned is 2; it must be a number in 0..1"),
        ("[status]\nplanned = true", "status.planned is True"),
        ("status = 1", "status must be a table of numbers"),
        ("[status", "cannot read the posture rules"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, text: str, message: str) -> None:
    own = tmp_path / "posture.toml"
    own.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=message):
        load(own)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot read the posture rules"):
        load(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("strength", "word"),
    [(0.9, "strong"), (0.75, "strong"), (0.5, "moderate"), (0.1, "weak"), (0.01, "none")],
)
def test_strengths_in_words(strength: float, word: str) -> None:
    assert load().word(strength) == word
