"""Watches: met, lapsed, withdrawn, replayed; refused where they do not fit."""

import json
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from kg import config
from kg.errors import KGError, LedgerError, NotFound, QueryError, QueryFailed, WatchError
from kg.ledger import Policy
from kg.model import Article, Claim, Entity, Evidence, Extraction, Mention, Status, entity_id
from kg.store import Store
from kg.watches import State, from_file
from kg.watchlist import Watchlist, as_data

THEME = "artificial intelligence"
TODAY = date(2026, 4, 20)
LATER = date(2027, 5, 1)

SEED: dict[str, Any] = {
    "name": "in-house AI",
    "company": "Stellantis",
    "theme": "AI stack",
    "condition": "in_house",
    "deadline": date(2027, 4, 20),
    "if_met": "a hybrid strategy",
    "if_not": "vendor dependency",
}


def article(day: str, claim: str, *, scope: tuple[str, ...] = (THEME,)) -> Extraction:
    """An article that states one thing, "Stellantis ACQUIRES Nebula current" for instance."""
    subject, predicate, object_, status = claim.split()
    text = f"News of {day}\n\n{claim}"
    told = Article(f"News of {day}", text, "The Wire", date.fromisoformat(day))
    ends = [Entity(entity_id("Company", name), "Company", name) for name in (subject, object_)]
    evidence = Evidence(told.id, text.index(claim), len(text), claim)
    said = Claim(
        told.id, ends[0].id, predicate, ends[1].id, Status(status), 0.8, (evidence,),
        told.published, told.publisher, scope=scope,
    )  # fmt: skip
    mentions = tuple(
        Mention(text.index(e.name), text.index(e.name) + 1, e.name, "Company", e.id, 1.0, "exact")
        for e in ends
    )
    return Extraction(told, "reader", tuple(ends), mentions, (said,))


BEFORE = [
    article("2026-04-16", "Microsoft SUPPLIES Stellantis current"),
    article("2026-04-17", "Stellantis OWNS aiMotive current"),
]
BOUGHT = article("2026-10-01", "Stellantis ACQUIRES Nebula current")
ONLY_MICROSOFT = article("2026-10-01", "Microsoft SUPPLIES Stellantis current")


def record(store: Store, *articles: Extraction) -> None:
    store.ledger_to_change(create=True).record(articles, Policy(), {})
    store.project()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(config.Settings(store=tmp_path / "news.kg")) as opened:
        record(opened, *BEFORE)
        yield opened


@pytest.fixture
def watchlist(store: Store) -> Watchlist:
    return Watchlist(store)


def test_what_is_waited_for_comes(store: Store, watchlist: Watchlist) -> None:
    watchlist.add(SEED, TODAY)
    record(store, BOUGHT)
    verdict = watchlist.show("in-house AI", LATER)
    assert (verdict.state, verdict.since) == (State.MET, date(2026, 10, 1))
    assert verdict.means == "a hybrid strategy"
    assert [each.row["what"] for each in verdict.evidence] == ["Nebula"]
    assert verdict.evidence[0].row["quote"] == "Stellantis ACQUIRES Nebula current"
    assert verdict.evidence[0].claim == BOUGHT.claims[0].id


def test_what_is_waited_for_does_not_come(store: Store, watchlist: Watchlist) -> None:
    watchlist.add(SEED, TODAY)
    record(store, ONLY_MICROSOFT)
    verdict = watchlist.show("in-house AI", LATER)
    assert (verdict.state, verdict.since) == (State.LAPSED, date(2027, 4, 20))
    assert verdict.means == "vendor dependency"
    assert (verdict.evidence, verdict.mentioning, verdict.publishers) == ((), 1, 1)


def test_the_deadline_itself_counts_and_the_day_after_does_not(
    store: Store, watchlist: Watchlist
) -> None:
    watchlist.add(SEED | {"name": "last day", "deadline": date(2026, 10, 1)}, TODAY)
    watchlist.add(SEED | {"name": "too late", "deadline": date(2026, 9, 30)}, TODAY)
    record(store, BOUGHT)
    assert [each.state for each in watchlist.judged(LATER)] == [State.MET, State.LAPSED]


@pytest.mark.parametrize(
    "said",
    [
        article("2026-10-01", "Stellantis ACQUIRES Nebula rumoured"),
        article("2026-10-01", "Stellantis ACQUIRES Nebula denied"),
        article("2026-10-01", "Stellantis ACQUIRES Nebula current", scope=("museums",)),
        article("2026-10-01", "Nebula ACQUIRES Stellantis current"),
        article("2026-10-01", "Stellantis OWNS aiMotive current"),
        article("2026-04-20", "Stellantis ACQUIRES Nebula current"),
    ],
    ids=["rumoured", "denied", "another theme", "the other way", "known before", "not after it"],
)
def test_what_does_not_meet_it(store: Store, watchlist: Watchlist, said: Extraction) -> None:
    watchlist.add(SEED, TODAY)
    record(store, said)
    assert watchlist.show("in-house AI", LATER).state is State.LAPSED


@pytest.mark.parametrize(
    ("condition", "claim"),
    [
        ("second_supplier", "Amazon SUPPLIES Stellantis planned"),
        ("in_house", "Stellantis DEVELOPS Copilot current"),
        ("in_house_acquisition", "Stellantis ACQUIRES Nebula planned"),
        ("new_partner", "Mistral PARTNERS_WITH Stellantis current"),
        ("partnership_ended", "Amazon PARTNERS_WITH Stellantis ended"),
        ("supplier_lost", "Microsoft SUPPLIES Stellantis ended"),
    ],
)
def test_every_condition_is_met_by_its_fact_alone(
    store: Store, watchlist: Watchlist, condition: str, claim: str
) -> None:
    for named in watchlist.conditions():
        watchlist.add(SEED | {"name": named.name, "condition": named.name}, TODAY)
    record(store, article("2026-10-01", claim))
    met = {v.watch.name for v in watchlist.judged(LATER) if v.state is State.MET}
    assert condition in met
    assert met <= {condition, "in_house"}


def test_a_replay_sees_nothing_of_what_came_later(store: Store, watchlist: Watchlist) -> None:
    watchlist.add(SEED, TODAY)
    record(store, BOUGHT)
    assert watchlist.show("in-house AI", date(2026, 9, 30)).state is State.OPEN
    found = [(each.day, each.state) for each in watchlist.replay("in-house AI", LATER)]
    assert found == [(TODAY, State.OPEN), (LATER, State.MET)]


def test_a_check_tells_each_change_once(store: Store, watchlist: Watchlist) -> None:
    watchlist.add(SEED, TODAY)
    assert watchlist.check(date(2026, 5, 1)) == []
    record(store, BOUGHT)
    assert [each.state for each in watchlist.check(date(2026, 10, 2))] == [State.MET]
    assert watchlist.check(date(2026, 10, 3)) == []
    (noted,) = watchlist.changes("in-house AI")
    assert (noted.state, noted.evidence) == ("met", (BOUGHT.claims[0].id,))


def test_evidence_that_is_taken_down_opens_it_again(store: Store, watchlist: Watchlist) -> None:
    watchlist.add(SEED, TODAY)
    record(store, BOUGHT)
    watchlist.check(date(2026, 10, 2))
    store.ledger_to_change().takedown(article=BOUGHT.article.id, reason="asked")
    store.project()
    assert [each.state for each in watchlist.check(date(2026, 10, 3))] == [State.OPEN]


def test_a_watch_that_is_withdrawn_no_longer_lapses(store: Store, watchlist: Watchlist) -> None:
    watchlist.add(SEED, TODAY)
    watchlist.withdraw("in-house AI", date(2026, 6, 1), "answered")
    record(store, BOUGHT)
    assert watchlist.show("in-house AI", date(2026, 5, 31)).state is State.OPEN
    assert watchlist.show("in-house AI", LATER).state is State.WITHDRAWN
    with pytest.raises(LedgerError, match="is open to be withdrawn"):
        watchlist.withdraw("in-house AI", date(2026, 6, 2), "again")
    assert watchlist.add(SEED | {"deadline": date(2028, 1, 1)}, TODAY).new


def test_the_same_watch_again_does_nothing(watchlist: Watchlist) -> None:
    assert watchlist.add(SEED, TODAY).new
    assert not watchlist.add(SEED, TODAY).new
    assert len(watchlist.judged(LATER)) == 1


def test_a_query_of_ones_own(store: Store, watchlist: Watchlist) -> None:
    query = (
        "MATCH (c:Company {id: $company})<-[:SUBJECT]-(said:Claim) WHERE said.published > $since "
        "AND said.published <= $until RETURN said.predicate AS predicate"
    )
    given = {name: value for name, value in SEED.items() if name not in {"condition", "theme"}}
    watchlist.add(given | {"query": query}, TODAY)
    assert watchlist.show("in-house AI", LATER).state is State.LAPSED
    record(store, BOUGHT)
    verdict = watchlist.show("in-house AI", LATER)
    assert [each.row for each in verdict.evidence] == [{"predicate": "ACQUIRES"}]


@pytest.mark.parametrize(
    ("changed", "error", "says"),
    [
        ({"company": "Stelantis"}, NotFound, "did you mean Stellantis"),
        ({"condition": "second_suplier"}, QueryError, "unknown condition .* second_supplier"),
        ({"condition": ""}, WatchError, "give either a condition"),
        ({"query": "MATCH (n) RETURN n.id AS id"}, WatchError, "give either a condition"),
        ({"deadline": date(2020, 1, 1)}, WatchError, "2020-01-01 is not after today"),
        ({"deadline": TODAY}, WatchError, "is not after today"),
        (
            {"opened": date(2026, 5, 1), "deadline": date(2026, 4, 30)},
            WatchError,
            "not after its opening, 2026-05-01",
        ),
        (
            {"condition": "", "query": "MATCH (n) DETACH DELETE n"},
            QueryFailed,
            "DETACH is not allowed",
        ),
        (
            {"condition": "", "query": "MATCH (n:Company {id: $firm}) RETURN n.id AS id"},
            WatchError,
            r"uses \$firm; a watch has \$company",
        ),
        ({"condition": "", "query": "MATCH (n RETURN n"}, QueryFailed, "refused the query"),
        ({"theme": " "}, QueryError, "theme is blank"),
    ],
    ids=str,
)
def test_what_does_not_fit_is_refused(
    watchlist: Watchlist, changed: dict[str, Any], error: type[KGError], says: str
) -> None:
    with pytest.raises(error, match=says):
        watchlist.add(SEED | changed, TODAY)
    assert watchlist.judged(LATER) == []


def test_a_name_that_is_taken_is_refused(watchlist: Watchlist) -> None:
    watchlist.add(SEED, TODAY)
    with pytest.raises(WatchError, match="named 'in-house AI' already"):
        watchlist.add(SEED | {"condition": "new_partner"}, TODAY)


def test_a_watch_of_the_past_is_opened_in_the_past(watchlist: Watchlist) -> None:
    given = SEED | {"opened": date(2026, 4, 15), "deadline": date(2026, 4, 18)}
    added = watchlist.add(given, TODAY)
    assert added.remarks[-1] == "it is met as it stands"


@pytest.mark.parametrize(
    ("theme", "remark"),
    [
        ("AI of tomorrow", "is read as the theme 'artificial intelligence'"),
        ("satellite internet", "no article is about 'satellite internet' so far"),
        ("whisker weaving", "no theme goes by 'whisker weaving'"),
    ],
)
def test_a_theme_that_nobody_mentions_is_said(
    watchlist: Watchlist, theme: str, remark: str
) -> None:
    found = watchlist.add(SEED | {"theme": theme}, TODAY).remarks
    assert any(remark in each for each in found)


def test_a_watch_that_is_not_there_is_said(watchlist: Watchlist) -> None:
    watchlist.add(SEED, TODAY)
    with pytest.raises(NotFound, match="did you mean in-house AI"):
        watchlist.show("inhouse AI", LATER)
    with pytest.raises(WatchError, match="was opened on 2026-04-20"):
        watchlist.show("in-house AI", date(2026, 1, 1))


@pytest.fixture
def webhook() -> Iterator[tuple[str, list[Any]]]:
    """An address of this machine, and what was posted to it; /broken answers with 500."""
    posted: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(500 if self.path == "/broken" else 204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", posted
        server.shutdown()


def test_a_webhook_is_told_of_changes(
    store: Store, watchlist: Watchlist, webhook: tuple[str, list[Any]]
) -> None:
    address, posted = webhook
    watchlist.add(SEED, TODAY)
    watchlist.check(date(2026, 5, 1), webhook=address)
    assert posted == []
    record(store, BOUGHT)
    with pytest.raises(WatchError, match=r"did not take the changes.*500"):
        watchlist.check(date(2026, 10, 2), webhook=f"{address}/broken")
    (changed,) = watchlist.check(date(2026, 10, 2), webhook=address)
    assert posted[-1] == [as_data(changed)]
    assert posted[-1][0]["state"] == "met"


def test_watches_come_from_a_file(tmp_path: Path, watchlist: Watchlist) -> None:
    path = tmp_path / "watches.yaml"
    path.write_text(
        "- name: in-house AI\n  company: Stellantis\n  theme: AI stack\n  condition: in_house\n"
        "  deadline: 2027-04-20\n  if_met: a hybrid strategy\n  if_not: vendor dependency\n"
    )
    (given,) = from_file(path)
    assert given == SEED
    assert watchlist.add(given, TODAY).new


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- name: x\n  company: y", "watch 1 has no deadline"),
        ("name: x\ncompany: y\ndeadline: soon", "deadline is 'soon'; it must be a day"),
        ("name: 5\ncompany: y\ndeadline: 2027-01-01", "name is 5; it must be text"),
        ("name: x\nfirm: y", "unknown field 'firm'"),
        ("- just words", "it must be fields"),
        ("a: [", "cannot read the watches"),
        ("!!python/object/apply:os.getcwd []", "cannot read the watches"),
    ],
    ids=str,
)
def test_a_file_that_does_not_fit_is_refused(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "watches.yaml"
    path.write_text(text)
    with pytest.raises(WatchError, match=says):
        from_file(path)
