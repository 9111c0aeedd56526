"""Small storage cases of PyPSA with an asserted cost. Source and licence: 20_pypsa_micro/README.txt.

A snapshot is a model year where stocks go on, a half of one where each period begins anew. The limit on carbon dioxide
of the third case is one on what the store gives: 0.2 t per unit and at most 0.8 t are 4 units over both periods. The
language limits volumes by year, so half of it stands in each period; as both are alike, nothing else changes.
"""

from __future__ import annotations

import pytest
from tests.cases import known

CASE = "20_pypsa_micro"
CASES = known.read(CASE, "cases.json")
HALVES = {"first": [1, 2, 3, 4, 5, 6], "second": [7, 8, 9, 10, 11, 12]}
SOURCES = known.source(CASE, "Tests of PyPSA", "https://github.com/PyPSA/PyPSA", licence="MIT")


def years(count):
    return [known.YEAR + number for number in range(count)]


def over(values):
    """Numbers of snapshots by year."""
    return dict(zip(years(len(values)), [float(value) for value in values], strict=True))


def town(load):
    return [{"market": "Town", "volume [bcm/yr]": load, "reference_price": "10 USD/MMBtu"}]


def generator(node, potential, cost):
    well = {"producer": f"at {node}", "node": node, "origin": f"of {node}", "potential [bcm/yr]": potential}
    step = {"producer": f"at {node}", "share": "100 %", "cost [USD/MMBtu]": cost}
    return {"producers": [well], "supply_steps": [step]}


def store(node, size, initial, **costs):
    limits = {"injection": "100 bcm/yr", "withdrawal": "100 bcm/yr"}
    return [
        {
            "storage": "store",
            "node": node,
            "working_gas [bcm]": float(size),
            "opening [share]": initial / size,
            **limits,
        }
        | costs
    ]


def test_what_lies_in_a_store_costs(tmp_path):
    case = CASES["store_standing_cost"]
    plant = case["generator"]
    potential = over([plant["p_nom"] * share for share in plant["p_max_pu"]])
    kept = case["store"]
    results = known.solve(
        tmp_path,
        years(case["snapshots"]),
        sections={"horizon": {"storage": "chronological"}},
        sources=SOURCES,
        nodes=["Town"],
        demand=town(over(case["load"])),
        storages=store(
            "Town",
            kept["e_nom"],
            kept["e_initial"],
            **{"holding_cost [USD/MMBtu/yr]": kept["marginal_cost_storage"]},
        ),
        **generator("Town", potential, float(plant["marginal_cost"])),
    )
    assert known.cost(results) == pytest.approx(case["expected_objective"], rel=known.EXACT)


def test_cost_changes_over_time(tmp_path):
    case = CASES["time_varying_cost"]
    plant = case["generator"]
    results = known.solve(
        tmp_path,
        years(len(case["load"])),
        sources=SOURCES,
        nodes=["Town"],
        demand=town(over(case["load"])),
        **generator("Town", float(plant["p_nom"]), over(plant["marginal_cost"])),
    )
    assert known.cost(results) == pytest.approx(case["expected_objective"], rel=known.EXACT)


@pytest.mark.parametrize("limit", ["co2_limit", "operational_limit"])
def test_what_a_store_gives_in_each_period_is_limited(tmp_path, limit):
    case = CASES["store_two_periods_co2"]
    kept, plant, weight = case["store"], case["generator"], case["period_weight_objective"]
    most, expected = {
        "co2_limit": (case["co2_limit"] / kept["co2"], case["expected_objective"]),
        "operational_limit": (6.0, case["with_operational_limit_6_instead"]),
    }[limit]
    yearly = most / weight / len(case["periods"])
    first = known.YEAR
    results = known.solve(
        tmp_path,
        [first, first + 2 * weight - 1],  # each stands for half of what lies between, and half a year beyond
        HALVES,
        {
            "horizon": {"storage": "yearly"},
            "policies": {"limit": {"cap": {"origin": "of Cavern", "into": "Town", "volume": f"{yearly} bcm/yr"}}},
        },
        sources=SOURCES,
        nodes=["Cavern", "Town"],
        demand=town(float(case["load"] * case["timesteps"])),
        pipelines=[
            {"pipeline": "out", "from": "Cavern", "to": "Town", "length": "0 km", "capacity [bcm/yr]": known.PLENTY}
        ],
        storages=store(
            "Cavern", kept["e_nom"], kept["e_initial"], **{"withdrawal_cost [USD/MMBtu]": float(kept["marginal_cost"])}
        ),
        producers=[
            {"producer": "plant", "node": "Town", "origin": "of Town", "potential [bcm/yr]": 2.0 * plant["p_nom"]},
            # Gas of the store has an origin of its own by which it can be limited; nothing is produced there.
            {"producer": "none", "node": "Cavern", "origin": "of Cavern", "potential [bcm/yr]": 1e-3},
        ],
        supply_steps=[
            {"producer": "plant", "share": "100 %", "cost [USD/MMBtu]": float(plant["marginal_cost"])},
            {"producer": "none", "share": "100 %", "cost": "100 USD/MMBtu"},
        ],
    )
    assert known.cost(results) == pytest.approx(expected, rel=known.EXACT)


@pytest.mark.parametrize("way", ["chronological", "yearly"])
def test_stocks_run_down_as_published(tmp_path, way):
    case = CASES["store_discharge_trace"]
    again = way == "yearly"
    periods, seasons = (years(2), HALVES) if again else (years(len(case["load"])), "annual")
    results = known.solve(
        tmp_path,
        periods,
        seasons,
        {"horizon": {"storage": way}},
        sources=SOURCES,
        nodes=["Town"],
        demand=town(2.0 if again else 1.0),
        storages=store("Town", 20.0, case["e_initial"]),
        **generator("Town", 10.0, 100.0),
    )
    expected = case["expected_levels_reset_per_period_of_2" if again else "expected_levels_continuous"]
    table = results.storage
    order = [(year, season) for year in periods for season in (list(HALVES) if again else ["year"])]
    levels = table.set_index(["year", "season"])["level"]
    assert [levels[each] for each in order] == pytest.approx(expected, rel=known.EXACT)
