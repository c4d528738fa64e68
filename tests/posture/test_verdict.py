"""Labels, suppliers, and what would change the label."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Status
from kg.posture import Side, Statement
from kg.posture.flips import flips
from kg.posture.verdict import Verdict, judge
from tests.posture.conftest import RULES, SIDES, in_force, statement, weighed

OWN = statement("DEVELOPS modems", other_kind="Theme")
DENIED = statement("DEVELOPS modems denied", other_kind="Theme")
BOUGHT = statement("SUPPLIES Bolt")
JOINT = statement("PARTNERS_WITH Bolt", kind="co_development")


def verdict(*told: Statement, on: int = 0) -> Verdict:
    return judge(weighed(told, on=on), RULES)


@pytest.mark.parametrize(
    ("told", "label"),
    [
        ([], "insufficient-evidence"),
        ([statement("SUPPLIES Bolt rumoured")], "insufficient-evidence"),
        ([OWN], "vertically-integrated"),
        ([OWN, BOUGHT], "hybrid"),
        ([OWN, statement("SUPPLIES Bolt rumoured")], "vertically-integrated"),
        ([JOINT], "co-development"),
        ([JOINT, statement("SUPPLIES Cogs planned")], "co-development"),
        ([BOUGHT], "vendor-dependent"),
        ([BOUGHT, statement("SUPPLIES Cogs")], "multi-vendor"),
        ([BOUGHT, statement("SUPPLIES Cogs rumoured")], "vendor-dependent"),
        ([statement("USES modems", other_kind="Theme")], "vendor-dependent"),
        ([BOUGHT, statement("DEVELOPS modems planned", other_kind="Theme")], "vendor-dependent"),
        ([BOUGHT, DENIED, statement("DEVELOPS C1")], "vendor-dependent"),
    ],
)  # fmt: skip
def test_the_label(told: Sequence[Statement], label: str) -> None:
    assert verdict(*told).label == label


def test_ten_vendors_do_not_make_it_less_in_house() -> None:
    vendors = [statement(f"SUPPLIES Vendor{n}") for n in range(10)]
    own = [OWN, statement("DEVELOPS modems", other_kind="Theme", publisher="AP")]
    assert verdict(*own, *vendors).label == "hybrid"


def test_background_counts_once_however_often_it_is_named() -> None:
    passing = [statement(f"DEVELOPS Product{n}", near="article") for n in range(20)]
    assert verdict(*passing).strengths[Side.MAKE] == 0.16


def test_suppliers_by_share_and_their_concentration() -> None:
    found = verdict(BOUGHT, statement("SUPPLIES Cogs"), statement("SUPPLIES Dust rumoured"))
    assert [(each.name, each.share) for each in found.suppliers] == [("Bolt", 0.5), ("Cogs", 0.5)]
    assert found.concentration == 0.5


def test_without_suppliers_there_is_no_concentration() -> None:
    assert (verdict(OWN).suppliers, verdict(OWN).concentration) == ((), None)


def test_what_would_change_the_label() -> None:
    told = weighed([BOUGHT])
    found = [(flip.fact, flip.label.value) for flip in flips(told, judge(told, RULES), RULES)]
    assert found == [
        ("it develops this itself", "hybrid"),
        ("a further vendor supplies it", "multi-vendor"),
        ("it develops this jointly with a further partner", "co-development"),
        ("Bolt no longer supplies it", "insufficient-evidence"),
    ]


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    """Any claim about a small world, in which the same things and sentences come up again."""
    predicate = draw(st.sampled_from(sorted(SIDES)))
    theme = predicate in ("DEVELOPS", "USES") and draw(st.booleans())
    kinds = ("", "co_development", "distribution") if predicate == "PARTNERS_WITH" else ("",)
    return statement(
        f"{predicate} {draw(st.sampled_from(('Bolt', 'Cogs')))} {draw(st.sampled_from(Status))}",
        day=draw(st.integers(-400, 0)),
        near=draw(st.sampled_from(("theme", "part", "article"))),
        kind=draw(st.sampled_from(kinds)),
        other_kind="Theme" if theme else "",
        publisher=draw(st.sampled_from(("Reuters", "AP"))),
        article=draw(st.uuids()).hex,
        sentence=draw(st.sampled_from(("One breath.", "Another."))),
        confidence=draw(st.floats(0.1, 1)),
    )


worlds = st.lists(statements(), max_size=8)


@given(worlds, st.randoms(use_true_random=False))
def test_order_never_matters(world: list[Statement], chance: random.Random) -> None:
    shuffled = chance.sample(world, len(world))
    assert verdict(*shuffled) == verdict(*world)


@given(worlds, statements())
def test_a_claim_that_it_is_so_never_weakens_its_side(
    world: list[Statement], more: Statement
) -> None:
    supporting = in_force(more)
    before, after = verdict(*world), verdict(*world, supporting)
    assert after.strengths[supporting.side] >= before.strengths[supporting.side] - 2e-4


@given(worlds)
def test_strengths_are_shares(world: list[Statement]) -> None:
    found = verdict(*world)
    assert all(0 <= strength < 1 for strength in found.strengths.values())
    assert sum(each.share for each in found.suppliers) in (0, pytest.approx(1, abs=1e-3))
