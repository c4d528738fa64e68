"""Strategic posture: does a company make, buy or ally for a capability, and on what evidence?

The query posture_claims says which claims count, posture.toml how much, weighing.py what each
kind of relation means, and verdict.py which label follows.
"""

from kg.posture.asking import posture
from kg.posture.contrasting import Player, Turn, contrast, days_of, series
from kg.posture.records import (
    Coverage,
    Flip,
    Ground,
    Label,
    Posture,
    Side,
    Statement,
    Supplier,
    Topic,
)
from kg.posture.rules import Rules, load
from kg.posture.topics import topic

__all__ = [
    "Coverage",
    "Flip",
    "Ground",
    "Label",
    "Player",
    "Posture",
    "Rules",
    "Side",
    "Statement",
    "Supplier",
    "Topic",
    "Turn",
    "contrast",
    "days_of",
    "load",
    "posture",
    "series",
    "topic",
]
