from pathlib import Path

import pytest

from kg import config
from kg.errors import ConfigError


def test_defaults() -> None:
    assert config.load(environ={}, file=None) == config.Settings()


def test_later_sources_win(tmp_path: Path) -> None:
    file = tmp_path / "kg.toml"
    file.write_text('store = "from-file"\nprocesses = 2\nrow_limit = 5\n')
    environ = {"KG_STORE": "from-environment", "KG_PROCESSES": "3", "HOME": "ignored"}
    settings = config.load({"store": "from-options", "themes": None}, file=file, environ=environ)
    assert (settings.store, settings.processes, settings.row_limit) == (Path("from-options"), 3, 5)


def test_a_settings_file_in_the_working_folder_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kg.toml").write_text("view_nodes = 7")
    monkeypatch.chdir(tmp_path)
    assert config.load(environ={}).view_nodes == 7


@pytest.mark.parametrize(("word", "value"), [("yes", True), ("0", False), ("TRUE", True)])
def test_truth_words(word: str, value: bool) -> None:
    assert (
        config.load(environ={"KG_ALLOW_PRIVATE_ADDRESSES": word}).allow_private_addresses is value
    )


@pytest.mark.parametrize(
    ("environ", "part"),
    [
        ({"KG_COLOUR": "red"}, "unknown setting 'colour'"),
        ({"KG_PROCESSES": "two"}, "processes is 'two'; it must be of type int"),
        ({"KG_PROCESSES": "0"}, "processes is 0; it must be at least 1"),
        ({"KG_QUERY_TIMEOUT": "-1"}, "query_timeout is -1.0; it must be above 0"),
        ({"KG_ALLOW_PRIVATE_ADDRESSES": "maybe"}, "must be of type bool"),
        ({"KG_GRAPH": "http://localhost"}, "graph is 'http://localhost'; it must be SCHEME"),
        ({"KG_GRAPH": "bolt://"}, "it must be SCHEME://HOST:PORT"),
        ({"KG_GRAPH": "localhost:7687"}, "it must be SCHEME://HOST:PORT"),
    ],
)
def test_wrong_settings_are_named(environ: dict[str, str], part: str) -> None:
    with pytest.raises(ConfigError, match=part.replace("(", r"\(")):
        config.load(environ=environ)


@pytest.mark.parametrize("scheme", ["bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc"])
def test_a_graph_on_a_server(scheme: str) -> None:
    assert (
        config.load(environ={"KG_GRAPH": f"{scheme}://host:7687"}).graph == f"{scheme}://host:7687"
    )


def test_a_password_is_not_shown() -> None:
    assert "secret" not in repr(config.load(environ={"KG_GRAPH_PASSWORD": "secret"}))
    with pytest.raises(ConfigError, match="KG_GRAPH_PASSWORD instead") as caught:
        config.load(environ={"KG_GRAPH": "bolt://neo4j:secret@host"})
    assert "secret" not in str(caught.value)


def test_wrong_settings_file(tmp_path: Path) -> None:
    file = tmp_path / "kg.toml"
    for content, part in [("processes = true", "type int"), ("store = ", "cannot read")]:
        file.write_text(content)
        with pytest.raises(ConfigError, match=part):
            config.load(file=file, environ={})
    with pytest.raises(ConfigError, match="cannot read the settings file"):
        config.load(file=tmp_path / "none.toml", environ={})
