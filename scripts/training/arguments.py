"""What both trainings are asked with on the command line."""

import argparse
from importlib import resources
from pathlib import Path

OWN = Path(str(resources.files("kg.nlp")))
# Where scripts/train puts it.
ENCODER = Path(__file__).resolve().parents[2] / "build" / "encoder"


def arguments(description: str | None) -> argparse.Namespace:
    """The arguments: folders, texts, core, dev, corpus, encoder, output, seed."""
    parser = argparse.ArgumentParser(
        prog="scripts/train",
        description=description,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--texts", type=Path, metavar="FILE")
    parser.add_argument("--core", type=Path)
    parser.add_argument("--dev", type=Path, metavar="FOLDER")
    parser.add_argument("--corpus", nargs="+", type=Path, default=[], metavar="FILE")
    parser.add_argument("--encoder", type=Path, default=ENCODER, metavar="FOLDER")
    parser.add_argument("--output", type=Path, default=OWN / "weights")
    parser.add_argument("--seed", nargs="+", type=int, default=[1], metavar="N")
    return parser.parse_args()
