"""Sums of money and shares of a whole, as news texts write them."""

import re

from kg.model import Amount

# ISO 4217 codes. A bare dollar, pound or yen sign means the best known of that name.
_SIGNS = {
    "US$": "USD", "U.S.$": "USD", "CA$": "CAD", "CAN$": "CAD", "C$": "CAD", "A$": "AUD",
    "AU$": "AUD",
    "NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "NT$": "TWD", "R$": "BRL", "MX$": "MXN", "$": "USD",
    "€": "EUR", "£": "GBP", "CN¥": "CNY", "¥": "JPY", "₹": "INR", "Rs.": "INR", "Rs": "INR",
    "₩": "KRW", "₽": "RUB", "₺": "TRY", "₪": "ILS", "₫": "VND", "₦": "NGN", "RM": "MYR",
    "RMB": "CNY",
}  # fmt: skip
_CODES = [
    "USD",
    "EUR",
    "GBP",
    "JPY",
    "CNY",
    "CHF",
    "CAD",
    "AUD",
    "NZD",
    "HKD",
    "SGD",
    "TWD",
    "BRL",
    "MXN",
    "INR",
    "KRW",
    "RUB",
    "TRY",
    "ILS",
    "SEK",
    "NOK",
    "DKK",
    "PLN",
    "CZK",
    "HUF",
    "ZAR",
    "THB",
    "IDR",
    "MYR",
    "PHP",
    "VND",
    "SAR",
    "AED",
    "QAR",
    "KWD",
    "EGP",
    "NGN",
    "KES",
    "CLP",
    "COP",
    "ARS",
    "ISK",
    "RON",
]
_UNITS = {
    "dollar": "USD", "US dollar": "USD", "U.S. dollar": "USD", "American dollar": "USD",
    "Canadian dollar": "CAD", "Australian dollar": "AUD", "New Zealand dollar": "NZD",
    "Hong Kong dollar": "HKD", "Singapore dollar": "SGD", "Taiwan dollar": "TWD", "euro": "EUR",
    "pound": "GBP", "pounds sterling": "GBP", "yen": "JPY", "yuan": "CNY", "renminbi": "CNY",
    "Swiss franc": "CHF", "rupee": "INR", "won": "KRW", "rouble": "RUB", "ruble": "RUB",
    "real": "BRL", "reais": "BRL", "Swedish krona": "SEK", "Swedish kronor": "SEK",
    "Norwegian krone": "NOK", "Norwegian kroner": "NOK", "Danish krone": "DKK",
    "Danish kroner": "DKK", "zloty": "PLN", "rand": "ZAR", "ringgit": "MYR", "baht": "THB",
    "dirham": "AED", "riyal": "SAR", "shekel": "ILS", "peso": "MXN", "naira": "NGN", "lira": "TRY",
}  # fmt: skip
_SCALES = {
    "thousand": 1e3, "k": 1e3, "lakh": 1e5, "million": 1e6, "millions": 1e6, "m": 1e6,
    "mn": 1e6, "mln": 1e6,
    "crore": 1e7, "billion": 1e9, "billions": 1e9, "b": 1e9, "bn": 1e9, "bln": 1e9,
    "trillion": 1e12, "tn": 1e12, "trn": 1e12,
}  # fmt: skip
_UNIT_CODES = {unit.lower(): code for unit, code in _UNITS.items()}


def _any(words: dict[str, str] | dict[str, float] | list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_NUMBER = r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_SCALE = rf"(?:[\s-]?(?P<scale>(?i:{_any(_SCALES)}))(?![\w]))?"
_BEFORE = re.compile(
    rf"(?<![\w$])(?P<sign>{_any(_SIGNS)}|(?:{'|'.join(_CODES)}))\s?{_NUMBER}{_SCALE}"
)
_AFTER = re.compile(
    rf"(?<![\w.,$€£¥]){_NUMBER}{_SCALE}[\s-]?"
    rf"(?:(?P<code>{'|'.join(_CODES)})|(?P<unit>(?i:{_any(_UNITS)}))s?)(?!\w)"
)
# Words that are also verbs, adjectives or weights: money only after a million or the like.
_NEEDS_SCALE = {"won", "real", "rand", "pound"}
_RATE = re.compile(
    r"\s*(?:a|an|per|each)\s+(?:share|barrel|month|week|day|hour|head|ton|tonne|unit|user|kilo)\b|\s*apiece",
    re.IGNORECASE,
)

# Numbers in words stand before "percent"; fractions and the like stand alone. "majority" counts
# as just over half, "minority" as just under.
_TENS = {
    "ten": 10.0, "fifteen": 15.0, "twenty": 20.0, "twenty-five": 25.0, "thirty": 30.0,
    "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "seventy": 70.0, "eighty": 80.0, "ninety": 90.0,
    "hundred": 100.0,
}  # fmt: skip
_FRACTIONS = {
    "entire": 100.0, "wholly": 100.0, "whole": 100.0, "full": 100.0, "outright": 100.0,
    "three quarters": 75.0, "two thirds": 66.7, "two-thirds": 66.7, "majority": 51.0,
    "controlling": 51.0, "control": 51.0, "half": 50.0, "minority": 49.0, "third": 33.3,
    "quarter": 25.0, "fifth": 20.0, "sixth": 16.7, "tenth": 10.0,
}  # fmt: skip
_PERCENT = re.compile(
    rf"(?:(?P<digits>\d+(?:\.\d+)?)|\b(?P<word>{_any(_TENS)}))[\s-]?(?:%|per\s?cent\b|pc\b)", re.I
)
_FRACTION = re.compile(rf"\b({_any(_FRACTIONS)})\b", re.IGNORECASE)


def find_amounts(text: str) -> list[tuple[int, Amount]]:
    """The sums of money in `text`, each with its offset, in order.

    Prices of one piece ("$14 a share") are left out.
    """
    matches = [*_BEFORE.finditer(text), *_AFTER.finditer(text)]
    found: list[tuple[int, Amount]] = []
    end = 0
    for match in sorted(matches, key=lambda m: (m.start(), -m.end())):
        if match.start() >= end and _is_sum(match) and not _RATE.match(text, match.end()):
            found.append((match.start(), _amount(match)))
            end = match.end()
    return found


def nearest_amount(text: str, position: int) -> Amount | None:
    """The sum of money nearest to an offset; None where `text` states none."""
    found = find_amounts(text)
    if not found:
        return None
    return min(found, key=lambda item: abs(item[0] - position))[1]


def share(text: str) -> float | None:
    """The first share that `text` states, in percent; None where it states none.

    "12.5 percent", "fifty percent", "half", "a third", "a majority" (51), "a minority" (49).
    """
    if match := _PERCENT.search(text):
        return float(match["digits"]) if match["digits"] else _TENS[match["word"].lower()]
    return _FRACTIONS[match[1].lower()] if (match := _FRACTION.search(text)) else None


def _is_sum(match: re.Match[str]) -> bool:
    unit = match.groupdict().get("unit")
    return match["scale"] is not None or (unit or "").lower() not in _NEEDS_SCALE


def _amount(match: re.Match[str]) -> Amount:
    scale = _SCALES[match["scale"].lower()] if match["scale"] else 1.0
    value = float(match["number"].replace(",", "")) * scale
    return Amount(round(value, 2), _currency(match.groupdict()), match[0])


def _currency(groups: dict[str, str | None]) -> str:
    if sign := groups.get("sign"):
        return _SIGNS.get(sign, sign)
    if code := groups.get("code"):
        return code
    return _UNIT_CODES[" ".join((groups["unit"] or "").lower().split())]
