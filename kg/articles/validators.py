"""What servers gave to ask later whether an address has changed, kept from run to run."""

import json
from collections.abc import Mapping, MutableMapping
from pathlib import Path

from kg.errors import ArticleError

Validators = MutableMapping[str, Mapping[str, str]]
"""For each address the request headers that ask whether it has changed (RFC 9110, section 13)."""


def load(path: Path) -> dict[str, Mapping[str, str]]:
    """The validators kept in a file; none where there is no such file.

    Raises:
        ArticleError: the file cannot be read.
    """
    try:
        found = json.loads(path.read_bytes()) if path.exists() else {}
        return {str(url): {str(k): str(v) for k, v in row.items()} for url, row in found.items()}
    except (OSError, ValueError, AttributeError) as err:
        raise ArticleError(
            f"cannot read {path}: {err}; delete it to fetch everything anew"
        ) from err


def save(path: Path, validators: Mapping[str, Mapping[str, str]]) -> None:
    """Keeps the validators in a file, which is replaced as a whole.

    Raises:
        ArticleError: the file cannot be written.
    """
    fresh = path.with_name(f"{path.name}.new")
    try:
        fresh.write_text(json.dumps(dict(validators), indent=1, sort_keys=True), "utf-8")
        fresh.replace(path)
    except OSError as err:
        raise ArticleError(f"cannot write {path}: {err.strerror}") from err
