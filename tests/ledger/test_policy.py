"""What the publishers' policy keeps of an article's words."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ConfigError
from kg.ledger import Policy, load_policy
from kg.ledger.policy import Rule
from kg.model import Article, Channel

POLICY = """
[default]
quote_characters = 20

[publisher."Example Wire"]
keep_text = "never"
quote_characters = 0

[publisher."Open Daily"]
keep_text = "always"

[publisher."Shut Times"]
refuse = true
"""


@pytest.fixture
def policy(tmp_path: Path) -> Policy:
    path = tmp_path / "publishers.toml"
    path.write_text(POLICY, "utf-8")
    return load_policy(path)


def article(publisher: str, channel: Channel) -> Article:
    return Article("Title", "Title\n\nText.", publisher, date(2025, 1, 1), channel=channel)


@pytest.mark.parametrize(
    ("publisher", "kept"),
    [
        ("Anybody", {Channel.FILE}),
        ("Example Wire", set()),
        ("Open Daily", {Channel.FILE, Channel.PAGE, Channel.FEED}),
    ],
)
def test_whose_text_is_kept(policy: Policy, publisher: str, kept: set[Channel]) -> None:
    assert {each for each in Channel if policy.keeps_text(article(publisher, each))} == kept


def test_without_a_file_local_texts_and_whole_sentences_are_kept() -> None:
    policy = load_policy(None)
    assert policy.keeps_text(article("Anybody", Channel.FILE))
    assert not policy.keeps_text(article("Anybody", Channel.FEED))
    assert policy.quote("Anybody", "x" * 400) == "x" * 400
    assert not policy.refuses("Anybody")


def test_a_publisher_is_known_in_any_spelling(policy: Policy) -> None:
    assert [policy.refuses(name) for name in ("shut times", "The Shut Times", "Times")] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("publisher", "sentence", "kept"),
    [
        ("Anybody", "Acme supplies Bolt.", "Acme supplies Bolt."),
        ("Anybody", "Acme will supply Bolt.", "Acme will supply…"),
        ("Anybody", "Acme supplies Bolton.", "Acme supplies…"),
        ("Anybody", "Donaudampfschifffahrtsgesellschaft", "Donaudampfschifffah…"),
        ("Example Wire", "Acme supplies Bolt.", None),
    ],
)
def test_long_quotes_are_cut_at_a_word(
    policy: Policy, publisher: str, sentence: str, kept: str | None
) -> None:
    assert policy.quote(publisher, sentence) == kept


@settings(deadline=None)
@given(st.text(), st.integers(1, 30))
def test_a_quote_is_never_longer_than_allowed(sentence: str, limit: int) -> None:
    kept = Policy(Rule(quote_characters=limit)).quote("Anybody", sentence)
    assert kept is not None
    assert len(kept) <= limit
    assert sentence.startswith(kept.removesuffix("…"))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[defaults]", "unknown table 'defaults'"),
        ("[default]\nkeep = 1", "unknown key 'keep'"),
        ('[publisher."A"]\nkeep_text = "files"\nretain = 1', 'publisher."A".*unknown key'),
        ("[default]\nkeep_text = true", "keep_text is True"),
        ("[default]\nquote_characters = -1", "quote_characters is -1"),
        ("[default]\nquote_characters = true", "quote_characters is True"),
        ("[default]\nrefuse = 1", "refuse is 1"),
        ("default = 1", "must be a table"),
        ("publisher = 1", "must be a table"),
        ('[publisher."A News"]\n[publisher."a news"]', "same publisher"),
        ("[default", "cannot read"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "publishers.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=problem):
        load_policy(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"absent\.toml"):
        load_policy(tmp_path / "absent.toml")
