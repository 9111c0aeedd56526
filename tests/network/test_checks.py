"""Every check of a network has a case that triggers it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.formulation.tiny import Tiny

from corridor.errors import InfeasibleError, NetworkError
from corridor.network import CHECKS, findings
from corridor.network.checks import require


def sound(folder: Path) -> Tiny:
    return Tiny(folder).market("M", 10.0).producer("well", "N", 20.0, 100.0).pipeline("line", "N", "M", 15.0)


def test_a_sound_network_has_no_findings(tmp_path):
    assert findings(sound(tmp_path).network()) == ()


# One description a check: what it says when it fires, and a world that makes it fire.
ERRORS: dict[str, tuple[str, Callable[[Tiny], object]]] = {
    "finite_numbers": ("quantity of sale", lambda world: world.contract("sale", "M", "line", -1.0, 0.5, 200.0)),
    "losses": (
        "long would lose 120 %",
        lambda world: world.pipeline("long", "N", "M", 1.0, length=6000.0, fuel_rate=2e-4),
    ),
    "step_shares": ("the steps of 'half'", lambda world: world.producer("half", "N", 10.0, [(0.5, 100.0)])),
    "seasonal_profiles": ("profile 'short'", lambda world: world.profile("short", [0.05] * 12)),
    "unconnected_nodes": ("node 'Island'", lambda world: world.node("Island")),
    "contract_above_capacity": (
        "contract 'deal' obliges to 18",
        lambda world: world.contract("deal", "M", "line", 22.5, 0.8, 200.0),
    ),
}
WARNINGS: dict[str, tuple[str, Callable[[Tiny], object], dict]] = {
    "capacity_without_source": ("no gas can use 'dry'", lambda world: world.pipeline("dry", "Dry", "M", 3.0), {}),
    "contract_above_capacity": (
        "contract 'deal' waits for its delivery arcs in 2030",
        lambda world: world.pipeline("planned", "N", "M", 0.0).contract("deal", "M", "planned", 5.0, 0.8, 200.0),
        {},
    ),
    "project_before_its_time": (
        "delivers in 2030",
        lambda world: world.project("early", "line", 5.0, 50.0, earliest=2031.0, stage={"2030": 5.0}),
        {"projects": {"early": {"status": "committed"}}},
    ),
    "project_that_cannot_be_built": (
        "New is a candidate, but 'old', which it excludes, is committed",
        lambda world: world.project("new", "line", 5.0, 50.0).project("old", "line", 5.0, 50.0),
        {"projects": {"new": {"status": "candidate"}, "old": {"status": "committed", "exclusive_with": "new"}}},
    ),
    "budget_without_projects": (
        "budget 'later' limits no project: no candidate of owner can start in its period",
        lambda world: world.project("new", "line", 5.0, 50.0),
        {
            "projects": {"new": {"status": "candidate"}},
            "budgets": {"later": {"owner": "owner", "limit": "1 bn USD", "from": 2031}},
        },
    ),
    "units_leave_a_rest": (
        "New is built in units of 2 bcm/yr, so at most 4 of its 5 bcm/yr",
        lambda world: world.project("new", "line", 5.0, 50.0, unit=2.0),
        {"projects": {"new": {"status": "candidate"}}},
    ),
    "paid_beyond_its_life": (
        "New stands for 5 years, but is paid for over 10",
        lambda world: world.project("new", "line", 5.0, 50.0, technical_life=5.0),
        {"projects": {"new": {"status": "candidate"}}},
    ),
    "policy_without_effect": (
        "policy 'idle'",
        lambda world: world.producer("own", "M", 1.0, 100.0, origin="Norway"),
        {"policies": {"idle": {"ban": {"origin": "Russia", "into": "N"}}}},
    ),
    "swap_without_gas": (
        "swap 'odd' can move nothing: gas of Norway must be able to reach N",
        lambda world: world.producer("own", "M", 1.0, 100.0, origin="Norway"),
        {
            "swaps": {
                "odd": {
                    "gives": {"origin": "Norway", "at": "N"},
                    "takes": {"origin": "Russia", "at": "M"},
                    "capacity": "1 bcm/yr",
                }
            }
        },
    ),
    "rights_out_of_reach": (
        "further apart than its carry-forward lasts (3 years): nothing is carried over",
        lambda world: world.contract("deal", "M", "line", 5.0, 0.5, 200.0, carry_forward=3.0),
        {"years": [2030, 2035]},
    ),
    "rights_without_room": (
        "contract 'deal' must be taken whole in 2030",
        lambda world: world.contract("deal", "M", "line", 5.0, 1.0, 200.0, make_up=3.0),
        {},
    ),
    "destination_out_of_reach": (
        "gas of contract 'deal' cannot be sold in N in 2030, its destination",
        lambda world: world.contract("deal", "M", "line", 5.0, 0.5, 200.0, destination="N"),
        {},
    ),
    "filling_with_a_beginning_of_its_own": (
        "'opening' of policy 'full'",
        lambda world: world.storage("cavern", "M", 1.0),
        {
            "seasons": "quarters",
            "storage": "yearly",
            "policies": {"full": {"filling": {"into": "M", "share": "50 %", "by": "10-01", "opening": "20 %"}}},
        },
    ),
    "filling_within_a_season": (
        "the day of policy 'late' lies inside winter",
        lambda world: world.storage("cavern", "M", 1.0),
        {
            "seasons": "winter-summer",
            "policies": {"late": {"filling": {"into": "M", "share": "50 %", "by": "11-01"}}},
        },
    ),
}
OTHERS = (
    "conduct_with_contracts",  # tests/formulation/test_conduct.py, as the next two
    "conduct_with_quotas",
    "conduct_without_response",
    "demand_that_cannot_be_met",
    "levers_beyond_their_object",
    "opening_stock_without_gas",  # tests/network/test_storages.py, as the next
    "period_weights",
    "price_cap_with_conduct",  # tests/formulation/test_price_cap.py, as the next
    "price_caps_of_two_forms",
    "stocks_without_a_beginning",
)


def test_every_check_has_a_triggering_case():
    assert {check.__name__ for check in CHECKS} == {*ERRORS, *WARNINGS, *OTHERS}


@pytest.mark.parametrize("check", ERRORS)
def test_an_error_stops_the_run(tmp_path, check):
    message, spoil = ERRORS[check]
    world = sound(tmp_path)
    spoil(world)
    with pytest.raises(NetworkError) as caught:
        world.network()
    assert [
        problem.message
        for problem in caught.value.problems
        if f"[{check}]" in problem.message and message in problem.message
    ]


@pytest.mark.parametrize("check", WARNINGS)
def test_a_warning_is_told_and_does_not_stop_the_run(tmp_path, check):
    message, spoil, sections = WARNINGS[check]
    world = sound(tmp_path)
    spoil(world)
    (finding,) = findings(world.network(**sections))
    assert (finding.check, finding.severity) == (check, "warning")
    assert message in finding.message


def test_demand_above_all_supply_is_infeasible(tmp_path):
    world = sound(tmp_path).market("Thirsty", 12.0).pipeline("thin", "N", "Thirsty", 4.0)
    with pytest.raises(
        InfeasibleError, match=r"Thirsty needs 12\.0 bcm/yr in year 2030 at any price, but at most 4\.0"
    ):
        world.network()


def test_a_candidate_counts_as_possible_supply(tmp_path):
    world = (
        sound(tmp_path)
        .market("Thirsty", 12.0)
        .pipeline("thin", "N", "Thirsty", 4.0)
        .project("wider", "thin", 10.0, 10.0)
    )
    world.network(projects={"wider": {"status": "candidate"}})


def test_seasons_must_make_up_the_year(tmp_path):
    network = sound(tmp_path).network()
    short = replace(network, seasons=network.seasons.assign(duration=0.5))
    assert [finding.check for finding in findings(short)][:1] == ["period_weights"]
    with pytest.raises(NetworkError, match=r"make up 0\.5000 of a year"):
        require(short)
    idle = replace(network, years=network.years.assign(weight=0.0))
    assert "model year 2030 stands for 0.0 years" in [finding.message for finding in findings(idle)]


def test_all_errors_are_told_at_once(tmp_path):
    world = sound(tmp_path).node("Island").profile("short", [0.05] * 12)
    with pytest.raises(NetworkError) as caught:
        world.network()
    assert len(caught.value.problems) == 2


def test_a_plant_that_uses_all_its_gas_is_an_error_not_an_accident(tmp_path):
    world = sound(tmp_path).liquefaction("plant", "N", "LNG", 5.0, own_use=1.0).voyage("ship", "LNG", "Regas")
    world.terminal("terminal", "Regas", "M", 5.0)
    with pytest.raises(NetworkError, match="plant would lose 100 %"):
        world.network()


@pytest.mark.parametrize("component", ["contract", "project"])
def test_a_reverse_direction_that_does_not_exist_is_an_input_error(tmp_path, component):
    world = sound(tmp_path)
    if component == "contract":
        world.contract("deal", "M", "line:reverse", 5.0, 0.8, 200.0)
    else:
        world.project("wider", "line:reverse", 5.0, 50.0)
    sections = {"projects": {"wider": {"status": "candidate"}}} if component == "project" else {}
    with pytest.raises(NetworkError, match="line:reverse"):
        world.network(**sections)


@pytest.mark.parametrize(
    ("seasons", "rule", "message"),
    [
        (
            "annual",
            {"filling": {"into": "M", "share": "50 %", "by": "10-01"}},
            "asks for stocks in years without seasons",
        ),
        ("winter-summer", {"filling": {"into": "N", "share": "50 %", "by": "10-01"}}, "finds no storage"),
        (
            "annual",
            {"diversification": {"into": "M", "largest_share": "50 %", "except_origins": "Russia"}},
            "limits no",
        ),
    ],
)
def test_a_policy_without_effect_says_what_it_misses(tmp_path, seasons, rule, message):
    world = Tiny(tmp_path).market("M", 5.0).producer("well", "N", 9.0, 100.0).pipeline("line", "N", "M")
    world.node("N", "basin", country="NNN").storage("cavern", "M", 1.0)
    network = world.network(seasons=seasons, policies={"idle": rule})
    assert [f"policy 'idle' {message}" in finding.message for finding in network.findings] == [True]
