"""Repairs in words: by what amounts a statement would have to change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from corridor.diagnosis.repairs import Change
from corridor.diagnosis.sentences import amount, within
from corridor.diagnosis.statements import LESS
from corridor.network import Network

Adviser = Callable[[Network, Sequence[Change]], str]
"""Says by what amounts a statement would have to change."""


def spread(changes: Sequence[Change]) -> str:
    """Write amounts that differ from year to year: the least and the most."""
    unit = changes[0].limit.unit
    low, high = min(change.amount for change in changes), max(change.amount for change in changes)
    if amount(low, unit) == amount(high, unit):
        return amount(high, unit)
    return f"{amount(low, unit).removesuffix(unit).strip()} to {amount(high, unit)}"


def _advice(template: str) -> Adviser:
    """Fill amount, name and time into a template."""

    def advise(network: Network, changes: Sequence[Change]) -> str:
        del network
        limits = [change.limit for change in changes]
        return template.format(amount=spread(changes), name=limits[0].name) + within(limits)

    return advise


def _stock_advice(network: Network, changes: Sequence[Change]) -> str:
    word = "less" if changes[0].limit.key == (LESS,) else "more"
    return _advice("{amount} " + word + " opening stock in '{name}'")(network, changes)


def _policy_advice(network: Network, changes: Sequence[Change]) -> str:
    rule = next(each for each in network.scenario.policies if each.name == changes[0].limit.name)
    return _advice("{amount} more let in by " + rule.kind.replace("_", " ") + " '{name}'")(network, changes)


def _ramp_advice(network: Network, changes: Sequence[Change]) -> str:
    del network
    limits = [change.limit for change in changes]
    amounts = [amount(change.amount, "bcm/yr") for change in changes]
    return f"{max(amounts)} more change of production of '{limits[0].name}'{within(limits)}"


ADVISERS: Mapping[str, Adviser] = {
    "firm demand": _advice("{amount} less firm demand of {name}"),
    "filling target": _advice("{amount} less of the target '{name}'"),
    "minimum take": _advice("{amount} less minimum take under contract '{name}'"),
    "plant minimum": _advice("{amount} of its capacity less that plant '{name}' must take in"),
    "producer minimum": _advice("{amount} of its potential less that producer '{name}' must produce"),
    "closing stock": _advice("{amount} less closing stock in '{name}'"),
    "opening stock": _stock_advice,
    "outlet": _advice("{amount} more demand of {name}"),
    "policy": _policy_advice,
    "contract quantity": _advice("{amount} more quantity of contract '{name}'"),
    "swap": _advice("{amount} more capacity of swap '{name}'"),
    "capacity": _advice("{amount} more capacity of '{name}'"),
    "fleet": _advice("{amount} more in fleet '{name}'"),
    "working gas": _advice("{amount} more working gas of storage '{name}'"),
    "injection": _advice("{amount} more injection into storage '{name}'"),
    "withdrawal": _advice("{amount} more withdrawal from storage '{name}'"),
    "ramp": _ramp_advice,
    "potential": _advice("{amount} more potential of producer '{name}'"),
    "project size": _advice("{amount} more size of project '{name}'"),
    "budget": _advice("{amount} more budget '{name}'"),
}
"""One for every kind of statement that an amount can change."""
