"""Word pieces as the encoders take them: their tokenizer and the classes of their case."""

from pathlib import Path

from tokenizers import Tokenizer

CLS, SEP = 101, 102
# The encoders know no capitals, so each piece carries one of these. From MARK on there is room.
SMALL, DIGIT, CAPITAL, CAPITALS, MIXED, MARK = range(6)


def load_tokenizer(file: Path) -> Tokenizer:
    """The tokenizer of a file, which neither pads nor cuts: a window's length is its own."""
    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def case_of(text: str) -> int:
    """The class of case of a piece's letters."""
    if not any(c.isupper() for c in text):
        return DIGIT if any(c.isdigit() for c in text) else SMALL
    if text.isupper() and len(text) > 1:
        return CAPITALS
    plain = text[0].isupper() and not any(c.isupper() for c in text[1:])
    return CAPITAL if plain else MIXED
