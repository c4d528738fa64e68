"""Commands about given pairs: classify, and score pairs, which measures it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, astuple
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg import scoring
from kg.cli.app import AsJson, app
from kg.cli.printing import print_answer, write
from kg.cli.scoring import FIGURES, rounded, score
from kg.graph.base import Table
from kg.store import Store

if TYPE_CHECKING:
    from kg.nlp import Relation


@score.command()
def pairs(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Labelled pairs: JSON Lines.")],
    errors: Annotated[bool, typer.Option("--errors", help="List the mistakes.")] = False,
    as_json: AsJson = False,
) -> None:
    """Score how well the relations of given pairs are told.

    A line of FILE has text; subject and object ([start, end] in characters); label, a predicate or
    NONE; and for directed predicates direction: forward, or reversed where object does it to
    subject.
    """
    store: Store = context.obj
    rows = scoring.read_labelled(file, store.ontology)
    told = _told(store, [pair for pair, _ in rows])
    labels = [scoring.PairLabel(one.predicate, one.reversed) for one in told]
    report = scoring.score_pairs([label for _, label in rows], labels, store.ontology)
    if as_json:
        listed = {"mistakes": [_pair_mistake(*each) for each in report.mistakes]} if errors else {}
        figures = {name: asdict(each) for name, each in report.by_label.items()}
        found = {"pairs": report.pairs, "accuracy": round(report.accuracy, 3), "labels": figures}
        write(json.dumps({**found, **listed}, indent=2) + "\n")
        return
    table = [(name, *rounded(f), *astuple(f)) for name, f in report.by_label.items()]
    title = f"{report.pairs} pairs, accuracy {report.accuracy:.3f}"
    print_answer(Table(("label", *FIGURES[1:]), table), title=title)
    if errors:
        listing = [tuple(_pair_mistake(*each).values()) for each in report.mistakes]
        print_answer(Table(("pair", "label", "told"), listing), title="Mistakes")


@app.command()
def classify(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Pairs: JSON Lines.")],
) -> None:
    """Tell the relation of given pairs, a line of JSON each.

    A line of FILE has text, a sentence or two, and subject and object ([start, end] in characters).
    A line of the answer has predicate, or NONE; reversed, whether object does it to subject; and
    confidence.
    """
    for one in _told(context.obj, scoring.read_pairs(file)):
        write(json.dumps(asdict(one)) + "\n")


def _told(store: Store, given: Sequence[scoring.GivenPair]) -> "list[Relation]":
    from kg.nlp import tell_pairs  # loads spaCy, which takes seconds

    return tell_pairs([astuple(pair) for pair in given], store.settings, store.ontology)


def _pair_mistake(
    line: int, truth: scoring.PairLabel, told: scoring.PairLabel
) -> dict[str, object]:
    return {"pair": line, "label": _worded(truth), "told": _worded(told)}


def _worded(label: scoring.PairLabel) -> str:
    return f"{label.predicate} reversed" if label.reversed else label.predicate
