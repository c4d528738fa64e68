"""The ledger: what was read, when, and what came of it. The truth that the graph derives from."""

from kg.ledger.ledger import Ledger
from kg.ledger.policy import Policy, load_policy
from kg.ledger.records import HeldArticle, Receipt, Recorded, Signature

__all__ = [
    "HeldArticle",
    "Ledger",
    "Policy",
    "Receipt",
    "Recorded",
    "Signature",
    "load_policy",
]
