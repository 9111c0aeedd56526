"""Market conduct: who moves prices, by how much, and what that takes for granted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from corridor.report.blocks import Block, Column, Section, Table, paragraph, row
from corridor.report.display import number
from corridor.report.subject import Subject
from corridor.report.view import optional_table
from corridor.report.wording import listed, plural

__all__ = ["market_conduct"]

_TAKEN_FOR_GRANTED: Final = (
    "The equilibrium holds where demand is a straight line, as it is in every market in which somebody has conduct;"
    " all producers of an origin act as one seller; nobody buys gas in one market to sell it in another; lines, plants"
    " and limits that several sellers share are worth the same to each; gas that swaps bring is sold by whoever has the"
    " title; and gas delivered under contracts earns the market’s price."
)
_CHECKS: Final = ("conduct_without_response", "conduct_with_contracts", "conduct_with_quotas")
_MOST = 12


def market_conduct(subject: Subject) -> Section | None:
    """Return markups of the last chosen year by seller and market, and the conditions of the equilibrium."""
    table = optional_table(subject.results, "conduct")
    if table.empty:
        return None
    year = subject.chosen_years[-1]
    lines = table[table["year"] == year]
    told = " ".join(_stance(str(origin), rows) for origin, rows in table.groupby("origin", sort=True))
    blocks: list[Block] = [paragraph(told), _markups(subject, lines, year), paragraph(_TAKEN_FOR_GRANTED)]
    blocks += [paragraph(text) for text in (_far_from_reference(subject, table), _pieces(subject)) if text]
    blocks += [paragraph(f"{message[0].upper()}{message[1:]}.") for message in _warnings(subject.results.manifest)]
    return Section("Market conduct", blocks)


def _stance(origin: str, rows: pd.DataFrame) -> str:
    """Say how sellers of an origin behave."""
    low, high = float(rows["share"].min()), float(rows["share"].max())
    where = plural(int(rows["market"].nunique()), "market")
    if rows["dominant"].any():
        found = f"{number(100.0 * low, 0)} %" if high - low < 5e-3 else f"{100.0 * low:.0f} to {100.0 * high:.0f} %"
        return (
            f"{origin} is a dominant exporter in {where}: it counts on price takers to bring more when it holds gas"
            f" back, which leaves it {found} of Cournot conduct."
        )
    if low == high == 1.0:
        return f"{origin} is a Cournot seller in {where}: it holds back gas and takes the sales of others as given."
    share = f"{100.0 * low:.0f} %" if low == high else f"{100.0 * low:.0f} to {100.0 * high:.0f} %"
    return f"{origin} has {share} of Cournot conduct in {where}."


def _markups(subject: Subject, lines: pd.DataFrame, year: int) -> Table:
    """Return the sellers and markets in which holding back earns most."""
    display = subject.display
    lines = lines.assign(paid=lines["price"] * lines["volume"], held=lines["markup"] * lines["volume"])
    keys = ["origin", "market"]
    yearly = lines.groupby(keys)[["volume", "paid", "held", "earnings"]].sum()
    yearly = yearly[yearly["volume"] > 1e-6].sort_values("earnings", ascending=False, kind="stable").head(_MOST)
    rows = [
        row(
            origin,
            market,
            display.volume(volume),
            display.price(paid / volume),
            display.price(held / volume),
            number(earnings, 0),
        )
        for (origin, market), (volume, paid, held, earnings) in zip(
            yearly.index.tolist(), yearly.to_numpy(dtype=float).tolist(), strict=True
        )
    ]
    columns = (
        Column("Seller", "left", share=1.4),
        Column("Market", "left", share=1.8),
        Column(f"Sales, {display.volume_unit}"),
        Column(f"Price, {display.price_unit}"),
        Column(f"Markup, {display.price_unit}"),
        Column("Earned by it, million USD"),
    )
    caption = (
        f"Markups in {year}: the price less what one more unit would earn its seller. At most the {_MOST} largest are"
        " shown."
    )
    return Table("markups", caption, columns, tuple(rows), small=True)


def _far_from_reference(subject: Subject, table: pd.DataFrame) -> str:
    """Say where prices lie so high that a straight line says little about demand."""
    share = table["markup"] / table["price"].where(table["price"] > 0.0)
    far = sorted(table.loc[share > 0.5, "market"].unique())
    if not far:
        return ""
    names = listed(far[:6]) + (f" and {len(far) - 6} more" if len(far) > 6 else "")
    return (
        f"In {names} more than half of the price is markup in some season: the line is read far from the point at"
        " which the dataset describes demand, and prices there are to be taken as a direction."
    )


def _pieces(subject: Subject) -> str:
    """Say how far prices may be off where squares are in pieces."""
    error = subject.results.manifest.get("piece_error")
    if not isinstance(error, Mapping):
        return ""
    return (
        f"Squares are computed in pieces that leave marginal costs off by at most {error['found']:.2g} {error['unit']} "
        f"({error['allowed']:.2g} are allowed)."
    )


def _warnings(manifest: Mapping[str, object]) -> list[str]:
    """What the checks found about conduct."""
    findings = manifest.get("findings")
    listed_findings = findings if isinstance(findings, list) else []
    return [str(each["message"]) for each in listed_findings if each.get("check") in _CHECKS]
