"""Who may come in, and what is refused and logged."""

import logging
from collections.abc import Mapping
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from kg.explorer.gate import HEADERS, MOST_ADDRESS, MOST_BODY, Key

OURS = {"origin": "http://127.0.0.1:8000", "sec-fetch-site": "same-origin"}


def test_every_answer_carries_the_headers(client: TestClient) -> None:
    for address in ("/", "/static/explorer.js", "/nowhere", "/entity/Nobody"):
        answer = client.get(address)
        sent = {name: answer.headers[name] for name in HEADERS if name != "Cache-Control"}
        assert sent == {name: HEADERS[name] for name in sent}


def test_the_policy_allows_no_inline_script_or_style(client: TestClient) -> None:
    policy = client.get("/").headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


def test_the_token_lets_in_once_and_leaves_the_address(client: TestClient, key: Key) -> None:
    client.cookies.clear()
    first = client.get(f"/entity/x%2Fy?with=a&token={key.token}&until=2025-01-01")
    assert first.status_code == 303
    assert first.headers["location"] == "/entity/x%2Fy?with=a&until=2025-01-01"
    cookie = first.headers["set-cookie"]
    assert cookie.startswith(f"{key.cookie}={key.token};")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


def test_the_way_on_from_the_token_never_leads_to_another_host(
    client: TestClient, key: Key
) -> None:
    for path in ("//example.org/", "///example.org", "/%5Cexample.org"):
        answer = client.get(f"http://{key.host}{path}?token={key.token}")
        assert answer.headers["location"].startswith(("/example.org", "/%5Cexample.org"))


def test_no_page_and_no_form_holds_the_token(client: TestClient, key: Key) -> None:
    page = client.get("/review").text
    assert key.token not in page
    assert key.form in page


ATTACKS: Mapping[str, tuple[int, str, dict[str, object]]] = {
    "another host": (403, "the host is", {"headers": {"host": "evil.example:8000"}}),
    "a name for this machine": (403, "the host is", {"headers": {"host": "localhost:8000"}}),
    "another port": (403, "the host is", {"headers": {"host": "127.0.0.1:9"}}),
    "fetched by another site": (403, "origin", {"headers": {"origin": "https://evil.example"}}),
    "fetched by another port": (403, "origin", {"headers": {"origin": "http://127.0.0.1:9"}}),
    "in a frame of another site": (
        403,
        "cross-site",
        {"headers": {"sec-fetch-site": "cross-site", "sec-fetch-dest": "iframe",
                     "sec-fetch-mode": "navigate"}},
    ),
    "an image on another port's page": (
        403,
        "same-site",
        {"headers": {"sec-fetch-site": "same-site", "sec-fetch-dest": "image",
                     "sec-fetch-mode": "no-cors"}},
    ),
    "another method": (405, "only GET", {"method": "DELETE"}),
    "a wrong token": (403, "the token", {"url": "/?token=guess"}),
    "a token that is no ASCII": (403, "the token", {"url": "/?token=%C3%A9"}),
    "an oversized address": (414, "the address", {"url": "/?q=" + "a" * MOST_ADDRESS}),
    "a path out of the static files": (404, "no such file", {"url": "/static/%2e%2e/gate.py"}),
    "an absolute path": (404, "no such file", {"url": "/static//etc/passwd"}),
    "a path with backslashes": (404, "no such file", {"url": "/static/..%5C..%5Capp.py"}),
    "a path with a null byte": (404, "no such file", {"url": "/static/graph.js%00.py"}),
    "a page that is none": (404, "no such page", {"url": "/..%2f..%2fetc/passwd"}),
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_are_refused_and_logged_without_the_token(
    client: TestClient, key: Key, caplog: pytest.LogCaptureFixture, attack: str
) -> None:
    status, words, sent = ATTACKS[attack]
    with caplog.at_level(logging.WARNING, "kg"):
        answer = client.request(**{"method": "GET", "url": "/", **sent})  # type: ignore[arg-type]
    assert answer.status_code == status
    assert words in answer.text
    (line,) = [record.getMessage() for record in caplog.records]
    assert line.startswith("refused ")
    assert words in line
    assert key.token not in line
    assert "guess" not in line


def test_without_the_cookie_nothing_is_told(
    client: TestClient, key: Key, caplog: pytest.LogCaptureFixture
) -> None:
    for cookie in ("", "wrong", key.token + "x", key.token[:-1]):
        client.cookies.clear()
        client.cookies.set(key.cookie, cookie)
        for address in ("/", "/static/graph.js", "/entity/Halden Motors?format=json", "/console"):
            answer = client.get(address)
            assert answer.status_code == 403
            assert "Halden" not in answer.text
    assert key.token not in caplog.text


FORM = {"verb": "undo", "judgement": "judgement-0", "why": "so"}
POSTS: Mapping[str, tuple[int, str, dict[str, object]]] = {
    "from another site": (403, "origin", {"headers": {**OURS, "origin": "https://evil.example"}}),
    "from nowhere": (403, "origin", {"headers": {"sec-fetch-site": "same-origin"}}),
    "out of a sandboxed frame": (
        403,
        "origin",
        {"headers": {"origin": "null", "sec-fetch-site": "cross-site"}},
    ),
    "without the form's token": (403, "the form does not hold", {"data": FORM}),
    "with the token of the address": (
        403,
        "the form does not hold",
        {"data": FORM | {"token": "the-token-of-this-test"}},
    ),
    "as JSON": (415, "a form is sent", {"json": FORM}),
    "too large": (413, "the body is larger", {"data": FORM | {"why": "a" * MOST_BODY}}),
    "with the token in its address": (
        403,
        "the token",
        {"url": "/review?token=the-token-of-this-test", "data": FORM},
    ),
}


@pytest.mark.parametrize("attack", POSTS)
def test_writes_need_a_form_of_ours(
    client: TestClient, caplog: pytest.LogCaptureFixture, attack: str
) -> None:
    status, words, sent = POSTS[attack]
    with caplog.at_level(logging.WARNING, "kg"):
        answer = client.post(**{"url": "/review", "headers": OURS, **sent})  # type: ignore[arg-type]
    assert (answer.status_code, words in answer.text) == (status, True)
    (line,) = [record.getMessage() for record in caplog.records]
    assert line.startswith("refused POST '/review': ")


def test_a_body_without_a_length_is_cut_off(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    kind = {"content-type": "application/x-www-form-urlencoded"}
    parts = (b"a" * 1_000 for _ in range(MOST_BODY // 1_000 + 2))
    answer = client.post("/review", headers={**OURS, **kind}, content=parts)
    assert answer.status_code == 413
    assert "the body is larger" in caplog.text


def test_a_link_on_another_page_of_this_machine_may_be_followed(client: TestClient) -> None:
    followed = {
        "sec-fetch-site": "same-site",
        "sec-fetch-mode": "navigate",
        "sec-fetch-dest": "document",
    }
    assert client.get("/watches", headers=followed).status_code == 200


WRITES = (
    "MATCH (n) DELETE n",
    "MATCH (n) SET n.name = 'x' RETURN n",
    "CREATE (n:Company {id: 'x'}) RETURN n",
    "MERGE (n:Company {id: 'x'}) RETURN n",
    "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
    "MATCH (n) RETURN n; MATCH (m) DETACH DELETE m",
    "CALL apoc.load.json('http://127.0.0.1/') YIELD value RETURN value",
    "CALL dbms.listConfig()",
)


@pytest.mark.parametrize("query", WRITES)
@pytest.mark.parametrize("shape", ["html", "json", "csv", "graph"])
def test_the_console_refuses_what_does_not_only_read(
    client: TestClient, caplog: pytest.LogCaptureFixture, query: str, shape: str
) -> None:
    answer = client.get("/console?" + urlencode({"query": query, "format": shape}))
    assert answer.status_code >= 400
    assert [r.getMessage() for r in caplog.records if "refused a query" in r.getMessage()]


def test_an_oversized_query_is_refused(client: TestClient) -> None:
    answer = client.get("/console?query=" + "RETURN+1+AS+" + "a" * 9_000)
    assert answer.status_code == 400
    assert "at most 8,000 are read" in answer.text
