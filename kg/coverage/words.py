"""How alike two texts are in their words. Pure.

Cosine of tf-idf vectors (Salton and Buckley 1988): a word counts by the logarithm of how often
the text has it, and by how few of the texts compared have it at all: nothing if all do, so no
list of empty words is needed.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping

_WORD = re.compile(r"[^\W\d_][\w’'&-]+")

Vector = Mapping[str, float]


def vectors(texts: Mapping[str, str]) -> dict[str, dict[str, float]]:
    """A vector of length 1 for each text, by the same key; empty for a text without words."""
    counts = {key: Counter(words(text)) for key, text in texts.items()}
    spread = Counter(word for count in counts.values() for word in count)
    return {key: _unit(count, spread, len(texts)) for key, count in counts.items()}


def words(text: str) -> list[str]:
    """The words in lower case and in their order, an ending in s cut off."""
    return [_stem(match[0].casefold()) for match in _WORD.finditer(text)]


def likeness(one: Vector, other: Vector) -> float:
    """0 for nothing in common, 1 for the same words as often."""
    short, long = sorted((one, other), key=len)
    return sum(weight * long[word] for word, weight in short.items() if word in long)


def _unit(count: Counter[str], spread: Counter[str], texts: int) -> dict[str, float]:
    weights = {
        word: (1 + math.log(n)) * math.log((1 + texts) / spread[word]) for word, n in count.items()
    }
    length = math.sqrt(sum(weight**2 for weight in weights.values()))
    return {word: weight / length for word, weight in weights.items()}


def _stem(word: str) -> str:
    for ending in ("’s", "'s"):
        word = word.removesuffix(ending)
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
