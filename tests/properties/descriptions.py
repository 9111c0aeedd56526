"""Random worlds as plain descriptions, so that one thing about them can be changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st
from tests.formulation.tiny import CANONICAL, Tiny

MARKETS = ("Aurich", "Baku", "Cadiz")
FIELD = "Field"
#: Between which nodes lines may run.
WAYS = tuple((start, end) for start in (FIELD, *MARKETS) for end in MARKETS if start != end)
#: Odd fractions, so that volumes and capacities do not meet by chance and prices are unique.
ODD = 0.137


@dataclass(frozen=True)
class Description:
    """A field of two steps, three markets with their own dear gas, lines between them.

    Attributes
    ----------
    demand
        Market to volume, bcm/yr.
    lines
        Start and end to capacity (bcm/yr), tariff and loss.
    steps
        Capacity and cost of the field's gas.
    elasticity
        Of every market.
    banned
        Markets that Russian gas may not enter.
    """

    demand: Mapping[str, float]
    lines: Mapping[tuple[str, str], tuple[float, float, float]]
    steps: tuple[tuple[float, float], ...]
    elasticity: float
    banned: tuple[str, ...] = ()

    def world(
        self,
        folder: Path,
        name: Callable[[str], str] = str,
        volumes: float = 1.0,
        money: float = 1.0,
        unit: Mapping[str, str] = CANONICAL,
    ) -> Tiny:
        """Write it down: nodes renamed, volumes and money scaled, figures in other units."""
        world = Tiny(folder, unit=unit).parameter("value_of_lost_load", 2000.0 * money)
        total = sum(capacity for capacity, _ in self.steps)
        steps = [(capacity / total, cost * money) for capacity, cost in self.steps]
        world.producer("field", name(FIELD), total * volumes, steps)
        for rank, (market, volume) in enumerate(self.demand.items()):
            world.market(name(market), volume * volumes, 300.0 * money, self.elasticity)
            world.producer(f"own-{market}", name(market), 60.0 * volumes, (400.0 + 7.3 * rank) * money, origin="Norway")
        for (start, end), (capacity, tariff, loss) in self.lines.items():
            world.pipeline(
                f"{start}-{end}".lower(), name(start), name(end), capacity * volumes, tariff * money, loss=loss
            )
        return world

    def policies(self, name: Callable[[str], str] = str) -> dict[str, object]:
        """The bans, as a section of a scenario."""
        if not self.banned:
            return {}
        return {"ban": {"ban": {"origin": "Russia", "into": [name(market) for market in self.banned]}}}


def _description(demand, lines, steps, elasticity) -> Description:
    return Description(
        {market: volume + ODD * (rank + 1) for rank, (market, volume) in enumerate(zip(MARKETS, demand, strict=True))},
        {
            way: (capacity + 0.0531 * WAYS.index(way), tariff + 0.71, loss / 100.0)
            for way, (capacity, tariff, loss) in lines.items()
        },
        tuple((capacity + 0.0173, cost + 0.31) for capacity, cost in steps),
        elasticity,
    )


descriptions = st.builds(
    _description,
    st.tuples(*[st.integers(1, 20)] * len(MARKETS)),
    st.dictionaries(
        st.sampled_from(WAYS),
        st.tuples(st.integers(0, 15), st.integers(0, 60), st.integers(0, 8)),
        min_size=2,
        max_size=len(WAYS),
    ),
    st.tuples(
        st.tuples(st.integers(1, 20), st.integers(40, 120)), st.tuples(st.integers(1, 20), st.integers(121, 250))
    ),
    st.sampled_from([0.0, -0.3]),
)
