from spacy.language import Language

from kg.nlp.phrases import Phrases


def test_the_longest_phrase_wins(nlp: Language) -> None:
    phrases = Phrases([("Bank", "b"), ("Bank of America", "boa"), ("America", "a")])
    doc = nlp.make_doc("Bank of America left Bank of Japan for America.")
    assert [(s, e, m) for s, e, m in phrases.find(doc)] == [(0, 3, "boa"), (4, 5, "b"), (8, 9, "a")]


def test_case_counts_unless_folded(nlp: Language) -> None:
    doc = nlp.make_doc("apple pie and Apple shares")
    assert [s for s, _, _ in Phrases([("Apple", 1)]).find(doc)] == [3]
    assert [s for s, _, _ in Phrases([("apple", 1)], fold=True).find(doc)] == [0, 3]


def test_folded_phrases_also_match_by_the_lemma_of_the_last_word(nlp: Language) -> None:
    doc = nlp("Voice assistants are sold to people who own assistant voices.")
    found = list(Phrases([("voice assistant", "v")], fold=True).find(doc))
    assert found == [(0, 2, "v")]


def test_phrases_may_hold_marks_that_the_tokenizer_splits(nlp: Language) -> None:
    doc = nlp.make_doc("AT&T, Rolls-Royce and Yahoo! agreed.")
    names = [("AT&T", 1), ("Rolls-Royce", 2), ("Yahoo!", 3)]
    assert [m for _, _, m in Phrases(names).find(doc)] == [1, 2, 3]


def test_a_phrase_does_not_run_over_a_line_end(nlp: Language) -> None:
    doc = nlp.make_doc("Shares of General\n\nMotors and General Motors")
    assert [doc[s:e].text for s, e, _ in Phrases([("General Motors", 1)]).find(doc)] == [
        "General Motors"
    ]
    assert len(list(Phrases([("General Motors", 1)]).find(doc))) == 1


def test_an_empty_list_finds_nothing(nlp: Language) -> None:
    assert list(Phrases[int]([]).find(nlp.make_doc("Anything at all"))) == []
