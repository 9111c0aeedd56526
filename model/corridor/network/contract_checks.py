"""Named checks of contracts: clauses that can do nothing on this network and horizon."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from corridor.dataset import lookup, lookup_rows
from corridor.network.tables import Finding, Network

CLAUSES = {"make_up": ("make-up", "nothing is made up"), "carry_forward": ("carry-forward", "nothing is carried over")}


def rights_out_of_reach(network: Network) -> Iterator[Finding]:
    """A right that no model year outlasts does nothing, which somebody who wrote it should know."""
    quantity = lookup(network.contract_terms["quantity"])
    for contract, row in lookup_rows(network.contracts).items():
        years = [year for year in network.years.index.tolist() if quantity[contract, year] > 0.0]
        gaps = [later - earlier for earlier, later in pairwise(years)]
        for clause, (name, idle) in CLAUSES.items():
            lasts = row[clause]
            if lasts > 0.0 and gaps and min(gaps) > lasts:
                message = (
                    f"the model years of contract '{contract}' lie further apart than its {name} lasts "
                    f"({lasts:g} years): {idle}"
                )
                yield Finding("rights_out_of_reach", "warning", message)


def rights_without_room(network: Network) -> Iterator[Finding]:
    """Whoever must take all of a quantity has no room above the minimum to make up or to earn."""
    terms = network.contract_terms
    full = terms[(terms["quantity"] > 0.0) & (terms["minimum"] >= terms["quantity"])]
    years = full.reset_index().groupby("contract")["year"].apply(list).to_dict()
    for contract, row in lookup_rows(network.contracts).items():
        if contract in years and max(row[clause] for clause in CLAUSES) > 0.0:
            when = ", ".join(map(str, years[contract]))
            message = (
                f"contract '{contract}' must be taken whole in {when}: there is no room to make up or carry forward"
            )
            yield Finding("rights_without_room", "warning", message)


def destination_out_of_reach(network: Network) -> Iterator[Finding]:
    """A contract whose gas cannot come to where alone it may be sold delivers nothing."""
    kept, destination = network.destinations["kept"], lookup(network.contracts["destination"])
    possible = {(contract, year) for contract, _, year in kept.index[kept > 0.0]}
    for contract, year in dict.fromkeys((contract, year) for contract, _, year in kept.index):
        if (contract, year) not in possible:
            where = ", ".join(destination[contract])
            message = f"gas of contract '{contract}' cannot be sold in {where} in {year}, its destination"
            yield Finding("destination_out_of_reach", "warning", message)


CONTRACT_CHECKS: tuple[Callable[[Network], Iterator[Finding]], ...] = (
    rights_out_of_reach,
    rights_without_room,
    destination_out_of_reach,
)
