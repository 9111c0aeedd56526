"""Options that several commands share."""

from __future__ import annotations

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
