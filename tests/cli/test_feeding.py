"""Commands that change the store: ingest, rebuild, takedown; and extract, which only looks."""

import csv
import gzip
import io
import json
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

TEXT = "Halden Motors buys chips\n\nHalden Motors buys chips from Quillon Chips, which supplies it."
ARTICLE = {"text": TEXT, "published": "2025-03-01", "publisher": "Sample Wire", "language": "en"}
FRENCH = (
    "Le constructeur a annoncé que les deux groupes vont construire une usine dans le nord du pays."
)


def rows(*articles: Mapping[str, object]) -> str:
    return "".join(json.dumps(article) + "\n" for article in articles)


def stats(run: Run, store: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads(run("stats", "--json", store=store).stdout)
    return found


def quotes(run: Run, store: Path) -> list[str]:
    found = run("query", "MATCH (c:Claim) RETURN c.quote AS quote", "--json", store=store)
    return [row["quote"] for row in json.loads(found.stdout)]


def words_on_disk(store: Path, words: str) -> list[str]:
    return [file.name for file in store.iterdir() if words.encode() in file.read_bytes()]


@pytest.mark.slow
def test_standard_input_is_read_and_a_second_run_adds_nothing(run: Run, tmp_path: Path) -> None:
    store = tmp_path / "news.kg"
    first = run("ingest", "-", store=store, stdin=rows(ARTICLE, {**ARTICLE, "url": "http://a.b"}))
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.startswith("added 2  replaced 0  known 0  unchanged 0  refused 0  claims ")
    before = stats(run, store)
    second = run("ingest", "-", "--json", store=store, stdin=rows(ARTICLE))
    assert second.returncode == 0
    report = json.loads(second.stdout)
    assert (report["added"], report["known"], report["claims"]) == (0, 1, 0)
    assert stats(run, store) == before


def spoil(folder: Path) -> dict[str, str]:
    """Writes one good article and every kind of bad input; what is refused, with a part of why."""
    (folder / "good.jsonl").write_text(rows(ARTICLE))
    lines = {
        "{broken": "not JSON",
        "[1]": "no JSON object",
        json.dumps({**ARTICLE, "text": "", "title": ""}): "neither title nor text",
        json.dumps({**ARTICLE, "title": 3}): "which is no text",
        json.dumps({**ARTICLE, "published": ""}): "no date",
        json.dumps({**ARTICLE, "published": "32nd of May"}): "32nd of May",
        json.dumps({**ARTICLE, "url": "javascript:alert(1)"}): "no http or https address",
        json.dumps({**ARTICLE, "language": "fr"}): "only English",
        json.dumps({**ARTICLE, "language": "", "text": FRENCH}): "does not look English",
        json.dumps({**ARTICLE, "text": "lone \ud800"}): "lone surrogate",
        json.dumps({**ARTICLE, "text": "much " * 2_000}): "longer than max_article_bytes",
    }
    (folder / "lines.jsonl").write_text("\n".join(lines))
    packed = gzip.compress(rows(ARTICLE).encode())
    files = {
        "empty.jsonl": (b"\n \n", "is empty"),
        "notes.docx": (b"PK", "ending '.docx' is not known"),
        "header.csv": (b"a,b\n1,2\n", "no column text or title"),
        "short.csv": (b"title,text,published\nonly one\n", "row has 1 fields"),
        "undated.txt": (TEXT.encode(), "no date"),
        "latin.txt": ("Zürich".encode("latin-1"), "is not UTF-8"),
        "broken.jsonl.gz": (packed[:20], "breaks off"),
        "garbage.jsonl.gz": (b"no gzip", "gzip file is damaged"),
        "feed.xml": (b"<rss><chan", ""),
        "page.html": (b"<html></html>", ""),
    }
    for name, (content, _) in files.items():
        (folder / name).write_bytes(content)
    (folder / "link.txt").symlink_to("nowhere")
    reasons = {f"lines.jsonl:{number}": why for number, why in enumerate(lines.values(), 1)}
    reasons |= {f"{name}:{int(name == 'short.csv') * 2}": why for name, (_, why) in files.items()}
    return reasons | {"link.txt:0": "is no plain file"}


@pytest.mark.slow
def test_bad_input_is_set_aside_with_its_reason_and_the_good_is_in(
    run: Run, tmp_path: Path
) -> None:
    folder, store = tmp_path / "articles", tmp_path / "news.kg"
    folder.mkdir()
    reasons = spoil(folder)
    found = run("ingest", "articles", "none.jsonl", store=store, KG_MAX_ARTICLE_BYTES="9000")
    reasons |= {"none.jsonl:0": "No such file or directory"}
    assert found.returncode == 0
    assert found.stdout.startswith("added 1  replaced 0  known 0 ")
    assert f"refused {len(reasons)} " in found.stdout
    told = found.stderr.splitlines()
    assert [line.startswith("set aside: ") for line in told] == [True] * 11
    assert told[10] == f"set aside: {len(reasons) - 10} more, which kg stats --refused lists"

    as_json = json.loads(run("stats", "--refused", "--json", store=store).stdout)
    kept = {f"{Path(r['source']).name}:{r['line']}": r["reason"] for r in as_json}
    assert kept.keys() == reasons.keys()
    assert [why for where, why in reasons.items() if why not in kept[where]] == []
    as_csv = run("stats", "--refused", "--csv", store=store).stdout
    assert len(list(csv.DictReader(io.StringIO(as_csv)))) == len(reasons)
    assert stats(run, store)["ledger: refused"] == len(reasons)


@pytest.mark.slow
def test_text_without_a_date_is_refused_with_the_remedy_and_taken_with_a_date(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "plain.txt").write_text(TEXT)
    store = tmp_path / "news.kg"
    refused = run("ingest", "plain.txt", store=store)
    assert refused.returncode == 1
    assert refused.stderr == (
        "set aside: plain.txt: no date; add one to the article or name a default date\n"
    )
    words = ["ingest", "plain.txt", "--date", "2025-03-01", "--publisher", "Sample Wire"]
    taken = run(*words, store=store)
    assert (taken.returncode, taken.stderr) == (0, "")
    found = run("ask", "suppliers_of", "--company", "Halden Motors", "--json", store=store)
    assert [(r["published"], r["publisher"]) for r in json.loads(found.stdout)] == [
        ("2025-03-01", "Sample Wire")
    ]


@pytest.mark.slow
def test_several_processes_give_the_same_graph(
    run: Run, tmp_path: Path, samples_store: Path
) -> None:
    store = tmp_path / "news.kg"
    assert run("--processes", 2, "--store", store, "ingest", "--samples").returncode == 0
    assert stats(run, store) == stats(run, samples_store)


@pytest.mark.slow
def test_two_runs_at_the_same_time_both_end_well(
    kg_script: Path,
    clean_environment: dict[str, str],
    run: Run,
    tmp_path: Path,
    samples_store: Path,
) -> None:
    store = tmp_path / "news.kg"
    command: list[str | Path] = [kg_script, "--store", store, "ingest", "--samples", "--json"]
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, cwd=tmp_path, env=clean_environment)
        for _ in range(2)
    ]
    reports = [json.loads(each.communicate(timeout=120)[0]) for each in both]
    assert [each.returncode for each in both] == [0, 0]
    assert sum(report["added"] for report in reports) == 50
    assert stats(run, store) == stats(run, samples_store)


def test_rebuilding_says_how_many_articles_there_are(run: Run, own_store: Path) -> None:
    before = stats(run, own_store)
    found = run("rebuild", store=own_store)
    assert (found.returncode, found.stdout, found.stderr) == (0, "", "50 articles in the graph\n")
    assert stats(run, own_store) == before


@pytest.mark.slow
def test_reading_again_finds_the_same(run: Run, own_store: Path) -> None:
    before = stats(run, own_store)
    found = run("rebuild", "--extract", store=own_store)
    assert found.stdout.startswith("added 0  replaced 0  known 50 ")
    assert stats(run, own_store) == before


PUBLISHER = "Sample Motor Daily"
SENTENCE = "Its engineers are to strengthen STLA AutoDrive"
URL = "https://samples.example/sample-motor-daily/stellantis-completes-purchase-of-aimotive"


@pytest.mark.slow
def test_a_publisher_taken_down_is_gone_until_it_is_read_again(
    run: Run, own_store: Path, samples_store: Path
) -> None:
    assert any(SENTENCE in quote for quote in quotes(run, own_store))
    assert words_on_disk(own_store, SENTENCE) == ["ledger.sqlite"]
    taken = run("takedown", "--publisher", PUBLISHER, "--reason", "asked to", store=own_store)
    assert (taken.returncode, taken.stderr) == (0, "")
    for what in ("article taken down", "claims retracted", "relation gone", "reason", "asked to"):
        assert what in taken.stdout
    assert not any(SENTENCE in quote for quote in quotes(run, own_store))
    assert words_on_disk(own_store, SENTENCE) == []
    for words in (["show", "aiMotive", "--json"], ["evidence", "Stellantis", "--json"]):
        answer = run(*words, store=own_store)
        assert PUBLISHER not in answer.stdout
        assert SENTENCE not in answer.stdout
    assert run("ingest", "--samples", store=own_store).returncode == 0
    digests = [stats(run, store)["graph: digest"] for store in (own_store, samples_store)]
    assert digests[0] == digests[1]


@pytest.mark.parametrize("by", ["id", "url"])
def test_one_article_is_taken_down(run: Run, own_store: Path, by: str) -> None:
    cypher = f"MATCH (a:Article) WHERE a.url = $url RETURN a.{by} AS it"
    named = json.loads(run("query", cypher, "-p", f"url={URL}", "--json", store=own_store).stdout)
    (reference,) = (row["it"] for row in named)
    taken = run("takedown", "--article", reference, "--reason", "r", "--json", store=own_store)
    receipt = json.loads(taken.stdout)
    assert [row["what"] for row in receipt].count("article taken down") == 1
    assert run("query", cypher, "-p", f"url={URL}", "--json", store=own_store).stdout == "[]\n"
    held = stats(run, own_store)
    assert (held["ledger: articles"], held["ledger: taken down"]) == (49, 1)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--article", "nowhere"], "no article has the id or address 'nowhere'"),
        (["--publisher", "Sample Motor Dayly"], "did you mean 'Sample Motor Daily'?"),
        ([], "a takedown names either an article or a publisher"),
        (["--article", "a", "--publisher", "b"], "a takedown names either"),
    ],
)
def test_a_takedown_of_nothing_known_changes_nothing(
    run: Run, samples_store: Path, words: list[str], says: str
) -> None:
    found = run("takedown", *words, "--reason", "asked to", store=samples_store)
    assert (found.returncode, found.stdout) == (1, "")
    assert says in found.stderr


@pytest.mark.slow
def test_extracting_prints_and_stores_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_text(TEXT)
    words = ["extract", "-", "bad.txt", "--format"]
    as_lines = run(*words, "jsonl", stdin=rows(ARTICLE, ARTICLE))
    assert as_lines.returncode == 0
    found = [json.loads(line) for line in as_lines.stdout.splitlines()]
    assert [each["claims"][0]["predicate"] for each in found] == ["SUPPLIES", "SUPPLIES"]
    assert as_lines.stderr.startswith("set aside: bad.txt: no date")
    as_table = run(*words, "table", stdin=rows(ARTICLE))
    assert "Halden Motors buys chips" in as_table.stdout
    assert "Quillon Chips" in as_table.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["bad.txt"]


@pytest.mark.slow
def test_the_publishers_policy_is_a_setting(run: Run, tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text('store = "news.kg"\npublishers = "policy.toml"\n')
    (tmp_path / "policy.toml").write_text(
        '[publisher."Never Wire"]\nrefuse = true\n'
        '[publisher."Quiet Wire"]\nkeep_text = "never"\nquote_characters = 0\n'
        '[publisher."Short Wire"]\nkeep_text = "never"\nquote_characters = 20\n'
    )
    names = ["Never Wire", "Quiet Wire", "Short Wire", "Sample Wire"]
    found = run("ingest", "-", stdin=rows(*({**ARTICLE, "publisher": name} for name in names)))
    assert found.returncode == 0
    assert "policy refuses articles of Never Wire" in found.stderr
    held = stats(run, tmp_path / "news.kg")
    assert (held["ledger: articles"], held["ledger: texts kept"]) == (3, 1)
    evidence = json.loads(run("evidence", "Halden Motors", "--json").stdout)
    said = {row["publisher"]: row["sentences"] for row in evidence}
    assert said.keys() == {"Quiet Wire", "Short Wire", "Sample Wire"}
    assert said["Quiet Wire"] in ([], [None])
    assert max(len(sentence) for sentence in said["Short Wire"]) <= 20
    strict = run("doctor", KG_PUBLISHERS="none.toml")
    assert strict.returncode == 1
    assert "none.toml" in strict.stdout
