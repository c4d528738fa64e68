import pytest

from kg.nlp.cues import cues


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Kessel and Lunapark have a joint venture in Graz.", "joint_venture"),
        ("Kessel and Lunapark begin a venture in pumps.", "joint_venture"),
        ("Kessel's venture capital arm works with Lunapark.", ""),
        ("Kessel and Lunapark have a joint programme for ferries.", "co_development"),
        ("The pump was built by both.", "co_development"),
        ("Kessel is developing a heat pump with Lunapark.", "co_development"),
        ("Kessel works with Lunapark on a heat pump.", "co_development"),
        ("Kessel signed a development pact with Lunapark.", "co_development"),
        ("The pump that the two firms designed for ships together is out.", "co_development"),
        ("Kessel develops pumps with care; Lunapark is its partner.", ""),
        ("Kessel works with Lunapark.", ""),
    ],
)
def test_the_kind_of_a_partnership_by_its_wording(text: str, kind: str) -> None:
    found = (name for name, wording in cues().kinds.items() if wording.search(text))
    assert next(found, "") == kind
