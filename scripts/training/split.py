"""Which articles are held out of every training, so that choices and calibrations rest on them."""

from collections.abc import Iterable

HELD_OUT = 10


def held_out(names: Iterable[str]) -> frozenset[str]:
    """Every tenth of the names in their order.

    What is added in a folder that sorts after the others leaves those that were held out as they
    are.
    """
    return frozenset(sorted(set(names))[::HELD_OUT])
