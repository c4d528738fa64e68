from spacy.language import Language

from kg.model import Mention
from kg.nlp.coreference import resolve


def resolved(nlp: Language, text: str, **names: str) -> list[tuple[str, str]]:
    """What each pronoun or phrase of the text stands for; `names` gives the kind of each name."""
    doc = nlp(text)
    mentions = [
        Mention(
            token.idx, token.idx + len(token), token.text, names[token.text], token.text, 1.0, "nil"
        )
        for token in doc
        if token.text in names
    ]
    return [(mention.text, mention.entity) for mention in resolve(doc, mentions)]


def test_it_is_the_subject_before(nlp: Language) -> None:
    text = "Fiat bought Iveco. It paid two billion euros."
    assert resolved(nlp, text, Fiat="Company", Iveco="Company") == [("It", "Fiat")]


def test_its_is_the_subject_of_the_same_sentence(nlp: Language) -> None:
    text = "Bosch met Fiat. Iveco sold its plant in Turin."
    found = resolved(nlp, text, Bosch="Company", Fiat="Company", Iveco="Company")
    assert found == [("its", "Iveco")]


def test_it_as_object_is_not_the_subject_of_its_own_verb(nlp: Language) -> None:
    text = "Fiat runs the plant. Bosch bought it in May."
    assert resolved(nlp, text, Fiat="Company", Bosch="Company") == [("it", "Fiat")]


def test_it_that_stands_for_a_clause_is_nobody(nlp: Language) -> None:
    text = "Fiat met Bosch. It is clear that prices will rise."
    assert resolved(nlp, text, Fiat="Company", Bosch="Company") == []


def test_he_and_she_are_persons_and_it_is_not(nlp: Language) -> None:
    text = "Marchionne joined Fiat. He resigned in spring."
    assert resolved(nlp, text, Marchionne="Person", Fiat="Company") == [("He", "Marchionne")]


def test_the_company_is_the_firm_in_focus(nlp: Language) -> None:
    text = "Fiat opened a plant. The company will hire people."
    assert resolved(nlp, text, Fiat="Company") == [("The company", "Fiat")]


def test_the_airline_is_the_firm_described_so(nlp: Language) -> None:
    text = "Fiat met the airline Alitalia. Bosch was there. The airline wants new cars."
    found = resolved(nlp, text, Fiat="Company", Alitalia="Company", Bosch="Company")
    assert found == [("The airline", "Alitalia")]


def test_a_company_told_apart_by_what_follows_is_not_the_one_in_focus(nlp: Language) -> None:
    text = "Fiat opened a plant. The company that built the roof is small."
    assert resolved(nlp, text, Fiat="Company") == []


def test_a_rival_is_somebody_else(nlp: Language) -> None:
    text = "Fiat opened a plant. The rival closed one."
    assert resolved(nlp, text, Fiat="Company") == []


def test_both_companies_are_two_mentions_on_one_span(nlp: Language) -> None:
    text = "Fiat and Bosch signed a contract. Both companies will share the cost."
    found = resolved(nlp, text, Fiat="Company", Bosch="Company")
    assert found == [("Both companies", "Fiat"), ("Both companies", "Bosch")]


def test_they_are_two_firms_only_where_these_are_joined(nlp: Language) -> None:
    joined = "Fiat and Bosch signed a contract. They will share the cost."
    found = resolved(nlp, joined, Fiat="Company", Bosch="Company")
    assert found == [("They", "Fiat"), ("They", "Bosch")]
    apart = "Fiat sued Bosch over brakes. They failed in winter."
    assert resolved(nlp, apart, Fiat="Company", Bosch="Company") == []


def test_of_three_firms_none_is_both(nlp: Language) -> None:
    text = "Fiat, Iveco and Bosch met. Both companies were glad."
    assert resolved(nlp, text, Fiat="Company", Iveco="Company", Bosch="Company") == []


def test_a_name_long_gone_is_out_of_focus(nlp: Language) -> None:
    text = "Fiat rose. Rain fell. Wind blew. Snow came. It stopped."
    assert resolved(nlp, text, Fiat="Company") == []


def test_many_pronouns_after_many_names_take_bounded_time(nlp: Language) -> None:
    doc = nlp.make_doc("Fiat " * 3000 + "it " * 3000)
    for token in doc[1:]:
        token.is_sent_start = False
    mentions = [
        Mention(token.idx, token.idx + 4, "Fiat", "Company", str(token.i), 1.0, "nil")
        for token in doc[:3000]
    ]
    assert resolve(doc, mentions) == []
