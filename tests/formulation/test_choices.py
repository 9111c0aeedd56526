"""Projects in whole units, with fixed investment, and with ties to each other."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.formulation.tiny import Tiny, cell, near, price, total_cost, volume

from corridor.errors import NetworkError

RENT = 200.0


def world_with(folder, demand=10.0) -> Tiny:
    """Gas at 100 behind lines that are to be built, gas at 300 in the market."""
    world = Tiny(folder).market("M", demand).producer("well", "N", 50.0, 100.0)
    return world.producer("dear", "M", 50.0, 100.0 + RENT, origin="Norway")


def line(world: Tiny, name: str, size: float, annuity: float, **figures) -> Tiny:
    """Add a line from the well to the market, with an annuity in million USD for the full size."""
    return world.pipeline(name, "N", "M", 0.0).project(f"{name}-new", name, size, 10.0 * annuity, **figures)


def candidates(*names: str, **more) -> dict[str, dict[str, object]]:
    return {f"{name}-new": {"status": "candidate", **more.get(name, {})} for name in names}


def built(results, name: str, **keys) -> float:
    return cell(results.projects, "capacity", project=f"{name}-new", **keys)


def test_units_are_built_whole(tmp_path):
    # 10 bcm/yr are wanted, so a third unit of 4 is half empty and earns 400, the others 800: it pays at 100, not at 480.
    world = line(world_with(tmp_path), "a", 20.0, 500.0)
    loose = world.glance(projects=candidates("a"))
    assert built(loose, "a") == near(10.0)
    whole = world.glance(projects=candidates("a", a={"unit": "4 bcm/yr"}))
    assert built(whole, "a") == 12.0
    assert cell(whole.projects, "units", project="a-new") == 3.0
    dearer = line(world, "a", 20.0, 2400.0)
    assert built(dearer.glance(projects=candidates("a", a={"unit": "4 bcm/yr"})), "a") == 8.0
    assert built(dearer.glance(projects=candidates("a")), "a") == near(10.0)


def test_prices_are_those_with_units_fixed(tmp_path):
    # With a line that is not full, gas is worth its cost at the well: the line is no longer scarce.
    world = line(world_with(tmp_path), "a", 20.0, 500.0)
    assert price(world.glance(projects=candidates("a")), "M") == near(125.0)
    whole = world.glance(projects=candidates("a", a={"unit": "4 bcm/yr"}))
    assert price(whole, "M") == near(100.0)
    assert cell(whole.projects, "value", project="a-new") == near(0.0)


def test_a_size_that_is_no_multiple_leaves_a_rest(tmp_path):
    world = line(world_with(tmp_path, 30.0), "a", 10.0, 100.0)
    assert built(world.glance(projects=candidates("a", a={"unit": "4 bcm/yr"})), "a") == 8.0


def test_all_or_nothing_is_a_unit_of_the_full_size(tmp_path):
    world = line(world_with(tmp_path, 3.0), "a", 10.0, 590.0)
    assert built(world.glance(projects=candidates("a", a={"unit": "10 bcm/yr"})), "a") == 10.0
    world = line(world, "a", 10.0, 610.0)
    assert built(world.glance(projects=candidates("a", a={"unit": "10 bcm/yr"})), "a") == 0.0
    assert built(world.glance(projects=candidates("a")), "a") == near(3.0)


def test_a_fixed_investment_is_paid_once_it_is_begun(tmp_path):
    world = line(world_with(tmp_path), "a", 20.0, 20.0 * 50.0)
    for fixed, capacity in ((1490.0, 10.0), (1510.0, 0.0)):  # 10 bcm/yr earn 10 * (200 - 50) = 1500 a year
        figures = {"fixed_capex": f"{10.0 * fixed} million USD"}
        results = world.glance(projects=candidates("a", a=figures))
        assert built(results, "a") == near(capacity)
        assert cell(results.costs, "value", item="annuities") == near(500.0 + fixed if capacity else 0.0)
        assert cell(results.projects, "annuity", project="a-new") == near(500.0 + fixed if capacity else 0.0)


def test_a_fixed_investment_is_paid_again_after_the_technical_life(tmp_path):
    figures = {"fixed_capex": 100.0, "lifetime": 1.0, "technical_life": 2.0}
    world = line(world_with(tmp_path), "a", 20.0, 0.0, **figures)
    results = world.glance(years=[2030, 2031, 2032], projects=candidates("a"))
    account = results.costs[results.costs["item"] == "annuities"].set_index("year")["value"]
    assert account.to_dict() == pytest.approx({2030: 100.0, 2031: 0.0, 2032: 100.0})


def test_one_that_is_begun_may_grow(tmp_path):
    figures = {"fixed_capex": 1000.0}
    world = line(world_with(tmp_path, {"2030": 4.0, "2031": 9.0}), "a", 20.0, 20.0 * 50.0, **figures)
    results = world.glance(years=[2030, 2031], projects=candidates("a"))
    assert [built(results, "a", year=year) for year in (2030, 2031)] == [near(4.0), near(9.0)]
    account = results.costs[results.costs["item"] == "annuities"].set_index("year")["value"]
    assert account.to_dict() == pytest.approx({2030: 100.0 + 200.0, 2031: 100.0 + 450.0}, abs=0.5)


def test_economies_of_scale_are_lines_side_by_side(tmp_path):
    # Small: 100 a year and a tariff of 60; large: 500 and 10. They cost the same at 8 bcm a year.
    world = world_with(tmp_path)
    for name, fixed, tariff in (("small", 100.0, 60.0), ("large", 500.0, 10.0)):
        world.pipeline(name, "N", "M", 0.0, tariff=tariff).project(
            f"{name}-new", name, 20.0, 0.0, fixed_capex=10.0 * fixed
        )
    for demand, used in ((7.0, "small"), (9.0, "large")):
        results = world.market("M", demand).glance(projects=candidates("small", "large"))
        assert {name: volume(results, name) for name in ("small", "large")} == {
            name: near(demand if name == used else 0.0) for name in ("small", "large")
        }


def test_the_better_of_two_that_exclude_each_other_is_built(tmp_path):
    world = line(line(world_with(tmp_path), "a", 6.0, 120.0), "b", 5.0, 60.0)
    both = world.glance(projects=candidates("a", "b"))
    assert (built(both, "a"), built(both, "b")) == (near(5.0), near(5.0))
    results = world.glance(projects=candidates("a", "b", b={"exclusive_with": "a-new"}))
    assert (built(results, "a"), built(results, "b")) == (near(6.0), near(0.0))
    other = line(world, "a", 6.0, 400.0).glance(projects=candidates("a", "b", a={"exclusive_with": ["b-new"]}))
    assert (built(other, "a"), built(other, "b")) == (near(0.0), near(5.0))


def test_exclusion_holds_over_the_whole_horizon(tmp_path):
    world = line(line(world_with(tmp_path), "a", 6.0, 60.0), "b", 9.0, 90.0, earliest=2031.0)
    years, ties = [2030, 2031, 2032], {"exclusive_with": "b-new"}
    results = world.glance(years=years, projects=candidates("a", "b", a=ties))
    assert results.projects.groupby("project")["capacity"].max().to_dict() == {"a-new": near(0.0), "b-new": near(9.0)}


def test_nothing_is_built_beside_a_committed_project_that_excludes_it(tmp_path):
    world = line(line(world_with(tmp_path), "a", 6.0, 60.0), "b", 1.0, 90.0)
    projects = candidates("a", a={"exclusive_with": "b-new"}) | {"b-new": {"status": "committed"}}
    network = world.network(projects=projects)
    assert (network.project_terms["limit"] == 0.0).all()
    assert [f.message for f in network.findings if f.check == "project_that_cannot_be_built"] == [
        "A-New is a candidate, but 'b-new', which it excludes, is committed"
    ]
    assert built(world.glance(projects=projects), "a") == 0.0


def test_a_condition_must_stand(tmp_path):
    # The spur alone earns nothing: its gas goes through the trunk, which alone would not pay.
    world = world_with(tmp_path).pipeline("trunk", "N", "Hub", 0.0).pipeline("spur", "Hub", "M", 0.0)
    world.pipeline("other", "N", "Hub", 8.0, tariff=10.0)
    world.project("trunk-new", "trunk", 10.0, 10.0 * 1000.0).project("spur-new", "spur", 8.0, 800.0)
    free = world.glance(projects=candidates("trunk", "spur"))
    assert (built(free, "trunk"), built(free, "spur")) == (near(0.0), near(8.0))
    tied = candidates("trunk", "spur", spur={"requires": "trunk-new"}, trunk={"unit": "10 bcm/yr"})
    results = world.glance(projects=tied)
    assert (built(results, "trunk"), built(results, "spur")) == (10.0, near(8.0))
    dear = world.project("trunk-new", "trunk", 10.0, 10.0 * 2000.0).glance(projects=tied)
    assert (built(dear, "trunk"), built(dear, "spur")) == (0.0, near(0.0))


def test_a_condition_in_parts_lets_the_same_share_stand(tmp_path):
    world = line(line(world_with(tmp_path, 3.0), "a", 10.0, 10.0), "b", 4.0, 4.0 * 750.0)
    results = world.glance(projects=candidates("a", "b", a={"requires": "b-new"}))
    # 1 bcm/yr of a needs 0.4 of b; together they carry 1.4, worth 280, and cost 1 + 0.4 * 750 = 301; at 600 it is 241.
    assert built(results, "a") == near(0.0)
    results = line(world, "b", 4.0, 4.0 * 600.0).glance(projects=candidates("a", "b", a={"requires": "b-new"}))
    total = built(results, "a") + built(results, "b")
    assert total == near(3.0)
    assert built(results, "a") / 10.0 == near(built(results, "b") / 4.0)


def test_a_committed_condition_gives_its_share(tmp_path):
    stages = {"2030": "1 bcm/yr", "2031": "4 bcm/yr"}
    world = line(line(world_with(tmp_path, 40.0), "a", 10.0, 10.0), "b", 4.0, 4.0)
    projects = candidates("a", a={"requires": "b-new"}) | {"b-new": {"status": "committed", "capacity": stages}}
    results = world.glance(years=[2030, 2031], projects=projects)
    assert [built(results, "a", year=year) for year in (2030, 2031)] == [near(2.5), near(10.0)]


def test_what_requires_an_excluded_project_is_not_built(tmp_path):
    world = line(line(world_with(tmp_path), "a", 6.0, 60.0), "b", 1.0, 90.0)
    network = world.network(projects=candidates("a", a={"requires": "b-new"}))
    assert (network.project_terms["limit"] == 0.0).all()
    assert [f.message for f in network.findings if f.check == "project_that_cannot_be_built"] == [
        "A-New is a candidate, but 'b-new', which it requires, is excluded"
    ]


COMMITTED = {"status": "committed"}
CONTRADICTIONS = {
    "both are committed": {"a-new": {**COMMITTED, "exclusive_with": "b-new"}, "b-new": COMMITTED},
    "is committed and requires 'b-new', which is excluded": {"a-new": {**COMMITTED, "requires": "b-new"}},
    "which is a candidate only": {"a-new": {**COMMITTED, "requires": "b-new"}, "b-new": {"status": "candidate"}},
    "requires 'b-new', which it excludes": {"a-new": {"requires": "b-new", "exclusive_with": "b-new"}},
    "has 100 % of its size in 2030, 'b-new', which it requires, 25 %": {
        "a-new": {**COMMITTED, "requires": "b-new"},
        "b-new": {**COMMITTED, "capacity": "1 bcm/yr"},
    },
    "a unit of 'a-new' is 7 bcm/yr, above its full size of 6": {
        "a-new": {"status": "candidate", "unit": "7 bcm/yr"},
    },
    "'a-new' has units of nothing": {"a-new": {"status": "candidate", "unit": "0 bcm/yr"}},
    "project 'a-new' has no size": {"a-new": {"status": "candidate", "size": "0 bcm/yr"}},
}


@pytest.mark.parametrize("message", CONTRADICTIONS)
def test_what_contradicts_itself_is_an_error_with_its_place(tmp_path, message):
    world = line(line(world_with(tmp_path), "a", 6.0, 60.0), "b", 4.0, 90.0)
    with pytest.raises(NetworkError, match=message) as caught:
        world.network(projects=CONTRADICTIONS[message])
    assert "tiny-1.yaml:" in str(caught.value)


def brute_force(demand: float, lines: list[tuple[float, float, float]]) -> float:
    """Least cost of bringing gas to the market, by trying every set of lines (size, annuity, tariff)."""
    best = float("inf")
    for chosen in itertools.product((False, True), repeat=len(lines)):
        left, total = demand, 0.0
        for size, annuity, tariff in sorted(
            (each for each, yes in zip(lines, chosen, strict=True) if yes), key=lambda each: each[2]
        ):
            carried = min(size, left)
            left -= carried
            total += annuity + carried * (100.0 + tariff)
        best = min(best, total + left * (100.0 + RENT))
    return best


LINES = st.lists(
    st.tuples(st.integers(1, 8), st.integers(0, 900), st.sampled_from([0.0, 20.0, 75.0, 150.0])), min_size=1, max_size=4
)
QUICK = settings(
    deadline=None, max_examples=6, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(LINES, st.integers(1, 20))
@QUICK
def test_lumpy_lines_against_every_set_of_them(tmp_path_factory, lines, demand):
    world = world_with(tmp_path_factory.mktemp("lumpy"), float(demand))
    names = [f"line-{number}" for number in range(len(lines))]
    for name, (size, annuity, tariff) in zip(names, lines, strict=True):
        world.pipeline(name, "N", "M", 0.0, tariff=tariff)
        world.project(f"{name}-new", name, float(size), 10.0 * annuity, unit=float(size))
    whole = total_cost(world.optimum(projects=candidates(*names)))
    oracle = brute_force(float(demand), [(float(size), float(a), tariff) for size, a, tariff in lines])
    assert whole == pytest.approx(oracle, rel=1e-6, abs=1e-2)
    for name, (size, annuity, _) in zip(names, lines, strict=True):
        world.project(f"{name}-new", name, float(size), 10.0 * annuity)
    assert total_cost(world.optimum(projects=candidates(*names))) <= whole + 1e-2


@given(LINES, st.integers(1, 20))
@QUICK
def test_one_candidate_more_never_costs_more(tmp_path_factory, lines, demand):
    world = world_with(tmp_path_factory.mktemp("more"), float(demand))
    names = [f"line-{number}" for number in range(len(lines))]
    for name, (size, annuity, tariff) in zip(names, lines, strict=True):
        world.pipeline(name, "N", "M", 0.0, tariff=tariff)
        world.project(f"{name}-new", name, float(size), 10.0 * annuity, unit=float(size) / 2.0)
    costs = [total_cost(world.optimum(projects=candidates(*names[:number]))) for number in range(len(names) + 1)]
    assert all(more <= less + 1e-2 for less, more in itertools.pairwise(costs))


def test_a_quota_and_units_together(tmp_path):
    # Half of what is consumed may be Russian: 5 of 10, so that one unit of 4 pays and a second, of which 1 is used, not.
    world = line(world_with(tmp_path), "a", 20.0, 20.0 * 60.0)
    quota = {"half": {"quota": {"origin": "Russia", "into": "M", "share": "50 %"}}}
    results = world.glance(policies=quota, projects=candidates("a", a={"unit": "4 bcm/yr"}))
    assert (built(results, "a"), volume(results, "a")) == (4.0, near(4.0))
    cheap = line(world, "a", 20.0, 20.0 * 40.0).glance(policies=quota, projects=candidates("a", a={"unit": "4 bcm/yr"}))
    assert (built(cheap, "a"), volume(cheap, "a")) == (8.0, near(5.0))
    assert cell(cheap.policies, "shadow_price", policy="half") > 0.0
