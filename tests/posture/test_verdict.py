"""Labels, suppliers, and what would change the label."""

import random
from collections.abc import Sequence
from dataclasses import replace

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
VENDORS = ("Bolt", "Cogs")


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


def test_a_purchase_that_is_also_a_use_is_one_reason() -> None:
    breath = "Acme has bought Cloud from Bolt."
    told = [
        statement("SUPPLIES Bolt", sentence=breath),
        statement("USES Cloud", sentence=breath),
        statement("USES hosting", sentence=breath, other_kind="Theme"),
    ]
    assert verdict(*told).strengths[Side.BUY] == 0.8


def test_a_purchase_that_another_publisher_tells_of_is_a_second_reason() -> None:
    told = [BOUGHT, statement("SUPPLIES Bolt", publisher="AP")]
    assert verdict(*told).strengths[Side.BUY] == 0.96


def test_one_partner_however_often_one_publisher_names_it_is_one_act() -> None:
    """What is shared is held against what is bought by the number of partners and vendors."""
    joint = [
        statement("PARTNERS_WITH Bolt", kind="co_development", sentence="They build it together."),
        statement("DEVELOPS modems", other_kind="Theme", sentence="They build it together."),
    ]
    vendors = [statement("SUPPLIES Cogs"), statement("SUPPLIES Dust rumoured")]
    assert verdict(*joint, *vendors).label == "vendor-dependent"


def test_vendors_of_one_sentence_are_several_vendors_and_one_reason() -> None:
    breath = "Acme takes its parts from Bolt and Cogs."
    bought = [statement(f"SUPPLIES {name}", sentence=breath, article="1") for name in VENDORS]
    found = verdict(*bought)
    assert (found.strengths[Side.BUY], found.concentration) == (0.8, 0.5)


def test_an_own_thing_and_its_field_in_one_sentence_are_one_reason() -> None:
    breath = "Acme means to build modems and has bought a workshop for it."
    own = [
        statement("DEVELOPS modems planned", other_kind="Theme", sentence=breath, article="1"),
        statement("OWNS Workshop", sentence=breath, article="1"),
    ]
    assert verdict(*own).strengths[Side.MAKE] == 0.4


def test_what_is_near_in_one_way_and_far_in_another_is_one_act() -> None:
    told = [statement("SUPPLIES Bolt"), statement("LICENSES_TO Bolt", near="article")]
    assert verdict(*told).strengths[Side.BUY] == 0.8


def test_what_is_far_counts_by_its_own_sentence_beside_what_is_near() -> None:
    breath = "Acme takes its parts from Bolt and Cogs."
    told = [statement(f"SUPPLIES {name}", sentence=breath, article="1") for name in VENDORS]
    told.append(statement("LICENSES_TO Bolt", near="article", publisher="AP", article="2"))
    far = 0.8 * RULES.near["article"] * RULES.buy["LICENSES_TO"]
    assert verdict(*told).strengths[Side.BUY] == pytest.approx(1 - 0.2 * (1 - far) ** 2, abs=1e-4)


def test_without_sentences_each_claim_is_a_reason() -> None:
    told = [statement(f"SUPPLIES {name}", article="1") for name in VENDORS]
    silent = [replace(each, claim=replace(each.claim, evidence=())) for each in told]
    assert verdict(*silent).strengths[Side.BUY] == 0.96


@pytest.mark.parametrize(("status", "vendors"), [("planned", 1), ("current", 2)])
def test_a_supplier_in_the_background_counts_beside_a_sure_one_once_it_supplies(
    status: str, vendors: int
) -> None:
    found = verdict(BOUGHT, statement(f"SUPPLIES Cogs {status}", near="article"))
    assert len(found.suppliers) == vendors


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
