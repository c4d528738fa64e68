"""The command line: parse, call, print."""

# Each module adds its commands to the app.
from kg.cli import (
    asking,
    briefing,
    drawing,
    exploring,
    feeding,
    pairs,
    plotting,
    reviewing,
    scoring,
    strategy,
    watching,
)
from kg.cli.app import main

__all__ = [
    "asking",
    "briefing",
    "drawing",
    "exploring",
    "feeding",
    "main",
    "pairs",
    "plotting",
    "reviewing",
    "scoring",
    "strategy",
    "watching",
]
