"""What the page about the data says of a back-cast, from the tables that it wrote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from corridor.dataset import Dataset
from corridor.errors import InputError
from corridor.results.folders import HASH
from corridor.study import markdown
from corridor.study.backcast.writing import TABLES

LARGE = 3.0
"""Difference of a route and year that needs a reason, bcm."""

_WHOLE = "2015-2021"
_FIRST = "totals given"

_HEAD = """## Held against the past

The model is given the totals of 2015 to 2021 and of 2025 and must find the routes. This part is made from the tables
that `corridor backcast` wrote; `make evidence` runs it again.

**Given** for each year: consumption of every market, output of every producer but Russia's, LNG loaded by every plant,
changes of stock, all from `year_inputs.csv`; and, as in any scenario, capacities, tariffs, contracts with their annual
quantities and least takes, booked capacity, events and rules with their dates. Total Russian exports are close to an
identity then, within a few bcm. **Not given**: any flow, on any line, in any year. A test goes through all limits that
are in force and fails if one equals the measured flow within 2 %, unless it is a technical capacity or a rule that the
test names (`tests/cases/test_backcast.py`). What the model adds is the split between the routes.
"""

_AFTERWARDS = """### What was chosen after results had been seen

The figures above are no test on unseen data. About 25 runs were looked at while the back-cast was built, and the error
of the contestable routes fell from 19 % to 8.4 % on the way. Some of the changes corrected mistakes, some were choices,
and all of them are in-sample:

* the markup of hub-indexed gas for Türkiye, set after 2025 had been seen;
* fuel and storage losses taken out of the given consumption, which counts them already;
* LNG receipts, which are not lost a second time on the way;
* the three lines into Ukraine, kept apart;
* the capacity of the terminals of Taiwan and Türkiye;
* quantities of the Turkmen and Kazakh contracts with China;
* the capacity of the trunk line from Nadym to Perm;
* the groups whose producers may stay below the given output (Central Asia, Middle East);
* the form of "totals not given": a straight trend of consumption;
* the cap on what Ukraine bought in 2015, which held to November only and let 18.8 bcm through instead of 5.8; found
  when the reasons below were written. It brought the error from 8.4 % to 7.6 %.

2022 and 2023 have never been looked at: the dataset holds neither inputs nor route flows of them.
"""

_PAIRS = """### Regions and pairs

Gas by origin where it arrived. Regions are scored, pairs of countries are not: statistics book many of them by contract
and not by molecule (Russian gas of Germany and Italy), and where gas of several origins meets, several splits cost the
same. Large differences between single buyers of LNG are the model's own: cargoes take the cheapest voyage, for most of
the contracts that tie Qatari gas to Europe and American gas to Asia are not in it. Regions, error in %:
"""

_PRICES = """### Prices

Volumes say nothing about prices: the same routes are right with prices that are wrong by a factor. Prices are scored
nowhere above. Annual means, USD/MMBtu, model / observed:
"""

_SETTERS = (
    (
        "Netherlands",
        "Cost of the dearest unit that is needed: given volumes leave no scarcity, so Russian, Norwegian and landed "
        "American gas at cost and transport.",
        "Hub: the marginal buyer against LNG for Asia, coal and storage. Near the model when supply was ample (2016, "
        "2020); scarcity in 2021 and the loss of Russian gas in 2025 are not explained.",
    ),
    (
        "Türkiye",
        "The cheapest of contracts, spot LNG and pipeline gas at the border, at cost.",
        "Oil index until 2021, then mostly the European hub, with discounts that are not published. Not explained.",
    ),
    (
        "China border",
        "Cost in Eastern Siberia or Turkmenistan and the line, as the volumes are contracted.",
        "Oil-indexed contracts; the seller keeps the difference. One year of agreement at the north-east (2020) does "
        "not explain the others.",
    ),
    (
        "Japan",
        "Cost of the dearest cargo and its voyage, world LNG being given.",
        "Oil-indexed contracts (about three quarters of imports) and spot cargoes. Not explained in any year.",
    ),
)
"""Markets with what sets the price in the model and in fact."""

_SHOWN = ("Netherlands", "Türkiye", "China Northeast", "China West", "China Coast", "Japan")


def section(folder: Path, dataset: Dataset) -> Iterator[str]:
    """Yield the lines of the section.

    Parameters
    ----------
    folder
        Where :func:`corridor.study.backcast.writing.write` wrote its tables.
    dataset
        Whose reasons for the remaining misses are told.

    Raises
    ------
    InputError
        If a table is missing, or was made with another dataset.
    """
    found = {name: _read(folder / f"{name}.csv", dataset) for name in TABLES}
    yield _HEAD
    yield from _routes(found["routes"])
    yield from _errors(found["scores"], found["draws"], found["routes"])
    yield from _misses(found["routes"], dataset)
    yield _AFTERWARDS
    yield from _regions(found["region_scores"], found["regions"])
    yield from _prices(found["prices"])


def reasons(dataset: Dataset) -> dict[tuple[str, int], str]:
    """Return the reason of every route and year that has one, from ``backcast_misses.csv``."""
    return {
        (row["route"], year): str(row["reason"])
        for row in dataset.tables["backcast_misses"].to_dict("records")
        for year in _years(str(row["years"]))
    }


def _years(text: str) -> range:
    """Return the years of ``2019`` or ``2015-2017``."""
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def _read(path: Path, dataset: Dataset) -> pd.DataFrame:
    if not path.is_file():
        raise InputError(f"{path} is missing: run 'corridor backcast --out {path.parent}' first")
    found = pd.read_csv(path, keep_default_na=False, na_values=[""], dtype={"dataset": str, "period": str})
    if not set(found["dataset"]) <= {dataset.hash[:HASH]}:
        raise InputError(f"{path} was made with another dataset: run 'make evidence', or 'corridor backcast' again")
    return found


def _beside(found: pd.DataFrame, key: str, subjects: Sequence[str], years: Sequence[int]) -> Iterator[tuple[str, ...]]:
    """Yield model / observed by subject and year."""
    cells = {(row[key], row["year"]): f"{row['model']:.1f} / {row['observed']:.1f}" for row in found.to_dict("records")}
    for subject in subjects:
        yield subject, *(cells.get((subject, year), "") for year in years)


def _routes(routes: pd.DataFrame) -> Iterator[str]:
    yield "### Routes: model / observed, bcm; difference below\n"
    years = sorted(set(routes["year"]))
    differences = {(row["route"], row["year"]): row["difference"] for row in routes.to_dict("records")}
    moving = routes.groupby("route")["observed"].max()
    rows: list[tuple[str, ...]] = []
    for name, *cells in _beside(routes, "route", sorted(moving[moving > 0.0].index), years):
        below = (
            f"{cell}<br>{_signed(differences[name, year])}" if cell else ""
            for year, cell in zip(years, cells, strict=True)
        )
        contestable = bool(routes.loc[routes["route"] == name, "contestable"].iloc[0])
        rows.append((name if contestable else f"{name} *", *below))
    yield from markdown.table(("Route", *map(str, years)), rows)
    yield "Routes with a star have one seller and one buyer and no way round; the others are contestable.\n"


def _signed(value: float) -> str:
    text = f"{value:+.1f}"
    return text if float(text) else "0.0"


def _errors(scores: pd.DataFrame, draws: pd.DataFrame, routes: pd.DataFrame) -> Iterator[str]:
    yield "### Errors\n"
    yield "Sum of the differences, signs left aside, over the sum of what was measured, %; contestable routes.\n"
    chosen = scores[scores["routes"] == "contestable"]
    periods = [_WHOLE, *sorted(set(chosen["period"]) - {_WHOLE})]
    for title, column in (("Error", "error"), ("Bias", "bias")):
        shares = chosen.set_index(["case", "period"])[column].to_dict()
        cases = list(dict.fromkeys(chosen["case"])) if column == "error" else [_FIRST]
        yield from markdown.table(
            (title, *periods), [(case, *(_percent(shares.get((case, each))) for each in periods)) for case in cases]
        )
    yield f"{_quality(scores, draws, routes)}\n"


def _percent(share: float | None) -> str:
    return "" if share is None or share != share else f"{100.0 * share:.1f}"


def _quality(scores: pd.DataFrame, draws: pd.DataFrame, routes: pd.DataFrame) -> str:
    """Say in sentences what surrounds the error."""
    first = scores[scores["case"] == _FIRST]
    of_all = {row["period"]: row["error"] for row in first[first["routes"] == "all"].to_dict("records")}
    whole = first[(first["routes"] == "contestable") & (first["period"] == _WHOLE)].iloc[0]
    told = [f"{_percent(of_all[period])} % in {period}" for period in (_WHOLE, "2025") if period in of_all]
    parts = [f"All routes, captive ones included: {', '.join(told)}."]
    if whole["rank_correlation"] == whole["rank_correlation"]:
        parts.append(
            f"Rank correlation of the contestable routes {whole['rank_correlation']:.2f} over {whole['pairs']} routes "
            "and years."
        )
    spread = routes[routes["contestable"] & routes["spread"].notna()]
    if len(spread):
        several = spread["spread"].sum() / spread["observed"].sum()
        parts.append(
            f"Published measurements of the same flow differ by {_percent(float(several))} % where there are several, "
            f"most in {_widest(spread)}: no error can be told from nothing below that."
        )
    drawn = draws[(draws["routes"] == "contestable") & (draws["period"] == _WHOLE)]["error"]
    if len(drawn):
        parts.append(
            f"In {len(drawn)} draws of costs (20 %), contracts (10 %) and stocks (4 bcm) the median error is "
            f"{_percent(float(drawn.median()))} %, the 90th percentile {_percent(float(drawn.quantile(0.9)))} %."
        )
    return " ".join(parts)


def _widest(spread: pd.DataFrame) -> str:
    row = spread.sort_values("spread").iloc[-1]
    return f"{row['route']} {row['year']} ({row['spread']:.1f} bcm)"


def _misses(routes: pd.DataFrame, dataset: Dataset) -> Iterator[str]:
    yield f"### Every miss above {LARGE:.0f} bcm\n"
    differences = {(row["route"], row["year"]): row["difference"] for row in routes.to_dict("records")}
    rows = []
    for row in dataset.tables["backcast_misses"].to_dict("records"):
        found = [(year, differences[row["route"], year]) for year in _years(str(row["years"]))]
        told = ", ".join(_signed(difference) for _, difference in found)
        rows.append((row["route"], row["years"], told, row["reason"], row["note"]))
    yield from markdown.table(("Route", "Years", "Difference, bcm", "Why", "Tried"), rows)


def _regions(scores: pd.DataFrame, regions: pd.DataFrame) -> Iterator[str]:
    yield _PAIRS
    shares = scores.set_index(["routes", "period"])["error"].to_dict()
    periods = list(dict.fromkeys(scores["period"]))
    periods = sorted(set(periods) - {"all years"}) + [each for each in periods if each == "all years"]
    names = list(dict.fromkeys(scores["routes"]))
    yield from markdown.table(
        ("", *periods), [(name, *(_percent(shares.get((name, each))) for each in periods)) for name in names]
    )
    yield "Origin and region, model / observed, bcm; in brackets the range over other optima of the same cost:\n"
    years = sorted(set(regions["year"]))
    cells = {
        (row["subject"], row["year"]): f"{row['model']:.1f}{_range(row)} / {row['observed']:.1f}"
        for row in regions.to_dict("records")
    }
    rows = [
        (subject, *(cells.get((subject, year), "") for year in years)) for subject in sorted(set(regions["subject"]))
    ]
    yield from markdown.table(("Pair", *map(str, years)), rows)


def _range(row: dict[Any, Any]) -> str:
    """Say how far a volume can go at the same cost, where it can."""
    low, high = f"{row['lowest']:.1f}", f"{row['highest']:.1f}"
    return "" if low == high else f" ({low} to {high})"


def _prices(prices: pd.DataFrame) -> Iterator[str]:
    yield _PRICES
    shown = [name for name in _SHOWN if name in set(prices["subject"])]
    years = sorted(set(prices["year"]))
    yield from markdown.table(("Market", *map(str, years)), list(_beside(prices, "subject", shown, years)))
    yield from markdown.table(("Market", "Sets the price in the model", "Sets it in fact"), _SETTERS)
