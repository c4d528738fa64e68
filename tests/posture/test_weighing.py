"""What each kind of relation says of make, buy and ally."""

from dataclasses import replace

import pytest

from kg.model import Origin, publisher_id
from kg.posture import Ground, Statement
from kg.posture.reading import picture
from kg.posture.weighing import Scale, grounds, joined
from tests.posture.conftest import DAY, HALF_LIFE, RULES, statement, weighed

Shown = tuple[str, float, str]


def shown(found: list[Ground]) -> list[Shown]:
    return [(each.side.value, each.weight, each.with_whom) for each in found]


def of(found: list[Ground], predicate: str) -> list[Shown]:
    return shown([each for each in found if each.relation.predicate == predicate])


def test_the_capability_itself_says_more_than_a_product_or_a_unit() -> None:
    found = weighed(
        [
            statement("DEVELOPS modems", other_kind="Theme"),
            statement("DEVELOPS C1"),
            statement("OWNS Cariad"),
        ]
    )
    assert shown(found) == [("make", 0.8, "modems"), ("make", 0.4, "C1"), ("make", 0.4, "Cariad")]


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("SUPPLIES Bolt", 0.8),
        ("SUPPLIES Bolt planned", 0.4),
        ("SUPPLIES Bolt rumoured", 0.12),
        ("LICENSES_TO Bolt", 0.4),
        ("USES Azure", 0.56),
    ],
)
def test_what_is_bought(text: str, weight: float) -> None:
    assert shown(weighed([statement(text)])) == [("buy", weight, text.split()[1])]


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        ("co_development", [("ally", 0.8, "Bolt")]),
        ("joint_venture", [("ally", 0.8, "Bolt")]),
        ("distribution", [("ally", 0.24, "Bolt")]),
        ("", [("ally", 0.32, "Bolt"), ("buy", 0.32, "Bolt")]),
    ],
)
def test_a_partnership_by_its_kind(kind: str, parts: list[Shown]) -> None:
    assert shown(weighed([statement("PARTNERS_WITH Bolt", kind=kind)])) == parts


def test_a_bare_partnership_with_a_vendor_is_rather_a_purchase() -> None:
    found = weighed([statement("PARTNERS_WITH Bolt"), statement("SUPPLIES Bolt")])
    assert of(found, "PARTNERS_WITH") == [("buy", 0.48, "Bolt"), ("ally", 0.16, "Bolt")]


def test_what_a_partner_in_joint_work_supplies_is_partly_shared() -> None:
    joint = statement("PARTNERS_WITH Bolt", kind="co_development")
    found = weighed([joint, statement("SUPPLIES Bolt")])
    assert of(found, "SUPPLIES") == [("ally", 0.4, "Bolt"), ("buy", 0.4, "Bolt")]


def test_what_is_said_in_one_breath_with_joint_work_is_joint() -> None:
    breath = "Acme develops modems with Bolt."
    found = weighed(
        [
            statement("DEVELOPS modems", other_kind="Theme", sentence=breath),
            statement("PARTNERS_WITH Bolt", kind="co_development", sentence=breath),
        ]
    )
    assert of(found, "DEVELOPS") == [("ally", 0.8, "Bolt")]


def test_what_is_said_on_its_own_too_is_its_own() -> None:
    breath = "Acme develops modems with Bolt."
    found = weighed(
        [
            statement("DEVELOPS modems", other_kind="Theme", sentence=breath),
            statement("PARTNERS_WITH Bolt", kind="co_development", sentence=breath),
            statement("DEVELOPS modems", other_kind="Theme", publisher="AP"),
        ]
    )
    assert of(found, "DEVELOPS") == [("make", 0.96, "modems")]


def test_without_sentences_nothing_is_said_in_one_breath() -> None:
    joint = statement("PARTNERS_WITH Bolt", kind="co_development")
    own = statement("DEVELOPS C1")
    silent = [replace(each, claim=replace(each.claim, evidence=())) for each in (joint, own)]
    assert of(weighed(silent), "DEVELOPS") == [("make", 0.4, "C1")]


def test_an_own_product_named_only_where_a_purchase_is_counts_little() -> None:
    breath = "Bolt sells the chips for Acme's Phone."
    bought = statement("SUPPLIES Bolt", sentence=breath)
    found = weighed([bought, statement("DEVELOPS Phone", sentence=breath)])
    assert of(found, "DEVELOPS") == [("make", 0.16, "Phone")]


@pytest.mark.parametrize(
    "told",
    [
        statement("OWNS Venture", makers=("Bolt",)),
        statement("DEVELOPS C1", owners=("Bolt",)),
        statement("SUPPLIES Venture", own=True, owners=("Bolt",)),
    ],
    ids=["a firm owned by others too", "what such a firm makes", "what it supplies"],
)
def test_what_belongs_to_others_too_is_shared(told: Statement) -> None:
    (found,) = weighed([told])
    assert (found.side, found.with_whom) == ("ally", "Bolt")


def test_a_unit_of_its_own_is_no_vendor() -> None:
    found = weighed([statement("SUPPLIES FinDreams", own=True)])
    assert shown(found) == [("make", 0.4, "FinDreams")]


def test_a_partnership_with_a_unit_is_none() -> None:
    assert weighed([statement("PARTNERS_WITH Cariad", own=True)]) == []


@pytest.mark.parametrize("status", ["planned", "rumoured"])
def test_an_acquisition_counts_once_it_is_completed(status: str) -> None:
    assert weighed([statement(f"ACQUIRES Bolt {status}")]) == []


def test_a_use_is_of_the_supplier_of_its_sentence_or_of_the_maker() -> None:
    breath = "Acme takes Azure from Bolt."
    found = weighed(
        [
            statement("USES Azure", sentence=breath, makers=("Microsoft",)),
            statement("SUPPLIES Bolt", sentence=breath),
            statement("USES Alexa", makers=("Amazon",)),
            statement("USES modems", other_kind="Theme"),
        ]
    )
    assert [name for _, _, name in of(found, "USES")] == ["", "Amazon", "Bolt"]


def test_of_several_sellers_in_a_sentence_a_use_is_of_the_maker() -> None:
    breath = "Acme runs Harbour, Cogs's service, on models that Bolt sells."
    found = weighed(
        [
            statement("USES Harbour", sentence=breath, makers=("Cogs",)),
            statement("SUPPLIES Bolt", sentence=breath),
            statement("SUPPLIES Cogs", sentence=breath),
        ]
    )
    assert of(found, "USES") == [("buy", 0.56, "Cogs")]


def test_a_use_ends_with_the_supply_that_it_rested_on() -> None:
    breath = "Acme takes Azure from Bolt."
    told = [
        statement("USES Azure", sentence=breath),
        statement("SUPPLIES Bolt", sentence=breath),
        statement("SUPPLIES Bolt ended", day=9),
    ]
    assert [(each.relation.predicate, each.live) for each in weighed(told)] == [("SUPPLIES", False)]


def test_to_use_what_one_makes_is_to_make() -> None:
    found = weighed([statement("DEVELOPS Azure"), statement("USES Azure")])
    assert [side for side, _, _ in shown(found)] == ["make"]


def test_a_claim_weighs_half_after_a_half_life() -> None:
    assert [each.weight for each in weighed([statement("SUPPLIES Bolt")], on=365)] == [0.4]


def test_publishers_are_joined_and_each_counts_once() -> None:
    reuters = [statement("SUPPLIES Bolt", day=day) for day in (0, 0)]
    other = statement("SUPPLIES Bolt", publisher="AP")
    alone, both = weighed(reuters), weighed([*reuters, other])
    assert (alone[0].weight, both[0].weight) == (0.8, 0.96)


def test_a_reason_tells_the_publisher_the_sentence_and_the_weight() -> None:
    told = [statement("USES Azure"), statement("USES Azure", publisher="AP", near="part")]
    (found,) = weighed(told)
    assert {(r.publisher, r.sentence[1], round(r.weight, 3)) for r in found.reasons} == {
        (publisher_id("AP"), "USES Azure", 0.392),
        (publisher_id("Reuters"), "USES Azure", 0.56),
    }


def test_a_copy_of_a_sentence_is_the_same_sentence() -> None:
    told = [statement("SUPPLIES Bolt"), statement("SUPPLIES Bolt", publisher="AP")]
    first, copy = (each.claim.article for each in told)
    origins = {copy: Origin(first, "Reuters")}
    (found,) = grounds(picture(told, origins), Scale(RULES, DAY, HALF_LIFE, origins))
    assert {each.sentence for each in found.reasons} == {(first, "SUPPLIES Bolt")}


def test_copies_of_one_story_count_once() -> None:
    told = [statement("SUPPLIES Bolt"), statement("SUPPLIES Bolt", publisher="AP")]
    first, copy = (each.claim.article for each in told)
    origins = {copy: Origin(first, "Reuters")}
    scale = Scale(RULES, DAY, HALF_LIFE, origins)
    assert [each.weight for each in grounds(picture(told, origins), scale)] == [0.8]


@pytest.mark.parametrize("status", ["ended", "denied"])
def test_what_is_over_does_not_live(status: str) -> None:
    told = [statement("SUPPLIES Bolt"), statement(f"SUPPLIES Bolt {status}", day=9)]
    assert [each.live for each in weighed(told)] == [False]


def test_what_was_said_before_an_end_does_not_count_after_a_new_start() -> None:
    told = [
        statement("SUPPLIES Bolt", publisher="AP"),
        statement("SUPPLIES Bolt ended", day=5),
        statement("SUPPLIES Bolt planned", day=9),
    ]
    (found,) = weighed(told, on=9)
    assert (found.live, found.weight) == (True, 0.4)


def test_reasons_are_joined_without_becoming_certain() -> None:
    assert joined([]) == 0
    assert joined([0.5, 0.5]) == 0.75
    assert joined([0.9] * 9) == 0.99
