"""The language side: articles in, plain Extractions out; the only place that imports spaCy."""

from kg.nlp.pipeline import Extractor
from kg.nlp.records import to_json

__all__ = ["Extractor", "to_json"]
