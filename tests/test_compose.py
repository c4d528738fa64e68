"""docker-compose.yml keeps to the Compose specification, and to what the README promises of it."""

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from kg.config import Settings

ROOT = Path(__file__).parent.parent
FILE = ROOT / "docker-compose.yml"
TEXT = FILE.read_text("utf-8")
COMPOSE: dict[str, Any] = YAML(typ="safe").load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]


def test_it_keeps_to_the_specification() -> None:
    words = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    found = subprocess.run([*words, FILE], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stderr) == (0, "")


@pytest.mark.parametrize("name", SERVICES)
def test_images_are_pinned(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+:\d+\.\d+\.\d+(-[a-z]+)?", SERVICES[name]["image"])


def test_the_tests_run_on_the_same_neo4j() -> None:
    _, _, version = SERVICES["neo4j"]["image"].partition(":")
    assert f'"neo4j:{version}"' in (ROOT / "scripts" / "neo4j").read_text("utf-8")
    pom = (ROOT / "scripts" / "neo4j.xml").read_text("utf-8")
    assert f"<neo4j.version>{version.partition('-')[0]}</neo4j.version>" in pom


@pytest.mark.parametrize("name", ["neo4j", "notebooks"])
def test_nothing_is_reachable_from_elsewhere(name: str) -> None:
    assert all(port.startswith("127.0.0.1:") for port in SERVICES[name]["ports"])
    assert "ports" not in SERVICES["ingest"]


def test_volumes_are_named() -> None:
    used = {volume.partition(":")[0] for each in SERVICES.values() for volume in each["volumes"]}
    assert {volume for volume in used if volume[0].isalpha()} == set(COMPOSE["volumes"])


def test_neo4j_has_a_health_check_and_bounds_of_memory() -> None:
    neo4j = SERVICES["neo4j"]
    assert neo4j["healthcheck"]["test"][0] == "CMD-SHELL"
    assert {
        "NEO4J_server_memory_heap_max__size",
        "NEO4J_server_memory_pagecache_size",
    } <= neo4j["environment"].keys()
    for other in ("ingest", "notebooks"):
        assert SERVICES[other]["depends_on"]["neo4j"] == {"condition": "service_healthy"}


def test_secrets_have_no_default_and_the_example_names_them() -> None:
    required = set(re.findall(r"\$\{(\w+):\?", TEXT))
    optional = set(re.findall(r"\$\{(\w+):-", TEXT))
    example = (ROOT / ".env.example").read_text("utf-8")
    assert set(re.findall(r"^(\w+)=$", example, re.MULTILINE)) == required
    assert set(re.findall(r"^#(\w+)=\S", example, re.MULTILINE)) == optional
    assert {"NEO4J_PASSWORD", "JUPYTER_TOKEN"} == required
    assert ".env" in (ROOT / ".gitignore").read_text("utf-8").splitlines()


def test_only_settings_that_kg_has_are_set() -> None:
    named = {name for each in SERVICES.values() for name in each["environment"]}
    ours = {name.removeprefix("KG_").lower() for name in named if name.startswith("KG_")}
    assert ours <= {field.name for field in fields(Settings)}
