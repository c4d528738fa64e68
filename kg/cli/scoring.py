"""Commands that measure: score."""

from pathlib import Path
from typing import Annotated

import typer

from kg import scoring
from kg.cli.app import AsJson, app
from kg.cli.printing import print_answer, progress, write
from kg.graph.base import Table
from kg.store import Store
