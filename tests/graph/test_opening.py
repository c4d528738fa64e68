from pathlib import Path

import pytest

from kg.config import load
from kg.errors import ConfigError, Unavailable
from kg.graph.embedded import FILE, VERSION
from kg.graph.opening import home

NOWHERE = "bolt://127.0.0.1:1"


def test_a_graph_in_a_folder(tmp_path: Path) -> None:
    place = home(load({"store": tmp_path}, environ={}))
    place.writer().close()
    assert place.reader().version == VERSION
    place.discard()
    assert not (tmp_path / FILE).exists()


def test_a_graph_on_a_server_is_not_looked_for_in_the_folder(tmp_path: Path) -> None:
    place = home(load({"store": tmp_path, "graph": NOWHERE}, environ={}))
    for opened in (place.reader, place.writer):
        with pytest.raises(Unavailable, match="does not answer"):
            opened()
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_the_password_that_cannot_be_read(tmp_path: Path) -> None:
    options = {"graph": NOWHERE, "graph_password_file": tmp_path / "none"}
    with pytest.raises(ConfigError, match=r"cannot read graph_password_file .*none"):
        home(load(options, environ={}))
