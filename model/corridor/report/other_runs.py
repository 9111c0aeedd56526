"""Results of other runs that a report quotes: the back-cast, and what the estimates do to the headline.

They are shipped as tables (``evidence``), each with the first letters of the hash of the dataset that it was made with,
and hold for a case only if it was solved with that dataset. ``make evidence`` renews them.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from corridor.report.subject import Subject
from corridor.report.view import stated

__all__ = ["FOLDER", "is_of_the_case", "shipped"]

FOLDER = Path(__file__).parent / "evidence"


def shipped(name: str) -> pd.DataFrame | None:
    """Return a shipped table, e.g. ``backcast/scores``; None where there is none."""
    path = FOLDER / f"{name}.csv"
    if not path.is_file():
        return None
    return pd.read_csv(
        path, dtype={"dataset": str, "period": str, "remark": str}, keep_default_na=False, na_values=[""]
    )


def is_of_the_case(table: pd.DataFrame, subject: Subject) -> bool:
    """Return whether a table was made with the dataset of the case."""
    own = str(stated(subject.results.manifest, "dataset.hash", default=""))
    made_with = set(table["dataset"])
    return bool(own) and bool(made_with) and all(own.startswith(name) for name in made_with)
