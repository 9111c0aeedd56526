"""A back-cast in plain text: every route and year, the scores, and what they are worth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from corridor.study.backcast.running import Backcast


def summary(found: Backcast) -> str:
    """Route by year (model, observed, difference), scores by case, spread of measurements, draws; volumes in bcm."""
    parts = [
        "Routes, totals of each year given: model / observed, bcm\n" + _routes(found.routes),
        "Volume-weighted absolute error of the contestable routes, %\n" + _errors(found.scores, "contestable"),
        "Volume-weighted absolute error of all routes, %\n" + _errors(found.scores, "all"),
        _quality(found),
    ]
    if len(found.draws):
        parts.append(_draws(found.draws))
    parts.append("Arrivals by region, volume-weighted absolute error, %\n" + _regions(found.region_scores))
    parts.append(
        "Arrivals by origin and region: model (range over optima of equal cost) / observed, bcm\n"
        + _routes(found.regions, "subject")
    )
    parts.append("Prices (no part of any score): model / observed, USD/MMBtu\n" + _routes(found.prices, "subject"))
    return "\n\n".join(parts)


def _routes(table: pd.DataFrame, key: str = "route") -> str:
    cells = [_cell(row) for row in table.to_dict("records")]
    wide = _wide(table.assign(cell=cells).set_index([key, "year"])["cell"]).fillna("")
    return str(wide.rename_axis(None).rename_axis(None, axis=1).to_string())


def _cell(row: Mapping[Any, Any]) -> str:
    span = row.get("highest", 0.0) - row.get("lowest", 0.0)
    ends = f" ({row['lowest']:.1f}-{row['highest']:.1f})" if span > 0.5 else ""
    return f"{row['model']:.1f}{ends} / {row['observed']:.1f}"


def _wide(column: pd.Series) -> pd.DataFrame:
    """The second level of the index as columns."""
    return pd.DataFrame({name: column.xs(name, level=1) for name in sorted(set(column.index.get_level_values(1)))})


def _errors(scores: pd.DataFrame, routes: str) -> str:
    chosen = scores[scores["routes"] == routes]
    wide = _wide(chosen.set_index(["case", "period"])["error"]) * 100.0
    order = list(dict.fromkeys(chosen["case"]))
    return str(wide.reindex(order).rename_axis(None).rename_axis(None, axis=1).to_string(float_format="{:.1f}".format))


def _regions(scores: pd.DataFrame) -> str:
    wide = _wide(scores.set_index(["routes", "period"])["error"]) * 100.0
    return str(wide.rename_axis(None).rename_axis(None, axis=1).to_string(float_format="{:.1f}".format))


def _quality(found: Backcast) -> str:
    scores = found.scores[(found.scores["case"] == "totals given") & (found.scores["routes"] == "contestable")]
    rows = {row["period"]: row for row in scores.to_dict("records")}
    whole = rows["2015-2021"]
    spread = found.routes[found.routes["contestable"] & found.routes["spread"].notna()]
    share = spread["spread"].sum() / spread["observed"].sum() if len(spread) else float("nan")
    return (
        f"Contestable routes 2015-2021: error {100.0 * whole['error']:.1f} %, bias {100.0 * whole['bias']:+.1f} %, "
        f"rank correlation {whole['rank_correlation']:.2f} over {whole['pairs']} routes and years. Published "
        f"measurements of the same flow differ by {100.0 * share:.1f} % where there are several."
    )


def _draws(table: pd.DataFrame) -> str:
    chosen = table[(table["routes"] == "contestable") & (table["period"] == "2015-2021")]["error"] * 100.0
    return (
        f"{len(chosen)} draws of costs, contracts and stocks, contestable routes 2015-2021: median error "
        f"{chosen.median():.1f} %, 90th percentile {chosen.quantile(0.9):.1f} %."
    )
