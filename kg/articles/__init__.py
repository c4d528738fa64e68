"""Articles in: files, feeds and pages to Article records, and what is refused with its reason."""

from kg.articles.reading import read
from kg.articles.syndication import bands, same_story, signature
from kg.articles.validators import Validators
from kg.articles.validators import load as load_validators
from kg.articles.validators import save as save_validators
from kg.articles.web import Unchanged

__all__ = [
    "Unchanged",
    "Validators",
    "bands",
    "load_validators",
    "read",
    "same_story",
    "save_validators",
    "signature",
]
