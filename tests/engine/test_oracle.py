"""With gas of one origin and no losses the model is a minimum-cost flow; networkx knows its cost and prices."""

from __future__ import annotations

import networkx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.formulation.tiny import Tiny, total_cost

NODES = ("A", "B", "C", "D", "E")
LAST_RESORT = 90

arcs = st.dictionaries(
    st.sampled_from([(start, end) for start in NODES for end in NODES if start != end]),
    st.tuples(st.integers(1, 9), st.integers(0, 20)),
    min_size=4,
    max_size=12,
)
demands = st.dictionaries(st.sampled_from(NODES[1:]), st.integers(1, 9), min_size=1, max_size=4)
steps = st.lists(st.tuples(st.integers(2, 10), st.integers(5, 30)), min_size=1, max_size=3)


def oracle(lines, wanted, wells) -> int:
    """Cost of the best flow by networkx: wells as arcs from a source, a dear arc to every market."""
    graph = networkx.MultiDiGraph()
    total = sum(wanted.values())
    graph.add_node("source", demand=-total)
    for node in NODES:
        graph.add_node(node, demand=wanted.get(node, 0))
    for capacity, price in wells:
        graph.add_edge("source", "A", capacity=capacity, weight=price)
    for node in wanted:
        graph.add_edge("source", node, capacity=total, weight=LAST_RESORT)
    for (start, end), (capacity, tariff) in lines.items():
        graph.add_edge(start, end, capacity=capacity, weight=tariff)
    return int(networkx.network_simplex(graph)[0])


@given(arcs, demands, steps)
@settings(
    deadline=None,
    max_examples=8,
    derandomize=True,
    phases=[Phase.generate],  # to shrink a case takes minutes and these are small already
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_cost_and_prices_are_those_of_a_minimum_cost_flow(tmp_path_factory, lines, wanted, wells):
    world = Tiny(tmp_path_factory.mktemp("oracle"))
    potential = float(sum(capacity for capacity, _ in wells))
    world.producer("wells", "A", potential, [(capacity / potential, float(price)) for capacity, price in wells])
    for node, volume in wanted.items():
        world.market(node, float(volume)).producer(
            f"resort-{node}", node, float(sum(wanted.values()) + 1), float(LAST_RESORT)
        )
    for (start, end), (capacity, tariff) in lines.items():
        world.pipeline(f"{start}-{end}".lower(), start, end, float(capacity), float(tariff))
    solution = world.optimum()
    best = oracle(lines, wanted, wells)
    assert total_cost(solution) == pytest.approx(best, abs=1e-2)
    # Data are whole, so cost is straight between whole volumes: a price lies between what the last unit cost and what
    # the next one would.
    prices = solution.duals("market_clearing", ("market", "year", "season")).groupby(level="market").sum()
    for node, volume in wanted.items():
        last, following = (oracle(lines, {**wanted, node: volume + change}, wells) - best for change in (-1, 1))
        assert -last - 1e-2 <= prices[node] <= following + 1e-2, node
