import json
import math
import shutil
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ConfigError, PipelineError
from kg.model import Mention
from kg.nlp.encoding import KINDS, PREDICATES, STATUSES
from kg.nlp.network import FILES, Calibration, Network
from kg.nlp.windows import Window

WEIGHTS = Path(str(resources.files("kg.nlp") / "weights"))
LEVEL = Calibration(1.0, 0.0, {}, 0.0, {"balanced": 0.5}, 0.4)


@pytest.fixture(scope="module")
def network() -> Network:
    return Network()


def window(text: str, *names: str) -> Window:
    places = [(text.index(name), name) for name in names]
    return Window(
        text,
        0,
        tuple(Mention(at, at + len(n), n, "Company", n, 1.0, "exact") for at, n in sorted(places)),
        (),
    )


BOUGHT = window("Halden Motors has acquired Ostrava Tools.", "Halden Motors", "Ostrava Tools")


def test_it_tells_who_bought_whom(network: Network) -> None:
    (reading,) = network.read([BOUGHT])
    acquires = PREDICATES.index("ACQUIRES")
    there = reading.pairs["Halden Motors", "Ostrava Tools"]
    back = reading.pairs["Ostrava Tools", "Halden Motors"]
    assert there.argmax() == acquires
    assert there[acquires] > 0.5 > back[acquires]
    assert KINDS[int(reading.kinds["Ostrava Tools"].argmax())] == "Company"


def test_probabilities_are_probabilities(network: Network) -> None:
    (reading,) = network.read([BOUGHT])
    pair = "Halden Motors", "Ostrava Tools"
    assert reading.pairs[pair].shape == (len(PREDICATES),)
    assert reading.statuses[pair].shape == (len(STATUSES),)
    assert np.isclose(reading.statuses[pair].sum(), 1, atol=1e-5)
    assert np.isclose(np.exp(reading.kinds["Halden Motors"]).sum(), 1, atol=1e-5)


def test_readings_come_in_order_whatever_stands_beside(network: Network) -> None:
    short = window("Alba sued Boro.", "Alba", "Boro")
    long_ = window("Cilo, " + "as it is known in the trade, " * 20 + "owns Dune.", "Cilo", "Dune")
    together = network.read([long_, BOUGHT, short])
    alone = [network.read([one])[0] for one in (long_, BOUGHT, short)]
    assert [set(reading.pairs) for reading in together] == [set(r.pairs) for r in alone]
    for a, b in zip(together, alone, strict=True):
        assert all(np.allclose(a.pairs[pair], b.pairs[pair], atol=1e-4) for pair in a.pairs)


def test_nothing_is_read_out_of_nothing(network: Network) -> None:
    assert network.read([]) == []
    (reading,) = network.read([Window("", 0, (), ())])
    assert reading.pairs == {}


@given(st.floats(0, 1), st.floats(0, 1))
def test_confidence_rises_with_probability(a: float, b: float) -> None:
    calibration = Calibration(1.3, -0.4, {}, 0.0, {"balanced": 0.5}, 0.4)
    low, high = sorted((a, b))
    assert 0 <= calibration.confidence("OWNS", low) <= calibration.confidence("OWNS", high) <= 1


@given(st.floats(0.001, 0.999))
def test_probability_undoes_confidence(probability: float) -> None:
    calibration = Calibration(1.3, -0.4, {}, 0.0, {"balanced": 0.5}, 0.4)
    there_and_back = calibration.probability("OWNS", calibration.confidence("OWNS", probability))
    assert math.isclose(there_and_back, probability, rel_tol=1e-6)


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_rule_that_says_the_same_only_adds(probability: float, rule: float) -> None:
    beside = Calibration(1.3, -0.4, {}, 1.0, {"balanced": 0.5}, 0.4)
    alone = beside.confidence("OWNS", probability)
    assert max(alone, rule) <= beside.confidence("OWNS", probability, rule) + 1e-12 <= 1 + 1e-9


def test_calibration_of_slope_one_changes_nothing() -> None:
    assert math.isclose(LEVEL.confidence("OWNS", 0.3), 0.3, abs_tol=1e-6)


def test_an_unknown_strictness_is_refused_with_the_known_ones() -> None:
    assert LEVEL.threshold("balanced") == 0.5
    with pytest.raises(ConfigError, match="setting strictness is 'lax'; it must be one of bal"):
        LEVEL.threshold("lax")


@pytest.mark.parametrize("spoilt", FILES)
def test_a_folder_without_a_sound_network_is_refused_in_one_line(
    tmp_path: Path, spoilt: str
) -> None:
    for name in FILES:
        shutil.copy(WEIGHTS / name, tmp_path)
    (tmp_path / spoilt).write_text("no network", "utf-8")
    with pytest.raises(PipelineError, match="cannot be loaded") as raised:
        Network(tmp_path)
    assert "name a folder with model.onnx, tokenizer.json, calibration.json" in str(raised.value)


def test_the_digest_covers_every_file(tmp_path: Path, network: Network) -> None:
    for name in FILES:
        shutil.copy(WEIGHTS / name, tmp_path)
    assert Network(tmp_path).digest == network.digest
    content = json.loads((tmp_path / "calibration.json").read_text("utf-8"))
    (tmp_path / "calibration.json").write_text(json.dumps({**content, "slope": 2.0}), "utf-8")
    assert Network(tmp_path).digest != network.digest
