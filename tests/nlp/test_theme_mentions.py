import pytest
from spacy.language import Language

from kg.model import Mention, Status
from kg.nlp import themes
from kg.nlp.found import FoundClaim
from kg.nlp.gazetteer import Gazetteer
from kg.ontology import Ontology, Theme

TITLE, LEAD = 10, 30


def at(start: int, theme: str) -> Mention:
    return Mention(start, start + 5, "words", "Theme", theme, 1.0, "exact")


def test_a_theme_is_found_by_any_of_its_wordings(nlp: Language, vocabulary: Ontology) -> None:
    doc = nlp("They rent Cloud Infrastructure and talk of cloud computing.")
    found = themes.find(doc, themes.wordings(vocabulary), vocabulary, [])
    cloud = vocabulary.themes["cloud computing"]
    assert [(m.text, m.entity, m.reason) for m in found] == [
        ("Cloud Infrastructure", cloud.id, "alias"),
        ("cloud computing", cloud.id, "exact"),
    ]
    assert [e.name for e in themes.entities(found, vocabulary)] == ["cloud computing"]


def test_words_inside_a_name_are_no_theme(nlp: Language, vocabulary: Ontology) -> None:
    doc = nlp("It bought Cloud Computing Corp.")
    assert themes.find(doc, themes.wordings(vocabulary), vocabulary, [(10, 30)]) == []


def test_title_and_first_paragraph_weigh_more() -> None:
    names = {"a": "a", "b": "b", "c": "c"}
    mentions = [at(0, "a"), at(20, "b"), at(40, "c"), at(60, "c"), at(80, "c"), at(100, "c")]
    ranked = themes.scores(mentions, names, {}, TITLE, LEAD)
    assert [found.theme for found in ranked] == ["c", "a", "b"]
    assert all(0 < found.score < 1 for found in ranked)


def test_named_once_in_passing_is_not_what_it_is_about() -> None:
    assert themes.scores([at(50, "a")], {"a": "a"}, {}, TITLE, LEAD) == ()


def test_at_most_five_themes() -> None:
    mentions = [at(0, letter) for letter in "abcdefg"]
    found = themes.scores(mentions, {letter: letter for letter in "abcdefg"}, {}, TITLE, LEAD)
    assert [theme.theme for theme in found] == list("abcde")


def test_a_name_that_stands_for_a_theme_counts_a_quarter() -> None:
    names, standing = {"a": "a"}, {"foundry": ["chips", "wafers"]}
    mentions = [at(50, "a"), at(60, "a"), *(at(place, "foundry") for place in (0, 40, 60, 80))]
    found = {each.theme: each.score for each in themes.scores(mentions, names, standing, TITLE, 30)}
    assert found == {"a": 0.393, "chips": 0.313, "wafers": 0.313}


@pytest.mark.parametrize(
    ("predicate", "concerned"),
    [
        ("SUPPLIES", ["chips"]),
        ("USES", ["clouds"]),
        ("PARTNERS_WITH", ["chips", "clouds"]),
        ("COMPETES_WITH", []),
    ],
)
def test_what_is_sold_had_or_shared_tells_the_theme(predicate: str, concerned: list[str]) -> None:
    claim = FoundClaim("foundry", predicate, "cloud", Status.CURRENT, 0.9, ())
    standing = {"foundry": ["chips"], "cloud": ["clouds"]}
    assert list(themes.matter(claim, standing)) == concerned


def test_names_that_stand_for_a_theme_are_those_that_the_gazetteer_gives(
    vocabulary: Ontology,
) -> None:
    gazetteer = Gazetteer.load()
    wrong = [
        (theme.name, name)
        for theme in vocabulary.themes.values()
        for name in theme.names
        if (known := gazetteer.by_name(name)) and name not in {e.entity.name for e in known}
    ]
    assert wrong == []
    assert {t.name for t in vocabulary.themes.values() if t.names and not t.capability} == set()


def test_scope_is_what_the_sentences_of_the_claim_name() -> None:
    mentions = [at(0, "title"), at(40, "near"), at(80, "far")]
    assert themes.scope(mentions, [(35, 60)], LEAD) == ("near",)


def test_scope_falls_back_on_the_opening_only_where_that_is_about_the_same() -> None:
    mentions = [at(0, "title"), at(20, "lead"), at(80, "far")]
    assert themes.scope(mentions, [(35, 60)], LEAD) == ("title", "lead")
    assert themes.scope(mentions, [(35, 60)], None) == ()


def test_a_wording_that_a_user_adds_is_found(nlp: Language, vocabulary: Ontology) -> None:
    own = Theme("tidal power", (), ("tide mills",), capability=True)
    ontology = Ontology(vocabulary.kinds, vocabulary.predicates, {own.name: own})
    found = themes.find(nlp("They build tide mills."), themes.wordings(ontology), ontology, [])
    assert [m.entity for m in found] == [own.id]


def test_only_what_a_firm_can_make_or_buy_enters_claims(vocabulary: Ontology) -> None:
    able = themes.capabilities(vocabulary)
    assert vocabulary.themes["cloud computing"].id in able
    assert vocabulary.themes["mergers and acquisitions"].id not in able
