"""PyPSA, another tool with another statement of the mathematics, finds the same cost and prices."""

from __future__ import annotations

from importlib.util import find_spec

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.formulation.tiny import Figure, Tiny

from corridor.dataset import lookup
from corridor.engine import compile_model
from corridor.engine import solve as optimise
from corridor.errors import InputError
from corridor.export import to_pypsa
from corridor.formulation import formulate
from corridor.network import Network
from corridor.results.commerce import cost_table
from corridor.results.context import Context
from corridor.results.prices import market_value

COLD = [0.16, 0.14, 0.11, 0.07, 0.05, 0.03, 0.02, 0.03, 0.05, 0.08, 0.11, 0.15]
EXACT = 1e-6

with_pypsa = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("pypsa") is None, reason="the extra pypsa is not installed"),
    # What its libraries warn of is not ours to mend.
    pytest.mark.filterwarnings("ignore"),
]


def some_world(folder, numbers) -> Tiny:
    """A field, a hub with a cavern, three markets in a row and across, one of which has liquefied gas as well.

    Odd fractions keep volumes and capacities from meeting by chance, so that prices are unique.
    """
    potential, tariff, elasticity, working_gas, growth = numbers
    world = Tiny(folder).profile("cold", COLD)
    steps: list[tuple[float, Figure]] = [(0.31, 61.3), (0.37, 88.9), (0.32, {"2030": 131.7, "2035": 155.1})]
    world.producer("field", "Field", potential + 0.137, steps, swing=0.23)
    world.producer("near", "B", 6.21, 247.3)
    for market, cost in {"A": 577.3, "B": 593.9, "C": 611.9}.items():
        world.producer(f"last {market}", market, 40.17, cost, swing=0.5)
    world.market("A", {"2030": 7.31, "2035": 7.31 * growth}, 210.0, elasticity, "cold")
    world.market("B", 9.77, 260.0, 0.0, "cold").market("C", 5.39, 300.0, elasticity)
    world.pipeline("trunk", "Field", "Hub", {"2015": 14.3, "2032-07": 19.9}, tariff=tariff + 0.71, loss=0.043)
    world.pipeline("north", "Hub", "A", 9.1, tariff=11.3, loss=0.011)
    world.pipeline("cross", "A", "B", 4.3, tariff=7.7, loss=0.017, reverse_capacity=3.1)
    world.pipeline("south", "Hub", "B", 5.9, tariff=19.1, loss=0.023).pipeline("tail", "B", "C", 2.3, tariff=23.9)
    world.liquefaction("plant", "Field", "Coast", 3.7, cost=41.3, own_use=0.093)
    world.voyage("ship", "Coast", "Regas", cost=17.7, boil_off=0.021).terminal(
        "terminal", "Regas", "C", 3.3, 9.1, 0.013
    )
    return world.storage("cavern", "Hub", working_gas, 9.3, cost=6.1, loss=0.019, withdrawal_cost=1.3, holding_cost=2.7)


def ours(network: Network) -> tuple[float, pd.Series]:
    """Discounted cost without the tie-break, and prices, million USD and million USD per bcm."""
    context = Context(network, optimise(compile_model(formulate(network))))
    accounts = cost_table(context)
    cost = float(accounts.loc[accounts["item"] != "tie_break", "discounted"].sum())
    return cost, market_value(context)


@pytest.mark.parametrize("seasons", [pytest.param("quarters", marks=with_pypsa)])
@given(
    st.tuples(
        st.integers(9, 24), st.integers(5, 60), st.sampled_from([0.0, -0.4]), st.floats(0.3, 3.0), st.floats(0.7, 1.6)
    )
)
@settings(
    deadline=None,
    max_examples=6,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_another_tool_finds_the_same_cost_and_prices(tmp_path_factory, seasons, numbers):
    world = some_world(tmp_path_factory.mktemp("pypsa"), numbers)
    network = world.network(years=[2030, 2032, 2035], seasons=seasons, discount_rate="6 %")
    cost, prices = ours(network)
    theirs = to_pypsa(network)
    assert theirs.optimize(solver_name="highs", log_to_console=False) == ("ok", "optimal")
    assert theirs.objective == pytest.approx(cost, rel=EXACT)
    for (market, year, season), price in lookup(prices).items():
        found = theirs.buses_t.marginal_price.at[f"{year} {season}", market]
        assert found == pytest.approx(price, rel=EXACT), (market, year, season)


def test_what_pypsa_does_not_know_is_named_at_once(tmp_path):
    world = Tiny(tmp_path).market("M", 10.0).producer("well", "N", 20.0, 100.0, minimum=0.1)
    world.producer("other", "M", 20.0, 200.0, origin="Norway").pipeline("line", "N", "M", 9.0)
    network = world.contract("deal", "M", "line", 5.0, 0.5, 120.0).network()
    with pytest.raises(InputError) as caught:
        to_pypsa(network)
    assert [problem.message for problem in caught.value.problems] == [
        "PyPSA has nothing like contracts",
        "PyPSA has nothing like gas of several origins (Norway, Russia)",
        "PyPSA has nothing like a least production",
    ]
