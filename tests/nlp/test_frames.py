import pytest
import spacy
from spacy.tokens import Doc, Token

from kg.model import Mention
from kg.nlp.arguments import locate, resolve
from kg.nlp.frames import governor, holds_words, is_passive, slots, subjects

VOCAB = spacy.blank("en").vocab
FIRMS = frozenset({"Company"})


def parsed(words: str) -> Doc:
    """A Doc out of "text/tag/pos/dep/head": `head` is the text of the head, lemma the text."""
    rows = [word.split("/") for word in words.split()]
    texts = [row[0] for row in rows]
    return Doc(
        VOCAB,
        words=texts,
        tags=[row[1] for row in rows],
        pos=[row[2] for row in rows],
        deps=[row[3] for row in rows],
        heads=[texts.index(row[4]) for row in rows],
        lemmas=[text.lower() for text in texts],
        sent_starts=[i == 0 for i in range(len(texts))],
    )


def word(doc: Doc, text: str) -> Token:
    return next(token for token in doc if token.text == text)


def filled(doc: Doc, text: str) -> dict[str, list[str]]:
    return {
        name: [token.text for token in tokens]
        for name, tokens in slots(word(doc, text)).items()
        if tokens
    }


ACTIVE = (
    "Ada/NNP/PROPN/nsubj/sold sold/VBD/VERB/ROOT/sold Bix/NNP/PROPN/dobj/sold "
    "to/IN/ADP/prep/sold Cod/NNP/PROPN/pobj/to"
)
PASSIVE = (
    "Bix/NNP/PROPN/nsubjpass/sold was/VBD/AUX/auxpass/sold sold/VBN/VERB/ROOT/sold "
    "by/IN/ADP/agent/sold Ada/NNP/PROPN/pobj/by to/IN/ADP/prep/sold Cod/NNP/PROPN/pobj/to"
)
REDUCED = (
    "Bix/NNP/PROPN/ROOT/Bix owned/VBN/VERB/acl/Bix by/IN/ADP/agent/owned Ada/NNP/PROPN/pobj/by"
)
RELATIVE = (
    "Ada/NNP/PROPN/ROOT/Ada which/WDT/PRON/nsubj/owns owns/VBZ/VERB/relcl/Ada "
    "Bix/NNP/PROPN/dobj/owns"
)
GAP = "firm/NN/NOUN/ROOT/firm Ada/NNP/PROPN/nsubj/owns owns/VBZ/VERB/relcl/firm"
STRANDED = (
    "Bix/NNP/PROPN/ROOT/Bix from/IN/ADP/prep/buys which/WDT/PRON/pobj/from "
    "Ada/NNP/PROPN/nsubj/buys buys/VBZ/VERB/relcl/Bix iron/NN/NOUN/dobj/buys"
)
LOST = (
    "Bix/NNP/PROPN/dep/buys ,/,/PUNCT/punct/buys from/IN/ADP/prep/buys which/WDT/PRON/pobj/from "
    "Ada/NNP/PROPN/nsubj/buys buys/VBZ/VERB/ROOT/buys"
)
CONTROL = (
    "Ada/NNP/PROPN/nsubj/agreed agreed/VBD/VERB/ROOT/agreed to/TO/PART/aux/buy "
    "buy/VB/VERB/xcomp/agreed Bix/NNP/PROPN/dobj/buy"
)
OBJECT_CONTROL = (
    "Ada/NNP/PROPN/nsubj/asked asked/VBD/VERB/ROOT/asked Cod/NNP/PROPN/dobj/asked "
    "to/TO/PART/aux/buy buy/VB/VERB/xcomp/asked Bix/NNP/PROPN/dobj/buy"
)
SHARED = (
    "Ada/NNP/PROPN/nsubj/makes makes/VBZ/VERB/ROOT/makes and/CC/CCONJ/cc/makes "
    "sells/VBZ/VERB/conj/makes Bix/NNP/PROPN/dobj/sells"
)
PASSIVE_SHARED = (
    "Bix/NNP/PROPN/nsubjpass/sold was/VBD/AUX/auxpass/sold sold/VBN/VERB/ROOT/sold "
    "and/CC/CCONJ/cc/sold renamed/VBN/VERB/conj/sold"
)
HYPHEN = "Ada/NNP/PROPN/npadvmod/owned owned/VBN/VERB/amod/Bix Bix/NNP/PROPN/ROOT/Bix"
PLAN = (
    "Ada/NNP/PROPN/poss/plan plan/NN/NOUN/ROOT/plan to/TO/PART/aux/buy buy/VB/VERB/acl/plan "
    "Bix/NNP/PROPN/dobj/buy"
)
GERUND = (
    "Ada/NNP/PROPN/nsubj/grew grew/VBD/VERB/ROOT/grew by/IN/ADP/prep/grew "
    "buying/VBG/VERB/pcomp/by Bix/NNP/PROPN/dobj/buying"
)
GAVE = (
    "Ada/NNP/PROPN/nsubj/gave gave/VBD/VERB/ROOT/gave Bix/NNP/PROPN/dative/gave "
    "work/NN/NOUN/dobj/gave"
)


@pytest.mark.parametrize(
    ("words", "verb", "expected"),
    [
        (ACTIVE, "sold", {"subj": ["Ada"], "obj": ["Bix"], "to": ["Cod"]}),
        (PASSIVE, "sold", {"subj": ["Ada"], "obj": ["Bix"], "to": ["Cod"]}),
        (REDUCED, "owned", {"subj": ["Ada"], "obj": ["Bix"]}),
        (RELATIVE, "owns", {"subj": ["Ada"], "obj": ["Bix"]}),
        (GAP, "owns", {"subj": ["Ada"], "obj": ["firm"]}),
        (STRANDED, "buys", {"subj": ["Ada"], "obj": ["iron"], "from": ["Bix"]}),
        (LOST, "buys", {"subj": ["Ada"], "from": ["Bix"]}),
        (CONTROL, "buy", {"subj": ["Ada"], "obj": ["Bix"]}),
        (OBJECT_CONTROL, "buy", {"subj": ["Cod"], "obj": ["Bix"]}),
        (SHARED, "makes", {"subj": ["Ada"], "obj": ["Bix"]}),
        (SHARED, "sells", {"subj": ["Ada"], "obj": ["Bix"]}),
        (PASSIVE_SHARED, "renamed", {"obj": ["Bix"]}),
        (HYPHEN, "owned", {"subj": ["Ada"], "obj": ["Bix"]}),
        (PLAN, "buy", {"subj": ["Ada"], "obj": ["Bix"]}),
        (GERUND, "buying", {"subj": ["Ada"], "obj": ["Bix"]}),
        (GAVE, "gave", {"subj": ["Ada"], "iobj": ["Bix"], "obj": ["work"]}),
    ],
)
def test_the_arguments_of_a_verb(words: str, verb: str, expected: dict[str, list[str]]) -> None:
    assert filled(parsed(words), verb) == expected


APPOSED = (
    "Bix/NNP/PROPN/ROOT/Bix a/DT/DET/det/unit unit/NN/NOUN/appos/Bix of/IN/ADP/prep/unit "
    "Ada/NNP/PROPN/pobj/of"
)
COPULA = (
    "Bix/NNP/PROPN/nsubj/is is/VBZ/AUX/ROOT/is unit/NN/NOUN/attr/is of/IN/ADP/prep/unit "
    "Ada/NNP/PROPN/pobj/of"
)
TITLE = "Ada/NNP/PROPN/compound/unit unit/NN/NOUN/compound/Bix Bix/NNP/PROPN/ROOT/Bix"
LIGHT = (
    "Ada/NNP/PROPN/nsubj/signed signed/VBD/VERB/ROOT/signed deal/NN/NOUN/dobj/signed "
    "with/IN/ADP/prep/signed Bix/NNP/PROPN/pobj/with"
)
ENTERED = (
    "Ada/NNP/PROPN/nsubj/entered entered/VBD/VERB/ROOT/entered into/IN/ADP/prep/entered "
    "pact/NN/NOUN/pobj/into with/IN/ADP/prep/pact Bix/NNP/PROPN/pobj/with"
)
AWARDED = (
    "order/NN/NOUN/nsubjpass/given was/VBD/AUX/auxpass/given given/VBN/VERB/ROOT/given "
    "to/IN/ADP/prep/given Bix/NNP/PROPN/pobj/to by/IN/ADP/agent/given Ada/NNP/PROPN/pobj/by"
)


@pytest.mark.parametrize(
    ("words", "noun", "expected"),
    [
        (APPOSED, "unit", {"is": ["Bix"], "of": ["Ada"]}),
        (COPULA, "unit", {"is": ["Bix"], "of": ["Ada"]}),
        (TITLE, "unit", {"is": ["Bix"], "mod": ["Ada"]}),
        (LIGHT, "deal", {"subj": ["Ada"], "with": ["Bix"]}),
        (ENTERED, "pact", {"subj": ["Ada"], "with": ["Bix"]}),
        (AWARDED, "order", {"subj": ["Ada"], "to": ["Bix"]}),
        (PLAN, "plan", {"poss": ["Ada"]}),
    ],
)
def test_the_arguments_of_a_noun(words: str, noun: str, expected: dict[str, list[str]]) -> None:
    found = filled(parsed(words), noun)
    assert {name: found.get(name) for name in expected} == expected


def test_voice_and_governor() -> None:
    assert not is_passive(word(parsed(ACTIVE), "sold"))
    assert is_passive(word(parsed(PASSIVE), "sold"))
    assert is_passive(word(parsed(PASSIVE_SHARED), "renamed"))
    head, how = governor(word(parsed(ENTERED), "pact")) or (None, "")
    assert (str(head), how) == ("entered", "into")
    assert governor(word(parsed(PLAN), "plan")) is None


def test_words_must_stand_next_to_the_trigger() -> None:
    doc = parsed(ENTERED)
    assert holds_words(word(doc, "entered"), ("into",))
    assert not holds_words(word(doc, "entered"), ("upon",))
    assert holds_words(word(doc, "entered"), ())


def test_a_parse_that_goes_in_circles_of_shared_subjects_ends() -> None:
    words = " ".join(
        ["a0/VBD/VERB/ROOT/a0", *(f"a{i}/VBD/VERB/conj/a{i - 1}" for i in range(1, 30))]
    )
    assert subjects(word(parsed(words), "a29")) == []


def names(doc: Doc, *texts: str, kind: str = "Company") -> list[Mention]:
    return [
        Mention(t.idx, t.idx + len(t), t.text, kind, t.text, 1.0, "exact")
        for t in doc
        if t.text in texts
    ]


LIST = (
    "sues/VBZ/VERB/ROOT/sues Ada/NNP/PROPN/dobj/sues ,/,/PUNCT/punct/Ada Bix/NNP/PROPN/appos/Ada "
    "and/CC/CCONJ/cc/Ada Cod/NNP/PROPN/conj/Ada"
)


def test_a_list_shares_what_is_said_of_its_first() -> None:
    doc = parsed(LIST)
    found = resolve(word(doc, "Ada"), locate(doc, names(doc, "Ada", "Bix", "Cod")), FIRMS)
    assert [m.entity for m in found] == ["Ada", "Bix", "Cod"]
    later = resolve(word(doc, "Cod"), locate(doc, names(doc, "Ada", "Bix", "Cod")), FIRMS)
    assert [m.entity for m in later] == ["Cod"]


def test_a_list_does_not_run_into_the_next_clause() -> None:
    doc = parsed(
        "Eve/NNP/PROPN/nsubj/sues sues/VBZ/VERB/ROOT/sues Ada/NNP/PROPN/dobj/sues "
        "and/CC/CCONJ/cc/sues Bix/NNP/PROPN/nsubj/grows grows/VBZ/VERB/conj/sues"
    )
    found = resolve(word(doc, "Ada"), locate(doc, names(doc, "Ada", "Bix")), FIRMS)
    assert [m.entity for m in found] == ["Ada"]


def test_a_modifier_stands_for_its_firm_only_where_the_noun_names_a_firm() -> None:
    doc = parsed(
        "buys/VBZ/VERB/ROOT/buys Ada/NNP/PROPN/compound/jets jets/NNS/NOUN/dobj/buys "
        "Bix/NNP/PROPN/compound/group group/NN/NOUN/conj/jets"
    )
    places = locate(doc, names(doc, "Ada", "Bix"))
    assert resolve(word(doc, "jets"), places, FIRMS) == []
    assert [m.entity for m in resolve(word(doc, "group"), places, FIRMS)] == ["Bix"]


def test_a_mention_of_another_kind_is_passed_over() -> None:
    doc = parsed(ACTIVE)
    places = locate(doc, names(doc, "Bix", kind="Product"))
    assert resolve(word(doc, "Bix"), places, FIRMS) == []
    assert resolve(word(doc, "Bix"), places, frozenset({"Product"})) != []


def test_a_mention_that_cuts_a_word_is_widened_to_it() -> None:
    doc = parsed(ACTIVE)
    part = Mention(1, 2, "d", "Company", "part", 1.0, "exact")
    assert resolve(doc[0], locate(doc, [part]), FIRMS) == [part]
