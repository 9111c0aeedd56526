"""An answer: sentences, the figures they rest on, and what would have to change."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

COLUMNS = ("what", "subject", "value", "unit", "note")


@dataclass(frozen=True, slots=True)
class Change:
    """What would have to be otherwise, and by how much.

    Attributes
    ----------
    what
        In words, e.g. ``tariff of the line, lower by``.
    path
        Of the value in a scenario, e.g. ``pipelines.blue-stream.tariff``; empty where there is no single one.
    amount, unit
        By how much, as the scenario writes it.
    """

    what: str
    path: str
    amount: float
    unit: str

    def __str__(self) -> str:
        """Return the change in words."""
        return f"{self.what} {figure(self.amount)} {self.unit}".rstrip()


@dataclass(frozen=True)
class Answer:
    """Why something is as it is.

    Attributes
    ----------
    question
        As asked.
    text
        Sentences, a paragraph a line.
    table
        ``what, subject, value, unit, note``: the figures behind them, parts first and their sum last.
    changes
        Each of them alone is what would have to change, by more than its amount.
    """

    question: str
    text: str
    table: pd.DataFrame
    changes: tuple[Change, ...] = ()

    def __str__(self) -> str:
        """Return the sentences."""
        return self.text

    def content(self) -> dict[str, Any]:
        """Return the answer for JSON."""
        return {
            "question": self.question,
            "text": self.text.split("\n"),
            "table": [{str(key): value for key, value in row.items()} for row in self.table.to_dict("records")],
            "changes": [
                {"what": each.what, "path": each.path, "amount": each.amount, "unit": each.unit}
                for each in self.changes
            ],
        }

    def _repr_html_(self) -> str:
        paragraphs = "".join(f"<p>{escape(line)}</p>" for line in self.text.split("\n"))
        table = self.table.assign(value=[figure(value) for value in self.table["value"]])
        return f"<h4>{escape(self.question)}</h4>{paragraphs}{table.to_html(index=False)}"


def answer_table(rows: list[tuple[str, str, float, str, str]]) -> pd.DataFrame:
    """Return the table of an answer."""
    return pd.DataFrame(rows, columns=list(COLUMNS))


def figure(value: float) -> str:
    """Write a number to two digits after the point; large ones without any, small ones to their first two digits."""
    if abs(value) < 5e-7:
        return "0"
    if abs(value) >= 999.5:
        return f"{value:,.0f}"
    return f"{value:,.2f}" if abs(value) >= 0.095 else f"{value:.2g}"


def listed(names: list[str], few: int = 4) -> str:
    """Write names as a sentence does."""
    shown = names if len(names) <= few else [*names[: few - 1], f"{len(names) - few + 1} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
