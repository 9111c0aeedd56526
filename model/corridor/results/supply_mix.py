"""Where the gas of every market comes from, beside the trade that is published."""

from __future__ import annotations

import pandas as pd

from corridor.dataset import Dataset
from corridor.results.arrivals import Arrivals
from corridor.results.context import DUST

_COLUMNS = ["market", "origin", "year", "volume", "share", "cited", "unit", "source"]


def supply_mix_table(dataset: Dataset, years: list[int], flows: pd.DataFrame, balance: pd.DataFrame) -> pd.DataFrame:
    """Gas of every origin in every market, and in every region with published trade, bcm.

    ``market`` is a market or a region as in observed.csv (``EU``, ``Europe + Türkiye (lng)``); regions overlap, and
    with a way in brackets only gas that came that way is counted. ``share`` is the part of an origin in the gas of the
    market or region. ``cited`` is the published trade, averaged where there are several figures; NaN where nothing was
    published. A pair is listed if gas went or trade was published.
    """
    arrivals = Arrivals(balance, flows, dataset)
    cited: dict[tuple[str, str, int], list[tuple[float, str]]] = {}
    observed = dataset.tables["observed"]
    columns = (observed[name].tolist() for name in ("kind", "subject", "year", "canonical", "source"))
    for kind, subject, year, value, source in zip(*columns, strict=True):
        if kind == "trade" and int(year) in years:
            origin, _, market = subject.partition(">")
            cited.setdefault((market, origin, int(year)), []).append((value, source))
    origins = sorted(dataset.origins)
    records = []
    for market in sorted({*dataset.ids("demand"), *(market for market, _, _ in cited)}):
        region = arrivals.region(market)
        if region is None:
            continue
        for year in years:
            volumes = arrivals.volumes(region, year)
            total = sum(volumes.values())
            for origin in origins:
                volume = volumes.get(origin, 0.0)
                figures = cited.get((market, origin, year), [])
                if volume <= DUST and not figures:
                    continue
                share = volume / total if total > DUST else 0.0
                mean = sum(value for value, _ in figures) / len(figures) if figures else float("nan")
                sources = "; ".join(sorted({source for _, source in figures}))
                records.append((market, origin, year, volume, share, mean, "bcm", sources))
    table = pd.DataFrame(records, columns=_COLUMNS)
    return table.sort_values(["market", "origin", "year"], kind="stable", ignore_index=True)
