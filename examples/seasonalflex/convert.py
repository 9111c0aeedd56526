"""Make a Corridor dataset of the data of a published model: Riepin and Müsgens, "Seasonal Flexibility" (2022).

Usage::

    python examples/seasonalflex/convert.py CASE FOLDER
    corridor run FOLDER/2015.yaml

``CASE`` is a folder with the tables of the model, such as ``tests/cases/12_seasonalflex_europe``; ``FOLDER`` will hold
the dataset and a scenario for each horizon. This is a worked example of bringing one's own dataset: every function
writes one pair of tables. What the data needs and how the language says it:

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
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from corridor.dataset.schema import COMPONENTS, FIGURE_COLUMNS, PLAIN_TABLES

YEARS = range(2015, 2034)
SOURCE = "riepin-muesgens-2022"
UNLIMITED = 999.0
"""What the source writes for a capacity without limit, bcm a month."""

#: Producers that sell anywhere, and the names of their gas.
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
Monthly = Mapping[tuple[int, int], float]
"""Values by year and month."""


class Tables:
    """Rows of a dataset folder, by table."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Sequence[str]]] = {}

    def object(self, component: str, key: str, *columns: str, **figures: float | Mapping[str, float]) -> None:
        """Add an object with its columns and figures; a mapping gives values by date."""
        self._rows.setdefault(component, []).append((key, *columns, SOURCE, ""))
        for name, figure in figures.items():
            for date, value in figure.items() if isinstance(figure, Mapping) else [("", figure)]:
                unit = UNITS[COMPONENTS[component].attributes[name].dimension]
                row = (key, name, date, repr(value), unit, "", "", SOURCE, "")
                self._rows.setdefault(f"{component}_figures", []).append(row)

    def plain(self, table: str, *row: str) -> None:
        """Add a row to a table without figures."""
        self._rows.setdefault(table, []).append(row)

    def write(self, folder: Path) -> None:
        """Write every table of the schema, those without rows too."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, component in COMPONENTS.items():
            columns = (component.key, *component.columns, *component.optional, "source", "note")
            self._write(folder, name, columns)
            if component.attributes:
                self._write(folder, f"{name}_figures", FIGURE_COLUMNS)
        for name, columns in PLAIN_TABLES.items():
            self._write(folder, name, columns)

    def _write(self, folder: Path, name: str, columns: Sequence[str]) -> None:
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows([columns, *self._rows.get(name, [])])


UNITS = {
    "volume": "bcm",
    "volume_rate": "bcm/yr",
    "price": "EUR/MWh",
    "share": "share",
    "length": "km",
}
"""Units in which figures are written."""


def read(case: Path, name: str) -> list[dict[str, str]]:
    """Read a table of the source; names there are case-insensitive."""
    with (case / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def monthly(
    rows: Iterable[Row], keys: Sequence[str], value: str
) -> dict[tuple[str, ...], dict[tuple[int, int], float]]:
    """Collect values by month under the other columns of a table."""
    found: dict[tuple[str, ...], dict[tuple[int, int], float]] = {}
    for row in rows:
        key = tuple(row[each].lower() for each in keys)
        found.setdefault(key, {})[int(row["year"]), int(row["month"])] = float(row[value])
    return found


def dated(values: Monthly, factor: float = 1.0, base: float = 0.0) -> dict[str, float]:
    """Write ``factor * (base + value)`` at every month in which it changes; a month without a value has the base."""
    points: dict[str, float] = {}
    before: float | None = None
    for year in YEARS:
        for month in range(1, 13):
            now = factor * (base + values.get((year, month), 0.0))
            if now != before:
                points[f"{year}-{month:02d}"] = now
            before = now
    return points


def convert_nodes(case: Path, tables: Tables) -> None:
    """Write nodes; the source has no places, so they lie at 0, 0."""
    for row in read(case, "nodes.csv"):
        name = row["node"].lower()
        groups = "Europe" if row["type"] == "consumption" and name not in ("cn_ua", "cn_by") else ""
        tables.object("nodes", name, name, KINDS[row["type"]], name.partition("_")[2].upper(), groups, "0", "0")


def convert_supply(case: Path, tables: Tables) -> None:
    """Write producers with the sum of their steps, and the steps as shares of it, year by year."""
    steps: dict[str, list[Row]] = {}
    for row in read(case, "production_steps.csv"):
        steps.setdefault(row["node"].lower(), []).append(row)
    for node, own in steps.items():
        capacity = {year: [float(row[f"annual_capacity_bcm_{year}"]) for row in own] for year in YEARS}
        sold_in = own[0]["sales_restricted_to"].lower().replace("tn_", "cn_")
        home = "" if node in EXPORTERS else sold_in
        potential = {f"{year}": sum(capacity[year]) for year in YEARS}
        ramp = (
            {"ramp": {"2017": 0.2, "2033": 1.0}, "yearly_ramp": {"2017": 0.2, "2033": 1.0}} if node == "pn_nl" else {}
        )
        origin = EXPORTERS.get(node, f"home-{node.partition('_')[2]}")
        tables.object("producers", node, node, origin, home, potential=potential, **ramp)
        begun = next(values for values in capacity.values() if sum(values) > 0.0)
        for rank, row in enumerate(own):
            shares = {}
            for year, values in capacity.items():
                total = sum(values)
                shares[f"{year}"] = values[rank] / total if total > 0.0 else begun[rank] / sum(begun)
            tables.object(
                "supply_steps", row["producer"].lower(), node, str(rank + 1), share=shares, cost=float(row["cost"])
            )


def convert_demand(case: Path, tables: Tables, penalty: float) -> None:
    """Write markets whose demand is fixed up to the price of shedding, and the shape of every year."""
    for (node,), values in monthly(read(case, "demand_EUCO.csv"), ["node"], "bcm").items():
        total = {year: sum(values[year, month] for month in range(1, 13)) for year in YEARS}
        volume = {f"{year}": total[year] for year in YEARS}
        tables.object("demand", node, node, volume=volume, reference_price=penalty)
        months = {
            f"month-{month:02d}": {f"{year}": values[year, month] / total[year] for year in YEARS}
            for month in range(1, 13)
        }
        tables.object("seasonality", node, **months)


def convert_arcs(case: Path, tables: Tables) -> None:
    """Write arcs with their additions; what is only among the additions does not exist."""
    added = monthly(read(case, "arc_capacity_additions.csv"), ["from", "to"], "added_bcm_per_month")
    for row in read(case, "arcs.csv"):
        start, end = row["from"].lower(), row["to"].lower()
        base, cost = float(row["capacity_bcm_per_month"]), float(row["transport_cost"])
        capacity = dated(added.get((start, end), {}), 12.0, base)
        name, places = f"{start}>{end}", (start, end, f"{start}>{end}")
        if start.startswith("liqn") and base < UNLIMITED:
            tables.object(
                "shipping", name, *places, "conventional", "", capacity=capacity, cost={"2015": cost}, distance=0.0
            )
        elif start.startswith("liqn"):
            tables.object("shipping", name, *places, "conventional", "", cost={"2015": cost}, distance=0.0)
        elif end.startswith("liqn"):
            tables.object("liquefaction", name, *places, capacity=capacity, cost={"2015": cost}, own_use=0.0)
        elif start.startswith("regn"):
            tables.object("regasification", name, *places, capacity=capacity, cost={"2015": cost}, own_use=0.0)
        else:
            tables.object("pipelines", name, name, start, end, capacity=capacity, tariff={"2015": cost}, length=0.0)
    for row in read(case, "nodes.csv"):
        market = row["node"].lower()
        if row["type"] == "consumption":
            hub = market.replace("cn_", "tn_")
            name, free = f"{hub}>{market}", {"2015": 12.0 * UNLIMITED}
            tables.object("pipelines", name, name, hub, market, capacity=free, length=0.0)


def convert_storages(case: Path, tables: Tables, scalars: Mapping[str, float]) -> None:
    """Write storages with their limits by month."""
    limits = read(case, "storage_limits.csv")
    size = monthly(limits, ["node"], "working_gas_bcm")
    injection = monthly(limits, ["node"], "max_injection_bcm_month")
    withdrawal = monthly(limits, ["node"], "max_withdrawal_bcm_month")
    for row in read(case, "storage.csv"):
        node = row["node"].lower()
        tables.object(
            "storages",
            f"storage-{node.partition('_')[2]}",
            node,
            working_gas=dated(size[node,]),
            injection=dated(injection[node,], 12.0),
            withdrawal=dated(withdrawal[node,], 12.0),
            cost=scalars["storage_injection_cost"],
            withdrawal_cost=scalars["storage_withdrawal_cost"],
            loss=float(row["injection_loss"]),
            reserve=float(row["mandatory_share_of_capacity"]),
            opening=scalars["first_level_share"],
            closing=scalars["last_level_share"],
        )


def convert_contracts(case: Path, tables: Tables, share: float) -> None:
    """Write contracts between exporters and hubs; their prices are not published and, with no gas unpaid, unused."""
    rows = read(case, "long_term_contracts.csv")
    for (seller, hub), values in monthly(rows, ["exporter_node", "hub"], "annual_contract_quantity_share_bcm").items():
        market = hub.replace("tn_", "cn_")
        tables.object(
            "contracts",
            f"{seller}>{hub}",
            seller,
            EXPORTERS[seller],
            market,
            f"{hub}>{market}",
            "unknown",
            "",
            "",
            quantity=dated(values, 12.0),
            minimum_take=share,
            price=0.0,
        )


def convert(case: Path, folder: Path) -> list[Path]:
    """Write the dataset and the scenarios.

    Parameters
    ----------
    case
        Folder with the tables of the source.
    folder
        Where ``dataset`` and the scenarios go.

    Returns
    -------
    list of Path
        The scenarios, in the order of :data:`HORIZONS`.
    """
    scalars = json.loads((case / "scalars.json").read_text(encoding="utf-8"))
    tables = Tables()
    tables.plain(
        "sources",
        SOURCE,
        "Riepin, Müsgens",
        "Seasonal Flexibility in the European Natural Gas Market, data (adapted)",
        "https://github.com/Irieo/SeasonalFlex",
        "2022",
        "CC BY-SA 4.0",
    )
    for name, value, unit in (
        ("fuel_rate", 0.0, "%/1000km"),
        ("discount_rate", 0.0, "%"),
        ("value_of_lost_load", scalars["gas_shedding_penalty"], "EUR/MWh"),
    ):
        tables.plain("parameters", name, repr(float(value)), unit, "", "", SOURCE, "")
    convert_nodes(case, tables)
    convert_supply(case, tables)
    convert_demand(case, tables, float(scalars["gas_shedding_penalty"]))
    convert_arcs(case, tables)
    convert_storages(case, tables, scalars)
    convert_contracts(case, tables, scalars["take_or_pay_share"])
    tables.write(folder / "dataset")
    return [_scenario(folder, *each) for each in HORIZONS]


def _scenario(folder: Path, name: str, last: int, contracts: bool, ramp: bool) -> Path:
    """Write one scenario; JSON is YAML too."""
    document: dict[str, object] = {
        "title": f"SeasonalFlex {name.replace('-without', ' without').replace('-', ' to ', 1)}",
        "dataset": "dataset",
        "horizon": {
            "years": list(range(YEARS[0], last + 1)),
            "seasons": "months",
            "storage": "chronological",
            "disposal": "free",
        },
    }
    if not contracts:
        document["contracts"] = {"*": {"status": "ended"}}
    if not ramp:
        document["supply"] = {"pn_nl": {"ramp": "100 %", "yearly_ramp": "100 %"}}
    path = folder / f"{name}.yaml"
    path.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    source, target = (Path(argument) for argument in sys.argv[1:])
    convert(source, target)
