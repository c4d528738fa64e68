"""kg explore as a command: what it prints, whom it answers and how it ends."""

import re
import signal
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from kg.errors import ViewError
from kg.explorer import listen

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_it_prints_the_address_answers_and_ends_on_ctrl_c(
    kg_script: Path, samples_store: Path, clean_environment: dict[str, str]
) -> None:
    words = [str(kg_script), "--store", str(samples_store), "--verbose", "explore", "--port=0"]
    process = subprocess.Popen(
        words,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=clean_environment,
    )
    assert process.stderr
    said = process.stderr.readline()
    found = re.search(r"http://127\.0\.0\.1:\d+/\?token=(\S{32})$", said.strip())
    assert found, said
    with httpx.Client(follow_redirects=True) as client:
        refused = client.get(found[0].partition("?")[0] + "watches")
        answer = client.get(found[0])
        assert (refused.status_code, answer.status_code) == (403, 200)
        assert "server" not in answer.headers
    process.send_signal(signal.SIGINT)
    output, rest = process.communicate(timeout=60)
    assert process.returncode == 0
    assert output == ""
    assert "refused GET '/watches'" in rest
    assert found[1] not in rest


def test_a_port_that_is_taken_is_said_in_one_line(run: Run, samples_store: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        found = run("explore", "--port", port, store=samples_store)
    assert found.returncode == 1
    (line,) = found.stderr.splitlines()
    assert line.startswith(f"kg: port {port} of 127.0.0.1 cannot be taken (")
    assert "--port" in line


def test_without_a_store_it_does_not_begin(run: Run, tmp_path: Path) -> None:
    found = run("explore", "--port", "0", store=tmp_path / "none.kg")
    assert found.returncode == 1
    assert "Traceback" not in found.stderr
    assert "http" not in found.stderr


def test_only_this_machine_is_listened_to() -> None:
    site = listen(0)
    with site.socket:
        host, port = site.socket.getsockname()
        assert host == "127.0.0.1"
        assert site.address.startswith(f"http://127.0.0.1:{port}/?token=")
        with pytest.raises(ViewError, match="name another with --port"):
            listen(port)


def test_every_run_has_another_token() -> None:
    sites = [listen(0) for _ in range(3)]
    assert len({site.key.token for site in sites}) == 3
    for site in sites:
        site.socket.close()
