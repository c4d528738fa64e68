"""Tables for pandas."""

from datetime import date
from typing import Any

import pandas as pd

from kg.graph.base import Table


def to_frame(table: Table) -> pd.DataFrame:
    """The table for pandas; columns of days are datetime64.

    `attrs["truncated"]` says whether the row limit cut it.
    """
    frame = pd.DataFrame(table.rows, columns=list(table.columns))
    for name in frame.columns:
        if _holds_days(frame[name]):
            frame[name] = frame[name].astype("datetime64[s]")
    frame.attrs["truncated"] = table.truncated
    return frame


def _holds_days(column: "pd.Series[Any]") -> bool:
    held = [value for value in column if value is not None] if column.dtype == object else []
    return bool(held) and all(type(value) is date for value in held)
