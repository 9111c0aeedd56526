"""Published cases as datasets of their own: written, loaded and solved as any user would.

One unit of volume of a case is one bcm, one unit of its money a USD/MMBtu bcm, so prices in the results are those of
the case as they stand.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import corridor
from corridor import units
from corridor.results import Results

YEAR = 2030
PER_MMBTU = units.to_canonical(1.0, "USD/MMBtu", "price")
"""Million USD that a bcm is worth at one USD/MMBtu."""

VOLUME, PRICE = "bcm/yr", "USD/MMBtu"
LOST_LOAD = "1000 USD/MMBtu"
PLENTY = 10_000.0
"""Capacity of an arc that the case does not limit."""

EXACT = 1e-6
"""To which part of itself a published figure is met."""


def folder(name: str) -> Path:
    """The data of a case."""
    return Path(__file__).parent / name


def read(name: str, file: str) -> Any:
    """A JSON file of a case."""
    return json.loads((folder(name) / file).read_text(encoding="utf-8"))


def source(case: str, title: str, url: str, date: str = "undated", licence: str = "") -> list[dict[str, str]]:
    """The one source of a case."""
    return [{"key": case, "publisher": case, "title": title, "url": url, "date": date, "licence": licence}]


def solve(
    place: Path, years: Sequence[int] = (YEAR,), seasons: Any = "annual", sections: Any = None, **dataset: Any
) -> Results:
    """Write a dataset and a scenario on it, and solve that."""
    return corridor.solve(scenario(place, years, seasons, sections, **dataset))


def scenario(
    place: Path, years: Sequence[int] = (YEAR,), seasons: Any = "annual", sections: Any = None, **dataset: Any
) -> Any:
    """Write a dataset and a scenario on it, and load that."""
    parameters = dataset.pop("parameters", {"value_of_lost_load": LOST_LOAD})
    corridor.new_dataset(place / "dataset", parameters=parameters, **dataset)
    horizon = {"years": [*years], "seasons": seasons, "discount_rate": "0 %"}
    rest = dict(sections or {})
    horizon |= rest.pop("horizon", {})
    document = {"title": "A published case", "dataset": "dataset", "horizon": horizon, **rest}
    (place / "case.yaml").write_text(json.dumps(document), encoding="utf-8")
    return corridor.load(place / "case.yaml")


def cost(results: Results) -> float:
    """Cost of all accounts but the tie-break, in volumes and prices of the case."""
    accounts = results.costs[results.costs["item"] != "tie_break"]
    return float(accounts["discounted"].sum()) / PER_MMBTU


def prices(results: Results) -> dict[str, float]:
    """Price of every market, for cases of one year and season."""
    assert set(results.prices["unit"]) == {"USD/MMBtu"}
    return dict(zip(results.prices["node"], results.prices["price"], strict=True))


def prices_by_year(results: Results) -> dict[int, float]:
    """Price of every year, for cases of one market and season."""
    assert set(results.prices["unit"]) == {"USD/MMBtu"}
    return dict(zip(results.prices["year"], results.prices["price"], strict=True))


def flows(results: Results) -> dict[str, float]:
    """What enters every arc in the year; arcs without flow are left out."""
    return {str(arc): float(volume) for arc, volume in results.flows.groupby("arc")["volume"].sum().items()}
