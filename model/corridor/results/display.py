"""How results look in a notebook."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from corridor.results.certified import certificate_line

if TYPE_CHECKING:
    from corridor.results.tables import Results


def summary_html(results: Results) -> str:
    """Scenario, certificate line and exports by region as a small table."""
    title = escape(str(results.manifest["scenario"]["title"]))
    focus = str(results.manifest["report"]["focus"])
    shown = results.indicators[
        (results.indicators["indicator"] == "exports_to") & results.indicators["subject"].str.startswith(f"{focus}>")
    ]
    table = shown.assign(region=shown["subject"].str.split(">").str[1]).pivot_table(
        index="region", columns="year", values="value"
    )
    table.loc["Total"] = table.sum()
    proof = escape(certificate_line(results.manifest))
    return (
        f"<h4>{title}</h4><p>{proof}</p><p>Exports of gas from {escape(focus)} by destination, bcm a year:</p>"
        + table.round(1).to_html()
    )
