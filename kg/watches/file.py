"""Watches out of a YAML file: one of them, or a list.

- name: in-house AI
  company: Stellantis
  theme: AI stack
  condition: in_house
  deadline: 2027-04-20
  if_met: a hybrid strategy
  if_not: vendor dependency
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from kg.errors import WatchError

FIELDS = (
    "name", "company", "theme", "condition", "query", "opened", "deadline", "if_met", "if_not",
)  # fmt: skip
_NEEDED = ("name", "company", "deadline")


def from_file(path: Path) -> list[dict[str, Any]]:
    """The watches of a file, as fields by name: text, and dates for `opened` and `deadline`.

    Raises:
        WatchError: it cannot be read, or a field is unknown, missing or no text; the message says
            which watch.
    """
    try:
        read = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as err:
        raise WatchError(f"cannot read the watches in {path}: {err}") from err
    given = read if isinstance(read, list) else [read]
    return [_checked(each, f"{path}, watch {place}") for place, each in enumerate(given, 1)]


def _checked(given: object, where: str) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        raise WatchError(f"{where} is {given!r}; it must be fields, such as name: …")
    if unknown := sorted(map(str, given.keys() - set(FIELDS))):
        raise WatchError(f"{where}: unknown field {unknown[0]!r}; known are {', '.join(FIELDS)}")
    if missing := [name for name in _NEEDED if not given.get(name)]:
        raise WatchError(f"{where} has no {missing[0]}; add it")
    return {name: _value(name, value, where) for name, value in given.items() if value is not None}


def _value(name: str, value: object, where: str) -> str | date:
    wanted = date if name in {"opened", "deadline"} else str
    if type(value) is not wanted:
        kind = "a day such as 2027-04-20" if wanted is date else "text"
        raise WatchError(f"{where}: {name} is {value!r}; it must be {kind}")
    return value
