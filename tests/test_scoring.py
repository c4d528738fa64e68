"""Scoring: each rule on a small case worked out by hand, and gold against itself."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import ontology, scoring
from kg.model import Article
from kg.scoring import Figures, GoldRow, Outcome, Report, Said

Row = dict[str, object]
Judge = Callable[..., Report]
Samples = tuple[dict[str, GoldRow], dict[str, Article]]

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "data" / "samples.gold.jsonl"
TEXTS = ROOT / "kg" / "samples" / "articles.jsonl"
VOCABULARY = ontology.load()

TEXT = "Halden and Quillon\n\nHalden Motors buys chips from Quillon. It rivals Tarsk in vans."
SENTENCE = [20, 58]


def gold_row(
    *claims: Row, names: Mapping[str, str] | None = None, kind: str = "Company", **more: object
) -> Row:
    """Gold of one article; its entities are those of `names`, by key, else e1 to e3."""
    names = names or {"e1": "Halden Motors", "e2": "Quillon", "e3": "Tarsk"}
    entities = [{"key": key, "kind": kind, "names": [name]} for key, name in names.items()]
    return {"id": "A1", "entities": entities, "claims": [*claims], **more}


def stated(
    subject: str, predicate: str, object_: str, status: str = "current", **more: object
) -> Row:
    """A claim, of gold or of the system."""
    ends: Row = {"subject": subject, "predicate": predicate, "object": object_, "status": status}
    return ends | {"evidence": [SENTENCE]} | more


def entity(id_: str, name: str, kind: str = "Company", mentions: Sequence[list[int]] = ()) -> Row:
    return {"id": id_, "kind": kind, "name": name, "mentions": [*mentions]}


HALDEN = entity("x1", "Halden Motors")
QUILLON, TARSK = entity("x2", "Quillon"), entity("x3", "Tarsk")
ALL = (HALDEN, QUILLON, TARSK)


def extraction(*claims: Row, entities: Sequence[Row] = ALL) -> Row:
    return {"article_id": "A1", "entities": [*entities], "claims": [*claims]}


def write(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    """The score of one extraction against one gold row."""

    def judging(gold: Row, system: Row, min_confidence: float = 0.5) -> Report:
        rows = scoring.read_gold(write(tmp_path / "gold.jsonl", gold), VOCABULARY)
        texts = scoring.read_articles(write(tmp_path / "texts.jsonl", {"id": "A1", "text": TEXT}))
        said = scoring.read_said(write(tmp_path / "system.jsonl", system))
        return scoring.score(rows, texts, said, VOCABULARY, min_confidence)

    return judging


def test_figures_of_a_hand_worked_article(judge: Judge) -> None:
    gold = gold_row(
        stated("e2", "SUPPLIES", "e1"),
        stated("e1", "COMPETES_WITH", "e3"),
        stated("e1", "OWNS", "e3"),
        absent=[{**stated("e1", "SUPPLIES", "e2"), "why": "direction"}],
    )
    right = stated("x2", "SUPPLIES", "x1", "planned", confidence=0.9)
    wrong = stated("x1", "SUPPLIES", "x2", confidence=0.9)
    report = judge(gold, extraction(right, wrong, entities=[HALDEN, QUILLON]))
    assert report.to_json() == {
        "articles": 1,
        "entities": {
            "Company": {"p": 1.0, "r": 0.667, "f1": 0.8, "right": 2, "said": 2, "gold": 3},
            "Product": {"p": 0.0, "r": 0.0, "f1": 0.0, "right": 0, "said": 0, "gold": 0},
        },
        "claims": {"p": 0.5, "r": 0.333, "f1": 0.4, "right": 1, "said": 2, "gold": 3},
        "by_predicate": {
            "COMPETES_WITH": {"p": 0.0, "r": 0.0, "f1": 0.0, "right": 0, "said": 0, "gold": 1},
            "OWNS": {"p": 0.0, "r": 0.0, "f1": 0.0, "right": 0, "said": 0, "gold": 1},
            "SUPPLIES": {"p": 0.5, "r": 1.0, "f1": 0.667, "right": 1, "said": 2, "gold": 1},
        },
        "status": {"exact": 0.0, "folded": 0.0, "evidence": 1.0},
        "baits": {"taken": 1, "set": 1},
        "calibration": {
            "bins": [{"claims": 2, "confidence": 0.9, "right": 0.5}],
            "error": 0.4,
        },
    }


def test_mistakes_name_both_ends_and_the_bait(judge: Judge) -> None:
    absent = [{**stated("e1", "OWNS", "e2"), "why": "co-mention only"}]
    gold = gold_row(stated("e2", "SUPPLIES", "e1"), absent=absent)
    report = judge(gold, extraction(stated("x1", "OWNS", "x2", confidence=0.75)))
    found = [
        (v.article, v.outcome, v.subject, v.predicate, v.object, v.confidence, v.bait)
        for v in report.mistakes
    ]
    assert found == [
        ("A1", Outcome.WRONG, "Halden Motors", "OWNS", "Quillon", 0.75, "co-mention only"),
        ("A1", Outcome.MISSED, "Quillon", "SUPPLIES", "Halden Motors", None, None),
    ]


@pytest.mark.parametrize(
    "name",
    [
        *("halden motors", "The Halden Motors", "Halden-Motors", "Halden Motors’s"),
        *("Halden Motors, Inc.", "Halden Motors Holdings plc", "Halden Motors S.p.A."),
    ],
)
def test_case_article_legal_form_and_possessive_are_set_aside(judge: Judge, name: str) -> None:
    report = judge(gold_row(), extraction(entities=[entity("x1", name)]))
    assert report.entities["Company"] == Figures(right=1, said=1, gold=3)


@pytest.mark.parametrize("name", ["Halden", "Motors Halden", "Halden Motors Europe", "AG", "!"])
def test_another_name_is_another_entity(judge: Judge, name: str) -> None:
    report = judge(gold_row(), extraction(entities=[entity("x1", name)]))
    assert report.entities["Company"] == Figures(right=0, said=1, gold=3)


def test_a_legal_form_alone_is_a_name(judge: Judge) -> None:
    report = judge(gold_row(names={"e1": "SE"}), extraction(entities=[entity("x1", "SE")]))
    assert report.entities["Company"] == Figures(right=1, said=1, gold=1)


def test_a_mention_names_an_entity_too(judge: Judge) -> None:
    named = entity("x1", "Halden Group of Sweden", mentions=[[20, 33]])
    assert judge(gold_row(), extraction(entities=[named])).entities["Company"].right == 1


def test_two_extracted_for_one_of_gold_count_once(judge: Judge) -> None:
    twice = [HALDEN, entity("x9", "Halden Motors Inc")]
    report = judge(gold_row(), extraction(entities=twice))
    assert report.entities["Company"] == Figures(right=1, said=1, gold=3)


def test_one_extracted_for_two_of_gold_finds_both(judge: Judge) -> None:
    both = entity("x1", "Halden Motors", mentions=[[50, 57]])
    report = judge(gold_row(), extraction(entities=[both]))
    assert report.entities["Company"] == Figures(right=2, said=1, gold=3)


def test_an_entity_of_the_wrong_kind_is_said_but_not_right(judge: Judge) -> None:
    report = judge(gold_row(), extraction(entities=[entity("x1", "Quillon", "Product")]))
    assert report.entities["Product"] == Figures(right=0, said=1, gold=0)
    assert report.entities["Company"] == Figures(right=0, said=0, gold=3)


def test_claims_do_not_ask_for_the_kind(judge: Judge) -> None:
    entities = [HALDEN, entity("x2", "Quillon", "Organization")]
    said = extraction(stated("x2", "SUPPLIES", "x1"), entities=entities)
    assert judge(gold_row(stated("e2", "SUPPLIES", "e1")), said).claims == Figures(1, 1, 1)


@pytest.mark.parametrize("name", ["computing", "edge cloud computing", "Computing, cloud"])
def test_a_theme_is_found_by_its_words(judge: Judge, name: str) -> None:
    gold = gold_row(stated("e1", "USES", "e1"), names={"e1": "cloud computing"}, kind="Theme")
    said = extraction(stated("x1", "USES", "x1"), entities=[entity("x1", name, "Theme")])
    assert judge(gold, said).claims == Figures(1, 1, 1)


@pytest.mark.parametrize(
    ("kind", "name"), [("Theme", "cloud kitchens"), ("Theme", "!"), ("Product", "computing")]
)
def test_words_in_common_are_not_enough(judge: Judge, kind: str, name: str) -> None:
    gold = gold_row(stated("e1", "USES", "e1"), names={"e1": "cloud computing"}, kind=kind)
    said = extraction(stated("x1", "USES", "x1"), entities=[entity("x1", name, kind)])
    assert judge(gold, said).claims == Figures(right=0, said=1, gold=1)


@pytest.mark.parametrize(
    ("predicate", "figures"),
    [("PARTNERS_WITH", Figures(1, 1, 1)), ("SUPPLIES", Figures(0, 1, 1))],
)
def test_only_symmetric_predicates_hold_either_way(
    judge: Judge, predicate: str, figures: Figures
) -> None:
    gold = gold_row(stated("e1", predicate, "e2"))
    assert judge(gold, extraction(stated("x2", predicate, "x1"))).claims == figures


@pytest.mark.parametrize(
    "again",
    [
        stated("x1", "COMPETES_WITH", "x3", "denied"),
        stated("x3", "COMPETES_WITH", "x1"),
        stated("x9", "COMPETES_WITH", "x3"),
    ],
)
def test_a_right_claim_said_again_counts_once_and_the_first_is_judged(
    judge: Judge, again: Row
) -> None:
    gold = gold_row(stated("e1", "COMPETES_WITH", "e3"))
    first = stated("x1", "COMPETES_WITH", "x3")
    entities = [*ALL, entity("x9", "Halden Motors AG")]
    report = judge(gold, extraction(first, again, entities=entities))
    assert report.claims == Figures(1, 1, 1)
    assert report.status_exact == 1


def test_a_wrong_claim_said_again_counts_once(judge: Judge) -> None:
    said = extraction(stated("x1", "COMPETES_WITH", "x3"), stated("x3", "COMPETES_WITH", "x1"))
    assert judge(gold_row(), said).claims == Figures(right=0, said=1, gold=0)


def test_one_claim_finds_one_of_gold_and_the_next_the_other(judge: Judge) -> None:
    both = entity("x1", "Halden Motors", mentions=[[50, 57]])
    gold = gold_row(stated("e1", "OWNS", "e3"), stated("e2", "OWNS", "e3"))
    one = extraction(stated("x1", "OWNS", "x3"), entities=[both, QUILLON, TARSK])
    two = extraction(
        stated("x1", "OWNS", "x3"), stated("x2", "OWNS", "x3"), entities=[both, QUILLON, TARSK]
    )
    assert judge(gold, one).claims == Figures(right=1, said=1, gold=2)
    assert judge(gold, two).claims == Figures(right=2, said=2, gold=2)


def test_claims_of_less_confidence_are_passed_over(judge: Judge) -> None:
    gold = gold_row(stated("e2", "SUPPLIES", "e1"), stated("e1", "OWNS", "e3"))
    said = extraction(
        stated("x2", "SUPPLIES", "x1", confidence=0.5), stated("x1", "OWNS", "x3", confidence=0.49)
    )
    assert judge(gold, said).claims == Figures(right=1, said=1, gold=2)
    assert judge(gold, said, min_confidence=0.0).claims == Figures(2, 2, 2)


@pytest.mark.parametrize("ends", [("x1", "x3"), ("x3", "x1")])
def test_an_optional_reading_counts_neither_way(judge: Judge, ends: tuple[str, str]) -> None:
    optional = [stated("e3", "PARTNERS_WITH", "e1")]
    gold = gold_row(stated("e2", "SUPPLIES", "e1"), optional=optional)
    said = extraction(stated(ends[0], "PARTNERS_WITH", ends[1]), stated("x2", "SUPPLIES", "x1"))
    report = judge(gold, said)
    assert report.claims == Figures(1, 1, 1)
    assert report.mistakes == ()
    assert report.by_predicate["PARTNERS_WITH"] == Figures(0, 0, 0)


def test_an_optional_reading_is_no_bait(judge: Judge) -> None:
    triple = stated("e1", "OWNS", "e3")
    report = judge(
        gold_row(optional=[triple], absent=[{**triple, "why": "quoted opinion"}]),
        extraction(stated("x1", "OWNS", "x3")),
    )
    assert (report.baits_taken, report.baits) == (0, 1)


def test_a_bait_of_a_symmetric_predicate_is_taken_either_way(judge: Judge) -> None:
    absent = [{**stated("e1", "COMPETES_WITH", "e3"), "why": "co-mention only"}]
    report = judge(gold_row(absent=absent), extraction(stated("x3", "COMPETES_WITH", "x1")))
    assert (report.baits_taken, report.baits) == (1, 1)


@pytest.mark.parametrize(
    ("of_gold", "said", "exact", "folded"),
    [
        ("planned", "planned", 1, 1),
        ("planned", "rumoured", 0, 1),
        ("ended", "denied", 0, 1),
        ("current", "planned", 0, 0),
        ("ended", "current", 0, 0),
    ],
)
def test_status_is_compared_exactly_and_by_phase(
    judge: Judge, of_gold: str, said: str, exact: int, folded: int
) -> None:
    gold = gold_row(stated("e1", "OWNS", "e3", of_gold))
    report = judge(gold, extraction(stated("x1", "OWNS", "x3", said)))
    assert (report.status_exact, report.status_folded) == (exact, folded)


TOUCHING: list[list[int]] = [[0, 20], [58, 60]]


@pytest.mark.parametrize(
    ("spans", "share"), [([SENTENCE], 1), ([[0, 21]], 1), (TOUCHING, 0), ([[57, 58]], 1), ([], 0)]
)
def test_evidence_must_overlap_a_sentence_of_gold(
    judge: Judge, spans: list[list[int]], share: int
) -> None:
    said = extraction(stated("x1", "OWNS", "x3", evidence=spans))
    assert judge(gold_row(stated("e1", "OWNS", "e3")), said).evidence == share


def test_ends_that_are_no_entity_make_a_claim_wrong(judge: Judge) -> None:
    report = judge(gold_row(stated("e1", "OWNS", "e3")), extraction(stated("x8", "OWNS", "x9")))
    assert report.claims == Figures(right=0, said=1, gold=1)
    assert report.mistakes[0].subject == "x8"


def perfect(row: GoldRow, claims: Sequence[scoring.GoldClaim]) -> Said:
    """What an extractor says that reads a row as gold does, but makes only these claims."""
    return Said(
        tuple(scoring.SaidEntity(e.key, e.kind, e.names[-1]) for e in row.entities),
        tuple(scoring.SaidClaim(c.triple, c.status, 1.0, c.evidence) for c in claims),
    )


@pytest.fixture(scope="module")
def samples() -> Samples:
    return scoring.read_gold(GOLD, VOCABULARY), scoring.read_articles(TEXTS)


def test_gold_against_itself_is_without_fault(samples: Samples) -> None:
    gold, articles = samples
    said = {article: perfect(row, row.claims) for article, row in gold.items()}
    report = scoring.score(gold, articles, said, VOCABULARY, 1.0)
    total = sum(len(row.claims) for row in gold.values())
    assert report.articles == 50
    assert report.claims == Figures(total, total, total)
    assert {figures.f1 for figures in report.entities.values()} == {1.0}
    assert (report.status_exact, report.status_folded, report.evidence) == (1, 1, 1)
    assert (report.baits_taken, report.mistakes) == (0, ())


@given(data=st.data())
def test_part_of_gold_has_all_precision_and_its_share_of_recall(
    samples: Samples, data: st.DataObject
) -> None:
    gold, articles = samples
    name = data.draw(st.sampled_from([name for name, row in gold.items() if row.claims]))
    row = gold[name]
    claims = data.draw(st.lists(st.sampled_from(row.claims), unique=True))
    report = scoring.score({name: row}, articles, {name: perfect(row, claims)}, VOCABULARY, 0)
    assert report.claims == Figures(len(claims), len(claims), len(row.claims))
    assert len(report.mistakes) == len(row.claims) - len(claims)


def test_an_article_without_an_extraction_counts_as_silent(samples: Samples) -> None:
    gold, articles = samples
    said = {"S001": perfect(gold["S001"], gold["S001"].claims)}
    report = scoring.score(gold, articles, said, VOCABULARY, 0)
    assert report.claims.precision == 1
    assert report.claims.gold == sum(len(row.claims) for row in gold.values())
