"""Options that several commands share."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import click

JSON = "corridor.json"
"""Key under which a command says that its output is JSON."""


def _want_json(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> bool:
    """Remember that errors are to be JSON too."""
    ctx.meta[JSON] = wanted
    return wanted


json_option = click.option("--json", "wants_json", is_flag=True, callback=_want_json, help="Print JSON, errors too.")


with_overrides = click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="PATH=VALUE",
    help="Override one value, e.g. --set 'demand.Iran.growth=2 %/yr'. May be repeated.",
)


with_options = click.option(
    "--with",
    "options",
    multiple=True,
    metavar="OPTION",
    help="Lay an option over the scenario, e.g. --with options/hormuz-closed-2026. May be repeated; --set comes after.",
)


_SECONDS = {"s": 1.0, "min": 60.0, "h": 3600.0}


def _seconds(_ctx: click.Context, _parameter: click.Parameter, text: str | None) -> float | None:
    """Read a time such as ``30 s``, ``5 min`` or ``1.5 h``."""
    if text is None:
        return None
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(s|min|h)", text.strip())
    if found is None or not float(found[1]) > 0.0:
        raise click.BadParameter(f"'{text}' is no time: write e.g. '30 s', '5 min' or '1.5 h'")
    return float(found[1]) * _SECONDS[found[2]]


def with_limits(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add limits of the effort of a run."""
    for option in (
        click.option(
            "--iteration-limit",
            type=click.IntRange(min=1),
            metavar="NUMBER",
            help="Give up after so many iterations of all solves together.",
        ),
        click.option(
            "--time-limit",
            callback=_seconds,
            metavar="TIME",
            help="Give up after a time, e.g. '30 s', '5 min' or '1 h', for all that is solved together.",
        ),
    ):
        command = option(command)
    return command
