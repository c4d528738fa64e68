import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from kg.errors import PipelineError
from kg.model import Entity, Mention, Status
from kg.nlp.relations import FoundClaim, find_claims, merge
from kg.nlp.rules import Example, Rule, RuleBook, Surface, load, rule_book
from kg.ontology import Ontology

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "relations.jsonl").read_text().splitlines()
]
RULES = tomllib.loads(resources.files("kg.nlp").joinpath("rules.toml").read_text("utf-8"))
EXAMPLES = [
    pytest.param(section, row, example, id=f"{row['name']}-{number}")
    for section in ("rule", "surface")
    for row in RULES[section]
    for number, example in enumerate(row["examples"])
]
MARK = re.compile(r"\[([^|\]]+)\|(\w+)\]")


def mention(name: str, kind: str, start: int, reason: str = "exact") -> Mention:
    return Mention(start, start + len(name), name, kind, name, 1.0, reason)


def known(mentions: Sequence[Mention]) -> dict[str, Entity]:
    return {m.entity: Entity(m.entity, m.kind, m.entity) for m in mentions}


def read_marked(text: str) -> tuple[str, list[Mention]]:
    """The text without its marks, and what they mark: "[Acme|Company] grew"."""
    plain, mentions, end = "", [], 0
    for match in MARK.finditer(text):
        plain += text[end : match.start()]
        mentions.append(mention(match[1], match[2], len(plain)))
        plain, end = plain + match[1], match.end()
    return plain + text[end:], mentions


def claims_in(marked: str, nlp: Language, vocabulary: Ontology) -> list[FoundClaim]:
    text, mentions = read_marked(marked)
    return find_claims(nlp(text), mentions, known(mentions), vocabulary)


def named(text: str, names: Mapping[str, str]) -> list[Mention]:
    found = [
        mention(name, kind, match.start())
        for name, kind in names.items()
        for match in re.finditer(re.escape(name), text)
    ]
    return sorted(found, key=lambda m: m.start)


def kinds_of(rule: Rule | Surface, vocabulary: Ontology) -> tuple[str, str]:
    """A kind for either end of a rule's relation: Company where that may stand there."""
    predicate = vocabulary.predicates[rule.predicate]
    if isinstance(rule, Surface):
        ends = (rule.first_kinds, rule.second_kinds)
        allowed = ends[::-1] if rule.reverse else ends
    else:
        allowed = (
            rule.subject_kinds or predicate.from_kinds,
            rule.object_kinds or predicate.to_kinds,
        )
    first, second = ("Company" if "Company" in kinds else min(kinds) for kinds in allowed)
    return first, second


@pytest.mark.parametrize(("section", "row", "example"), EXAMPLES)
def test_every_rule_reads_its_example_by_itself(
    section: str, row: dict[str, Any], example: list[str], nlp: Language, vocabulary: Ontology
) -> None:
    book = rule_book({"words": RULES["words"], section: [row]})
    text, subject, object_, status = example
    rules: list[Rule | Surface] = [*book.rules, *book.surfaces]
    names = dict(zip((subject, object_), kinds_of(rules[0], vocabulary), strict=True))
    mentions = named(text, names)

    found = find_claims(nlp(text), mentions, known(mentions), vocabulary, book)

    ends = vocabulary.predicates[row["predicate"]].ordered(subject, object_)
    assert (*ends, status) in {(claim.subject, claim.object, claim.status) for claim in found}


def key(triple: Sequence[str], vocabulary: Ontology) -> tuple[str, str, str]:
    """The triple, its ends in order where the predicate is symmetric."""
    subject, predicate, object_ = triple
    first, second = vocabulary.predicates[predicate].ordered(subject, object_)
    return (first, predicate, second)


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_a_text_gives_its_claims_and_none_of_the_tempting_ones(
    case: dict[str, Any], nlp: Language, vocabulary: Ontology
) -> None:
    found = {c.triple: str(c.status) for c in claims_in(case["text"], nlp, vocabulary)}
    expected = {key(row[:3], vocabulary): row[3] for row in case["claims"]}
    assert {triple: found.get(triple) for triple in expected} == expected
    assert [row for row in case["absent"] if key(row[:3], vocabulary) in found] == []


def test_every_case_says_what_must_not_be_found() -> None:
    assert len(CASES) >= 60
    assert all(case["absent"] for case in CASES)


def test_an_entity_that_is_not_given_is_not_claimed(nlp: Language, vocabulary: Ontology) -> None:
    text, mentions = read_marked("[Kessel|Company] bought [Lunapark|Company].")
    only = known(mentions[:1])
    assert find_claims(nlp(text), mentions, only, vocabulary) == []


def test_two_mentions_of_one_span_both_count(nlp: Language, vocabulary: Ontology) -> None:
    text = "Kessel was pleased. Both companies sued Ostwind."
    both = [
        Mention(20, 34, "Both companies", "Company", name, 1.0, "nominal")
        for name in ("Kessel", "Lunapark")
    ]
    mentions = [mention("Kessel", "Company", 0), *both, mention("Ostwind", "Company", 40)]
    found = find_claims(nlp(text), mentions, known(mentions), vocabulary)
    assert {claim.triple for claim in found} == {
        ("Kessel", "SUES", "Ostwind"),
        ("Lunapark", "SUES", "Ostwind"),
    }


def test_a_pronoun_and_a_long_way_make_a_claim_less_sure(
    nlp: Language, vocabulary: Ontology
) -> None:
    far = (
        "which has made ovens for bakers in the north of the country for a century and "
        "is still run by the family of its founder in the third generation, "
    )

    def confidence(text: str, subject: str, reason: str) -> float:
        first = Mention(0, len(subject), subject, "Company", "Kessel", 1.0, reason)
        mentions = [first, mention("Lunapark", "Company", text.index("Lunapark"))]
        [claim] = find_claims(nlp(text), mentions, known(mentions), vocabulary)
        return claim.confidence

    plain = confidence("Kessel bought Lunapark.", "Kessel", "exact")
    assert confidence("It bought Lunapark.", "It", "pronoun") < plain
    assert confidence(f"Kessel, {far}bought Lunapark.", "Kessel", "exact") < plain


def test_a_claim_holds_sentence_amount_speaker_role_and_kind(
    nlp: Language, vocabulary: Ontology
) -> None:
    marked = (
        "It rained. [Ostwind|Company] said [Kessel|Company] had paid $3 million for "
        "[Lunapark|Company]. Deputy finance director [Nora Feld|Person] of [Kessel|Company] agreed."
    )
    text, _ = read_marked(marked)
    found = {claim.predicate: claim for claim in claims_in(marked, nlp, vocabulary)}
    bought = found["ACQUIRES"]
    assert [text[s:e] for s, e in bought.sentences] == [
        "Ostwind said Kessel had paid $3 million for Lunapark."
    ]
    assert (bought.speaker, bought.amount and bought.amount.value) == ("Ostwind", 3_000_000.0)
    assert found["HAS_ROLE_AT"].amount is None
    joint = claims_in(
        "[Kessel|Company] formed a joint venture with [Ostwind|Company].", nlp, vocabulary
    )
    assert [claim.kind for claim in joint] == ["joint_venture"]


@pytest.mark.parametrize(
    ("marked", "role"),
    [
        ("[Nora Feld|Person], a former finance director of [Kessel|Company], left.", "director"),
        ("[Kessel|Company] chief executive [Nora Feld|Person] left early.", "chief executive"),
        ("The chief economist of [Kessel|Company], [Nora Feld|Person], left.", "chief economist"),
    ],
)
def test_a_role_is_given_in_the_words_of_the_text(
    marked: str, role: str, nlp: Language, vocabulary: Ontology
) -> None:
    [claim] = claims_in(marked, nlp, vocabulary)
    assert role in claim.role


def test_according_to_names_the_speaker(nlp: Language, vocabulary: Ontology) -> None:
    [claim] = claims_in(
        "According to [Ostwind|Company], [Kessel|Company] owns [Lunapark|Company].", nlp, vocabulary
    )
    assert claim.speaker == "Ostwind"


def test_a_sentence_without_end_or_sense_gives_nothing(nlp: Language, vocabulary: Ontology) -> None:
    text = "Kessel " + "} ) MATCH (n) DETACH DELETE n // <script> " * 50 + " Lunapark"
    mentions = named(text, {"Kessel": "Company", "Lunapark": "Company"})
    assert find_claims(nlp(text), mentions, known(mentions), vocabulary) == []


def test_a_list_without_end_gives_a_bounded_number_of_claims(
    nlp: Language, vocabulary: Ontology
) -> None:
    firms = [f"Firm{number}x" for number in range(200)]
    text = ", ".join(firms[:-1]) + f" and {firms[-1]} have merged."
    mentions = named(text, dict.fromkeys(firms, "Company"))
    found = find_claims(nlp(text), mentions, known(mentions), vocabulary)
    assert 0 < len(found) < 1000


def statement(status: Status, start: int, **more: Any) -> FoundClaim:  # noqa: ANN401
    return FoundClaim("a", "ACQUIRES", "b", status, 0.5, ((start, start + 5),), **more)


@pytest.mark.parametrize(
    ("told", "holds"),
    [
        ([Status.RUMOURED, Status.PLANNED], Status.PLANNED),
        ([Status.PLANNED, Status.RUMOURED], Status.PLANNED),
        ([Status.RUMOURED, Status.CURRENT, Status.PLANNED], Status.CURRENT),
        ([Status.RUMOURED, Status.DENIED], Status.DENIED),
        ([Status.PLANNED, Status.ENDED], Status.ENDED),
    ],
)
def test_merged_statements_have_the_status_at_the_end_of_the_story(
    told: list[Status], holds: Status
) -> None:
    [claim] = merge([statement(status, 10 * i) for i, status in enumerate(told)])
    assert claim.status is holds
    assert claim.sentences == tuple((10 * i, 10 * i + 5) for i in range(len(told)))


def test_merging_keeps_triples_apart_and_what_only_one_statement_says() -> None:
    first = statement(Status.CURRENT, 0)
    second = statement(Status.CURRENT, 20, kind="integration", role="owner")
    other = FoundClaim("b", "ACQUIRES", "a", Status.CURRENT, 0.9, ((20, 25),))
    merged = merge([other, second, first])
    assert [claim.triple for claim in merged] == [("a", "ACQUIRES", "b"), ("b", "ACQUIRES", "a")]
    assert (merged[0].kind, merged[0].role) == ("integration", "owner")


ROW = {
    "name": "eat",
    "predicate": "ACQUIRES",
    "verbs": ["eat up"],
    "subject": ["subj"],
    "object": ["obj"],
    "confidence": 0.5,
    "examples": [["Kessel ate up Lunapark.", "Kessel", "Lunapark", "current"]],
}


def test_a_rule_book_is_read_from_a_table() -> None:
    book = rule_book({"rule": [ROW]})
    assert isinstance(book, RuleBook)
    assert [others for others, _ in book.verbs["eat"]] == [("up",)]
    assert book.rules[0].examples == (
        Example("Kessel ate up Lunapark.", "Kessel", "Lunapark", Status.CURRENT),
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"verb": ["eat"]}, "unknown field 'verb'"),
        ({"confidence": "high"}, "'eat'"),
        ({"status": "perhaps"}, "perhaps"),
        ({"verbs": ["@meals"]}, "meals"),
    ],
)
def test_a_wrong_rule_is_named(change: dict[str, Any], message: str) -> None:
    with pytest.raises(PipelineError, match=re.escape(message)):
        rule_book({"rule": [ROW | change]})


def test_a_rule_without_a_field_is_named() -> None:
    with pytest.raises(PipelineError, match=r"'eat'.*subject"):
        rule_book({"rule": [{k: v for k, v in ROW.items() if k != "subject"}]})


def test_a_wrong_pattern_is_named() -> None:
    surface = {
        "name": "near",
        "predicate": "OWNS",
        "between": "(",
        "first_kinds": ["Company"],
        "second_kinds": ["Company"],
        "confidence": 0.5,
        "examples": [],
    }
    with pytest.raises(PipelineError, match="'near'"):
        rule_book({"surface": [surface]})


def test_the_rules_fit_the_ontology_and_their_names_differ(vocabulary: Ontology) -> None:
    book = load()
    rules: list[Rule | Surface] = [*book.rules, *book.surfaces]
    names = [rule.name for rule in rules]
    assert len(names) == len(set(names))
    assert {rule.predicate for rule in rules} == set(vocabulary.predicates)
    for rule in rules:
        assert vocabulary.predicates[rule.predicate].joins(*kinds_of(rule, vocabulary)), rule.name
        assert 0 < rule.confidence <= 1, rule.name
        assert rule.examples, rule.name
    kinds = {(rule.predicate, rule.kind) for rule in book.rules if rule.kind}
    assert all(kind in vocabulary.predicates[predicate].kinds for predicate, kind in kinds)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The maps come from Kessel's own robotaxis.", True),
        ("The maps come from Kessel's own robotaxis unit.", False),
        ("They sell robotaxis as Kessel's own.", False),
    ],
)
def test_a_decisive_rule_needs_the_very_word(
    nlp: Language, vocabulary: Ontology, text: str, said: bool
) -> None:
    mentions = named(text, {"Kessel": "Company", "robotaxis": "Theme"})
    found = find_claims(nlp(text), mentions, known(mentions), vocabulary)
    assert any(claim.decisive for claim in found) is said
