"""Observed and modelled volumes of the routes on which the model is scored."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from corridor.dataset import Dataset, lookup, split
from corridor.results.tables import Results

COLUMNS = ["route", "year", "model", "observed", "difference", "spread", "contestable", "unit", "sources"]


def route_table(results: Results, dataset: Dataset, years: Iterable[int]) -> pd.DataFrame:
    """Model and observation by route and year, bcm.

    A route is one or several metering arcs (``backcast_routes.csv``). ``observed`` is the one primary measurement of
    the dataset, or the sum of those of its members; a route and year without one is left out. ``spread`` is the
    distance between the highest and the lowest published measurement, NaN with a single one. ``model`` is what enters
    the arcs over the year, of all origins.
    """
    flows = results.flows[results.flows["form"] == "pipeline"]
    model = lookup(flows.groupby(["route", "year"])["volume"].sum())
    measured = _Measured(dataset)
    records = []
    routes = dataset.tables["backcast_routes"]
    columns = (routes[name].tolist() for name in ("backcast_route", "members", "contestable"))
    for route, text, contestable in zip(*columns, strict=True):
        members = split(text)
        for year in years:
            found = measured.of(members, year)
            if found is None:
                continue
            value, spread, sources = found
            modelled = sum(model.get((member, year), 0.0) for member in members)
            difference = modelled - value
            records.append((route, year, modelled, value, difference, spread, contestable == "yes", "bcm", sources))
    return pd.DataFrame(records, columns=COLUMNS).sort_values(["route", "year"], ignore_index=True)


class _Measured:
    """Measurements of routes by the set of their members."""

    def __init__(self, dataset: Dataset) -> None:
        self._primary: dict[tuple[frozenset[str], int], tuple[float, str]] = {}
        self._others: dict[tuple[frozenset[str], int], list[float]] = {}
        table = dataset.tables["observed"]
        columns = (table[name].tolist() for name in ("kind", "subject", "year", "canonical", "source"))
        for kind, subject, year, value, source in zip(*columns, strict=True):
            key = frozenset(subject.split(" + ")), int(year)
            if kind == "route_flow":
                self._primary[key] = value, source
            elif kind == "route_flow_other":
                self._others.setdefault(key, []).append(value)

    def of(self, members: tuple[str, ...], year: int) -> tuple[float, float, str] | None:
        """Primary value, spread and sources; None where something was not measured."""
        whole = self._primary.get((frozenset(members), year))
        parts = [self._primary.get((frozenset({member}), year)) for member in members]
        known = [part for part in parts if part is not None]
        if whole is None and len(known) < len(parts):
            return None
        value = whole[0] if whole is not None else sum(part[0] for part in known)
        sources = {whole[1]} if whole is not None else {part[1] for part in known}
        all_values = [value, *self._others.get((frozenset(members), year), ())]
        if whole is not None and len(known) == len(parts) and len(parts) > 1:
            all_values.append(sum(part[0] for part in known))
        others = [self._others.get((frozenset({member}), year)) for member in members]
        if len(parts) > 1 and len(known) == len(parts) and any(others):
            high = sum(max((part[0], *(other or ()))) for part, other in zip(known, others, strict=True))
            low = sum(min((part[0], *(other or ()))) for part, other in zip(known, others, strict=True))
            all_values += [high, low]
        spread = max(all_values) - min(all_values) if len(all_values) > 1 else float("nan")
        return value, spread, "; ".join(sorted(sources))


def deviation(results: Results, dataset: Dataset, year: int) -> float:
    r"""Volume-weighted absolute deviation :math:`\sum |model - observed| / \sum observed` of a year, a share.

    Over the rows of :func:`route_table`, contestable routes and captive ones, so that no flow counts twice. NaN where
    nothing was observed.
    """
    table = route_table(results, dataset, [year])
    total = float(table["observed"].sum())
    return float(table["difference"].abs().sum()) / total if total > 0.0 else float("nan")
