from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from spacy.language import Language

from kg.model import Mention, Status
from kg.nlp.arguments import locate
from kg.nlp.encoding import KINDS, PREDICATES, STATUSES
from kg.nlp.found import FoundClaim
from kg.nlp.network import Calibration, Floats, Reading
from kg.nlp.verdicts import Judge, kinds
from kg.nlp.windows import Window
from kg.ontology import Ontology

TEXT = "Halden will pay Ostrava $5 million for engines, said Ann Roe, chief engineer of Halden."
KIND = {"Halden": "Company", "Ostrava": "Company", "Ann Roe": "Person"}
SEEN = tuple(
    Mention(TEXT.index(name), TEXT.index(name) + len(name), name, kind, name, 1.0, "exact")
    for name, kind in KIND.items()
)
WINDOW = Window(TEXT, 0, SEEN, ())
AS_IS = Calibration(1.0, 0.0, {}, 0.0, {"balanced": 0.5}, 0.4)


def row(names: tuple[str, ...], **values: float) -> Floats:
    return np.array([values.get(name, 0.01) for name in names], np.float32)


def reading(told: Mapping[tuple[str, str], Mapping[str, float]], status: str) -> Reading:
    return Reading(
        {},
        {pair: row(PREDICATES, **values) for pair, values in told.items()},
        {pair: row(STATUSES, **{status: 0.9}) for pair in told},
    )


@pytest.fixture
def judge(nlp: Language, vocabulary: Ontology) -> Judge:
    doc = nlp(TEXT)
    same = {name: name for name in KIND}
    return Judge(doc, locate(doc, SEEN), KIND, same, {}, vocabulary, AS_IS, 0.5)


def claims(judge: Judge, told: Mapping[tuple[str, str], Mapping[str, float]]) -> list[FoundClaim]:
    return list(judge.claims([WINDOW], [reading(told, "planned")]))


def test_kinds_are_weighed_over_all_windows() -> None:
    logs = [np.log(row(KINDS, Company=a, Place=b)) for a, b in ((0.6, 0.4), (0.1, 0.9))]
    readings = [Reading({"x": each}, {}, {}) for each in logs]
    assert kinds(readings, {}) == {"x": "Place"}
    assert kinds(readings[:1], {}) == {"x": "Company"}


@pytest.mark.parametrize(
    ("before", "likelier", "after"),
    [("Company", 2, "Company"), ("Company", 4, "Product"), ("None", 2, "Product")],
)
def test_a_kind_stays_unless_another_is_clearly_likelier(
    before: str, likelier: float, after: str
) -> None:
    share = 0.9 / (1 + likelier)
    logs = np.log(row(KINDS, Product=likelier * share, **{before: share}))
    assert kinds([Reading({"x": logs}, {}, {})], {"x": before}) == {"x": after}


def test_a_claim_has_its_sentence_status_and_sum(judge: Judge) -> None:
    (found,) = claims(judge, {("Ostrava", "Halden"): {"SUPPLIES": 0.8}})
    assert found.triple == ("Ostrava", "SUPPLIES", "Halden")
    assert (found.status, found.confidence) == (Status.PLANNED, 0.8)
    assert found.sentences == ((0, len(TEXT)),)
    assert found.amount is not None
    assert found.amount.value == 5_000_000


def test_what_the_kinds_do_not_allow_is_not_claimed(judge: Judge) -> None:
    assert claims(judge, {("Ostrava", "Ann Roe"): {"SUPPLIES": 0.9}}) == []
    place = replace(judge, kinds={**KIND, "Halden": "Place"})
    assert claims(place, {("Ostrava", "Halden"): {"SUPPLIES": 0.9}}) == []


def test_what_is_below_the_threshold_is_not_claimed(judge: Judge) -> None:
    told = {("Ostrava", "Halden"): {"SUPPLIES": 0.8}}
    assert claims(replace(judge, threshold=0.81), told) == []


@pytest.mark.parametrize(
    ("predicate", "back", "kept"),
    [("SUPPLIES", 0.7, 1), ("SUES", 0.7, 2), ("LICENSES_TO", 0.55, 2), ("INVESTS_IN", 0.79, 1)],
)
def test_of_a_relation_and_its_reverse_the_surer_stays(
    judge: Judge, predicate: str, back: float, kept: int
) -> None:
    found = claims(
        judge, {("Ostrava", "Halden"): {predicate: 0.8}, ("Halden", "Ostrava"): {predicate: back}}
    )
    assert len(found) == kept
    assert ("Ostrava", predicate, "Halden") in {claim.triple for claim in found}


@pytest.mark.parametrize(
    ("kind", "weaker", "kept"), [("Product", 0.6, 1), ("Product", 0.7, 2), ("Theme", 0.6, 2)]
)
def test_a_product_that_one_firm_surely_makes_is_not_another_firms(
    judge: Judge, kind: str, weaker: float, kept: int
) -> None:
    told = {("Halden", "Ann Roe"): {"DEVELOPS": 0.8}, ("Ostrava", "Ann Roe"): {"DEVELOPS": weaker}}
    found = claims(replace(judge, kinds={**KIND, "Ann Roe": kind}), told)
    assert [claim.subject for claim in found] == ["Halden", "Ostrava"][:kept]


@pytest.mark.parametrize(("owns", "left"), [(0.7, "PARTNERS_WITH"), (0.9, "OWNS")])
def test_who_is_owned_is_no_partner_and_the_surer_stays(
    judge: Judge, owns: float, left: str
) -> None:
    told = {
        ("Ostrava", "Halden"): {"OWNS": owns, "PARTNERS_WITH": 0.8},
        ("Halden", "Ostrava"): {"PARTNERS_WITH": 0.8},
    }
    assert [claim.predicate for claim in claims(judge, told)] == [left]


@pytest.mark.parametrize(("other", "kind"), [(0.8, "co_development"), (0.3, "")])
def test_partners_who_develop_the_same_in_a_sentence_are_co_developers(
    judge: Judge, other: float, kind: str
) -> None:
    told = {
        ("Halden", "Ostrava"): {"PARTNERS_WITH": 0.9},
        ("Ostrava", "Halden"): {"PARTNERS_WITH": 0.9},
        ("Halden", "Ann Roe"): {"DEVELOPS": 0.8},
        ("Ostrava", "Ann Roe"): {"DEVELOPS": other},
    }
    found = claims(replace(judge, kinds={**KIND, "Ann Roe": "Theme"}), told)
    assert [c.kind for c in found if c.predicate == "PARTNERS_WITH"] == [kind]


def test_a_decisive_rule_outweighs_a_network_that_sees_nothing(judge: Judge) -> None:
    pair = ("Ostrava", "Halden")
    rule = FoundClaim(
        "Ostrava", "SUPPLIES", "Halden", Status.CURRENT, 0.7, ((0, len(TEXT)),), decisive=True
    )
    hinted = replace(WINDOW, hints={pair: {"SUPPLIES": 0.7}})
    told = [reading({pair: {"SUPPLIES": 0.1}}, "current")]
    ruled = replace(judge, stated={(0, rule.triple): rule})
    assert [c.confidence for c in ruled.claims([hinted], told)] == [0.73]
    doubted = replace(judge, stated={(0, rule.triple): replace(rule, decisive=False)})
    assert [*doubted.claims([hinted], told)] == []


def test_a_symmetric_predicate_is_claimed_once_by_the_mean(judge: Judge) -> None:
    told = {
        ("Ostrava", "Halden"): {"PARTNERS_WITH": 0.9},
        ("Halden", "Ostrava"): {"PARTNERS_WITH": 0.5},
    }
    (found,) = claims(judge, told)
    assert found.triple == ("Halden", "PARTNERS_WITH", "Ostrava")
    assert found.confidence == 0.7


def test_the_role_nearest_to_the_name_is_taken(judge: Judge) -> None:
    (found,) = claims(judge, {("Ann Roe", "Halden"): {"HAS_ROLE_AT": 0.9}})
    assert found.role == "chief engineer"


def test_a_rule_that_says_the_same_gives_the_details(judge: Judge) -> None:
    rule = FoundClaim(
        "Ostrava", "SUPPLIES", "Halden", Status.RUMOURED, 0.6, ((0, len(TEXT)),), speaker="Ann Roe"
    )
    told = {("Ostrava", "Halden"): {"SUPPLIES": 0.8}}
    (found,) = claims(replace(judge, stated={(0, rule.triple): rule}), told)
    assert (found.status, found.speaker, found.confidence) == (Status.RUMOURED, "Ann Roe", 0.8)


def test_entities_go_by_their_final_ids_and_those_without_one_go(judge: Judge) -> None:
    told = {("Ostrava", "Halden"): {"SUPPLIES": 0.8}}
    renamed = replace(judge, ids={"Ostrava": "company-1", "Halden": "company-2"})
    assert [c.triple for c in claims(renamed, told)] == [("company-1", "SUPPLIES", "company-2")]
    assert claims(replace(judge, ids={"Halden": "company-2"}), told) == []
    joined = replace(judge, ids={"Ostrava": "company-1", "Halden": "company-1"})
    assert claims(joined, told) == []
