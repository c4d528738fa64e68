"""The fit of what each cue says for each kind of name: a multinomial logistic regression."""

from collections import Counter
from collections.abc import Sequence

from name_weights import Lesson, Table, with_hand
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

# The strength of the L2 penalty is 1 / C.
C = 0.3
# Cues seen of fewer spellings are left out.
RAREST = 6
SEED = 0


def fit(lessons: Sequence[Lesson]) -> Table:
    """The weights, with those that are set by hand."""
    kinds = [lesson.kind for lesson in lessons]
    # So close to the optimum that the two places written do not hang on the machine's arithmetic.
    regression = LogisticRegression(C=C, tol=1e-7, max_iter=10_000, random_state=SEED)
    model = make_pipeline(DictVectorizer(), regression).fit(often_seen(lessons), kinds)
    return with_hand(fitted(model))


def often_seen(lessons: Sequence[Lesson]) -> list[dict[str, float]]:
    """The cues of each lesson, without the rare ones."""
    count = Counter(cue for lesson in lessons for cue in lesson.cues)
    return [{c: v for c, v in lesson.cues.items() if count[c] >= RAREST} for lesson in lessons]


def fitted(model: Pipeline) -> Table:
    """The model's weights by cue."""
    vectors, regression = model[0], model[1]
    by_cue = zip(vectors.get_feature_names_out(), regression.coef_.T, strict=True)
    weights = {str(cue): row.tolist() for cue, row in by_cue}
    return Table(regression.classes_.tolist(), regression.intercept_.tolist(), weights)
