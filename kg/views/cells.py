"""One cell of a table, brought into the form that its reader can take."""

import math
import re
from collections.abc import Mapping
from datetime import date

LIST_SEPARATOR = "; "

# Spreadsheet programs run a cell that begins with one of these as a formula: OWASP, CSV Injection.
_FORMULA = re.compile(r"[=+\-@\t\n＝＋－＠]")
_LINE_END = re.compile(r"\r\n?")
# C0, DEL and C1, which a terminal obeys, and the marks that turn the direction of a text.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_PICTURES_OF_C0 = 0x2400
# What is no Char of XML 1.0 (section 2.2), and CR, which its readers turn into LF.
_NOT_XML = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_WEB_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\x7f<>\"'\\`]+", re.IGNORECASE)


def plain(value: object) -> object:
    """The value as JSON knows it: dates as ISO text, tuples as lists.

    None stands for NaN and infinity too, which JSON lacks.
    """
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def plain_text(value: object) -> str:
    """The value as text; "" where it is absent, the items of a list joined."""
    value = plain(value)
    if isinstance(value, list):
        return LIST_SEPARATOR.join(plain_text(item) for item in value)
    return "" if value is None else str(value)


def terminal_text(value: object) -> str:
    """One line that a terminal only shows: white space joined, control characters made visible.

    ESC becomes ␛ and so on; what has no such picture becomes U+FFFD.
    """
    return _CONTROL.sub(_picture, " ".join(plain_text(value).split()))


def _picture(control: re.Match[str]) -> str:
    code = ord(control[0])
    return chr(_PICTURES_OF_C0 + code) if code < 0x20 else "\ufffd"


def spreadsheet_text(value: object) -> object:
    """The value for a CSV file: text that would run as a formula is led by an apostrophe.

    Line ends inside a text become LF, which every reader of CSV takes for part of the cell.
    """
    value = plain(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    text = _LINE_END.sub("\n", plain_text(value))
    return f"'{text}" if _FORMULA.match(text) else text


def xml_text(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)


def web_address(url: str) -> str:
    """The address where it is one of http or https that a page may link to, else ""."""
    return url if _WEB_ADDRESS.fullmatch(url) else ""
