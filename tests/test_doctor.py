"""What the check-up finds, in a sound store and in damaged ones."""

import dataclasses
import re
from pathlib import Path

import pytest

from kg import config
from kg.doctor import examine
from kg.graph import embedded
from kg.store import LEDGER_FILE, Store

ALL = ["kg", "Python", "spaCy", "language model", "publishers' policy", "ledger", "graph"]


def findings(folder: Path, **settings: object) -> dict[str, tuple[bool, str]]:
    plain = config.Settings(store=folder)
    with Store(dataclasses.replace(plain, **settings)) as store:  # type: ignore[arg-type]
        found = examine(store)
    rows = {str(what): (bool(well), str(text)) for what, well, text in found.table.rows}
    assert found.well == all(well for well, _ in rows.values())
    return rows


def test_a_sound_store_is_well_in_every_row(samples_store: Path) -> None:
    found = findings(samples_store)
    assert list(found) == ALL
    assert all(well for well, _ in found.values())
    assert re.fullmatch(r"50 articles, \d+ claims", found["ledger"][1])
    assert found["graph"][1].endswith("up to date with the ledger")


def test_without_a_ledger_all_is_well_and_none_is_made(tmp_path: Path) -> None:
    found = findings(tmp_path / "none.kg")
    assert found["ledger"] == (True, f"none in {tmp_path / 'none.kg'} yet; kg ingest makes one")
    assert "graph" not in found
    assert not (tmp_path / "none.kg").exists()


@pytest.mark.parametrize(
    ("settings", "what", "says"),
    [
        ({"spacy_model": "no_such_model"}, "language model", "no_such_model is not installed"),
        ({"publishers": Path("no-such.toml")}, "publishers' policy", "cannot read"),
    ],
)
def test_a_wrong_setting_is_named(
    tmp_path: Path, settings: dict[str, object], what: str, says: str
) -> None:
    well, text = findings(tmp_path, **settings)[what]
    assert not well
    assert says in text


def test_a_damaged_ledger_is_named(own_store: Path) -> None:
    path = own_store / LEDGER_FILE
    held = bytearray(path.read_bytes())
    held[8_192:40_960] = b"\xaa" * 32_768
    path.write_bytes(held)
    well, text = findings(own_store)["ledger"]
    assert not well
    assert "damaged" in text


def test_a_damaged_graph_is_named_and_left_alone(own_store: Path) -> None:
    (own_store / embedded.FILE).write_bytes(b"no graph")
    well, text = findings(own_store)["graph"]
    assert not well
    assert "rebuild it" in text
    assert (own_store / embedded.FILE).read_bytes() == b"no graph"


def test_a_graph_that_lags_behind_is_named(own_store: Path) -> None:
    with Store(config.Settings(store=own_store)) as store:
        store.ledger().takedown(publisher="Sample Motor Daily", reason="test")
    well, text = findings(own_store)["graph"]
    assert not well
    assert "lags behind" in text
