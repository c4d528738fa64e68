"""Earlier coverage: which articles bear on this one, or on a company, and why."""

from kg.coverage.gathering import Asked, about_article, about_company, gather
from kg.coverage.ranking import Piece, rank

__all__ = ["Asked", "Piece", "about_article", "about_company", "gather", "rank"]
