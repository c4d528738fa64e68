"""The language side: articles in, plain Extractions out; the only place that imports spaCy."""

from kg.nlp.classify import Relation, tell_pairs
from kg.nlp.pipeline import Extractor
from kg.nlp.records import to_json

__all__ = ["Extractor", "Relation", "tell_pairs", "to_json"]
