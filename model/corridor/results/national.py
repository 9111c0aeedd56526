"""Production and consumption of whole countries beside the figures that are published for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from corridor.dataset import Dataset, lookup
from corridor.network import Network
from corridor.network.values import Values

_COLUMNS = [
    "country", "item", "year", "model", "cited", "difference", "share", "unit", "sources", "note",
]  # fmt: skip
_KEYS = ["country", "year"]

#: Above this part of it, published output is another quantity than what can be sold: gas put back into the field, say.
OTHER_QUANTITY = 0.1
#: Gas used up on the way that a note speaks of, bcm a year.
_SPOKEN_OF = 0.05

_EXPORT_ONLY = "for export only; home market not in the model"


def national_table(network: Network, flows: pd.DataFrame, balance: pd.DataFrame) -> pd.DataFrame:
    """Production and consumption of countries for the model years that have been cited, bcm.

    Consumption is what is sold in the markets of a country, less what is put into stock there, and what its lines,
    plants, terminals and storages use up: statistics count that as consumption. Gas used up on an arc belongs to the
    country where the arc starts, but for the share that statistics leave out (``uncounted``); a ship's belongs to
    nobody.

    ``cited`` is the published figure of the country (observed.csv, averaged) or, where it has none, that of
    year_inputs.csv, unless the dataset splits the country there. Output of year_inputs.csv also stands in for
    published output that differs from it by more than a tenth. Where a country has only gas for export, its own market
    is left out; so is what nobody cites. Both have no cited figure, difference and share, and a note that says so.
    ``share`` is the difference over the cited figure.
    """
    countries = _Countries(network)
    model = {"consumption": countries.consumption(flows, balance), "production": countries.production(balance)}
    left_out = countries.used_up(flows, counted=False)
    cited = _Cited(network.scenario.dataset, countries)
    records = []
    for year in network.years.index.tolist():
        if not cited.knows(year):
            continue
        for country in countries.names:
            for item in ("consumption", "production"):
                if item == "production" and country not in countries.producing:
                    continue
                value = model[item].get((country, year), 0.0)
                figure, sources, note = cited.of(country, item, year)
                notes = [note]
                if country not in countries.consuming:
                    if item == "consumption":
                        figure, sources, notes = float("nan"), "", []
                    notes.insert(0, _EXPORT_ONLY)
                apart = left_out.get((country, year), 0.0)
                if item == "consumption" and apart > _SPOKEN_OF and country in countries.consuming:
                    notes.append(f"{apart:.1f} bcm used up by lines and plants are in no published figure and left out")
                text = "; ".join(part for part in notes if part)
                difference = value - figure
                share = difference / figure if figure > 0.0 else float("nan")
                records.append((country, item, year, value, figure, difference, share, "bcm", sources, text))
    table = pd.DataFrame(records, columns=_COLUMNS)
    return table.sort_values(["country", "item", "year"], kind="stable", ignore_index=True)


class _Countries:
    """Which nodes make up a country, and what the tables say of it. A country is called as its market or group is."""

    def __init__(self, network: Network) -> None:
        self._network = network
        dataset = network.scenario.dataset
        code = lookup(dataset.nodes["country"])
        markets, basins = (
            _by_country(dataset.ids("demand"), code),
            _by_country(network.producers["node"].tolist(), code),
        )
        self.called = {
            country: _name(dataset, country, markets.get(country) or basins[country])
            for country in sorted({*markets, *basins})
        }
        self.names = sorted(self.called.values())
        self.consuming = {self.called[country] for country in markets}
        self.producing = {self.called[country] for country in basins}
        self.markets = {self.called[country]: nodes for country, nodes in markets.items()}
        self.basins = {self.called[country]: nodes for country, nodes in basins.items()}
        self._country = {node: self.called[country] for node, country in code.items() if country in self.called}

    def production(self, balance: pd.DataFrame) -> dict[tuple[str, int], float]:
        """Output by country and year, bcm."""
        return lookup(self._summed(balance[balance["item"] == "production"], "node", "volume"))

    def consumption(self, flows: pd.DataFrame, balance: pd.DataFrame) -> dict[tuple[str, int], float]:
        """Sales, stock changes and gas used up by country and year, bcm."""
        used = dict(self.used_up(flows))
        stored = self._summed(balance[balance["item"].isin(["injection", "withdrawal"])], "node", "volume")
        sold = self._summed(balance[balance["item"] == "sales"], "node", "volume")
        values = Values(self._network.scenario)
        for (country, year), volume in (*lookup(-sold).items(), *lookup(-stored).items()):
            used[country, year] = used.get((country, year), 0.0) + volume
        for country, markets in self.markets.items():
            for market in sorted(markets):
                change = values.yearly("demand", market, "stock_change")
                for year in self._network.years.index.tolist():
                    used[country, year] = used.get((country, year), 0.0) - change(year)
        return used

    def used_up(self, flows: pd.DataFrame, counted: bool = True) -> dict[tuple[str, int], float]:
        """What arcs use up by country where they start and year, bcm; or the part that statistics do not count."""
        flows = flows[flows["form"] != "shipping"]
        values, lines = Values(self._network.scenario), lookup(self._network.arcs["line"])
        outside = {
            arc: values.constant("pipelines" if form == "pipeline" else form, lines[arc], "uncounted")
            for arc, form in sorted(set(zip(flows["arc"].tolist(), flows["form"].tolist(), strict=True)))
            if form != "regasification"
        }
        share = flows["arc"].map(outside).fillna(0.0)
        lost = (flows["volume"] - flows["arrived"]) * ((1.0 - share) if counted else share)
        return lookup(self._summed(flows.assign(lost=lost), "from", "lost"))

    def _summed(self, table: pd.DataFrame, node: str, column: str) -> pd.Series:
        table = table.assign(country=table[node].map(self._country))
        return table.groupby(_KEYS)[column].sum()


def _by_country(nodes: Iterable[str], code: Mapping[str, str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for node in nodes:
        found.setdefault(code[node], set()).add(node)
    return {country: frozenset(inside) for country, inside in found.items()}


def _name(dataset: Dataset, country: str, nodes: frozenset[str]) -> str:
    """The one node of a country, the group that holds its nodes and no others of their kind, or else its code."""
    if len(nodes) == 1:
        return next(iter(nodes))
    code = lookup(dataset.nodes["country"])
    for group, members in sorted(dataset.groups.items()):
        if not group.startswith("region:") and nodes <= members and all(code[node] == country for node in members):
            return group
    return country


class _Cited:
    """Published figures of countries by item and year: value, sources, note."""

    def __init__(self, dataset: Dataset, countries: _Countries) -> None:
        self._published: dict[tuple[str, str, int], list[tuple[float, str, str]]] = {}
        self._inputs: dict[tuple[str, str, int], tuple[float, str, str]] = {}
        whole = {
            item: {nodes: country for country, nodes in inside.items()}
            for item, inside in (("consumption", countries.markets), ("production", countries.basins))
        }
        known = {item: frozenset().union(*parts) for item, parts in whole.items()}
        groups = {name.removeprefix("region:"): nodes for name, nodes in sorted(dataset.groups.items(), reverse=True)}
        for kind, subject, year, value, source, note in _rows(dataset, "observed", "subject"):
            if kind not in whole:
                continue
            inside = frozenset({subject}) if subject in dataset.nodes.index else groups.get(subject, frozenset())
            country = whole[kind].get(inside & known[kind])
            if country is not None:
                self._published.setdefault((country, kind, year), []).append((value, source, note))
        producers = lookup(dataset.identities["producers"]["node"])
        at = list(producers.values())
        for kind, name, year, value, source, note in _rows(dataset, "year_inputs", "object"):
            if kind not in whole:
                continue
            node = producers[name] if kind == "production" else name
            country = whole[kind].get(frozenset({node}))
            if country is not None and (kind == "consumption" or at.count(node) == 1):
                self._inputs[country, kind, year] = value, source, note
        self._years = {year for _, _, year in (*self._published, *self._inputs)}

    def knows(self, year: int) -> bool:
        """Whether anything is cited for a year."""
        return year in self._years

    def of(self, country: str, item: str, year: int) -> tuple[float, str, str]:
        """Value (NaN if nothing is cited), sources and note."""
        key = country, item, year
        rows, given = self._published.get(key), self._inputs.get(key)
        if rows is None:
            return given or (float("nan"), "", "nothing is cited")
        value = sum(row[0] for row in rows) / len(rows)
        sources = "; ".join(sorted({row[1] for row in rows}))
        if item == "production" and given and abs(value - given[0]) > OTHER_QUANTITY * given[0]:
            return given[0], given[1], f"{given[2]} (published: {value:.1f} by {sources})"
        return value, sources, "; ".join(dict.fromkeys(row[2] for row in rows if row[2] not in ("", "group")))


def _rows(dataset: Dataset, name: str, subject: str) -> Iterator[tuple[str, str, int, float, str, str]]:
    table = dataset.tables[name]
    columns = (table[column].tolist() for column in ("kind", subject, "year", "canonical", "source", "note"))
    for kind, about, year, value, source, note in zip(*columns, strict=True):
        yield kind, about, int(year), value, source, note
