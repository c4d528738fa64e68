"""The wheel: it holds all that kg needs at work and nothing else, and it works installed."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DATA = {
    ".cypher", ".toml", ".sql", ".jsonl", ".json", ".gz", ".j2", ".css", ".js", ".svg", ".md",
    ".onnx",
}  # fmt: skip

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        folder,
        ROOT,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_every_module_and_data_file(wheel: Path) -> None:
    ours = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "kg").rglob("*")
        if path.suffix in DATA | {".py"}
    }
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert held == ours
    assert {Path(name).suffix for name in held} == DATA | {".py"}


def test_the_wheel_names_its_licence_and_its_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        names = {name.partition(".dist-info/")[2]: name for name in opened.namelist()}
        assert "licenses/LICENSE" in names
        assert b"kg = kg.cli:main" in opened.read(names["entry_points.txt"])


def test_the_installed_wheel_answers(
    wheel: Path, samples_store: Path, tmp_path: Path, clean_environment: dict[str, str]
) -> None:
    site, work = tmp_path / "site", tmp_path / "work"
    work.mkdir()
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", site, wheel], check=True, timeout=120)
    code = "import kg.cli, sys; print(kg.cli.__file__, file=sys.stderr); kg.cli.main()"

    def installed(*words: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code, "--store", samples_store, *map(str, words)],
            capture_output=True,
            encoding="utf-8",
            cwd=work,
            env=clean_environment | {"PYTHONPATH": str(site)},
            timeout=120,
            check=True,
        )

    listed = installed("ask", "--list", "--json")
    assert listed.stderr.startswith(str(site))
    assert "vendor_dependency" in {row["name"] for row in json.loads(listed.stdout)}
    installed("view", "Stellantis", "-o", "page.html")
    assert (work / "page.html").stat().st_size > 10_000
    assert len(installed("extract", "--format", "jsonl", samples_path(site)).stdout) > 10_000


def samples_path(site: Path) -> Path:
    return site / "kg" / "samples" / "articles.jsonl"
