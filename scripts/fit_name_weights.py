"""Write kg/nlp/nameweights.toml: what each cue says for each kind of name.

Run in the project's environment, with annotations and articles in pairs:

    uv run --with scikit-learn==1.9.1 python scripts/fit_name_weights.py GOLD TEXTS [GOLD TEXTS ...]

Both are JSON Lines, a row for each article. GOLD has its "id" and "entities": every company and
product that the text names, others where known, each with its "kind" and all "names" that the text
gives it. TEXTS has the "id" and the "text", or "title" and "body". The same files and packages give
the same bytes. kg/nlp/data/README.md says what the weights that come with kg were fitted on.
"""

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from name_weights import Article, Asked, Lesson, Table, articles, lessons, with_hand, written
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, classification_report
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline

from kg.config import Settings
from kg.nlp.gazetteer import Gazetteer
from kg.nlp.parsing import load_model

FILE = Path(__file__).parent.parent / "kg" / "nlp" / "nameweights.toml"
# The strength of the L2 penalty is 1 / C.
C = 0.3
# Cues seen of fewer spellings are left out.
RAREST = 6
FOLDS = 5
SEED = 0


def main() -> None:
    """Read the articles, fit, write the file and print how well the fit guesses."""
    learned = list(lessons(_read(), load_model(Settings().spacy_model), Asked(Gazetteer.load())))
    cues = often_seen(learned)
    kinds = [lesson.kind for lesson in learned]
    model = make_pipeline(DictVectorizer(), _regression()).fit(cues, kinds)
    FILE.write_text(written(with_hand(fitted(model))), encoding="utf-8")
    report(learned, cross_validated(learned, cues))


def _read() -> list[Article]:
    parser = argparse.ArgumentParser(description="Fit the weights of the cues of names.")
    parser.add_argument("files", nargs="+", type=Path, metavar="GOLD TEXTS")
    files = parser.parse_args().files
    if len(files) % 2:
        parser.error(f"{files[-1]} has no partner; name a TEXTS after each GOLD")
    pairs = zip(files[::2], files[1::2], strict=True)
    return [article for gold, texts in pairs for article in articles(gold, texts)]


def often_seen(learned: Sequence[Lesson]) -> list[dict[str, float]]:
    """The cues of each lesson, without the rare ones."""
    count = Counter(cue for lesson in learned for cue in lesson.cues)
    return [{c: v for c, v in lesson.cues.items() if count[c] >= RAREST} for lesson in learned]


def _regression() -> LogisticRegression:
    # So close to the optimum that the two places written do not hang on the machine's arithmetic.
    return LogisticRegression(C=C, tol=1e-7, max_iter=10_000, random_state=SEED)


def fitted(model: Pipeline) -> Table:
    """The model's weights by cue."""
    vectors, regression = model[0], model[1]
    by_cue = zip(vectors.get_feature_names_out(), regression.coef_.T, strict=True)
    weights = {str(cue): row.tolist() for cue, row in by_cue}
    return Table(regression.classes_.tolist(), regression.intercept_.tolist(), weights)


def cross_validated(learned: Sequence[Lesson], cues: Sequence[dict[str, float]]) -> list[str]:
    """What a fit on the other articles makes of each lesson, without what is set by hand."""
    kinds = [lesson.kind for lesson in learned]
    groups = [lesson.article for lesson in learned]
    folds = GroupKFold(FOLDS, shuffle=True, random_state=SEED)
    model = make_pipeline(DictVectorizer(), _regression())
    guesses: list[str] = cross_val_predict(model, cues, kinds, groups=groups, cv=folds).tolist()
    return guesses


def report(learned: Sequence[Lesson], guesses: Sequence[str]) -> None:
    """Print how many lessons there are, and how well they are guessed from other articles."""
    kinds = [lesson.kind for lesson in learned]
    read = len({lesson.article for lesson in learned})
    print(f"{len(learned)} spellings in {read} articles")
    print(f"accuracy {accuracy_score(kinds, guesses):.4f} by {FOLDS}-fold cross-validation")
    print(classification_report(kinds, guesses, digits=3))


if __name__ == "__main__":
    main()
