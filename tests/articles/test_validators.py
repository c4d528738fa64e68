from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.articles import Unchanged, load_validators, save_validators
from kg.config import Settings
from kg.errors import ArticleError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.articles.conftest import ReadAll, Site

OPEN = Settings(allow_private_addresses=True)
TEXT = b"Acme buys Beta\nDate: 2026-04-20\n\nIt does."
UNDATED = b"Acme buys Beta\n\nIt does."


def test_what_has_not_changed_is_not_read_again(site: Site, read_all: ReadAll) -> None:
    validators: dict[str, Mapping[str, str]] = {}
    address = site.answer(
        "/a.txt", TEXT, ETag='"v1"', Last_Modified="Mon, 20 Apr 2026 10:00:00 GMT"
    )
    assert len(read_all(address, settings=OPEN, validators=validators)[0]) == 1
    articles, refused, unchanged = read_all(address, settings=OPEN, validators=validators)
    assert (articles, refused) == ([], [])
    assert unchanged == [Unchanged(address)]
    assert site.asked[-1][1]["If-None-Match"] == '"v1"'
    assert site.asked[-1][1]["If-Modified-Since"] == "Mon, 20 Apr 2026 10:00:00 GMT"


def test_a_validator_goes_back_as_it_came(site: Site, read_all: ReadAll) -> None:
    validators: dict[str, Mapping[str, str]] = {}
    address = site.answer("/a.txt", TEXT, ETag='W/"é, {x}"')
    read_all(address, settings=OPEN, validators=validators)
    assert validators[address] == {"If-None-Match": 'W/"é, {x}"'}
    assert len(read_all(address, settings=OPEN, validators=validators)[1]) == 0


def test_what_has_changed_is_read_again_and_remembered(site: Site, read_all: ReadAll) -> None:
    validators: dict[str, Mapping[str, str]] = {}
    for version in ('"v1"', '"v2"'):
        address = site.answer("/a.txt", TEXT, ETag=version)
        assert len(read_all(address, settings=OPEN, validators=validators)[0]) == 1
    assert validators == {address: {"If-None-Match": '"v2"'}}


def test_validators_belong_to_where_a_redirect_ends(site: Site, read_all: ReadAll) -> None:
    validators: dict[str, Mapping[str, str]] = {}
    start = site.answer("/old", status=301, Location="/new.txt")
    target = site.answer("/new.txt", TEXT, ETag='"v1"')
    read_all(start, settings=OPEN, validators=validators)
    assert list(validators) == [target]
    assert read_all(start, settings=OPEN, validators=validators)[2] == [Unchanged(start)]


def test_what_was_refused_is_asked_for_again(site: Site, read_all: ReadAll) -> None:
    validators: dict[str, Mapping[str, str]] = {}
    address = site.answer("/a.txt", UNDATED, ETag='"v1"')
    assert len(read_all(address, settings=OPEN, validators=validators)[1]) == 1
    assert validators == {}


def test_validators_come_back_from_their_file(tmp_path: Path) -> None:
    path = tmp_path / "fetched.json"
    validators = {"https://wire.example/é": {"If-None-Match": '"v1"'}}
    assert load_validators(path) == {}
    save_validators(path, {"x": {}})
    save_validators(path, validators)
    assert load_validators(path) == validators
    assert [file.name for file in tmp_path.iterdir()] == ["fetched.json"]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"[1]", b'{"a": 1}', b'{"a": "b"}', b'{"a": [1]}', b"\xff", b"1"]
)
def test_a_damaged_file_is_named_with_the_remedy(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "fetched.json"
    path.write_bytes(content)
    with pytest.raises(ArticleError, match=r"fetched\.json.*delete it to fetch everything anew"):
        load_validators(path)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match=r"cannot write .*fetched\.json: No such file"):
        save_validators(tmp_path / "none" / "fetched.json", {})
