"""The command line: parse, call, print."""

# Each module adds its commands to the app.
from kg.cli import (
    asking,
    briefing,
    drawing,
    feeding,
    pairs,
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
    "reviewing",
    "scoring",
    "strategy",
    "watching",
]
