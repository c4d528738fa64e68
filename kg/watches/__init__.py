"""Watches: what somebody waits for, by which day, and what it means if it comes or does not."""

from kg.watches.conditions import conditions
from kg.watches.file import from_file
from kg.watches.judging import judge
from kg.watches.records import Evidence, Held, State, Verdict, Watch
from kg.watches.telling import tell

__all__ = [
    "Evidence",
    "Held",
    "State",
    "Verdict",
    "Watch",
    "conditions",
    "from_file",
    "judge",
    "tell",
]
