"""Foreign text made fit to keep and to show, whatever it holds."""

import re

from kg.errors import ArticleError

_LINE_END = re.compile(r"\r\n?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SHOWN = 80


def shown(value: object) -> str:
    """A value as a message may show it: text cut to 80 characters, in quotes, controls escaped.

    Of lists and objects, which may be nested too deeply to write out, only the type.
    """
    if isinstance(value, str):
        return repr(value if len(value) <= _SHOWN else f"{value[: _SHOWN - 1]}…")
    is_plain = value is None or isinstance(value, (bool, int, float))
    return f"{value!r:.{_SHOWN}}" if is_plain else f"of type {type(value).__name__}"


def clean(text: str) -> str:
    """The text with line ends as newlines and every other control character as a space.

    Raises:
        ArticleError: it holds a surrogate, which no encoding can store.
    """
    if lone := _SURROGATE.search(text):
        raise ArticleError(f"holds a lone surrogate, {lone.group()!r} at character {lone.start()}")
    return _CONTROL.sub(" ", _LINE_END.sub("\n", text))


def headed(title: str, text: str) -> str:
    """The text under its title: title, two newlines, body; as given where that is so already.

    A first line that repeats the title becomes the title. A text that merely goes on after the
    title's words ("Acme" and "Acme said …") is a body.
    """
    if not title:
        return text
    if text.startswith(f"{title}\n\n"):
        return text
    body = text.lstrip()
    first, _, below = body.partition("\n")
    body = below.lstrip() if first.strip() == title else body
    return f"{title}\n\n{body}" if body else title


def decoded(raw: bytes, encoding: str = "utf-8") -> str:
    """The characters of `raw`, without a byte order mark.

    Raises:
        ArticleError: a byte does not fit the encoding.
    """
    try:
        return raw.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as err:
        byte = raw[err.start]
        raise ArticleError(f"is not {encoding.upper()}: byte 0x{byte:02x} at {err.start}") from err
