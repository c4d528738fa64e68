"""The command line: parse, call, print."""

# Each module adds its commands to the app.
from kg.cli import (
    asking,
    briefing,
    drawing,
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
    "feeding",
    "main",
    "pairs",
    "plotting",
    "reviewing",
    "scoring",
    "strategy",
    "watching",
]
