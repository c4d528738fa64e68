"""Commands that measure: score articles, score posture."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import astuple, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from kg import answers, scoring
from kg.cli.app import AsJson, Columns, app
from kg.cli.printing import print_answer, say, write
from kg.errors import NotFound
from kg.graph.base import Table
from kg.model import Extraction
from kg.posture import Label
from kg.store import Store

FIGURES = ("what", "precision", "recall", "f1", "right", "said", "gold")
_CASES = ("company", "theme", "as_of", "expected", "posture", "because", "right")
_MISTAKES = ("article", "mistake", "claim", "status", "confidence", "bait")

score = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(score, name="score")


@score.callback()
def measure() -> None:
    """Measure against gold: precision, recall and F1."""


@score.command()
def articles(
    context: typer.Context,
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Annotated articles: JSON Lines.")],
    texts: Annotated[Path, typer.Argument(metavar="TEXTS", help="Their texts: JSON Lines.")],
    system: Annotated[
        Path | None, typer.Option(help="Score this output of kg extract; read no articles.")
    ] = None,
    min_confidence: Annotated[
        float, typer.Option(min=0, max=1, help="Pass over claims of less.")
    ] = 0.5,
    errors: Annotated[bool, typer.Option("--errors", help="List what is wrong or missed.")] = False,
    as_json: AsJson = False,
) -> None:
    """Score what is extracted from articles against what people read in them.

    A line of GOLD has id; entities (key, kind, names); claims (subject and object, which are keys,
    predicate, status, evidence: [start, end] of sentences); and may have absent (claims that would
    be wrong, and why) and optional (claims that count neither way). A line of TEXTS has id, and
    text or title and body; all offsets count characters of that text, or of the title, two newlines
    and the body.

    An extracted entity is one of gold if its name or a mention reads as one of the names, whatever
    the case, legal form or a leading "the"; a theme also if one name has all words of the other.
    Companies and products are scored; several of one count once. A claim is right if predicate,
    subject and object are, either way round for symmetric predicates; what is said twice counts
    once. Status is judged on right claims, exactly and folded to holds (current), ahead (planned,
    rumoured) and over (ended, denied). So is evidence, which must overlap a sentence of gold. A
    bait is an absent claim that was made.
    """
    store: Store = context.obj
    if system:
        rows = scoring.read_gold(gold, store.ontology)
        known, said = scoring.read_articles(texts), scoring.read_said(system)
        report = scoring.score(rows, known, said, store.ontology, min_confidence)
    else:
        from kg.measuring import score_articles  # loads spaCy, which takes seconds

        report = score_articles(store, gold, texts, min_confidence=min_confidence)
    if as_json:
        listed = {"mistakes": [*map(_mistake, report.mistakes)]} if errors else {}
        write(json.dumps({**report.to_json(), **listed}, ensure_ascii=False, indent=2) + "\n")
        return
    print_answer(_figures(report), title=f"{report.articles} articles")
    print_answer(_judgements(report), title="Claims that are right, baits, and confidence")
    print_answer(_reliability(report), title="Claims by confidence, and the share that is right")
    if errors:
        listing = Table(_MISTAKES, [*map(_mistake_row, report.mistakes)])
        print_answer(listing, title="Mistakes")


@score.command()
def posture(
    context: typer.Context,
    cases: Annotated[list[Path], typer.Option(help="Expected postures: JSON; may be repeated.")],
    texts: Annotated[list[Path], typer.Option(help="The articles: JSON Lines; may be repeated.")],
    gold: Annotated[
        list[Path] | None,
        typer.Option(help="Take these annotated claims, not extracted ones; may be repeated."),
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List only what is wrong.")] = False,
    columns: Columns = None,
    as_json: AsJson = False,
) -> None:
    """Score postures against those that people read out of the same articles.

    CASES is a list of objects with company, theme, as_of (a day) and expected (a posture). With
    gold, the annotated claims are recorded like extracted ones, which tells apart what the
    reasoning gets wrong from what extraction does. Nothing is kept.
    """
    settings = context.obj.settings
    wanted = scoring.read_cases(cases, [label.value for label in Label])
    with (
        TemporaryDirectory(prefix="kg-score-") as folder,
        Store(replace(settings, store=Path(folder))) as store,
    ):
        _record(store, texts, gold or [])
        rows = [_judged(store, case) for case in wanted]
    right = sum(row[-1] is True for row in rows)
    shown = Table(_CASES, [row for row in rows if not (errors and row[-1])])
    print_answer(shown, as_json, columns=columns)
    say(f"{right} of {len(rows)} right: {right / len(rows):.1%}")


def _record(store: Store, texts: Iterable[Path], gold: Iterable[Path]) -> None:
    from kg import ingest  # loads spaCy, which takes seconds

    found = ingest.extractions([str(path) for path in texts], store)
    read = [each for each in found if isinstance(each, Extraction)]
    rows = {k: v for path in gold for k, v in scoring.read_gold(path, store.ontology).items()}
    if rows:
        scoring.annotated(rows, {each.article.key: each.article for each in read})
        annotated = [each for each in read if each.article.key in rows]
        read = [*scoring.as_extractions(rows, annotated, store.ontology)]
    ingest.record(read, store)


def _judged(store: Store, case: scoring.Case) -> tuple[object, ...]:
    try:
        found = answers.posture(store, case.company, case.theme, as_of=case.as_of)
        label, rule = found.label.value, found.rule
    except NotFound as err:
        label, rule = Label.INSUFFICIENT.value, str(err)
    right = label == case.expected
    return case.company, case.theme, case.as_of, case.expected, label, rule, right


def _figures(report: scoring.Report) -> Table:
    parts = {**report.entities, **report.by_predicate, "all claims": report.claims}
    return Table(FIGURES, [(what, *rounded(f), *astuple(f)) for what, f in parts.items()])


def rounded(figures: scoring.Figures) -> Iterator[float]:
    """Precision, recall and F1 to three digits."""
    return (round(share, 3) for share in (figures.precision, figures.recall, figures.f1))


def _judgements(report: scoring.Report) -> Table:
    rows = [
        ("status exact", round(report.status_exact, 3)),
        ("status folded", round(report.status_folded, 3)),
        ("evidence overlaps", round(report.evidence, 3)),
        ("baits taken", report.baits_taken),
        ("baits set", report.baits),
        ("calibration error", round(scoring.calibration_error(report.reliability), 3)),
    ]
    return Table(("what", "value"), [*rows])


def _reliability(report: scoring.Report) -> Table:
    return Table(("claims", "confidence", "right"), [*map(astuple, report.reliability)])


def _mistake(verdict: scoring.Verdict) -> dict[str, object]:
    return {
        "article": verdict.article,
        "mistake": verdict.outcome.value,
        "subject": verdict.subject,
        "predicate": verdict.predicate,
        "object": verdict.object,
        "status": verdict.status.value,
        "confidence": verdict.confidence,
        "bait": verdict.bait,
    }


def _mistake_row(verdict: scoring.Verdict) -> tuple[object, ...]:
    claim = f"{verdict.subject} {verdict.predicate} {verdict.object}"
    status, mistake = verdict.status.value, verdict.outcome.value
    return (verdict.article, mistake, claim, status, verdict.confidence, verdict.bait)
