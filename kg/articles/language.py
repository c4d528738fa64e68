"""Whether a text is English, by its letters and its smallest words."""

import re

_SAMPLE = 4000
_FEW_WORDS = 8
_MANY_WORDS = 50
_LEAST_SHARE = 0.1
_MOST_FOREIGN_LETTERS = 0.3

_WORD = re.compile(r"[^\W\d_]+")
_NOT_LATIN = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")
# Words that the other list's languages do not share, so that either list speaks for itself.
_ENGLISH = frozenset(
    _WORD.findall(
        "the of and to for with that by from is was were will would has have had its it his their"
        " they this which who what said says but not been after over about more than into at as"
    )
)
_FOREIGN = frozenset(
    _WORD.findall(
        # German, Dutch
        "der und dem des ein eine einen einem ist nicht mit auf für von zu sich auch werden wird"
        " het een voor zijn naar wordt niet dat van"
        # French, Spanish, Portuguese, Italian, Romanian
        " le la les une et est dans pour que qui sur avec aux pas ses una y por con para como su"
        " más lo um uma não em dos ao il gli della del di che è sono și în"
        # Swedish, Danish, Norwegian, Finnish, Hungarian
        " och att det som en av till är på med og til af ikke ja ei että oli az egy és hogy nem"
        # Polish, Czech, Turkish, Indonesian
        " się nie jest że je ze bir ile için bu yang untuk dengan"
    )
)


def is_english(text: str) -> bool:
    """Whether the text may be English; one of fewer than eight words in Latin letters always may.

    It is not where three letters in ten are of another script, where the small words of other
    European languages outnumber the English ones, or where fifty words have too few of these:
    running English has about one in three, a list of names and figures hardly less than one in
    ten. Only the first 4,000 characters count.
    """
    sample = text[:_SAMPLE].casefold()
    words = _WORD.findall(sample)
    if len(_NOT_LATIN.findall(sample)) > _MOST_FOREIGN_LETTERS * sum(map(len, words)):
        return False
    if len(words) < _FEW_WORDS:
        return True
    english = sum(word in _ENGLISH for word in words)
    if english < sum(word in _FOREIGN for word in words):
        return False
    return len(words) < _MANY_WORDS or english >= _LEAST_SHARE * len(words)
