"""What is given to a back-cast: the totals of each year, never a flow.

Demand, the output of every producer but Russia's, world LNG by plant and changes of stock are the year's inputs. Each
kind can be left out, and then the model finds it from the dataset's curves; the score without them tells how much of
the level was an accounting identity.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd

from corridor import units
from corridor.dataset import Dataset, Series, split
from corridor.dataset.schema import YEAR_INPUTS
from corridor.errors import InputError
from corridor.network.markets import LOWEST
from corridor.scenario import Scenario

#: Kinds of year inputs, in the order in which they are documented.
GIVEN = tuple(YEAR_INPUTS)
#: How far given totals bend where they contradict each other: producers and LNG plants may stay this share below,
SLACK = {"production": 0.005, "lng_export": 0.003}
#: and demand is met whole up to half this price (USD/MMBtu), beyond which it answers with this elasticity.
SCARCITY, STIFFNESS = 40.0, -0.06

#: Groups whose demand follows trend and price where it is not given.
TRENDING = ("Europe", "Türkiye")
#: Groups whose consumption in year_inputs.csv is without the fuel of their trunk lines.
WITHOUT_FUEL = ("Iran", "Russia")
#: Groups whose producers may stay below as far as they must: Central Asian gas had outlets that the model does not
#: have, swaps with Russia and sales at its border, and most of the Middle East burns what it makes.
CAPTIVE = ("Central Asia", "Middle East")

_KEYS = {"demand": "demand", "producers": "supply", "liquefaction": "liquefaction"}


def inputs(scenario: Scenario, kinds: Collection[str] = GIVEN) -> list[str]:
    """Overrides that give a scenario the totals of its model years.

    Parameters
    ----------
    scenario : Scenario
        Whose years and dataset.
    kinds : collection of str
        Of :data:`GIVEN`.

    Returns
    -------
    list of str
        As for ``--set``.

    Raises
    ------
    InputError
        If a year input is missing, naming each.
    """
    dataset, years = scenario.dataset, scenario.horizon.years
    table = dataset.tables["year_inputs"]
    table = table.assign(year=table["year"].astype(int))
    table = table[table["year"].isin(years) & table["kind"].isin(kinds)]
    overrides = [line for kind in GIVEN if kind in kinds for line in _series(table[table["kind"] == kind], kind, years)]
    overrides += _stiff(dataset)
    if "consumption" not in kinds:
        inside = _trending(dataset)
        every = dataset.tables["year_inputs"]
        overrides += _series(_consumption(every, years, set(dataset.ids("demand")) - inside), "consumption", years)
        overrides += _trends(dataset, every[every["object"].isin(inside)], years)
    if "production" in kinds:
        given = sorted(set(table["object"][table["kind"] == "production"]))
        overrides += [
            f"supply.{producer}.minimum={100.0 * (1.0 - SLACK['production']):.4g} %"
            for producer in given
            if not _may_stay_below(dataset, producer, kinds)
        ]
    if "lng_export" in kinds:
        plants = sorted(set(table["object"][table["kind"] == "lng_export"]))
        overrides += [f"liquefaction.{plant}.minimum={100.0 * (1.0 - SLACK['lng_export']):.4g} %" for plant in plants]
        overrides += [f"events.{event}.status=off" for event in _counted_already(dataset, plants)]
        # Published LNG volumes are what was landed, so nothing may be lost on the way a second time.
        overrides += [f"shipping.{voyage}.boil_off=0 %" for voyage in dataset.ids("shipping")]
        overrides += [f"regasification.{terminal}.own_use=0 %" for terminal in dataset.ids("regasification")]
    return overrides


def _series(table: pd.DataFrame, kind: str, years: Collection[int]) -> Iterator[str]:
    component, attribute = YEAR_INPUTS[kind]
    missing = []
    for name, rows in table.groupby("object", sort=True):
        known = dict(zip(rows["year"].tolist(), rows["canonical"].tolist(), strict=True))
        missing += [f"{kind} of {name} in {year}" for year in years if year not in known]
        # Blocks of demand end at half the reference price, and what is given is all that is consumed.
        scale = LOWEST**-STIFFNESS if kind == "consumption" else 1.0
        points = ", ".join(f"{year}: {known[year] * scale!r} bcm/yr" for year in sorted(known))
        yield f"{_KEYS[component]}.{name}.{attribute}={{{points}}}"
    if missing:
        raise InputError("year_inputs.csv lacks " + "; ".join(missing))


def _counted_already(dataset: Dataset, plants: Collection[str]) -> list[str]:
    """Events on given plants only: what they took away is in the given exports already."""
    events = dataset.tables["events"]
    return [
        str(event)
        for event, targets in zip(events.index, events["targets"], strict=True)
        if set(split(targets)).issubset(plants)
    ]


def _may_stay_below(dataset: Dataset, producer: str, kinds: Collection[str]) -> bool:
    node = _node(dataset, producer)
    plants = dataset.identities["liquefaction"]["from"]
    free_to_ship = "lng_export" not in kinds and node in set(plants)
    return free_to_ship or any(node in dataset.groups.get(group, ()) for group in CAPTIVE)


def _stiff(dataset: Dataset) -> Iterator[str]:
    """Demand that hardly answers to price, and no fuel burnt a second time that published consumption counts."""
    for market in dataset.ids("demand"):
        yield f"demand.{market}.elasticity={STIFFNESS}"
        yield f"demand.{market}.reference_price={SCARCITY} USD/MMBtu"
    for storage in dataset.ids("storages"):
        yield f"storages.{storage}.loss=0 %"
    for line in _fuel_in_consumption(dataset):
        yield f"pipelines.{line}.fuel_rate=0 %/km"


def _trending(dataset: Dataset) -> set[str]:
    """Markets whose consumption is not given where it is not; the others stay as they were."""
    inside = set().union(*(dataset.groups.get(group, frozenset()) for group in TRENDING))
    return inside & set(dataset.ids("demand"))


def _consumption(table: pd.DataFrame, years: Collection[int], markets: Collection[str]) -> pd.DataFrame:
    table = table.assign(year=table["year"].astype(int))
    return table[(table["kind"] == "consumption") & table["year"].isin(years) & table["object"].isin(markets)]


def _trends(dataset: Dataset, table: pd.DataFrame, years: Collection[int]) -> Iterator[str]:
    """Demand from the straight line through consumption of all years, answering to price as in the dataset."""
    for market, rows in table[table["kind"] == "consumption"].groupby("object", sort=True):
        slope, level = np.polyfit(rows["year"].astype(float), rows["canonical"], 1)
        points = ", ".join(f"{year}: {max(0.0, float(level + slope * year))!r} bcm/yr" for year in years)
        yield f"demand.{market}.volume={{{points}}}"
        for attribute in ("elasticity", "reference_price"):
            series = dataset.series("demand", str(market), attribute)
            if series is not None:
                yield f"demand.{market}.{attribute}={_text(series, attribute, years)}"


def _text(series: Series, attribute: str, years: Collection[int]) -> str:
    if attribute == "elasticity":
        return repr(series.values[0])
    prices = {year: units.from_canonical(series.year(year), "USD/MMBtu", "price") for year in years}
    return "{" + ", ".join(f"{year}: {price!r} USD/MMBtu" for year, price in prices.items()) + "}"


def _node(dataset: Dataset, producer: str) -> str:
    return str(dataset.identities["producers"]["node"].loc[producer])


def _fuel_in_consumption(dataset: Dataset) -> list[str]:
    """Pipelines whose fuel is part of the given consumption of the country in which they start."""
    apart = set().union(*(dataset.groups.get(group, frozenset()) for group in WITHOUT_FUEL))
    lines = dataset.identities["pipelines"]
    return [str(line) for line, start in zip(lines.index, lines["from"], strict=True) if start not in apart]
