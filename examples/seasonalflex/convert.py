"""Make a Corridor dataset of the data of a published model: Riepin and Müsgens, "Seasonal Flexibility" (2022).

Usage::

    python examples/seasonalflex/convert.py CASE FOLDER
    corridor run FOLDER/2015.yaml

``CASE`` is a folder with the tables of the model, such as ``tests/cases/12_seasonalflex_europe``; ``FOLDER`` will hold
the dataset and a scenario for each horizon. This is a worked example of bringing one's own dataset: every function
makes one table of objects, and :func:`corridor.new_dataset` writes and checks them. What the data needs and how the
language says it:

* consumption, capacities, storage limits and contracts by month: dated figures, and seasons that are the months;
* stocks that go on from 2015 to 2033: ``storage: chronological``, with opening and closing stock; stored gas may be
  thrown away (``disposal: free``), as in the source;
* a part of the working gas that is kept as a reserve, a loss on injection, costs of injection and of withdrawal;
* minimum deliveries of long-term contracts in every month: ``minimum_take``;
* production that is sold in one hub only: ``sold_in``; limits on how fast Dutch production may change: ``ramp``.

The source counts money in (EUR/MWh) times bcm. The converter writes prices in EUR/MWh, so objectives agree but for the
constant ``corridor.units.from_canonical(1, "EUR/MWh", "price")``: EUR/MWh for each million USD per bcm.

The data is not part of Corridor and has its own licence, CC BY-SA 4.0; see ``LICENCE.txt`` beside it. What the
converter makes of it is an adaptation under the same licence, and the dataset says so in its ``sources.csv``.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import corridor

YEARS = range(2015, 2034)
UNLIMITED = 999.0
"""What the source writes for a capacity without limit, bcm a month."""

SOURCE = {
    "key": "riepin-muesgens-2022",
    "publisher": "Riepin, Müsgens",
    "title": "Seasonal Flexibility in the European Natural Gas Market, model data (adapted)",
    "url": "https://github.com/Irieo/SeasonalFlex",
    "date": "2022",
    "licence": "CC BY-SA 4.0",
}
#: Producers that sell anywhere, and the names of their gas; the gas of all others is sold at home.
EXPORTERS = {
    "pn_ru": "Russia",
    "pn_no": "Norway",
    "pn_dz": "Algeria",
    "pn_ly": "Libya",
    "pn_nl": "Netherlands",
    "pn_qa": "Qatar",
    "pn_ng": "Nigeria",
    "pn_us": "United States",
}
KINDS = {
    "production": "basin",
    "liquefaction": "liquefaction",
    "regasification": "regas",
    "trade_hub": "hub",
    "consumption": "market",
}
#: Dutch production: within a fifth of the month before and of the last December, from 2017 to the end of 2032.
DUTCH_RAMP = {2017: "20 %", 2033: "100 %"}
#: Scenarios: name, last year, whether contracts are in force, whether Dutch production changes slowly.
HORIZONS = (
    ("2015", 2015, True, True),
    ("2015-without-contracts", 2015, False, True),
    ("2015-2016", 2016, True, True),
    ("2015-2016-without-contracts", 2016, False, True),
    ("2015-2018-without-ramp", 2018, True, False),
    ("2015-2033", 2033, True, True),
)

Row = Mapping[str, str]
Object = dict[str, Any]
Month = tuple[int, int]


def read(case: Path, name: str) -> list[dict[str, str]]:
    """Read a table of the source."""
    with (case / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def monthly(rows: Iterable[Row], keys: Sequence[str], value: str) -> dict[tuple[str, ...], dict[Month, float]]:
    """Collect values by year and month under the names of other columns; case does not matter in names."""
    found: dict[tuple[str, ...], dict[Month, float]] = {}
    for row in rows:
        key = tuple(row[each].lower() for each in keys)
        found.setdefault(key, {})[int(row["year"]), int(row["month"])] = float(row[value])
    return found


def dated(values: Mapping[Month, float], factor: float = 1.0, base: float = 0.0) -> dict[str, float]:
    """Return ``factor * (base + value)`` at every month in which it changes; a month without a value has the base."""
    points: dict[str, float] = {}
    before: float | None = None
    for year in YEARS:
        for month in range(1, 13):
            now = factor * (base + values.get((year, month), 0.0))
            if now != before:
                points[f"{year}-{month:02d}"] = now
            before = now
    return points


def market_of(hub: str) -> str:
    """Return the market that a hub supplies."""
    return hub.lower().replace("tn_", "cn_")


def nodes(case: Path) -> Iterator[Object]:
    """Nodes; the source has no places."""
    for row in read(case, "nodes.csv"):
        yield {"node": row["node"].lower(), "kind": KINDS[row["type"]]}


def producers(case: Path) -> tuple[list[Object], list[Object]]:
    """Producers with the sum of their steps, and the steps as shares of it, year by year."""
    own: dict[str, list[Row]] = {}
    for row in read(case, "production_steps.csv"):
        own.setdefault(row["node"].lower(), []).append(row)
    found: list[Object] = []
    steps: list[Object] = []
    for node, rows in own.items():
        capacity = {year: [float(row[f"annual_capacity_bcm_{year}"]) for row in rows] for year in YEARS}
        total = {year: sum(each) for year, each in capacity.items()}
        producer: Object = {"producer": node, "node": node, "origin": EXPORTERS.get(node, node.replace("pn_", "home-"))}
        producer["potential [bcm/yr]"] = total
        if node not in EXPORTERS:
            producer["sold_in"] = market_of(rows[0]["sales_restricted_to"])
        if node == "pn_nl":
            producer |= {"ramp": DUTCH_RAMP, "yearly_ramp": DUTCH_RAMP}
        found.append(producer)
        # Before a producer has begun its steps are those of its first year; a share of nothing is nothing.
        begun = next(year for year in YEARS if total[year] > 0.0)
        years = {year: year if total[year] > 0.0 else begun for year in YEARS}
        steps += [
            {
                "step": row["producer"].lower(),
                "producer": node,
                "share [share]": {year: capacity[then][rank] / total[then] for year, then in years.items()},
                "cost [EUR/MWh]": float(row["cost"]),
            }
            for rank, row in enumerate(rows)
        ]
    return found, steps


def demand(case: Path, penalty: float) -> tuple[list[Object], list[Object]]:
    """Markets whose demand is fixed up to the price of shedding, and the shape of every year."""
    markets: list[Object] = []
    shapes: list[Object] = []
    for (node,), values in monthly(read(case, "demand_EUCO.csv"), ["node"], "bcm").items():
        total = {year: sum(values[year, month] for month in range(1, 13)) for year in YEARS}
        markets.append(
            {"market": node, "profile": node, "volume [bcm/yr]": total, "reference_price [EUR/MWh]": penalty}
        )
        months = {
            f"month-{month:02d} [share]": {year: values[year, month] / total[year] for year in YEARS}
            for month in range(1, 13)
        }
        shapes.append({"profile": node, **months})
    return markets, shapes


def arcs(case: Path) -> dict[str, list[Object]]:
    """Arcs by component, with their additions; what is only among the additions does not exist."""
    added = monthly(read(case, "arc_capacity_additions.csv"), ["from", "to"], "added_bcm_per_month")
    found: dict[str, list[Object]] = {"pipelines": [], "liquefaction": [], "shipping": [], "regasification": []}
    for row in read(case, "arcs.csv"):
        start, end, cost = row["from"].lower(), row["to"].lower(), float(row["transport_cost"])
        base = float(row["capacity_bcm_per_month"])
        arc: Object = {"from": start, "to": end, "capacity [bcm/yr]": dated(added.get((start, end), {}), 12.0, base)}
        name = f"{start}>{end}"
        if start.startswith("liqn"):
            if base >= UNLIMITED:
                del arc["capacity [bcm/yr]"]  # a voyage without one has no limit
            found["shipping"].append({"voyage": name, **arc, "cost [EUR/MWh]": cost, "distance [km]": 0.0})
        elif end.startswith("liqn"):
            found["liquefaction"].append({"plant": name, **arc, "cost [EUR/MWh]": cost, "own_use [%]": 0.0})
        elif start.startswith("regn"):
            found["regasification"].append({"terminal": name, **arc, "cost [EUR/MWh]": cost, "own_use [%]": 0.0})
        else:
            found["pipelines"].append({"pipeline": name, **arc, "tariff [EUR/MWh]": cost, "length [km]": 0.0})
    for row in read(case, "nodes.csv"):
        if row["type"] == "trade_hub":
            hub = row["node"].lower()
            line = {"from": hub, "to": market_of(hub), "capacity [bcm/yr]": 12.0 * UNLIMITED, "length [km]": 0.0}
            found["pipelines"].append({"pipeline": f"{hub}>{market_of(hub)}", **line})
    return found


def storages(case: Path, scalars: Mapping[str, float]) -> Iterator[Object]:
    """Storages at the markets, with their limits by month."""
    limits = read(case, "storage_limits.csv")
    size, injection, withdrawal = (
        monthly(limits, ["node"], column)
        for column in ("working_gas_bcm", "max_injection_bcm_month", "max_withdrawal_bcm_month")
    )
    for row in read(case, "storage.csv"):
        node = row["node"].lower()
        yield {
            "storage": node.replace("cn_", "storage-"),
            "node": node,
            "working_gas [bcm]": dated(size[node,]),
            "injection [bcm/yr]": dated(injection[node,], 12.0),
            "withdrawal [bcm/yr]": dated(withdrawal[node,], 12.0),
            "cost [EUR/MWh]": scalars["storage_injection_cost"],
            "withdrawal_cost [EUR/MWh]": scalars["storage_withdrawal_cost"],
            "loss [share]": float(row["injection_loss"]),
            "reserve [share]": float(row["mandatory_share_of_capacity"]),
            "opening [share]": scalars["first_level_share"],
            "closing [share]": scalars["last_level_share"],
        }


def contracts(case: Path, share: float) -> Iterator[Object]:
    """Contracts between exporters and hubs.

    Their prices are not published; as nothing is paid for gas that is not taken, none is needed.
    """
    rows = read(case, "long_term_contracts.csv")
    quantities = monthly(rows, ["exporter_node", "hub"], "annual_contract_quantity_share_bcm")
    for (seller, hub), quantity in quantities.items():
        yield {
            "contract": f"{seller}>{hub}",
            "seller": seller,
            "origin": EXPORTERS[seller],
            "buyer": market_of(hub),
            "arcs": f"{hub}>{market_of(hub)}",
            "price_rule": "unknown",
            "quantity [bcm/yr]": dated(quantity, 12.0),
            "minimum_take [share]": share,
            "price [EUR/MWh]": 0.0,
        }


def convert(case: Path, folder: Path) -> dict[str, Path]:
    """Write the dataset and the scenarios.

    Parameters
    ----------
    case
        Folder with the tables of the source.
    folder
        Where ``dataset`` and the scenarios go.

    Returns
    -------
    dict of str to Path
        The scenarios by name, in the order of :data:`HORIZONS`.
    """
    scalars = json.loads((case / "scalars.json").read_text(encoding="utf-8"))
    penalty = float(scalars["gas_shedding_penalty"])
    supply, steps = producers(case)
    markets, shapes = demand(case, penalty)
    folder.mkdir(parents=True, exist_ok=True)
    corridor.new_dataset(
        folder / "dataset",
        sources=[SOURCE],
        parameters={"value_of_lost_load": f"{penalty} EUR/MWh"},
        replace_existing=True,
        nodes=list(nodes(case)),
        producers=supply,
        supply_steps=steps,
        demand=markets,
        seasonality=shapes,
        storages=list(storages(case, scalars)),
        contracts=list(contracts(case, scalars["take_or_pay_share"])),
        **arcs(case),
    )
    return {name: _scenario(folder, name, last, in_force, slow) for name, last, in_force, slow in HORIZONS}


def _scenario(folder: Path, name: str, last: int, in_force: bool, slow: bool) -> Path:
    """Write one scenario."""
    years = list(range(YEARS[0], last + 1))
    lines = [
        f"title: SeasonalFlex {name}",
        "dataset: dataset",
        f"horizon: {{years: {years}, seasons: months, storage: chronological, disposal: free}}",
    ]
    if not in_force:
        lines.append('contracts: {"*": {status: ended}}')
    if not slow:
        lines.append("supply: {pn_nl: {ramp: 100 %, yearly_ramp: 100 %}}")
    path = folder / f"{name}.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    source, target = (Path(argument) for argument in sys.argv[1:])
    convert(source, target)
