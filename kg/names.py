"""Names compared: one normal form for look-ups in the gazetteer, the ledger and the graph."""

import re
import unicodedata
from functools import lru_cache

from cleanco.clean import custom_basename, prepare_default_terms

_SHORT_FORMS = {"ab", "ag", "as", "bv", "co", "kk", "nv", "oy", "sa", "se"}
_NOT_FORMS = {"coop", "cpt", "dat", "ent", "etat", "pse", "sem", "sep", "ses", "stg"}
_EXTRA = ("group", "holding", "holdings", "aktiengesellschaft", "co")
_EXTRA_FORMS = re.compile(rf"[\s,]+({'|'.join(_EXTRA)})\.?$", re.IGNORECASE)
_INITIAL_DOT = re.compile(r"(?<=\b\w)\.(?=\w\b|\W|$)")
_SEPARATOR = re.compile(r"[^\w&+.]+|(?<!\w)\.|\.(?!\w)")
_POSSESSIVE = re.compile(r"['’]s?$")
_NO_LETTER = re.compile(r"[^\w/]")
_THE = re.compile(r"^the\s+", re.IGNORECASE)


def _legal_forms() -> list[tuple[int, list[str]]]:
    """The terms of cleanco less those that are also words or countries ("uk", "pc")."""
    return [
        (count, parts)
        for count, parts in prepare_default_terms()
        if (len("".join(parts)) > 2 or parts[0] in _SHORT_FORMS) and parts[0] not in _NOT_FORMS
    ]


_LEGAL_FORMS = _legal_forms()
_LAST_WORDS = {parts[-1] for _, parts in _LEGAL_FORMS} | set(_EXTRA)


@lru_cache(maxsize=65_536)
def normalise(name: str) -> str:
    """The form under which two spellings of a name are the same; "" where no letter is left.

    Case, compatibility characters, a leading "the", a possessive ending, legal forms at the end
    and punctuation other than & + and the dot in "amazon.com" are set aside. Accents stay:
    "Nestlé" and "Nestle" are joined by an alias, not here.
    """
    text = unicodedata.normalize("NFKC", name).strip()
    text = _without_legal_form(_THE.sub("", _POSSESSIVE.sub("", text)))
    text = _POSSESSIVE.sub("", text)
    return " ".join(_SEPARATOR.sub(" ", _INITIAL_DOT.sub("", text)).casefold().split())


def _without_legal_form(name: str) -> str:
    while _ends_like_a_legal_form(name):
        shorter = _EXTRA_FORMS.sub("", custom_basename(name, _LEGAL_FORMS)) or name
        if len(shorter.split()) == len(name.split()):
            break
        name = shorter
    return name


def _ends_like_a_legal_form(name: str) -> bool:
    """A quick look that spares nearly all names the search through all forms."""
    last = name.split()[-1:] or [""]
    return _NO_LETTER.sub("", last[0]).casefold() in _LAST_WORDS
