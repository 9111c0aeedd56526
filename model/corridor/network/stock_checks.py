"""Checks of the stocks with which storages begin and end."""

from __future__ import annotations

from collections.abc import Iterator

from corridor.dataset import lookup
from corridor.network.tables import Finding, Network
from corridor.scenario import Filling


def opening_stock_without_gas(network: Network) -> Iterator[Finding]:
    """A stock belongs to gas that can reach the storage; where none can, nobody could use it."""
    ends, place = lookup(network.arcs["to"]), lookup(network.storages["node"])
    reached = {(ends[arc], year) for _, arc, year in network.flows}
    reached |= {(node, year) for node in network.steps["node"] for year in network.years.index.tolist()}
    reached |= {(node, year) for _, node, year in network.carried}
    for (storage, year, moment), volume in lookup(network.storage_stocks["volume"]).items():
        if volume > 0.0 and (place[storage], year) not in reached:
            begins = f"'{storage}' holds {volume:.2f} bcm when stocks {'begin' if moment == 'opening' else 'end'}"
            yield Finding("opening_stock_without_gas", "error", f"{begins} in {year}, but no gas can reach it")


def stocks_without_a_beginning(network: Network) -> Iterator[Finding]:
    """An opening or closing stock says nothing where every year ends as it began."""
    if network.scenario.horizon.storage != "cyclic":
        return
    for each in network.scenario.overrides:
        if each.component == "storages" and each.attribute in ("opening", "closing"):
            message = (
                f"the {each.attribute} stock of '{each.object}' ({each.origin}) has no effect: every year ends with "
                "the stock with which it began"
            )
            yield Finding("stocks_without_a_beginning", "warning", message)


def filling_with_a_beginning_of_its_own(network: Network) -> Iterator[Finding]:
    """Where stocks go on as they are, a filling target is about the stock itself, however it rose."""
    scenario = network.scenario
    if scenario.horizon.storage == "cyclic":
        return
    for policy in scenario.policies:
        for key in ("since", "opening") if isinstance(policy, Filling) else ():
            written = scenario.origins.get(f"policies.{policy.name}.filling.{key}")
            if written is not None:
                message = (
                    f"'{key}' of policy '{policy.name}' ({written}) has no effect: stocks begin with what the storages "
                    f"say, for storage is {scenario.horizon.storage}"
                )
                yield Finding("filling_with_a_beginning_of_its_own", "warning", message)
