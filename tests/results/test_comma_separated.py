"""Tables as text: what is missing is empty, figures have ten digits, names that need it are quoted."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from corridor.results.comma_separated import write_csv


def test_every_kind_of_cell(tmp_path: Path) -> None:
    table = pd.DataFrame(
        {
            "route": ["Nord Stream", "Ukraine, transit", None],
            "year": [2025, 2030, 2035],
            "flow": [1.0 / 3.0, float("nan"), 55.0],
            "binding": [True, False, True],
        }
    )
    path = tmp_path / "table.csv"
    write_csv(table, path)
    assert path.read_bytes() == (
        b'route,year,flow,binding\nNord Stream,2025,0.3333333333,True\n"Ukraine, transit",2030,,False\n,2035,55,True\n'
    )
