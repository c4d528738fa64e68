"""The weights of names, but for their fit, whose package is not installed here."""

import importlib.util
import tomllib
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from kg.nlp import mentions
from kg.nlp.gazetteer import Gazetteer
from kg.scoring.rows import GoldEntity, GoldRow

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "kg" / "nlp" / "nameweights.toml"


def loaded(path: Path) -> Any:  # noqa: ANN401 - a script has no stubs
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


script = loaded(ROOT / "scripts" / "training" / "name_weights.py")


def asked(**kinds: str) -> Any:  # noqa: ANN401 - of a class of the script
    rows = [{"name": name, "kind": kind} for name, kind in kinds.items()]
    return script.Asked(Gazetteer(rows, "test"))


def test_the_kind_is_known_by_any_wording() -> None:
    entities = (GoldEntity("e1", "Company", ("The Wend Group", "Wendtronic AG")),)
    assert script.kinds_of(GoldRow(entities)) == {"wend": "Company", "wendtronic": "Company"}


@pytest.mark.parametrize(
    ("kind", "text", "cues"),
    [
        ("Company", "Acme Inc", {"ner:PERSON", "listed Product"}),
        ("None", "Robotaxis", {"ner:ORG"}),
        ("None", "Zephyr", {"ner:ORG", "listed Company"}),
        ("Organization", "Zephyr", {"ner:PERSON", "listed Organization"}),
        ("Organization", "Board of Rail", {"ner:ORG", "inner:body"}),
        ("Place", "Ulm", {"ner:GPE", "words=1"}),
        ("Person", "Ada Quill", {"ner:PERSON", "words=2"}),
        ("None", "Quill", {"ner:PERSON", "words=1"}),
        ("Person", "Quill", {"ner:PERSON", "words=1", "ends a Person"}),
        ("Person", "Quill", {"ner:none", "words=1", "just after described_as:title"}),
    ],
)
def test_the_label_is_the_golds_and_else_no_firm(kind: str, text: str, cues: set[str]) -> None:
    gold = {"acme": "Company", "robotaxis": "Theme"}
    assert script.label(text, dict.fromkeys(cues, 1.0), gold) == kind


def test_the_label_that_the_tagger_gives_most_places_counts() -> None:
    assert script.label("Ulm", {"ner:ORG": 0.4, "ner:GPE": 0.6}, {}) == "Place"


def test_every_spelling_is_a_lesson(nlp: Language) -> None:
    gold = {"wendtronic": "Company", "halvorsen shipping": "Product", "openai": "Company"}
    doc = nlp("Wendtronic AG bought Halvorsen Shipping from OpenAI.")
    learned = list(script.taught("a1", doc, gold, asked(OpenAI="Company")))
    assert [(lesson.text, lesson.kind) for lesson in learned] == [
        ("Halvorsen Shipping", "Product"),
        ("Wendtronic AG", "Company"),
        ("OpenAI", "Company"),
    ]
    assert learned[-1].cues["listed Company"] == 1.0


def test_a_short_form_learns_from_the_true_kind_of_the_long_one(nlp: Language) -> None:
    doc = nlp("It sells the Halvorsen Shipping abroad. Later Halvorsen shares rose.")
    read = script.taught("a1", doc, {"halvorsen shipping": "Product"}, asked())
    learned = {lesson.text: lesson for lesson in read}
    assert "begins a Product" in learned["Halvorsen"].cues


def test_the_gold_judges_only_while_it_teaches(nlp: Language) -> None:
    before = mentions.judge
    doc = nlp("It said that Wendtronic AG rose.")
    read = script.taught("a1", doc, {"wendtronic": "Place"}, asked())
    assert [lesson.kind for lesson in read] == ["Place"]
    assert mentions.judge is before


def test_the_file_says_what_was_fitted_and_what_is_set_by_hand() -> None:
    weights = {'says "x"': [1.006, -0.001], "faint": [0.049, -0.03], "listed Person": [9.0, 9.0]}
    table = script.Table(["None", "Person"], [0.5, -0.25], weights)
    read = tomllib.loads(script.written(script.with_hand(table)))
    assert read == {
        "kinds": ["None", "Person"],
        "bias": [0.7, -0.25],
        "weights": {
            "just after described_as:title": [0.0, 6.0],
            "listed Person": [0.0, 4.0],
            "perhaps listed Person": [0.0, 1.0],
            'says "x"': [1.01, 0.0],
        },
    }
    assert "-0.00" not in script.written(table)


def test_the_shipped_file_is_as_the_script_writes_it() -> None:
    content = SHIPPED.read_text("utf-8")
    shipped = script.Table(**tomllib.loads(content))
    assert script.written(shipped) == content
    assert script.with_hand(shipped).weights == shipped.weights
