"""What differs from another scenario."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import pandas as pd

from corridor.report.blocks import Block, Cell, Column, Picture, Row, Section, Table, paragraph, row
from corridor.report.difference import Difference, changed_statements, most_changed
from corridor.report.display import signed
from corridor.report.figures.difference_chart import difference_chart
from corridor.report.subject import Subject
from corridor.report.wording import plural

__all__ = ["compared"]

_STATEMENTS: Final = 12
_GAINERS: Final = 10
_LEAST: Final = 0.05  # bcm a year
_LEAST_PRICE: Final = 0.005  # USD/MMBtu
_LEAST_MONEY: Final = 0.005  # billion USD a year


def compared(subject: Subject) -> Section | None:
    """Return exports, prices, gains and costs less those of another scenario; nothing where the report stands alone."""
    if subject.reference is None:
        return None
    title, difference = f"Compared with “{subject.reference_title}”", subject.difference
    blocks: list[Block] = [*_statements(subject)]
    if difference is None:
        return Section(title, [*blocks, paragraph("The two scenarios have no model year in common.")])
    blocks += [_chart(subject, difference), _exports(subject, difference)]
    blocks += [table for table in (_prices(subject, difference), _gains(difference), _costs(difference)) if table]
    return Section(title, blocks)


def _statements(subject: Subject) -> list[Block]:
    """Return the statements that differ."""
    changed = changed_statements(subject.results, subject.reference)
    if not changed:
        return [paragraph("Both scenarios state the same; differences come from the dataset or the version.")]
    verb = "differs" if len(changed) == 1 else "differ"
    text = f"{plural(len(changed), 'statement')} {verb}, and everything that differs in the results follows from that."
    if len(changed) > _STATEMENTS:
        text += f" The first {_STATEMENTS} are shown."
    rows = tuple(
        row(path, *(Cell("not stated", quiet=True) if value is None else value for value in values))
        for path, *values in changed[:_STATEMENTS]
    )
    columns = (
        Column("Path", "left"), Column("This scenario", "left", share=1.0), Column("Other", "left", share=1.0),
    )  # fmt: skip
    return [paragraph(text), Table("inputs", "Statements that differ.", columns, rows, small=True)]


def _chart(subject: Subject, difference: Difference) -> Picture:
    """Return the project and the exports as a chart."""
    effort = difference.projects[0] if difference.projects else None
    caption = f"{subject.origin}’s exports in this scenario less those in “{subject.reference_title}”, by model year."
    words = "Stacked bars of the differences in exports by region and model year; the first table has the figures."
    if effort is not None:
        caption = f"What {effort.name} carries, and what it does to exports, by model year."
        use = "; ".join(
            f"{year} {subject.display.volume(float(line['used']))} of {subject.display.volume(float(line['capacity']))}"
            for year, line in effort.years.iterrows()
        )
        words = f"Bars of use and capacity of {effort.name}, in {subject.display.rate_unit}: {use}. {words}"
    return Picture("difference", difference_chart(difference, subject.display), caption, words)


def _exports(subject: Subject, difference: Difference) -> Table:
    """Return exports by destination, and what becomes of production and sales at home."""
    display, exports = subject.display, difference.exports
    total = exports.sum()
    rows = _rows(exports, display.volume_change, _LEAST)
    rows.append(_line(f"{subject.origin}’s exports", total, display.volume_change, total=True))
    supply = difference.supply
    rows += [
        _line(f"{subject.origin}’s {item}", supply.loc[item], display.volume_change)
        for item in supply.index
        if supply.loc[item].abs().max() > _LEAST
    ]
    caption = (
        f"Exports by destination, this scenario less the other, {display.volume_unit} a year as delivered. What is"
        " produced more and not sold at home is exported, or used up on the way."
    )
    return _table("difference-exports", f"Sold in, {display.volume_unit}", caption, difference.years, rows)


def _prices(subject: Subject, difference: Difference) -> Table | None:
    """Return prices by region."""
    prices, display = difference.indicator("regional_price"), subject.display
    rows = _rows(prices, display.price_change, _LEAST_PRICE)
    if not rows:
        return None
    caption = (
        f"Prices by region, weighted by consumption, this scenario less the other, {display.price_unit}. In all tables,"
        " lines without a difference are left out."
    )
    return _table("difference-prices", f"Price in, {display.price_unit}", caption, difference.years, rows)


def _gains(difference: Difference) -> Table | None:
    """Return who gains and who loses: the largest, the others, and what is left of the gain of the whole market."""
    producers, consumers = (difference.indicator(f"{who}_surplus") for who in ("producer", "consumer"))
    if producers.empty or consumers.empty:
        return None
    everybody = pd.concat(
        [producers.rename(index="Producers of {}".format), consumers.rename(index="Consumers in {}".format)]
    )
    shown = [name for name in most_changed(everybody, _GAINERS) if everybody.loc[name].abs().max() >= _LEAST_MONEY]
    rows = [_line(name, everybody.T[name], _money) for name in shown]
    rows.append(_line("All other producers and consumers", everybody.drop(index=shown).sum(), _money))
    if not difference.costs.empty:
        rows.append(_line("Scarcity of lines, quotas and storage", difference.saving - everybody.sum(), _money))
        rows.append(_line("The whole market", difference.saving, _money, total=True))
    caption = (
        "Who gains and who loses, billion USD of 2025 a year: earnings of producers above the variable cost of their"
        " gas, worth of consumption above what it costs. Scarcity is what full lines, caps and storage earn, as the"
        " rest of the sum. Annuities of projects are not in it."
    )
    return _table("difference-gains", "Billion USD", caption, difference.years, rows)


def _costs(difference: Difference) -> Table | None:
    """Return what the whole market gains, by account, against the annuities of the projects."""
    if difference.costs.empty:
        return None
    saved = -difference.costs
    names = [_named(str(item)) for item in saved.index]
    rows = _rows(saved.set_axis(names), _money, _LEAST_MONEY)
    rows.append(_line("The whole market", difference.saving, _money, total=True))
    if difference.annuity.abs().max() > 1e-3:
        rows.append(_line("Annuities of projects", -difference.annuity, _money))
        rows.append(_line("Net", difference.saving - difference.annuity, _money, total=True))
    caption = (
        "The same gain by account, billion USD of 2025 a year, cost saved as a gain; below it what the projects that"
        " differ cost a year. A project pays in a year where the net is above zero."
    )
    return _table("difference-costs", "Billion USD", caption, difference.years, rows)


def _named(item: str) -> str:
    """Return a cost account in words."""
    words = {"worth_of_flexible_consumption": "Worth of more consumption", "take_or_pay": "Payments for gas not taken"}
    return words.get(item, item.replace("_", " ").capitalize())


def _money(value: float) -> str:
    """Write billions of dollars as a difference."""
    return signed(value, 2)


def _rows(table: pd.DataFrame, write: Callable[[float], str], least: float) -> list[Row]:
    """Return a row for every line of a table that differs visibly in some year."""
    return [_line(str(name), table.loc[name], write) for name in table.index if table.loc[name].abs().max() >= least]


def _line(name: str, values: pd.Series, write: Callable[[float], str], total: bool = False) -> Row:
    """Return differences by year as a row; those too small to be written are grey."""
    texts = [write(float(value)) for value in values]
    return row(name, *(Cell(text, quiet=text.startswith("±")) for text in texts), total=total)


def _table(key: str, head: str, caption: str, years: Sequence[int], rows: Sequence[Row]) -> Table:
    """Return a table of differences by year."""
    columns = (Column(head, "left", share=3.6), *(Column(str(year), share=1.0) for year in years))
    return Table(key, caption, columns, tuple(rows), small=True)
