import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.scoring.calibration import Bin, calibration_error, reliability

SAID = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1)


def test_claims_of_like_confidence_share_a_bin() -> None:
    found = reliability([(0.81, True), (0.89, False), (0.3, True), (1.0, True)])
    assert found == [Bin(1, 0.3, 1.0), Bin(2, 0.85, 0.5), Bin(1, 1.0, 1.0)]


def test_the_error_is_the_mean_gap_weighted_by_claims() -> None:
    assert calibration_error([Bin(1, 0.3, 1.0), Bin(3, 0.8, 0.7)]) == pytest.approx(0.25)
    assert calibration_error([]) == 0


@given(SAID)
def test_every_claim_is_in_one_bin_and_the_error_a_share(said: list[tuple[float, bool]]) -> None:
    bins = reliability(said)
    assert sum(each.claims for each in bins) == len(said)
    assert 0 <= calibration_error(bins) <= 1.001
