"""What policies take off the price of gas on its way to a buyer: tariffs, and what price caps leave with buyers."""

from __future__ import annotations

from dataclasses import dataclass

from corridor.dataset import lookup
from corridor.results.context import DUST, Context, usd_per_mmbtu
from corridor.results.policies import members_of
from corridor.results.price_caps import KEYS, capped_sales
from corridor.scenario import PriceCap


@dataclass(frozen=True, slots=True)
class Charges:
    """Tariffs and wedges of a year on a unit, USD/MMBtu; negative where a cargo takes one off what is sold.

    Attributes
    ----------
    arrival
        On what arrives over an arc; key origin, arc, year.
    title
        On what a swap brings by title; key origin, swap, year.
    sale
        On what is sold in a market; key origin, market, year.
    """

    arrival: dict[tuple[str, str, int], float]
    title: dict[tuple[str, str, int], float]
    sale: dict[tuple[str, str, int], float]

    def on_arrival(self, origin: str, arc: str, year: int) -> float:
        """Charge on gas that arrives over an arc."""
        return self.arrival.get((origin, arc, year), 0.0)

    def on_title(self, origin: str, swap: str, year: int) -> float:
        """Charge on gas that a swap brings."""
        return self.title.get((origin, swap, year), 0.0)

    def on_sale(self, origin: str, market: str, year: int) -> float:
        """Charge on gas that is sold in a market."""
        return self.sale.get((origin, market, year), 0.0)


def charges(context: Context) -> Charges:
    """Mean charges of the year; a duty on sales as far as one more sale bears it, which its dual says."""
    network, solution = context.network, context.solution
    duration = lookup(network.seasons["duration"])
    bearing = lookup(context.yearly_money(solution.duals("duty_on_sales", ("policy", "year"))))
    kinds = ("arc", "market", "lng_arc", "swap")
    entering, selling, landing, bringing = (members_of(context, kind) for kind in kinds)
    mean: dict[tuple[str, int], float] = {}
    for (policy, year, season), charge in lookup(network.charges["charge"]).items():
        mean[policy, year] = mean.get((policy, year), 0.0) + charge * duration[season] * usd_per_mmbtu()
    arrival: dict[tuple[str, str, int], float] = {}
    title: dict[tuple[str, str, int], float] = {}
    sale: dict[tuple[str, str, int], float] = {}
    for (policy, year), charge in mean.items():
        borne = charge * max(0.0, -bearing.get((policy, year), 0.0))
        for table, members, part in (
            (arrival, entering, charge),
            (title, bringing, charge),
            (sale, selling, borne),
            (arrival, landing, -borne),
        ):
            for origin, name in members.get(policy, ()):
                table[origin, name, year] = table.get((origin, name, year), 0.0) + part
    _add_price_caps(context, arrival, sale)
    return Charges(arrival, title, sale)


def _add_price_caps(
    context: Context, arrival: dict[tuple[str, str, int], float], sale: dict[tuple[str, str, int], float]
) -> None:
    """Add the wedges of price caps, weighed as gas is sold under them through the year.

    A cap on LNG is on what lands; one on pipeline gas is on what is sold beyond the cargoes, which go free.
    """
    network = context.network
    way = {policy.name: policy.form for policy in network.scenario.policies if isinstance(policy, PriceCap)}
    sold = lookup(context.volume(context.sales).groupby(level=["origin", "market", "year"]).sum())
    flow = lookup(context.volume(context.flow).groupby(level=["origin", "arc", "year"]).sum())
    loss = lookup(network.arcs["loss"])
    paid = capped_sales(context)["transfer"].groupby(level=KEYS[:4]).sum()
    for (policy, *place), transfer in lookup(paid[paid > 0.0]).items():
        origin, _, year = key = tuple(place)
        arcs = network.landing.get(key, ())
        landed = sum((1.0 - loss[arc]) * flow.get((origin, arc, year), 0.0) for arc in arcs)
        base = {"any": sold.get(key, 0.0), "lng": landed, "pipeline": sold.get(key, 0.0) - landed}[way[policy]]
        if base <= DUST:
            continue
        wedge = transfer / base * usd_per_mmbtu()
        if way[policy] != "lng":
            sale[key] = sale.get(key, 0.0) + wedge
        for arc in arcs if way[policy] != "any" else ():
            part = wedge if way[policy] == "lng" else -wedge
            arrival[origin, arc, year] = arrival.get((origin, arc, year), 0.0) + part
