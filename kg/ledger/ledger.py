"""The ledger as the rest of kg sees it."""

import json
from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from operator import eq
from pathlib import Path
from sqlite3 import Connection
from types import TracebackType
from typing import Self

from kg.errors import LedgerError
from kg.ledger import judging, watching
from kg.ledger.judgements import Entry, Judgement, Reading
from kg.ledger.past import copy
from kg.ledger.policy import Policy
from kg.ledger.reading import articles, names, stats, words
from kg.ledger.recording import Outcome, write
from kg.ledger.records import HeldArticle, HeldWatch, Receipt, Recorded, Signature, WatchChange
from kg.ledger.slices import read, whole
from kg.ledger.store import connect, transaction, wipe
from kg.ledger.stories import SameStory, origins
from kg.ledger.takedown import find, take_down
from kg.model import Article, Claim, Extraction, Origin, Refused, Slice, content_id

_PAGE = 200

_HOLDS = """
    SELECT 1 FROM article JOIN extraction ON extraction.article = article.id
    WHERE article.key = ? AND extraction.extractor = ? AND extraction.retracted_at IS NULL
"""

_CHANGED = """
    SELECT article.key FROM change JOIN article ON article.id = change.article
    WHERE change.sequence > ?
    GROUP BY article.id ORDER BY min(change.sequence)
"""

_ROWS = "SELECT id FROM article WHERE key IN (SELECT value FROM json_each(?))"

_JUDGED = "SELECT DISTINCT entity FROM judged WHERE sequence > ? ORDER BY entity"
_FIRST = """
    SELECT article.key, extraction.recorded_at
    FROM change
    JOIN article ON article.id = change.article
    JOIN extraction ON extraction.article = article.id
    ORDER BY change.sequence, extraction.id LIMIT 1
"""

_LIVE_AFTER = """
    SELECT article.key, article.id
    FROM article JOIN holding ON holding.article = article.id AND holding.retracted_at IS NULL
    WHERE article.key > ? ORDER BY article.key LIMIT ?
"""

_FOUND = """
    SELECT id FROM article WHERE key = ?1 OR url = ?1
    UNION SELECT article FROM holding WHERE source_key = ?1
"""


def _now() -> datetime:
    return datetime.now(UTC)


class Ledger:
    """One SQLite file, opened for one thread; other threads and processes open their own.

    Every method may raise LedgerError: the file is locked, full, damaged or not to be written.
    """

    def __init__(
        self,
        path: Path,
        *,
        create: bool = False,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        """Open the ledger at `path`; make it where there is none and `create` says so.

        Raises:
            LedgerError: there is none, it is no ledger or one of a newer version.
        """
        self.path = path
        self._clock = clock
        self._db = connect(path, create=create)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; a second time does nothing."""
        self._db.close()

    def record(
        self,
        extractions: Sequence[Extraction],
        policy: Policy,
        signatures: Mapping[str, Signature],
        same_story: SameStory = eq,
    ) -> Recorded:
        """Record a batch: all of it, on the disk when this returns, or nothing.

        What the same extractor has read out of a live article stands; what another one has is
        retracted. `signatures` is by article id; an article without one is a story of its own.
        `same_story` says whether two packed signatures are near-copies; without it, equal ones.

        Raises:
            LedgerError: an extraction contradicts itself or the ledger.
        """
        now = self._stamp()
        outcomes: Counter[Outcome] = Counter()
        claims = 0
        with self._writing() as db:
            for extraction in extractions:
                signature = signatures.get(extraction.article.id)
                outcome = write(db, extraction, policy, signature, same_story, now)
                outcomes[outcome] += 1
                claims += len(extraction.claims) * (outcome is not Outcome.UNCHANGED)
            sequence = _sequence(db)
        return Recorded(
            outcomes[Outcome.ADDED],
            outcomes[Outcome.REPLACED],
            outcomes[Outcome.UNCHANGED],
            claims,
            sequence,
        )

    def refuse(self, refused: Iterable[Refused]) -> int:
        """Note what could not be read; how many of these were not noted before."""
        now = self._stamp()
        rows = [(each.source, each.line, each.reason, now) for each in refused]
        with self._writing() as db:
            return db.executemany(
                "INSERT INTO refused VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", rows
            ).rowcount

    def refusals(self) -> list[Refused]:
        """All that could not be read, by source and line."""
        with self._reading() as db:
            rows = db.execute("SELECT source, line, reason FROM refused ORDER BY 1, 2, 3")
            return [Refused(*row) for row in rows]

    def holds(self, article_id: str, extractor: str) -> bool:
        """Whether the article is live and was last read by that extractor."""
        with self._reading() as db:
            return db.execute(_HOLDS, (article_id, extractor)).fetchone() is not None

    def identity(self) -> str:
        """What tells this ledger, and copies of it, from others; empty until it holds something.

        Derived from what it recorded first, and when.
        """
        with self._reading() as db:
            first = db.execute(_FIRST).fetchone()
        return content_id("ledger", *first) if first else ""

    def sequence(self) -> int:
        """The journal's last number; 0 before anything was recorded."""
        with self._reading() as db:
            return _sequence(db)

    def changed_since(self, sequence: int) -> list[str]:
        """The ids of the articles that came, changed or went after that number, in that order."""
        with self._reading() as db:
            return [key for (key,) in db.execute(_CHANGED, (sequence,))]

    def slice(self, article_ids: Sequence[str], symmetric: Collection[str] = ()) -> Slice:
        """What the graph must write and remove for these articles; see `kg.ledger.slices.read`.

        `symmetric` are the predicates whose ends stand in the order of their ids.
        """
        with self._reading() as db:
            return read(db, article_ids, Reading.of(judging.entries(db), symmetric))

    def whole(self, symmetric: Collection[str] = ()) -> Generator[Slice]:
        """All that the graph must show, in parts, as of the first; see `kg.ledger.slices.whole`.

        Meanwhile nothing else can be asked of this object.
        """
        with self._reading() as db:
            yield from whole(db, Reading.of(judging.entries(db), symmetric))

    def judge(self, judgements: Sequence[Judgement], who: str, why: str) -> list[Entry]:
        """Record judgements, all or none; those that stand already are passed over.

        Raises:
            LedgerError: one does not fit those that stand, or undoes what is not there.
        """
        with self._writing() as db:
            return judging.record(db, judgements, who, why, self._stamp())

    def judgements(self) -> list[Entry]:
        """All judgements, in the order in which they were recorded."""
        with self._reading() as db:
            return judging.entries(db)

    def named_in(self, entities: Collection[str]) -> list[tuple[str, str]]:
        """The live articles, and which of these entities each one names as it was read."""
        with self._reading() as db:
            return judging.named_in(db, entities)

    def claims_of(self, article_id: str) -> list[Claim]:
        """The live claims of an article as they were read, before any judgement."""
        with self._reading() as db:
            return judging.claims_of(db, article_id)

    def names(self) -> dict[object, str]:
        """A name of every entity that was ever read, the most given one, by id."""
        with self._reading() as db:
            return names(db)

    def judged_since(self, sequence: int) -> list[str]:
        """The entities that are read otherwise after that number of the journal."""
        with self._reading() as db:
            return [key for (key,) in db.execute(_JUDGED, (sequence,))]

    def origins(self, article_ids: Sequence[str]) -> Mapping[str, Origin]:
        """The origin of the stories of live articles; those that stand alone are left out."""
        chosen = json.dumps(sorted(article_ids))
        with self._reading() as db:
            rows = [row for (row,) in db.execute(_ROWS, (chosen,))]
            return {key: origin for key, (_, origin) in origins(db, rows).items()}

    def kept_texts(self) -> Iterator[Article]:
        """The live articles whose text is kept, by id; between some, the ledger may be written."""
        last = ""
        while True:
            with self._reading() as db:
                page = dict(db.execute(_LIVE_AFTER, (last, _PAGE)))
                held = list(articles(db, page.values()))
            if not page:
                return
            yield from (article for article in held if article.text)
            last = max(page)

    def find_articles(self, reference: str) -> list[HeldArticle]:
        """The live articles with that id, address or key of their source, by id."""
        with self._reading() as db:
            rows = [row for (row,) in db.execute(_FOUND, (reference,))]
            return list(articles(db, rows))

    def words(self, article_ids: Collection[str]) -> dict[str, str]:
        """What words are held of live articles: the text, or else title and quotes, by id."""
        with self._reading() as db:
            return words(db, article_ids)

    def add_watch(self, id_: str, definition: Mapping[str, str]) -> bool:
        """Keep a watch; whether it was not kept before."""
        with self._writing() as db:
            return watching.add(db, id_, definition, self._stamp())

    def withdraw_watch(self, id_: str, day: date, reason: str) -> None:
        """Let a watch end on that day.

        Raises:
            LedgerError: there is no such watch, or it was withdrawn before.
        """
        with self._writing() as db:
            watching.withdraw(db, id_, day, reason)

    def watches(self) -> list[HeldWatch]:
        """All watches in the order in which they came."""
        with self._reading() as db:
            return watching.watches(db)

    def watch_changes(self) -> list[WatchChange]:
        """All changes that checks have seen, the oldest first."""
        with self._reading() as db:
            return watching.changes(db)

    def note_watch_changes(self, seen: Iterable[WatchChange]) -> None:
        """Append changes of watches."""
        now = self._stamp()
        with self._writing() as db:
            watching.note(db, seen, now)

    def takedown(
        self, *, article: str | None = None, publisher: str | None = None, reason: str
    ) -> Receipt:
        """Take down one article, by id or address, or all of a publisher's.

        Retracts all that they said and erases their titles, texts and quotes from the file; id,
        address, publisher, day and the text's hash stay, and so do facts, retracted. Recording
        an article again brings it back.

        Raises:
            LedgerError: not one of `article` and `publisher` is given, or the ledger never held
                such; or it is done, but a reader kept the file from being wiped.
        """
        with self._writing() as db:
            rows = find(db, article=article, publisher=publisher)
            receipt = take_down(db, rows, reason, self._stamp())
        wipe(self._db, self.path)
        return receipt

    def copy_as_of(self, path: Path, published: date | None, recorded: date | None) -> None:
        """Write what had been published and recorded by these days to a new ledger at `path`.

        None sets no bound. See `kg.ledger.past`.

        Raises:
            LedgerError: the file cannot be written.
        """
        copy(self._db, path, published or date.max, recorded or date.max)

    def check(self) -> None:
        """Read the whole file for damage.

        Raises:
            LedgerError: there is some; the message says where.
        """
        with self._reading() as db:
            found = [fault for (fault,) in db.execute("PRAGMA integrity_check(3)")]
        if found != ["ok"]:
            raise LedgerError(f"the ledger {self.path} is damaged: {found[0]}; restore a copy")

    def stats(self) -> dict[str, int]:
        """Counts of what is live, of articles taken down and of input refused."""
        with self._reading() as db:
            return stats(db)

    def _stamp(self) -> str:
        return self._clock().astimezone(UTC).isoformat(timespec="seconds")

    def _reading(self) -> AbstractContextManager[Connection]:
        return transaction(self._db, self.path, write=False)

    def _writing(self) -> AbstractContextManager[Connection]:
        return transaction(self._db, self.path, write=True)


def _sequence(db: Connection) -> int:
    (last,) = db.execute("SELECT coalesce(max(sequence), 0) FROM change").fetchone()
    return int(last)
