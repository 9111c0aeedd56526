"""What policies take off the price of gas on its way to a buyer, or add to it."""

from __future__ import annotations

from dataclasses import dataclass

from corridor.dataset import lookup
from corridor.results.context import Context, usd_per_mmbtu
from corridor.results.policies import members_of, share_worth


@dataclass(frozen=True, slots=True)
class Charges:
    """Charges of a year on a unit, USD/MMBtu; negative where a policy adds to what the seller gets.

    Attributes
    ----------
    arrival
        On what arrives over an arc; key origin, arc, year.
    sale
        On what is sold in a market; key origin, market, year.
    """

    arrival: dict[tuple[str, str, int], float]
    sale: dict[tuple[str, str, int], float]

    def on_arrival(self, origin: str, arc: str, year: int) -> float:
        """Charge on gas that arrives over an arc."""
        return self.arrival.get((origin, arc, year), 0.0)

    def on_sale(self, origin: str, market: str, year: int) -> float:
        """Charge on gas that is sold in a market."""
        return self.sale.get((origin, market, year), 0.0)


def charges(context: Context) -> Charges:
    """Tariffs, and what shares are worth: gas under a share's limit uses it up, all other gas opens it."""
    found = _Collected(context)
    found.tariffs()
    found.shares()
    return Charges(found.arrival, found.sale)


class _Collected:
    def __init__(self, context: Context) -> None:
        self._context, self._network = context, context.network
        self._duration = lookup(context.network.seasons["duration"])
        self._arcs, self._others = (members_of(context, kind) for kind in ("arc", "lng_arc"))
        self._markets, self._consumers = (members_of(context, kind) for kind in ("market", "consumer"))
        self.arrival: dict[tuple[str, str, int], float] = {}
        self.sale: dict[tuple[str, str, int], float] = {}

    def tariffs(self) -> None:
        """Add the mean charge of the year; what is left to charge on sales bears it in the part that its dual says."""
        bearing = lookup(self._context.yearly_money(self._context.solution.duals("duty_on_sales", ("policy", "year"))))
        mean: dict[tuple[str, int], float] = {}
        for (policy, year, season), charge in lookup(self._network.charges["charge"]).items():
            mean[policy, year] = mean.get((policy, year), 0.0) + charge * self._duration[season] * usd_per_mmbtu()
        for (policy, year), charge in mean.items():
            for origin, arc in self._arcs.get(policy, ()):
                _add(self.arrival, (origin, arc, year), charge)
            borne = charge * max(0.0, -bearing.get((policy, year), 0.0))
            for origin, market in self._markets.get(policy, ()):
                _add(self.sale, (origin, market, year), borne)
            for origin, arc in self._others.get(policy, ()):
                _add(self.arrival, (origin, arc, year), -borne)

    def shares(self) -> None:
        """Add the worth of the shares that a sale uses up, less that of those it opens for others."""
        share = lookup(self._network.share_limits["share"])
        sellers = dict.fromkeys((origin, market, year) for origin, market, year, _ in self._context.sales.index)
        for (policy, origin, year), worth in share_worth(self._context).items():
            price = worth * usd_per_mmbtu()
            mean = sum(share[policy, origin, year, season] * length for season, length in self._duration.items())
            group = {market for _, market in self._consumers.get(policy, ())}
            for other, market, when in sellers:
                if when == year and market in group:
                    _add(self.sale, (other, market, year), -price * mean)
            for found, table, part in (
                (self._markets, self.sale, price),
                (self._arcs, self.arrival, price),
                (self._others, self.arrival, -price),
            ):
                for name in (name for other, name in found.get(policy, ()) if other == origin):
                    _add(table, (origin, name, year), part)


def _add(charges: dict[tuple[str, str, int], float], key: tuple[str, str, int], charge: float) -> None:
    charges[key] = charges.get(key, 0.0) + charge
