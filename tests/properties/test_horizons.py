"""What more foresight must not cost, on random small networks."""

from __future__ import annotations

from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from tests.formulation.tiny import YEAR
from tests.properties.descriptions import FIELD, MARKETS, descriptions

from corridor.engine import compile_model, solve
from corridor.engine.branching import solve_branches
from corridor.engine.windows import Stage, solve_windows
from corridor.formulation import formulate

few = settings(deadline=None, max_examples=5, derandomize=True, phases=[Phase.generate])
TOLERANCE = 1e-4


@given(descriptions, st.integers(10, 150), st.tuples(*[st.integers(1, 30)] * 3))
@few
def test_rolling_costs_at_least_as_much_as_perfect_foresight(tmp_path_factory, description, annuity, volumes):
    assume(any(start == FIELD for start, _ in description.lines))
    world = description.world(tmp_path_factory.mktemp("world"))
    years = [YEAR, YEAR + 1, YEAR + 2]
    world.market(MARKETS[0], {str(year): volume + 0.137 for year, volume in zip(years, volumes, strict=True)}, 300.0)
    start, end = next(way for way in description.lines if way[0] == FIELD)
    world.project("wider", f"{start}-{end}".lower(), 8.0, annuity * 8.0 * 10.0)
    program = compile_model(formulate(world.network(years, projects={"wider": {"status": "candidate"}})))
    foreseen = solve(program).point.objective
    tolerance = 1e-9 * abs(foreseen) + 1e-6
    rolled = solve_windows(program, [Stage(tuple(years), ())])[0].point.objective
    assert abs(rolled - foreseen) <= tolerance
    myopic, _ = solve_windows(program, [Stage((year,), ()) for year in years])
    assert myopic.point.objective >= foreseen - tolerance
    seeing, _ = solve_windows(program, [Stage((year,), tuple(years[place + 1 :])) for place, year in enumerate(years)])
    assert abs(seeing.point.objective - foreseen) <= 1e-7 * abs(foreseen) + TOLERANCE


@given(descriptions, st.integers(10, 150), st.integers(1, 30), st.floats(0.05, 0.95))
@few
def test_foresight_is_never_worth_less_than_nothing(tmp_path_factory, description, annuity, volume, share):
    assume(any(start == FIELD for start, _ in description.lines))
    world = description.world(tmp_path_factory.mktemp("world"))
    start, end = next(way for way in description.lines if way[0] == FIELD)
    world.project("wider", f"{start}-{end}".lower(), 8.0, annuity * 8.0 * 10.0)
    candidate = {"wider": {"status": "candidate"}}
    demand = {MARKETS[0]: {"volume": f"{volume + 0.137} bcm/yr"}}
    programs = {
        "one": compile_model(formulate(world.network(projects=candidate))),
        "other": compile_model(formulate(world.network(projects=candidate, demand=demand))),
    }
    found = solve_branches(programs, {"one": share, "other": 1.0 - share})
    tolerance = 1e-9 * abs(found.expected) + TOLERANCE
    assert found.perfect_information >= -tolerance
    assert all(plan.expected >= found.expected - tolerance for plan in found.single_plans)
    assert found.mean_plan is None or found.mean_plan.expected >= found.expected - tolerance
