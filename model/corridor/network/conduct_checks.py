"""Checks of what conduct takes for granted: what is legal, but makes an equilibrium mean less than it seems."""

from __future__ import annotations

from collections.abc import Iterator

from corridor.network.conduct import unresponsive
from corridor.network.tables import Finding, Network
from corridor.network.values import Values


def conduct_without_response(network: Network) -> Iterator[Finding]:
    """Where demand does not respond to its price any price could be asked, so sellers take it there."""
    for origin, markets in unresponsive(network.scenario, Values(network.scenario)).items():
        message = f"{origin} takes the price in {', '.join(markets)}: demand there does not respond to it"
        yield Finding("conduct_without_response", "warning", message)


def conduct_with_contracts(network: Network) -> Iterator[Finding]:
    """Gas sold at a contract's price gains nothing from a higher market price; the model takes it as if it did."""
    moving = set(network.conduct.index.get_level_values("origin"))
    running = network.contract_terms["quantity"].groupby(level="contract").max()
    contracts = network.contracts[network.contracts["origin"].isin(moving)]
    named: dict[str, list[str]] = {}
    for contract, origin in contracts["origin"].items():
        if running.get(contract, 0.0) > 0.0:
            named.setdefault(origin, []).append(f"'{contract}'")
    for origin, names in named.items():
        which = f"contract {names[0]}" if len(names) == 1 else f"{len(names)} contracts ({', '.join(names[:3])}, ...)"
        message = (
            f"{origin} has conduct and delivers under {which}: the model takes what is delivered as sold at the "
            "market's price, so it may hold back more than a seller at contract prices would"
        )
        yield Finding("conduct_with_contracts", "warning", message)


def conduct_with_quotas(network: Network) -> Iterator[Finding]:
    """A limit that several sellers share is worth the same to each in the model, however it is shared out in truth."""
    moving = set(network.conduct.index.get_level_values("origin"))
    ruled = network.policy_members[network.policy_members["origin"].isin(moving)]
    limited = {*network.entry_limits.index.get_level_values("policy"), *network.annual_limits.index.get_level_values(0)}
    for policy in sorted(set(ruled["policy"]) & (limited | set(network.share_limits.index.get_level_values("policy")))):
        origins = ", ".join(sorted(set(ruled.loc[ruled["policy"] == policy, "origin"])))
        message = f"policy '{policy}' limits gas of {origins}, who has conduct: every seller takes its limit as given"
        yield Finding("conduct_with_quotas", "warning", message)


CONDUCT_CHECKS = (conduct_without_response, conduct_with_contracts, conduct_with_quotas)
