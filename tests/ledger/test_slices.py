"""What the graph is told to write and to remove, whatever the order of recording."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.claims import combine
from kg.ledger import Ledger, Policy, Signature
from kg.model import Amount, Entity, Extraction, Origin, Slice, entity_id

Read = Callable[..., Extraction]
Near = Callable[[bytes, bytes], bool]
Alike = Callable[[int], Signature]

ACME, BOLT, CORE = (entity_id("Company", name) for name in ("Acme", "Bolt", "Core"))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.sqlite", create=True) as opened:
        yield opened


def test_a_slice_holds_all_that_an_article_states(ledger: Ledger, read: Read) -> None:
    told = read(
        "Acme SUPPLIES Bolt planned",
        "Acme ACQUIRES Core",
        themes=("battery cells",),
        role="supplier",
        amount=Amount(2e9, "EUR", "2 billion euros"),
    )
    told = replace(told, claims=(replace(told.claims[0], speaker=ACME), told.claims[1]))
    ledger.record([told], Policy(), {})
    key, theme = told.article.id, entity_id("Theme", "battery cells")
    found = ledger.slice([key])
    assert [article.id for article in found.articles] == [key]
    assert found.entities == tuple(
        sorted(
            (*told.entities, Entity(theme, "Theme", "battery cells")), key=lambda entity: entity.id
        )
    )
    assert set(found.mentions) == {(key, ACME, 2), (key, BOLT, 1), (key, CORE, 1)}
    assert found.about == ((key, theme, 0.5),)
    assert set(found.claims) == set(told.claims)
    assert found.claims_by_triple == {claim.triple: (claim,) for claim in told.claims}
    assert found.origins == {key: Origin(key, "Reuters")}
    assert (found.gone_articles, found.gone_entities, found.gone_claims) == ((), (), ())


def test_an_article_that_was_never_held_is_gone(ledger: Ledger) -> None:
    assert ledger.slice(["article-0"]) == Slice(gone_articles=("article-0",))


def test_claims_of_other_articles_come_with_a_touched_triple(ledger: Ledger, read: Read) -> None:
    old = read("Acme SUPPLIES Bolt", title="a")
    new = read("Acme SUPPLIES Bolt ended", title="b", publisher="AP", day=2)
    ledger.record([old], Policy(), {})
    ledger.record([new], Policy(), {})
    found = ledger.slice([new.article.id])
    assert found.claims == new.claims
    assert set(found.claims_by_triple[ACME, "SUPPLIES", BOLT]) == {*old.claims, *new.claims}
    assert set(found.origins) == {old.article.id, new.article.id}


def test_what_a_new_reading_no_longer_states_is_gone(ledger: Ledger, read: Read) -> None:
    old = read("Acme SUPPLIES Bolt", "Acme ACQUIRES Core")
    new = read("Acme SUPPLIES Bolt", extractor="reader-2")
    ledger.record([old], Policy(), {})
    ledger.record([replace(new, article=old.article, claims=old.claims[:1])], Policy(), {})
    found = ledger.slice([old.article.id])
    assert found.claims_by_triple == {
        (ACME, "SUPPLIES", BOLT): old.claims[:1],
        (ACME, "ACQUIRES", CORE): (),
    }
    assert found.gone_entities == ((CORE, "Company"),)
    assert found.gone_claims == (old.claims[1].id,)


def test_the_name_that_most_articles_give_comes_first(ledger: Ledger, read: Read) -> None:
    def named(name: str, number: int, *aliases: str) -> Extraction:
        told = read("Acme SUPPLIES Bolt", title=f"{name} {number}")
        entities = tuple(
            replace(each, name=name, aliases=aliases) if each.id == ACME else each
            for each in told.entities
        )
        return replace(told, entities=entities)

    ledger.record(
        [
            named("ACME", 1),
            named("ACME", 2),
            named("Acme Corp", 1),
            named("Acme Corp", 2, "Acme"),
            named("Acme Co", 1, "Road Runner's bane"),
            named("Acme Co", 2),
            named("Aaa", 1),
        ],
        Policy(),
        {},
    )
    changed = named("Acme Co", 3)
    ledger.record([named("Aab", 1), changed], Policy(), {})
    rows = [each for each in ledger.slice([changed.article.id]).entities if each.id == ACME]
    assert [row.name for row in rows] == [
        "Acme Co",
        "Acme Co",
        "Acme Corp",
        "Acme Corp",
        "ACME",
        "Aaa",
        "Aab",
    ]
    assert combine(rows) == Entity(
        ACME,
        "Company",
        "Acme Co",
        ("ACME", "Aaa", "Aab", "Acme", "Acme Corp", "Road Runner's bane"),
    )


def test_a_story_s_origin_is_its_first_article(
    ledger: Ledger, read: Read, near: Near, alike: Alike
) -> None:
    told = [
        read("Acme SUPPLIES Bolt", publisher=publisher, day=day)
        for publisher, day in (("AP", 2), ("Globe", 1), ("Reuters", 3), ("Wire", 0))
    ]
    numbers = [1, 2, 3, 9]
    signatures = {e.article.id: alike(n) for e, n in zip(told, numbers, strict=True)}
    ledger.record(told, Policy(), signatures, near)
    ap, globe, reuters, wire = (each.article.id for each in told)
    first = Origin(globe, "Globe")
    assert ledger.slice([ap]).origins == {
        ap: first,
        globe: first,
        reuters: first,
        wire: Origin(wire, "Wire"),
    }


def test_when_the_link_between_copies_goes_their_relations_are_touched(
    ledger: Ledger, read: Read, near: Near, alike: Alike
) -> None:
    first = read("Acme SUPPLIES Bolt", publisher="AP", day=0)
    link = read("Acme ACQUIRES Core", publisher="Globe", day=1)
    last = read("Bolt ACQUIRES Core", publisher="Reuters", day=2)
    told = [first, link, last]
    signatures = {e.article.id: alike(n) for n, e in enumerate(told)}
    ledger.record([first, last], Policy(), signatures, near)
    assert ledger.slice([last.article.id]).origins[last.article.id].publisher == "Reuters"
    ledger.record([link], Policy(), signatures, near)
    joined = ledger.slice([link.article.id])
    ledger.takedown(article=link.article.id, reason="asked to")
    parted = ledger.slice([link.article.id])
    assert set(joined.claims_by_triple) == set(parted.claims_by_triple)
    assert {origin.publisher for origin in joined.origins.values()} == {"AP"}
    assert {key: origin.article for key, origin in parted.origins.items()} == {
        first.article.id: first.article.id,
        last.article.id: last.article.id,
    }


def test_articles_without_words_are_no_copies(ledger: Ledger, read: Read) -> None:
    told = [read("Acme SUPPLIES Bolt", publisher=publisher) for publisher in ("AP", "Globe")]
    ledger.record(told, Policy(), {each.article.id: Signature(b"", ()) for each in told})
    found = ledger.slice([told[0].article.id])
    assert {key: origin.article for key, origin in found.origins.items()} == {
        each.article.id: each.article.id for each in told
    }


CLAIMS = [
    "Acme SUPPLIES Bolt",
    "Acme SUPPLIES Bolt ended",
    "Acme ACQUIRES Core planned",
    "Bolt COMPETES_WITH Core",
    "Core SUPPLIES Acme rumoured",
]


@st.composite
def pools(draw: st.DrawFn) -> list[tuple[list[str], str, int, int, str]]:
    """Different articles: claims, publisher, day, number of the signature, an alias."""
    return draw(
        st.lists(
            st.tuples(
                st.lists(
                    st.sampled_from(CLAIMS), unique_by=lambda c: tuple(c.split()[:3]), max_size=3
                ),
                st.sampled_from(["AP", "Reuters", "Globe"]),
                st.integers(0, 3),
                st.integers(0, 5),
                st.sampled_from(["ACME", "Acme Corp"]),
            ),
            min_size=1,
            max_size=6,
        )
    )


def recorded(
    read: Read,
    near: Near,
    alike: Alike,
    pool: Sequence[tuple[list[str], str, int, int, str]],
    batches: Sequence[Sequence[int]],
    taken_down_between: Sequence[int] = (),
) -> Slice:
    """The slice of all articles, recorded batch by batch."""
    told = [
        read(*claims, title=f"{n}", publisher=publisher, day=day, aliases={"Acme": (alias,)})
        for n, (claims, publisher, day, _, alias) in enumerate(pool)
    ]
    signatures = {e.article.id: alike(row[3]) for e, row in zip(told, pool, strict=True)}
    with (
        TemporaryDirectory() as folder,
        Ledger(Path(folder) / "ledger.sqlite", create=True) as ledger,
    ):
        ledger._db.execute("PRAGMA synchronous = OFF")
        for batch in batches:
            ledger.record([told[n] for n in batch], Policy(), signatures, near)
        for n in taken_down_between:
            ledger.takedown(article=told[n].article.id, reason="asked to")
            ledger.record([told[n]], Policy(), signatures, near)
        (wrong,) = ledger._db.execute(
            "SELECT count(*) FROM form WHERE live <> (SELECT count(*) FROM naming JOIN extraction"
            " ON extraction.id = extraction WHERE form = form.id AND retracted_at IS NULL)"
        ).fetchone()
        assert wrong == 0
        return ledger.slice([each.article.id for each in told])


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_order_and_grouping_do_not_matter(
    read: Read, near: Near, alike: Alike, data: st.DataObject
) -> None:
    pool = data.draw(pools())
    order = data.draw(st.permutations(range(len(pool))))
    cut = data.draw(st.integers(0, len(pool)))
    at_once = recorded(read, near, alike, pool, [range(len(pool))])
    stepwise = recorded(read, near, alike, pool, [order[:cut], order[cut:], order])
    assert stepwise == at_once


@settings(deadline=None, max_examples=20)
@given(st.data())
def test_what_comes_back_after_a_takedown_is_as_before(
    read: Read, near: Near, alike: Alike, data: st.DataObject
) -> None:
    pool = data.draw(pools())
    away = data.draw(st.lists(st.sampled_from(range(len(pool))), max_size=3))
    before = recorded(read, near, alike, pool, [range(len(pool))])
    assert recorded(read, near, alike, pool, [range(len(pool))], away) == before
