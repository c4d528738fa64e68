"""A capability in an analyst's words, as themes of the taxonomy or as bare words."""

from difflib import get_close_matches

from kg.errors import QueryError
from kg.ontology import Ontology
from kg.posture.records import Topic


def topic(wording: str | None, ontology: Ontology) -> Topic:
    """What a wording means: a theme, the theme that it contains the longest wording of, or words.

    "AI stack" is read as artificial intelligence, for it contains "AI". Themes below the one found
    are part of it.

    Raises:
        QueryError: the wording is blank.
    """
    if wording is None:
        return Topic("")
    words = wording.lower().split()
    if not words:
        raise QueryError("the theme is blank; name a capability, or leave it out")
    found = _contained(words, ontology)
    if found is None:
        return Topic(wording, words=" ".join(words), remark=_unknown(wording, ontology))
    name, whole = found
    below = ontology.descendants(name)
    remark = "" if whole else f"{wording!r} is read as the theme {name!r}"
    return Topic(wording, below, tuple(ontology.themes[theme].id for theme in below), remark=remark)


def _contained(words: list[str], ontology: Ontology) -> tuple[str, bool] | None:
    """The theme of the longest run of words that is a wording; whether it is all of them."""
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            run = " ".join(words[start : start + length])
            if theme := ontology.theme_of_wording.get(run):
                return theme, length == len(words)
    return None


def _unknown(wording: str, ontology: Ontology) -> str:
    near = get_close_matches(wording.lower(), ontology.theme_of_wording, n=3, cutoff=0.6)
    meant = f"; did you mean {', '.join(near)}?" if near else ""
    return f"no theme goes by {wording!r}, so sentences that hold these words are taken{meant}"
