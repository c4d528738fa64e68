"""The numbers of posture.toml, and a user's changes to them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from kg.errors import ConfigError

Table = Mapping[str, float]


@dataclass(frozen=True)
class Rules:
    """What posture.toml says, table by table; see there for the meaning."""

    status: Table
    near: Table
    make: Table
    buy: Table
    ally: Table
    label: Table
    strength: Table

    def word(self, strength: float) -> str:
        """The word for a strength."""
        return next(word for word, least in self.strength.items() if strength >= least)


@cache
def load(extra: Path | None = None) -> Rules:
    """The shipped rules, with the values that a user's file gives instead.

    Raises:
        ConfigError: the file cannot be read or gives what the shipped one does not have.
    """
    shipped = tomllib.loads(
        resources.files("kg.posture").joinpath("posture.toml").read_text("utf-8")
    )
    changes = _read(extra) if extra else {}
    if unknown := changes.keys() - shipped.keys():
        raise ConfigError(f"{extra}: unknown table {min(unknown)!r}; known are {_names(shipped)}")
    return Rules(**{f.name: _changed(f.name, shipped, changes, extra) for f in fields(Rules)})


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as err:
        raise ConfigError(f"cannot read the posture rules {path}: {err}") from err


def _changed(
    name: str, shipped: Mapping[str, Any], changes: Mapping[str, Any], path: Path | None
) -> Table:
    own = changes.get(name, {})
    if not isinstance(own, dict):
        raise ConfigError(f"{path}: {name} must be a table of numbers")
    for key, value in own.items():
        if key not in shipped[name]:
            raise ConfigError(f"{path}: unknown {name}.{key}; known are {_names(shipped[name])}")
        if type(value) not in (int, float) or not 0 <= value <= 1:
            raise ConfigError(f"{path}: {name}.{key} is {value!r}; it must be a number in 0..1")
    return {**shipped[name], **own}


def _names(table: Mapping[str, Any]) -> str:
    return ", ".join(sorted(table))
