"""What the pages show, and that every table is there as CSV and JSON."""

import csv
import io
import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from kg.explorer.gate import Key
from kg.model import entity_id

Serve = Callable[..., AbstractContextManager[TestClient]]

OURS = {"origin": "null", "sec-fetch-site": "same-origin"}
QUOTE = "Quillon Cells will supply Halden Motors with battery cells."
SUPPLIERS = "MATCH (a)-[:SUPPLIES]->(b) RETURN a.id AS one, b.id AS other ORDER BY other"

# Each page with the tables that it has.
PAGES = {
    "/": ["companies", "articles", "watches"],
    "/?q=halden": ["entities", "articles"],
    "/entity/Halden Motors": ["relations", "timeline", "articles", "postures"],
    "/evidence?entity=Halden Motors&other=Quillon Cells": ["evidence"],
    "/posture/Halden Motors?theme=battery cells": [
        "facts",
        "grounds",
        "against",
        "turns",
        "contradictions",
    ],
    "/contrast/Halden Motors?theme=battery cells": ["players", "evidence"],
    "/watches?as_of=2026-02-01": ["watches"],
    "/watch/a partner?as_of=2026-02-01": ["evidence", "history"],
    "/console?query=" + SUPPLIERS: ["rows"],
    "/review": ["suggestions", "judgements"],
}
GRAPHS = ["/entity/Halden Motors", "/contrast/Halden Motors", "/console?query=" + SUPPLIERS]


def asked(client: TestClient, address: str, **more: str) -> object:
    joint = "&" if "?" in address else "?"
    answer = client.get(f"{address}{joint}{urlencode(more)}")
    assert answer.status_code == 200
    return answer.json()


def rows(client: TestClient, address: str, table: str) -> list[dict[str, object]]:
    found = asked(client, address, format="json", table=table)
    tables: dict[str, dict[str, list[dict[str, object]]]] = found["tables"]  # type: ignore[index]
    return tables[table]["rows"]


@pytest.mark.parametrize(("address", "table"), [(a, t) for a, ts in PAGES.items() for t in ts])
def test_every_table_is_there_as_csv_and_as_json(
    client: TestClient, address: str, table: str
) -> None:
    found = rows(client, address, table)
    joint = "&" if "?" in address else "?"
    answer = client.get(f"{address}{joint}format=csv&table={table}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == f'attachment; filename="{table}.csv"'
    read = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(read) == len(found)
    assert [list(row) for row in read] == [list(row) for row in found]


@pytest.mark.parametrize("address", PAGES)
def test_every_page_shows_its_tables_and_links_their_files(
    client: TestClient, address: str
) -> None:
    page = client.get(address).text
    for table in PAGES[address]:
        assert f'id="table-{table}"' in page
        assert f'data-format="csv" data-table="{table}"' in page
        assert f'data-format="json" data-table="{table}"' in page
    assert '<a class="skip" href="#main">' in page
    assert "<script>" not in page
    assert "style=" not in page


@pytest.mark.parametrize(
    ("sought", "names"),
    [
        ("halden motors", ["Halden Motors"]),
        ("QUILLON", ["Quillon Cells"]),
        ("battery cells", ["battery cells"]),
        (entity_id("Company", "Tarn Labs"), ["Tarn Labs"]),
        ("nothing like it", []),
    ],
)
def test_the_search_finds_entities(client: TestClient, sought: str, names: list[str]) -> None:
    found = rows(client, "/?" + urlencode({"q": sought}), "entities")
    assert [row["name"] for row in found] == names


def test_the_search_finds_articles_by_words_of_their_titles(client: TestClient) -> None:
    (found,) = rows(client, "/?q=finds a", "articles")
    assert found["title"] == "Halden finds a supplier"
    page = client.get(f"/article/{found['id']}").text
    assert f"<bdi>{QUOTE}</bdi>" in unescape(page)
    assert 'href="https://example.org/halden?a=1&amp;b=2" rel="noopener noreferrer"' in page


def test_an_entity_has_its_relations_from_its_own_side(client: TestClient) -> None:
    found = rows(client, "/entity/Halden Motors", "relations")
    assert {(r["relation"], r["other"], r["status"]) for r in found} == {
        ("is supplied by", "Quillon Cells", "current"),
        ("competes with", "Brask Auto", "current"),
        ("partners with", "Orrin Software", "planned"),
    }


@pytest.mark.parametrize(
    ("narrowed", "others"),
    [
        ("without=SUPPLIES", {"Brask Auto", "Orrin Software"}),
        ("without=planned&without=SUPPLIES", {"Brask Auto"}),
        ("until=2025-05-31", {"Quillon Cells", "Brask Auto"}),
        ("since=2025-05-31", {"Orrin Software"}),
    ],
)
def test_filters_narrow_the_relations_in_page_and_file(
    client: TestClient, narrowed: str, others: set[str]
) -> None:
    found = rows(client, f"/entity/Halden Motors?{narrowed}", "relations")
    assert {row["other"] for row in found} == others


def test_a_claim_leads_to_its_article(client: TestClient) -> None:
    (said,) = rows(client, "/evidence?entity=Halden Motors&other=Quillon Cells", "evidence")
    assert said["sentences"] == [QUOTE]
    answer = client.get(f"/claim/{said['claim']}")
    assert answer.status_code == 303
    assert QUOTE in unescape(client.get(answer.headers["location"]).text)


def test_an_article_has_a_brief(client: TestClient) -> None:
    (found,) = rows(client, "/?q=finds a", "articles")
    page = unescape(client.get(f"/article/{found['id']}/brief").text)
    assert f"<q>{QUOTE}</q>" in page
    assert "Watch whether" in page


def test_a_publishers_rule_holds_for_what_an_article_page_quotes(
    world: Path, serve: Serve, tmp_path: Path
) -> None:
    rule = tmp_path / "publishers.toml"
    rule.write_text("[default]\nquote_characters = 12\n")
    with serve(world, publishers=rule) as client:
        (found,) = rows(client, "/?q=finds a", "articles")
        page = unescape(client.get(f"/article/{found['id']}").text)
        assert "Quillon…" in page
        assert QUOTE not in page


def test_a_watch_shows_its_state_and_evidence(client: TestClient) -> None:
    (listed,) = rows(client, "/watches?as_of=2026-02-01", "watches")
    assert (listed["watch"], listed["state"], listed["since"]) == ("a partner", "met", "2025-06-01")
    (row,) = rows(client, "/watch/a partner?as_of=2026-02-01", "evidence")
    assert row["quote"] == "Halden Motors plans to write software with Orrin Software."
    (before,) = rows(client, "/watches?as_of=2025-05-01", "watches")
    assert before["state"] == "open"


def test_a_contrast_puts_the_stated_rival_beside_the_company(client: TestClient) -> None:
    found = rows(client, "/contrast/Halden Motors?theme=battery cells", "players")
    assert [row["player"] for row in found][:2] == ["Halden Motors", "Brask Auto"]


@pytest.mark.parametrize("address", GRAPHS)
def test_graphs_are_there_for_the_script(client: TestClient, address: str) -> None:
    data = asked(client, address, format="graph")
    nodes, edges = data["nodes"], data["edges"]  # type: ignore[index]
    refs = {node["name"]: node["id"] for node in nodes}
    supply = {"from": refs["Quillon Cells"], "to": refs["Halden Motors"], "predicate": "SUPPLIES"}
    (edge,) = [edge for edge in edges if supply.items() <= edge.items()]
    assert edge["quotes"][0]["text"] == QUOTE
    assert edge["quotes"][0]["url"] == "https://example.org/halden?a=1&b=2"


def test_an_expanded_graph_holds_the_neighbours_of_both(client: TestClient) -> None:
    orrin = entity_id("Company", "Orrin Software")
    plain = asked(client, "/entity/Halden Motors", format="graph")
    wider = asked(client, f"/entity/Halden Motors?with={orrin}", format="graph")
    assert "Tarn Labs" not in {node["name"] for node in plain["nodes"]}  # type: ignore[index]
    assert "Tarn Labs" in {node["name"] for node in wider["nodes"]}  # type: ignore[index]


def test_a_graph_says_what_it_leaves_out(world: Path, serve: Serve) -> None:
    with serve(world, view_nodes=2) as client:
        data = asked(client, "/entity/Halden Motors", format="graph")
        assert len(data["nodes"]) == 2  # type: ignore[index]
        assert data["omitted"]["nodes"] == 2  # type: ignore[index]


def test_a_table_shows_its_first_rows_and_says_so(client: TestClient) -> None:
    query = "UNWIND range(1, 250) AS number RETURN number"
    page = client.get("/console?" + urlencode({"query": query})).text
    assert "The first 100 of 250" in page
    assert page.count("<td") == 100
    assert len(rows(client, "/console?" + urlencode({"query": query}), "rows")) == 250


def test_the_console_stops_at_the_row_limit(world: Path, serve: Serve) -> None:
    with serve(world, row_limit=10) as client:
        many = "/console?" + urlencode({"query": "UNWIND range(1, 99) AS n RETURN n"})
        data = asked(client, many, format="json")
        assert data["tables"]["rows"]["cut"] is True  # type: ignore[index]
        assert "Cut here; there are more." in client.get(many).text


def test_the_console_stops_in_time(world: Path, serve: Serve) -> None:
    slow = "UNWIND range(1, 9000) AS a UNWIND range(1, 9000) AS b RETURN sum(a * b) AS s"
    with serve(world, query_timeout=0.05) as client:
        answer = client.get("/console?" + urlencode({"query": slow}))
        assert answer.status_code == 400
        assert "took longer than 0.05 s" in answer.text


def test_the_console_takes_parameters_and_keeps_the_query(client: TestClient) -> None:
    query = "MATCH (c:Company) WHERE c.name = $name RETURN c.name AS name"
    given = {"query": query, "parameters": '{"name": "Tarn Labs"}'}
    assert rows(client, "/console?" + urlencode(given), "rows") == [{"name": "Tarn Labs"}]
    page = client.get("/console?" + urlencode(given | {"parameters": "[1]"}))
    assert page.status_code == 400
    assert "must be a JSON object" in page.text
    assert query in unescape(page.text)


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/entity/Haldn Motors", 404, "did you mean Halden Motor"),
        ("/entity/Halden Motors?until=soon", 400, "must be a day"),
        ("/entity/Halden Motors?format=xml", 400, "must be one of html, csv, json, graph"),
        ("/entity/Halden Motors?format=csv&table=x", 404, "has no table 'x'"),
        ("/watches?format=graph", 400, "no graph"),
        ("/contrast/Halden Motors?rivals=99", 400, "from 1 to 20"),
        ("/article/none", 404, "no article has the id"),
        ("/claim/none", 404, "no claim has the id"),
        ("/watch/none", 404, "no watch is named"),
        ("/evidence", 400, "names no entity"),
        ("/?q=" + "a" * 301, 400, "at most 300 are read"),
    ],
)
def test_what_cannot_be_shown_is_said(
    client: TestClient, address: str, status: int, words: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert words in unescape(answer.text if "graph" not in address else answer.json()["message"])


def test_a_failure_shows_no_traceback(
    world: Path, serve: Serve, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("kg.answers.named_queries", broken)
    with caplog.at_level(logging.INFO, "kg"), serve(world) as client:
        answer = client.get("/console")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    (line,) = [record.getMessage() for record in caplog.records]
    assert line == "GET '/console' failed: RuntimeError: secret detail"


def test_merges_are_accepted_rejected_and_taken_back(own_client: TestClient, key: Key) -> None:
    def suggested() -> list[object]:
        return [row["goes"] for row in rows(own_client, "/review", "suggestions")]

    (pair,) = rows(own_client, "/review", "suggestions")
    form = {
        "token": key.form,
        "why": "one firm",
        "stays": pair["stays_id"],
        "goes": pair["goes_id"],
    }
    for verb, entities in (("merge", 1), ("distinct", 2)):
        answer = own_client.post("/review", data=form | {"verb": verb}, headers=OURS)
        assert answer.status_code == 303
        assert suggested() == []
        assert len(rows(own_client, "/?q=halden", "entities")) == entities
        (judged, *_) = rows(own_client, "/review", "judgements")
        assert (judged["says"], judged["by"], judged["why"]) == (verb, "tester", "one firm")
        undo = {"token": key.form, "verb": "undo", "judgement": judged["judgement"], "why": "no"}
        assert own_client.post("/review", data=undo, headers=OURS).status_code == 303
        assert suggested() == [pair["goes"]]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"verb": "drop"}, "must be one of merge, distinct, undo"),
        ({"stays": ""}, "the form holds no stays"),
        ({"why": " "}, "give a reason"),
        ({"goes": "Nobody"}, "goes by 'Nobody'"),
    ],
)
def test_a_form_that_is_wrong_changes_nothing(
    client: TestClient, key: Key, changed: dict[str, str], words: str
) -> None:
    form = {"token": key.form, "verb": "merge", "why": "so", "stays": "Halden Motors"}
    form |= {"goes": "Halden Motor"} | changed
    answer = client.post("/review", data=form, headers=OURS)
    assert answer.status_code in {400, 404}
    assert words in unescape(answer.text)
    assert rows(client, "/review", "judgements") == []


def test_the_past_is_shown_as_such_and_cannot_be_judged(
    world: Path, serve: Serve, key: Key
) -> None:
    with serve(world, as_of="2025-04-01") as client:
        assert "The past is shown: as of 2025-04-01" in client.get("/").text
        assert {r["other"] for r in rows(client, "/entity/Halden Motors", "relations")} == {
            "Quillon Cells",
            "Brask Auto",
        }
        form = {"token": key.form, "verb": "merge", "why": "so", "stays": "Halden Motors"}
        answer = client.post("/review", data=form | {"goes": "Brask Auto"}, headers=OURS)
        assert answer.status_code == 400
        assert "the past cannot be changed" in answer.text


def test_hostile_text_is_text_on_every_page(
    hostile_client: TestClient, payloads: tuple[str, ...]
) -> None:
    articles = rows(hostile_client, "/?q=title", "articles")
    assert len(articles) == len(payloads)
    pages = [
        "/",
        "/watches",
        "/review",
        *("/?" + urlencode({"q": payload}) for payload in payloads),
        *(f"/entity/{entity_id('Company', payload)}" for payload in payloads),
        *(f"/article/{row['id']}" for row in articles),
        *(f"/article/{row['id']}/brief" for row in articles),
        f"/posture/{entity_id('Company', 'Halden Motors')}",
        f"/contrast/{entity_id('Company', 'Halden Motors')}",
        "/console?" + urlencode({"query": f"RETURN 1 AS `{payloads[1]}`, '{payloads[0]}' AS b"}),
        "/watch/" + payloads[0].replace("/", "%2F"),
    ]
    for page in pages:
        text = hostile_client.get(page).text
        for mark in ("<script>window", "<img", "<svg/onload", 'href="javascript', ">49<"):
            assert mark not in text, page


def test_a_page_waits_for_no_turns_of_which_too_much_was_said(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = "/posture/Halden Motors?theme=battery cells"
    told = "Too much was said to judge each day"
    assert told not in client.get(page).text
    monkeypatch.setattr("kg.explorer.pages.strategy._MOST_JUDGED", 0)
    assert told in client.get(page).text
    assert rows(client, page, "turns")
