"""Shapes that change over the years: months of demand, months of a window, steps of a producer."""

from __future__ import annotations

import pytest
from tests.formulation.tiny import SOURCE, Tiny, near

from corridor import dataset
from corridor.dataset.checks import check
from corridor.errors import DatasetError, NetworkError


def months(first: float) -> dict[str, float]:
    """A year with a share of its own in January, the rest even."""
    return {f"month-{month:02d}": first if month == 1 else (1.0 - first) / 11.0 for month in range(1, 13)}


def shapes(folder) -> Tiny:
    """A tenth of demand in January 2030, a fifth from 2031 on."""
    world = Tiny(folder)
    cold, colder = months(0.1), months(0.2)
    return world.add("seasonality", "cold", **{name: {"2030": cold[name], "2031": colder[name]} for name in cold})


def test_every_year_has_its_months(tmp_path):
    world = shapes(tmp_path).market("M", {"2030": 12.0, "2031": 10.0}, profile="cold").pipeline("line", "N", "M")
    network = world.producer("well", "N", 50.0, 100.0).network([2030, 2031], seasons="months")
    firm = network.demand["firm"]
    assert firm["M", 2030, "month-01"] == near(12.0 * 0.1 * 12.0)
    assert firm["M", 2031, "month-01"] == near(12.0 * 0.2 * 10.0)
    assert firm["M", 2031].sum() / 12.0 == near(10.0)


def test_a_scenario_may_date_a_month(tmp_path):
    world = Tiny(tmp_path).market("M", 12.0).pipeline("line", "N", "M").producer("well", "N", 50.0, 100.0)
    dates = {"2030": "10 %", "2031": "20 %"}
    rest = {"2030": "90 %", "2031": "80 %"}
    others = {f"month-{month:02d}": "0 %" for month in range(3, 13)}
    sections = {"seasonality": {"flat": {"month-01": dates, "month-02": rest, **others}}}
    firm = world.network([2030, 2031], seasons="months", **sections).demand["firm"]
    assert (firm["M", 2030, "month-01"], firm["M", 2031, "month-01"]) == (near(14.4), near(28.8))


def test_a_window_may_open_wider_over_the_years(tmp_path):
    shut, wide = [0.0] * 6, [1.0] * 6
    world = Tiny(tmp_path).market("M", 1.0).producer("well", "N", 50.0, 100.0).pipeline("line", "N", "M")
    world.add(
        "windows",
        "ice",
        **{f"month-{month:02d}": {"2030": early, "2031": 1.0} for month, early in enumerate([*shut, *wide], start=1)},
    )
    world.liquefaction("plant", "N", "LNG", 6.0).voyage("ship", "LNG", "Regas", window="ice")
    world.terminal("terminal", "Regas", "M", 9.0)
    capacity = world.network([2030, 2031], seasons="quarters").arc_terms["capacity"]
    assert [capacity["ship", 2030, season] for season in ("first", "fourth")] == [near(0.0), near(6.0)]
    assert [capacity["ship", 2031, season] for season in ("first", "fourth")] == [near(6.0), near(6.0)]


def test_steps_share_the_potential_of_each_year(tmp_path):
    world = Tiny(tmp_path).market("M", 1.0).pipeline("line", "N", "M")
    world.producer("well", "N", 10.0, [(0.5, 100.0), (0.5, 200.0)])
    world.add("supply_steps", "well-1", "well", "1", share={"2030": 0.5, "2031": 0.2}, cost=100.0)
    world.add("supply_steps", "well-2", "well", "2", share={"2030": 0.5, "2031": 0.8}, cost=200.0)
    capacity = world.network([2030, 2031]).step_terms["capacity"]
    assert [capacity["well-1", year] for year in (2030, 2031)] == [near(5.0), near(2.0)]
    world.add("supply_steps", "well-2", "well", "2", share={"2030": 0.5, "2031": 0.7}, cost=200.0)
    with pytest.raises(NetworkError, match=r"the steps of 'well' make up 0\.900 in 2031, not 1"):
        world.network([2030, 2031])


def test_a_year_whose_months_do_not_make_it_up_is_told(tmp_path):
    world = shapes(tmp_path).market("M", 1.0, profile="cold").pipeline("line", "N", "M")
    world.producer("well", "N", 50.0, 100.0)
    wrong = {**months(0.2), "month-12": 0.5}
    world.add("seasonality", "cold", **{name: {"2030": months(0.1)[name], "2031": wrong[name]} for name in wrong})
    with pytest.raises(NetworkError, match=r"profile 'cold' sums to 1\.4273 in 2031, not 1"):
        world.network([2030, 2031])
    told = [problem.message for problem in check(world.write()).problems]
    assert "the months of 'cold' sum to 142.73% in 2031, not to 100 %" in told


def test_a_share_has_dates_or_none(tmp_path):
    folder = Tiny(tmp_path).write()
    path = folder / "seasonality_figures.csv"
    path.write_text(path.read_text(encoding="utf-8") + f"flat,month-01,2020,0.2,share,,,{SOURCE},\n", encoding="utf-8")
    with pytest.raises(DatasetError, match="'flat' has 'month-01' with a date and without one"):
        dataset.load(folder)
