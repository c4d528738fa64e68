"""What in a query will not run, or not answer alike, on the other engine.

Found by trying each construct on kglite 0.21 and on Neo4j 5.26; tests/conformance repeats that.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.graph.base import Table
from kg.graph.guard import tokens

_ONLY_NEO4J = "kglite refuses it"
_ONLY_KGLITE = "Neo4j 5 refuses it"


class _Rule(NamedTuple):
    """`pattern` is looked for in the query's tokens, in lower case with a space between them."""

    construct: str
    pattern: str
    effect: str
    instead: str


_OPERAND = r"(?:\$ )?(?:\w+(?: \. \w+)*|'')"

_RULES = (
    _Rule("COLLECT { … }", r"\bcollect {", _ONLY_NEO4J, "OPTIONAL MATCH, then collect()"),
    _Rule("WHERE within ( ) or [ ] of a pattern", r"[(\[] (?:\w+ )?(?:: [\w |&!:]+ )?where\b",
          _ONLY_NEO4J, "WHERE after the pattern"),
    _Rule("a quantified path", r"(?:[->)] \+|[->)] { \d+|[->)] { ,)", _ONLY_NEO4J,
          "[:TYPE*1..3], bounded"),
    _Rule("SHORTEST, ANY or ALL before a path", r"(?:=|match) (?:all |any )?shortest\b",
          _ONLY_NEO4J, "MATCH p = shortestPath(…), in a MATCH of its own"),
    _Rule("shortestPath() after another pattern", r", (?:\w+ = )?(?:all)?shortestpaths? \(",
          _ONLY_NEO4J, "a MATCH of its own for shortestPath(…)"),
    _Rule("a choice of labels in a condition", r"\b(?:where|and|or|not|xor) \w+ : \w+ [|&]",
          _ONLY_NEO4J, "n:Company OR n:Product"),
    _Rule("a negated label", r"[:|&] !", _ONLY_NEO4J, "WHERE NOT n:Company"),
    _Rule("a chain of comparisons", rf"[<>](?: =)? {_OPERAND} [<>](?! -)", _ONLY_NEO4J,
          "two comparisons with AND between them"),
    _Rule("a function that kglite lacks",
          r"(?<!\. )\b(?:percentilecont|percentiledisc|isempty|normalize|nullif|btrim|char_length"
          r"|character_length) \(",
          _ONLY_NEO4J, "CASE, size(), trim() or a computation of your own in Python"),
    _Rule("an underscore in a number", r"\d _\d", _ONLY_NEO4J, "the number without it"),
    _Rule("a point without a globe", r"\bpoint \( { x\b", _ONLY_NEO4J, "latitude and longitude"),
    _Rule("a full-text index", r"\bdb \. index \. fulltext\b",
          "the graph in a folder has none", "CONTAINS, or a regular expression with =~"),
    _Rule("FILTER", r"\bfilter\b (?!\()", _ONLY_KGLITE, "WITH * WHERE …"),
    _Rule("length() of text", r"\blength \( ''", _ONLY_KGLITE, "size()"),
    _Rule("id()", r"(?<!\. )\bid \(", "the property id on kglite, an internal number on Neo4j",
          "the property id"),
    _Rule("all properties", r"\bproperties \(|{ \. \*", "kglite adds some of its own",
          "n {.id, .name}"),
    _Rule("lists joined by ||", r"\] \| \||\| \| \[", "kglite joins them as text", "+"),
    _Rule("a duration between days", r"\bduration \. between\b",
          "days on kglite, months and days on Neo4j", "duration.inDays(…).days"),
    _Rule("a divisor that may be 0", r"/ (?!\d)",
          "null on kglite, an error or infinity on Neo4j", "CASE WHEN divisor <> 0 THEN … END"),
    _Rule("a property of an edge within { } of a pattern",
          r"\[ (\w+) [:\]*].*\( [\w:][\w :|&]*{ [^}]*: \1 \. \w",
          "kglite finds nothing", "WITH edge.evidence AS id, then {id: id}"),
    _Rule("db.labels()", r"\bdb \. labels\b", "kglite leaves out second labels such as Entity",
          "MATCH (n) UNWIND labels(n) AS label RETURN DISTINCT label"),
)  # fmt: skip

_BARE = "a whole node, edge or path as a column"
_NAMELESS = "name or title of a node that has none"


def explain(query: str) -> Table:
    """A row for each construct that one engine refuses or answers otherwise; none if all is well.

    Only what stands in the text is seen: not, for instance, which type a value has.

    Raises:
        QueryFailed: a quote or a comment is not closed.
    """
    text = " ".join("''" if token.kind == "text" else token.text for token in tokens(query))
    found = [
        (rule.construct, rule.effect, rule.instead)
        for rule in _RULES
        if re.search(rule.pattern, text)
    ]
    if any(_bare(text)):
        found.append((_BARE, "kglite and Neo4j give different maps", "n {.id, .name}"))
    if any(_nameless(text)):
        found.append(
            (_NAMELESS, "kglite makes one up, Neo4j gives null", "title of an Article, else name")
        )
    return Table(("construct", "what happens", "instead"), [*found])


def _bare(text: str) -> Iterator[str]:
    """The variables of patterns that are columns of the answer as they are."""
    bound = set(re.findall(r"[(\[] (\w+) (?=[:)\]{*])", text))
    bound |= set(re.findall(r"\b(\w+) = (?:shortestpath )?\(", text))
    for answer in re.findall(
        r"\breturn (?:distinct )?(.*?)(?= order by | skip | limit | union |$)", text
    ):
        columns = (re.sub(r" as \w+$", "", column.strip()) for column in answer.split(","))
        yield from (column for column in columns if column in bound)


def _nameless(text: str) -> Iterator[str]:
    for label, names in (("article", "name"), ("claim", "name|title")):
        for variable in re.findall(rf"\( (\w+) : {label}\b", text):
            yield from re.findall(rf"\b{variable} \. (?:{names})\b", text)
