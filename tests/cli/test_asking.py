"""Commands that answer: for people, as JSON and as CSV."""

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg import config
from kg.queries import Catalogue
from kg.store import Store

Run = Callable[..., subprocess.CompletedProcess[str]]

SUPPLIERS = ["ask", "suppliers_of", "--company", "Stellantis"]
COMPANIES = "MATCH (c:Company) WHERE c.name IN $names RETURN c.name AS name ORDER BY name"
NAMES = ["-p", 'names=["Stellantis", "Microsoft"]']


@pytest.fixture
def ask(run: Run, samples_store: Path) -> Run:
    """The command over the samples; it must have ended well and said nothing but its answer."""

    def asking(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
        found = run(*words, store=samples_store, **environment)
        assert (found.returncode, found.stderr) == (0, "")
        return found

    return asking


def from_json(found: subprocess.CompletedProcess[str]) -> Any:  # noqa: ANN401
    return json.loads(found.stdout)


def from_csv(found: subprocess.CompletedProcess[str]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(found.stdout)))


@pytest.mark.parametrize(
    "words",
    [
        SUPPLIERS,
        ["ask", "--list"],
        ["ask"],
        ["query", COMPANIES, *NAMES],
        ["evidence", "Stellantis", "Microsoft"],
    ],
    ids=" ".join,
)
def test_people_and_programs_are_told_the_same(ask: Run, words: list[str]) -> None:
    as_json, as_csv = from_json(ask(*words, "--json")), from_csv(ask(*words, "--csv"))
    assert as_json
    assert [list(row) for row in as_json] == [list(row) for row in as_csv]
    first = next(iter(as_json[0]))
    assert [row[first] for row in as_json] == [row[first] for row in as_csv]
    shown = ask(*words).stdout
    assert [row[first] for row in as_json if row[first] not in shown] == []


def test_the_list_of_queries_comes_from_their_headers(ask: Run) -> None:
    listed = {row["name"]: row for row in from_json(ask("ask", "--list", "--json"))}
    known = Catalogue.load(Store(config.Settings()).ontology).queries
    assert listed.keys() == known.keys()
    assert all(listed[name]["question"] == query.question for name, query in known.items())
    assert listed["evidence_of"]["parameters"].startswith("entity, [other], [predicate]")


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_explains_a_query_by_its_header(ask: Run, flag: str) -> None:
    query = Catalogue.load(Store(config.Settings()).ontology).get("suppliers_of")
    lines = ask("ask", "suppliers_of", flag).stdout.splitlines()
    assert lines[0] == query.question
    for parameter in query.parameters:
        (line,) = (each for each in lines if each.startswith(f"--{parameter.name} "))
        assert parameter.meaning in line
        assert ("must be given" in line) == parameter.required
    assert [c for c in query.columns if not any(c.meaning in line for line in lines)] == []
    assert query.why in lines


def test_help_without_a_query_explains_the_command(ask: Run) -> None:
    shown = ask("ask", "--help").stdout
    assert shown.startswith("Usage: kg ask")
    assert "--list" in shown


def test_the_query_itself_can_be_printed(ask: Run) -> None:
    query = Catalogue.load(Store(config.Settings()).ontology).get("suppliers_of")
    assert ask("ask", "suppliers_of", "--cypher").stdout == query.text


def test_parameters_are_given_in_any_usual_form(ask: Run) -> None:
    plain = ask(*SUPPLIERS, "--include_past", "true", "--json").stdout
    for words in (["--include-past"], ["--include-past=yes"], ["--include_past", "1"]):
        assert ask(*SUPPLIERS, *words, "--json").stdout == plain


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (["ask", "supliers_of"], 1, "did you mean suppliers_of"),
        (["ask", "supliers_of", "--help"], 1, "did you mean suppliers_of"),
        ([*SUPPLIERS, "--thme", "x"], 1, "unknown parameter 'thme'; did you mean theme"),
        (["ask", "suppliers_of"], 1, "needs the parameter company"),
        (
            ["ask", "timeline_of", "--company", "Stellantis", "--as_of", "soon"],
            1,
            "as_of is 'soon'; it must be of type date",
        ),
        ([*SUPPLIERS, "--theme", "cloud computin"], 1, "did you mean cloud computing"),
        (["ask", "suppliers_of", "--company", "Stelantis"], 3, "Stellantis"),
        (["show", "Stelantis"], 3, "Stellantis"),
        (["evidence", "Stellantis", "Mircosoft"], 3, "Microsoft"),
        (["query", "MATCH (n) DETACH DELETE n"], 1, "DETACH is not allowed"),
        (["query", "CREATE (n:Company {id: 'x'})"], 1, "begins with one of"),
        (["query", "MATCH (n) SET n.name = 'x' RETURN n.name"], 1, "SET is not allowed"),
        (["query", "MATCH (n RETURN n"], 1, "refused the query"),
        (["query", "RETURN $x AS x"], 1, "$x"),
        (["query", "-"], 1, "begins with one of"),
    ],
    ids=str,
)
def test_errors_are_one_line_with_a_remedy(
    run: Run, samples_store: Path, words: list[str], status: int, says: str
) -> None:
    found = run(*words, store=samples_store)
    assert (found.returncode, found.stdout) == (status, "")
    assert found.stderr.startswith("kg: ")
    assert found.stderr.count("\n") == 1
    assert says in found.stderr


def test_a_query_may_come_on_standard_input(run: Run, samples_store: Path) -> None:
    found = run("query", "-", *NAMES, "--csv", store=samples_store, stdin=COMPANIES)
    assert found.stdout == "name\nMicrosoft\nStellantis\n"


def test_parameters_of_free_cypher_are_json_where_they_are_json(ask: Run) -> None:
    words = ["query", "RETURN $a AS a, $b AS b, $c AS c", "-p", "a=1", "-p", "b=one", "-p", "c="]
    assert from_json(ask(*words, "--json")) == [{"a": 1, "b": "one", "c": ""}]


@pytest.mark.parametrize("form", ["--json", "--csv"])
def test_a_cut_answer_says_so_without_spoiling_the_data(
    run: Run, samples_store: Path, form: str
) -> None:
    words = ["query", "MATCH (c:Company) RETURN c.name AS name"]
    cut = run(*words, form, store=samples_store, KG_ROW_LIMIT="2")
    assert cut.returncode == 0
    assert cut.stderr == "cut at the row limit after 2 rows, there are more\n"
    assert len({"--json": from_json, "--csv": from_csv}[form](cut)) == 2
    shown = run(*words, store=samples_store, KG_ROW_LIMIT="2")
    assert shown.stdout.endswith("2 rows; cut at the row limit, there are more\n")


def test_a_query_that_takes_too_long_is_stopped(run: Run, samples_store: Path) -> None:
    endless = "MATCH (a), (b), (c), (d) RETURN count(*) AS n"
    found = run("query", endless, store=samples_store, KG_QUERY_TIMEOUT="0.2")
    assert (found.returncode, found.stdout) == (1, "")
    assert "took longer than 0.2 s" in found.stderr


def test_an_entity_is_shown_with_its_relations(ask: Run) -> None:
    found = from_json(ask("show", "Stellantis", "--json"))
    assert (found["name"], found["kind"]) == ("Stellantis", "Company")
    relation = next(row for row in found["relations"] if row["other"] == "Microsoft")
    assert relation["relation"] == "partners with"
    shown = ask("show", found["id"]).stdout
    assert "partners with" in shown
    assert found["id"] in shown


def test_relations_are_worded_from_the_side_of_the_one_shown(ask: Run) -> None:
    owner = from_json(ask("show", "Alphabet", "--json"))["relations"]
    owned = from_json(ask("show", "Waymo", "--json"))["relations"]
    assert ("owns", "Waymo") in {(row["relation"], row["other"]) for row in owner}
    assert ("is owned by", "Alphabet") in {(row["relation"], row["other"]) for row in owned}


def test_evidence_opens_to_dated_sentences(ask: Run) -> None:
    words = ["evidence", "Stellantis", "Microsoft", "--predicate", "PARTNERS_WITH", "--json"]
    found = from_json(ask(*words))
    assert {row["predicate"] for row in found} == {"PARTNERS_WITH"}
    assert [row["published"] for row in found] == sorted(
        (row["published"] for row in found), reverse=True
    )
    assert all(row["sentences"] and row["url"].startswith("https://") for row in found)


def test_statistics_count_ledger_and_graph(ask: Run) -> None:
    found = from_json(ask("stats", "--json"))
    as_csv = {row["what"]: row["value"] for row in from_csv(ask("stats", "--csv"))}
    assert as_csv == {name: str(value) for name, value in found.items()}
    assert found["ledger: articles"] == found["graph: Article nodes"] == 50
    assert found["ledger: claims"] == found["graph: Claim nodes"]
    assert len(found["graph: digest"]) == 64
    assert found["graph: digest"] in ask("stats").stdout


def test_nothing_refused_is_an_empty_list(ask: Run) -> None:
    assert from_json(ask("stats", "--refused", "--json")) == []
    assert ask("stats", "--refused", "--csv").stdout == "source,line,reason\n"


def test_the_doctor_finds_the_samples_in_order(ask: Run) -> None:
    rows = from_json(ask("doctor", "--json"))
    assert [row["what"] for row in rows if not row["well"]] == []
    assert "up to date with the ledger" in ask("doctor").stdout
