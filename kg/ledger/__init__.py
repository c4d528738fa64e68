"""The ledger: what was read, when, and what came of it. The truth that the graph derives from."""

from kg.ledger.judgements import Entry, Judgement, Reading, Verb, in_force
from kg.ledger.ledger import Ledger
from kg.ledger.policy import Policy, load_policy
from kg.ledger.records import (
    HeldArticle,
    HeldWatch,
    Receipt,
    Recorded,
    Signature,
    WatchChange,
)

__all__ = [
    "Entry",
    "HeldArticle",
    "HeldWatch",
    "Judgement",
    "Ledger",
    "Policy",
    "Reading",
    "Receipt",
    "Recorded",
    "Signature",
    "Verb",
    "WatchChange",
    "in_force",
    "load_policy",
]
