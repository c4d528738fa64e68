import json
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.config import Settings
from kg.errors import PipelineError
from kg.model import Article, Extraction
from kg.nlp import Extractor, to_json
from kg.nlp.pipeline import failed
from kg.ontology import Ontology

DAY = date(2024, 5, 2)
STORY = (
    "Microsoft buys Nuance for $19.7 billion\n\n"
    "Microsoft has acquired Nuance, a maker of speech software, for $19.7 billion, the companies "
    "said on Monday. Nuance will become a unit of Microsoft's cloud computing business.\n\n"
    'Satya Nadella, chief executive of Microsoft, said: "It is a leader in cloud services."'
)


@pytest.fixture(scope="session")
def extractor(vocabulary: Ontology) -> Extractor:
    return Extractor(Settings(), vocabulary)


def article(text: str, key: str = "a1") -> Article:
    return Article(text.partition("\n")[0], text, "Test Wire", DAY, key=key)


def read(extractor: Extractor, text: str) -> Extraction:
    return next(extractor.extract([article(text)]))


def test_a_story_becomes_entities_claims_and_themes(extractor: Extractor) -> None:
    found = read(extractor, STORY)
    names = {entity.name: entity.id for entity in found.entities}
    assert {"Microsoft", "Satya Nadella"} <= names.keys()
    assert found.extractor == extractor.version
    assert "cloud computing" in {theme.theme for theme in found.themes}
    triples = {(c.subject, c.predicate) for c in found.claims}
    assert (names["Microsoft"], "ACQUIRES") in triples


def test_what_is_returned_hangs_together(extractor: Extractor, vocabulary: Ontology) -> None:
    found = read(extractor, STORY)
    kinds = {entity.id: entity.kind for entity in found.entities}
    assert {mention.entity for mention in found.mentions} == kinds.keys()
    for claim in found.claims:
        predicate = vocabulary.predicates[claim.predicate]
        assert predicate.joins(kinds[claim.subject], kinds[claim.object])
        assert predicate.ordered(claim.subject, claim.object) == (claim.subject, claim.object)
        assert set(claim.scope) <= vocabulary.themes.keys()
        assert claim.evidence
    assert len({claim.triple for claim in found.claims}) == len(found.claims)


def test_a_claim_concerns_what_its_supplier_is_known_for(extractor: Extractor) -> None:
    found = read(
        extractor, "TSMC wins Halden order\n\nTSMC supplies Halden, the carmaker, in Graz."
    )
    names = {entity.id: entity.name for entity in found.entities}
    (claim,) = [c for c in found.claims if c.predicate == "SUPPLIES"]
    assert (names[claim.subject], claim.scope) == ("TSMC", ("chip manufacturing",))


def test_articles_come_back_in_order(extractor: Extractor) -> None:
    texts = [f"Fiat opened plant {i}." for i in range(40)]
    found = extractor.extract(article(text, str(i)) for i, text in enumerate(texts))
    assert [e.article.key for e in found] == [str(i) for i in range(40)]


def test_articles_are_read_only_as_they_are_asked_for(extractor: Extractor) -> None:
    taken: list[int] = []

    def endless() -> Iterator[Article]:
        while True:
            taken.append(1)
            yield article("Fiat rose.")

    next(extractor.extract(endless()))
    assert len(taken) < 100


@given(st.text(max_size=200))
@settings(max_examples=40, deadline=None)
def test_any_text_gives_true_offsets_and_the_same_again(extractor: Extractor, noise: str) -> None:
    text = f"{noise} Apple bought {noise} from Sony Corp. It said {noise}\n\nBoth companies {noise}"
    found, again = extractor.extract([article(text), article(text)])
    assert found == again
    assert not any(note.startswith("failed") for note in found.notes)
    assert all(text[m.start : m.end] == m.text != "" for m in found.mentions)
    evidence = [e for claim in found.claims for e in claim.evidence]
    assert all(text[e.start : e.end] == e.quote != "" for e in evidence)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n \n",
        "Apple and Google met " * 20_000,
        " ".join(f"Acme{i}" for i in range(10_000)),
        "A" * 300_000,
        "Apple\x00 \x01bought\x02 Google\x7f.\r\nIt\u200b is \ufeff good.",
        "🍎 Apple 🚀 launched 🎉 iPhone 📱 in 🇺🇸." * 50,
        "شركة أبل اشترت Google و مايكروسوفت. " * 200,
        "It said it said " * 4_000,
        "((((" * 4_000,
        "Bank of " * 4_000,
    ],
    ids=[
        "empty",
        "blank",
        "endless",
        "names",
        "word",
        "control",
        "emoji",
        "rtl",
        "it",
        "marks",
        "of",
    ],
)
def test_odd_texts_are_read_or_cut_with_a_note(extractor: Extractor, text: str) -> None:
    found = read(extractor, text)
    assert all(text[m.start : m.end] == m.text for m in found.mentions)
    assert not any(note.startswith("failed") for note in found.notes)
    assert bool(found.notes) == (len(text) > 100_000)


def test_a_text_that_cannot_be_read_does_not_stop_the_run(
    extractor: Extractor, caplog: pytest.LogCaptureFixture
) -> None:
    texts = ["Fiat rose.", "broken \ud800 letter", "Bosch fell."]
    found = list(extractor.extract([article(text, text[:5]) for text in texts]))
    assert [bool(e.notes) for e in found] == [False, True, False]
    assert found[1].notes[0].startswith("failed: ")
    assert (found[1].entities, found[1].mentions, found[1].claims) == ((), (), ())
    assert "broke" in caplog.text


def test_what_failed_is_an_extraction_without_content() -> None:
    found = failed(article("Fiat rose."), "v1", "it broke")
    assert found == Extraction(article("Fiat rose."), "v1", notes=("failed: it broke",))


@pytest.mark.slow
def test_processes_read_like_one(extractor: Extractor) -> None:
    stories = [article(STORY, str(i)) for i in range(3)]
    assert list(extractor.extract(stories, processes=2)) == list(extractor.extract(stories))


def test_the_version_depends_on_the_vocabulary(extractor: Extractor, vocabulary: Ontology) -> None:
    fewer = Ontology(vocabulary.kinds, vocabulary.predicates, {})
    assert Extractor(Settings(), fewer).version != extractor.version
    assert Extractor(Settings(), vocabulary).version == extractor.version


def test_a_missing_model_is_an_error_with_its_remedy(vocabulary: Ontology) -> None:
    with pytest.raises(PipelineError, match="no_such_model"):
        Extractor(Settings(spacy_model="no_such_model"), vocabulary)


def test_json_holds_named_mentions_only(extractor: Extractor) -> None:
    found = read(extractor, STORY)
    row = json.loads(json.dumps(to_json(found)))
    assert row["article_id"] == "a1"
    assert set(row) == {"article_id", "entities", "claims", "themes"}
    indirect = {(m.start, m.end) for m in found.mentions if m.reason in {"pronoun", "nominal"}}
    said = {tuple(span) for entity in row["entities"] for span in entity["mentions"]}
    assert indirect
    assert said.isdisjoint(indirect)
    assert set(row["claims"][0]) == {
        "subject",
        "predicate",
        "object",
        "status",
        "kind",
        "scope",
        "amount",
        "confidence",
        "evidence",
    }


def test_json_falls_back_on_our_own_id(extractor: Extractor) -> None:
    nameless = article("Fiat rose.", key="")
    assert to_json(next(extractor.extract([nameless])))["article_id"] == nameless.id
