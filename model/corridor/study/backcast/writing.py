"""A back-cast to files."""

from __future__ import annotations

import json
from pathlib import Path

from corridor.results.comma_separated import write_csv
from corridor.results.folders import HASH, MANIFEST, replacing
from corridor.study.backcast.running import Backcast

TABLES = ("routes", "regions", "region_scores", "prices", "scores", "draws")


def write(found: Backcast, folder: Path) -> None:
    """Write every table as CSV and Parquet, with the manifest of the run in which the totals were given.

    A last column ``dataset`` holds the first letters of the hash of the dataset that a table was made with.

    Raises
    ------
    InputError
        If something that is not a result of Corridor stands there.
    """
    with replacing(folder) as fresh:
        for name in TABLES:
            table = getattr(found, name).assign(dataset=found.results.manifest["dataset"]["hash"][:HASH])
            write_csv(table, fresh / f"{name}.csv")
            table.to_parquet(fresh / f"{name}.parquet", index=False)
        content = {**found.results.manifest, "failed": dict(found.failed)}
        (fresh / MANIFEST).write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
