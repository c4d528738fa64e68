import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# Machines differ in speed; how long an example takes says nothing about the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def kg_script() -> Path:
    """The console script beside this interpreter."""
    return Path(sys.executable).with_name("kg")


@pytest.fixture(scope="session")
def clean_environment() -> dict[str, str]:
    """No setting from outside, a width for tables, UTF-8 whatever the machine's locale."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    return kept | {"COLUMNS": "200", "PYTHONUTF8": "1"}


@pytest.fixture
def run(kg_script: Path, tmp_path: Path, clean_environment: dict[str, str]) -> Run:
    """The real command, run in tmp_path: its exit status, output and messages."""

    def running(
        *words: object, store: Path | None = None, stdin: str = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        where = ["--store", str(store)] if store else []
        return subprocess.run(
            [kg_script, *where, *map(str, words)],
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            cwd=tmp_path,
            env=clean_environment | environment,
            timeout=120,
            check=False,
        )

    return running


@pytest.fixture(scope="session")
def samples_store(
    kg_script: Path, tmp_path_factory: pytest.TempPathFactory, clean_environment: dict[str, str]
) -> Path:
    """A store of the sample articles, to be read only."""
    folder = tmp_path_factory.mktemp("samples")
    subprocess.run(
        [kg_script, "--store", folder / "news.kg", "ingest", "--samples"],
        cwd=folder,
        env=clean_environment,
        timeout=120,
        check=True,
    )
    return folder / "news.kg"


@pytest.fixture
def own_store(samples_store: Path, tmp_path: Path) -> Path:
    """A store of the sample articles that the test may change."""
    return shutil.copytree(samples_store, tmp_path / "own.kg")
