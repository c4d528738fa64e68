"""The command line: parse, call, print."""

# Each module adds its commands to the app.
from kg.cli import asking, drawing, feeding, scoring
from kg.cli.app import main

__all__ = ["asking", "drawing", "feeding", "main", "scoring"]
