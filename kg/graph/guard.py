"""Refuses a query that could do anything but read the graph.

The engines refuse writes in a read, too; this comes before them, says so in the same words for
each, and stops what they would allow: reading files, several statements, procedures.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from kg.errors import QueryFailed

_OPENING = {"call", "match", "optional", "return", "unwind", "with"}

# Words that begin a clause which writes, declares, reads a file or leaves this graph: openCypher,
# Neo4j 5 and what kglite adds (INSERT and NODETACH out of GQL, FORMAT CSV).
_REFUSED = {
    "create", "delete", "detach", "drop", "foreach", "format", "insert", "load", "merge",
    "nodetach", "remove", "set", "transactions", "use",
}  # fmt: skip

_PROCEDURES = {
    "db.index.fulltext.querynodes",
    "db.labels",
    "db.propertykeys",
    "db.relationshiptypes",
}

# Functions with a dot in their names come from plug-ins but for these.
_NAMESPACES = {
    "date", "datetime", "duration", "localdatetime", "localtime", "point", "time", "vector",
}  # fmt: skip

# After one of these a word is the name of a property, label, edge type, parameter or column.
_BEFORE_NAME = {".", ":", "$", "|", "&", "!", "as"}

_TOKEN = re.compile(
    r"""
      (?P<space>   \s+ | //[^\n]* | /\*.*?\*/ )
    | (?P<text>    '(?:[^'\\]|\\.)*' | "(?:[^"\\]|\\.)*" )
    | (?P<quoted>  `(?:[^`]|``)*` )
    | (?P<number>  \d+(?:\.\d+)?(?:\.(?!\.))? )
    | (?P<word>    [^\W\d]\w* )
    | (?P<open>    ['"`] | /\* )
    | (?P<sign>    \.\. | . )
    """,
    re.VERBOSE | re.DOTALL,
)
# Line ends that some engine may take for the end of a comment, and bytes that nobody types.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_ESCAPE = re.compile(r"\\u+([0-9a-fA-F]{4})")


class Token(NamedTuple):
    """A part of a query: `kind` is text, quoted, number, word or sign."""

    kind: str
    text: str


_END = Token("end", "")


@lru_cache(maxsize=1024)
def check_read_only(query: str) -> None:
    r"""Raise unless the query is one statement that only reads.

    Neo4j resolves \\uXXXX before it reads the query, kglite within strings only; the query must
    pass both ways.

    Raises:
        QueryFailed: the message names what is refused.
    """
    text = query.replace("\r\n", "\n")
    resolved = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)
    for reading in dict.fromkeys((text, resolved)):
        if control := _CONTROL.search(reading):
            raise QueryFailed(f"the query holds the control character {control[0]!r}; remove it")
        _check(list(tokens(reading)))


def parameters_of(query: str) -> set[str]:
    """The names of the $parameters that a query uses, in lower case; comments do not count."""
    pairs = pairwise(tokens(query))
    return {name.text for sign, name in pairs if sign.text == "$" and name.kind == "word"}


def tokens(query: str) -> Iterator[Token]:
    """The words, signs and quoted parts of a query, words in lower case; comments are left out.

    Raises:
        QueryFailed: a quote or a comment is not closed.
    """
    for match in _TOKEN.finditer(query):
        kind = str(match.lastgroup)
        if kind == "open":
            raise QueryFailed(f"the query opens {match[0]} and never closes it")
        if kind != "space":
            yield Token(kind, match[0].casefold() if kind == "word" else match[0])


def _check(tokens: list[Token]) -> None:
    while tokens and tokens[-1].text == ";":
        tokens.pop()
    if not tokens or tokens[0].text not in _OPENING:
        opening = ", ".join(sorted(word.upper() for word in _OPENING))
        raise QueryFailed(f"a query that reads begins with one of {opening}")
    before = _END
    for place, token in enumerate(tokens):
        if token.kind == "sign" and token.text in {";", "\\"}:
            raise QueryFailed(f"{token.text} is not allowed: give one statement without escapes")
        if token.kind == "word" and before.text not in _BEFORE_NAME:
            _check_clause(token.text, tokens, place)
        if token.kind in {"word", "quoted"} and before.text != ".":
            _check_function(tokens, place)
        before = token


def _check_clause(word: str, tokens: list[Token], place: int) -> None:
    after = _at(tokens, place + 1)
    # "set: 1" is an entry of a map or a node pattern; no clause goes on with a colon.
    if word in _REFUSED and after.text != ":":
        raise QueryFailed(
            f"{word.upper()} is not allowed, only reading is; put a name in backticks (`{word}`)"
        )
    # What follows CALL is a subquery, whose clauses are looked at in their turn, or a procedure.
    if word == "call" and after.text not in {"{", "("}:
        name = ".".join(_dotted_name(tokens, place + 1))
        if name not in _PROCEDURES:
            raise QueryFailed(
                f"CALL {name} is not allowed; procedures that are: {', '.join(sorted(_PROCEDURES))}"
            )


def _check_function(tokens: list[Token], place: int) -> None:
    parts = _dotted_name(tokens, place)
    if len(parts) == 1 or _at(tokens, place + 2 * len(parts) - 1).text != "(":
        return
    if parts[0] not in _NAMESPACES and ".".join(parts) not in _PROCEDURES:
        raise QueryFailed(f"the function {'.'.join(parts)} is not allowed")


def _dotted_name(tokens: list[Token], place: int) -> list[str]:
    """The parts, in lower case, of the name a.b.c that begins at `place`."""
    parts = [_at(tokens, place).text.strip("`").casefold()]
    while _at(tokens, place + 2 * len(parts) - 1).text == ".":
        parts.append(_at(tokens, place + 2 * len(parts)).text.strip("`").casefold())
    return parts


def _at(tokens: list[Token], place: int) -> Token:
    return tokens[place] if place < len(tokens) else _END
