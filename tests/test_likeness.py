"""Which pairs are suggested to be one, in what order, and which never."""

import pytest

from kg.likeness import Candidate, suggestions, weighed


def candidate(
    name: str, *aliases: str, kind: str = "Company", articles: int = 1, **ids: str
) -> Candidate:
    id_ = f"{kind.lower()}-{name}"
    return Candidate(id_, kind, (name, *aliases), frozenset(ids.items()), articles)


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (candidate("Acme", lei="1"), candidate("Zenith", lei="1"), "both have the lei 1"),
        (candidate("OpenAI"), candidate("OpenAI", kind="Organization"), "one name as Company"),
        (candidate("Facebook", "Meta"), candidate("Meta Platforms", "Meta"), "both go by 'Meta'"),
        (candidate("Nestlé"), candidate("Nestle"), "differ in accents or marks only"),
        (candidate("Volkswagen"), candidate("Volkswagon"), "spellings are"),
        (
            candidate("IBM"),
            candidate("International Business Machines"),
            "'IBM' are the initials of 'International Business Machines'",
        ),
        (candidate("Samsung"), candidate("Samsung Electronics"), "begins with 'Samsung'"),
    ],
    ids=str,
)
def test_a_pair_is_suggested_with_its_reason(one: Candidate, other: Candidate, reason: str) -> None:
    (found,) = suggestions([one, other])
    assert reason in found.reason


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (candidate("Acme", lei="1"), candidate("Acme Motors", lei="2")),
        (candidate("iPhone 15", kind="Product"), candidate("iPhone 16", kind="Product")),
        (candidate("Bolt"), candidate("Bold")),
        (candidate("Bank of England"), candidate("Bank of Ireland")),
        (candidate("Samsung"), candidate("Samsung Galaxy", kind="Product")),
    ],
    ids=str,
)
def test_a_pair_is_not_suggested(one: Candidate, other: Candidate) -> None:
    assert suggestions([one, other]) == []


def test_identifiers_come_before_names_and_names_before_parts() -> None:
    found = suggestions(
        [
            candidate("Samsung"), candidate("Samsung Electronics"),
            candidate("Alpha", isin="1"), candidate("Omega", isin="1"),
            candidate("Nestlé"), candidate("Nestle"),
        ]
    )  # fmt: skip
    assert [each.score for each in found] == sorted((s.score for s in found), reverse=True)
    firsts = [{each.stays.names[0], each.goes.names[0]} for each in found]
    assert firsts == [{"Alpha", "Omega"}, {"Nestlé", "Nestle"}, {"Samsung", "Samsung Electronics"}]


def test_the_one_more_written_about_would_stay() -> None:
    (found,) = suggestions([candidate("Nestle", articles=2), candidate("Nestlé", articles=9)])
    assert found.stays.names == ("Nestlé",)


def test_what_speaks_against_it_is_said_and_counts() -> None:
    (found,) = suggestions([candidate("Volkswagen"), candidate("Volkswagon")])
    beside = weighed(found, together=2, stated=0)
    related = weighed(found, together=2, stated=1)
    assert related.score < beside.score < found.score
    assert "side by side (articles: 2)" in beside.reason
    assert "related (relations: 1)" in related.reason


def test_a_short_form_beside_the_whole_name_speaks_not_against_it() -> None:
    (found,) = suggestions([candidate("Samsung"), candidate("Samsung Electronics")])
    assert weighed(found, together=3, stated=0) == found


def test_a_word_that_many_names_share_pairs_none_of_them() -> None:
    many = [candidate(f"Bank {letter}") for letter in "abcdefghijklmnopqrstuvwxyz"]
    assert suggestions(many) == []
