"""The network that every tool is given: markets on a grid, fields at its rim, gas of several origins, by one rule.

It has the shape of a continental gas network and none of its data. Every market is a place on a grid, linked with its
neighbours by lines that can be turned round at half their capacity; every second one has a storage; for every five of
them there is a field at the rim of the grid, of each origin in turn, that is linked with the two markets nearest to it
and produces in four cost steps. Capacities grow over the years, demand has a winter. Numbers are the golden-ratio
sequence, spread evenly over their range: the same on every machine, no two alike, so that prices are unique.

The size follows from the grid, the number of origins, the years and the seasons: gas of every origin can reach every
market, and as a column each of them flows on each line in each season of each year.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import corridor

TITLE = "Made by the rule of the benchmarks"
FIRST_YEAR = 2020
STEPS = 4
"""Cost steps of a field."""
#: Demand by month, January first, of a cold place; a mild one has half the swing.
COLD = (0.16, 0.14, 0.11, 0.07, 0.05, 0.03, 0.03, 0.03, 0.04, 0.08, 0.11, 0.15)
SOURCE = {"key": "rule", "publisher": "Corridor", "title": "Made by the rule of the benchmarks", "date": "2026"}
SEASONS = {1: "annual", 2: "winter-summer", 4: "quarters", 12: "months"}
"""Word of the scenario language by the number of seasons."""

_GOLDEN = 0.6180339887498949
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class World:
    """What the rule needs to know.

    Attributes
    ----------
    width, height
        Of the grid of markets.
    origins
        Whose gas there is; each has one field at least.
    years
        Model years, one after the other.
    seasons
        In a year: 1, 2, 4 or 12.
    cournot
        Whether all origins hold back gas in all markets, which makes the program quadratic.
    chained
        Whether stocks are carried on from year to year.
    """

    width: int
    height: int
    origins: int
    years: int
    seasons: int
    cournot: bool = False
    chained: bool = False

    @property
    def fields(self) -> int:
        """Number of fields."""
        return max(self.origins, self.width * self.height // 5)


def write(world: World, folder: Path) -> Path:
    """Write the dataset and its scenario.

    Returns
    -------
    Path
        The scenario file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    fields, steps, links = _fields(world)
    corridor.new_dataset(
        folder / "dataset",
        sources=[SOURCE],
        parameters={"value_of_lost_load": "60 USD/MMBtu", "discount_rate": "5 %"},
        replace_existing=True,
        nodes=[*_places(world), *(f"field {field}" for field in range(world.fields))],
        producers=fields,
        supply_steps=steps,
        demand=list(_markets(world)),
        seasonality=[_profile("cold", 1.0), _profile("mild", 0.5)],
        pipelines=[*_lines(world), *links],
        storages=list(_storages(world)),
    )
    path = folder / "scenario.yaml"
    path.write_text(json.dumps(_scenario(world), indent=1), encoding="utf-8")
    return path


def _scenario(world: World) -> Row:
    years = list(range(FIRST_YEAR, FIRST_YEAR + world.years))
    horizon: Row = {"years": years, "seasons": SEASONS[world.seasons]}
    if world.chained:
        horizon["storage"] = "chronological"
    market: Row = {"shortfall": "accepted"}
    if world.cournot:
        market["conduct"] = {f"origin {origin}": "cournot" for origin in range(world.origins)}
    return {"title": TITLE, "dataset": "dataset", "horizon": horizon, "market": market}


def _spread(low: float, high: float, *numbers: int) -> float:
    """Value of the golden-ratio sequence in a range, at a place given by one or several numbers."""
    place = sum(number * factor for number, factor in zip(numbers, (1, 997, 7919), strict=False)) + 1
    return round(low + (high - low) * (_GOLDEN * place % 1.0), 4)


def _place(column: int, row: int) -> str:
    return f"market {column:02d}-{row:02d}"


def _places(world: World) -> Iterator[str]:
    yield from (_place(column, row) for column in range(world.width) for row in range(world.height))


def _profile(name: str, swing: float) -> Row:
    months = [1.0 / 12.0 + swing * (share - 1.0 / 12.0) for share in COLD]
    return {"profile": name, **{f"month-{month:02d} [share]": share for month, share in enumerate(months, start=1)}}


def _markets(world: World) -> Iterator[Row]:
    """Demand of every market, which grows or falls by a few per cent a year.

    That of every eighth answers to the price, in some fifty blocks; of all where sellers hold back gas, as a line.
    """
    last = FIRST_YEAR + world.years
    for number, place in enumerate(_places(world)):
        volume = _spread(4.0, 30.0, number)
        growth = _spread(-0.01, 0.02, number, 1)
        yield {
            "market": place,
            "profile": ("cold", "mild")[number % 2],
            "volume [bcm/yr]": {FIRST_YEAR: volume, last: round(volume * (1.0 + growth) ** world.years, 4)},
            "reference_price [USD/MMBtu]": _spread(7.0, 12.0, number, 2),
            "elasticity": -0.3 if world.cournot or number % 8 == 0 else 0.0,
        }


def _lines(world: World) -> Iterator[Row]:
    """Lines between neighbours; the first half of the years has less capacity than the second."""
    later = FIRST_YEAR + (world.years + 1) // 2
    number = 0
    for column in range(world.width):
        for row in range(world.height):
            for end_column, end_row in ((column + 1, row), (column, row + 1)):
                if end_column < world.width and end_row < world.height:
                    capacity = round(_spread(6.0, 24.0, number, 3) * world.height, 4)
                    yield {
                        "pipeline": f"line {column:02d}-{row:02d} {end_column:02d}-{end_row:02d}",
                        "from": _place(column, row),
                        "to": _place(end_column, end_row),
                        "capacity [bcm/yr]": {"2015": capacity, str(later): round(1.2 * capacity, 4)},
                        "reverse_capacity [bcm/yr]": {"2015": round(0.5 * capacity, 4)},
                        "tariff [USD/MMBtu]": _spread(0.2, 0.6, number, 4),
                        "length [km]": _spread(200.0, 900.0, number, 5),
                        "loss [%]": _spread(0.3, 1.2, number, 6),
                    }
                    number += 1


def _fields(world: World) -> tuple[list[Row], list[Row], list[Row]]:
    """Fields with the same share of one and a half times all demand, their steps, and the lines that begin there."""
    demand = sum(_spread(4.0, 30.0, number) for number in range(world.width * world.height))
    rim = [(column, row) for row in (0, world.height - 1) for column in range(world.width)]
    fields: list[Row] = []
    steps: list[Row] = []
    links: list[Row] = []
    for number in range(world.fields):
        node = f"field {number}"
        potential = round(1.5 * demand / world.fields * _spread(0.8, 1.2, number, 7), 4)
        fields.append(
            {
                "producer": node,
                "node": node,
                "origin": f"origin {number % world.origins}",
                "potential [bcm/yr]": potential,
                "swing [%]": 10.0,
            }
        )
        for step in range(STEPS):
            cost = round(1.5 * step + _spread(0.5, 2.0, number, step), 4)
            steps.append({"producer": node, "share [share]": 1.0 / STEPS, "cost [USD/MMBtu]": cost})
        for side in range(2):
            links.append(
                {
                    "pipeline": f"link {number:02d}-{side}",
                    "from": node,
                    "to": _place(*rim[(number * len(rim) // world.fields + side) % len(rim)]),
                    "capacity [bcm/yr]": round(0.8 * potential, 4),
                    "tariff [USD/MMBtu]": _spread(0.3, 1.0, number, side),
                    "length [km]": _spread(300.0, 1500.0, number, side),
                    "loss [%]": _spread(0.5, 2.0, number, side),
                }
            )
    return fields, steps, links


def _storages(world: World) -> Iterator[Row]:
    for number, place in enumerate(_places(world)):
        if number % 2 == 0:
            volume = round(_spread(4.0, 30.0, number) * _spread(0.15, 0.35, number, 8), 4)
            yield {
                "storage": f"storage {place}",
                "node": place,
                "working_gas [bcm]": volume,
                "injection [bcm/yr]": round(2.5 * volume, 4),
                "withdrawal [bcm/yr]": round(4.0 * volume, 4),
                "cost [USD/MMBtu]": _spread(0.1, 0.4, number, 9),
                "loss [%]": 1.0,
            }
