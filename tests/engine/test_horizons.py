"""Programs in windows and in branches: what must not change, and what is worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.formulation.tiny import Tiny, near

from corridor.engine import compile_model
from corridor.engine import solve as optimise
from corridor.engine.branching import solve_branches
from corridor.engine.windows import Stage, solve_windows
from corridor.errors import InputError
from corridor.formulation import formulate
from corridor.formulation.branches import Moment

RENT, ANNUITY = 200.0, 90.0
CANDIDATE = {"wider": {"status": "candidate"}}


def world(folder, volume, annuity: float = ANNUITY) -> Tiny:
    """Gas at 100 behind a narrow line, gas at 300 in the market, and a wider line at an annuity."""
    made = Tiny(folder).market("M", volume).producer("well", "N", 50.0, 100.0)
    made.producer("dear", "M", 50.0, 100.0 + RENT, origin="Norway").pipeline("line", "N", "M", 4.0)
    return made.project("wider", "line", 8.0, annuity * 8.0 * 10.0)


def program(made: Tiny, years=(2030,), **sections):
    return compile_model(formulate(made.network(list(years), projects=CANDIDATE, **sections)))


def built(solution) -> dict[int, float]:
    return solution.values("built", ("project", "year")).droplevel("project").to_dict()


def test_a_window_over_all_years_is_perfect_foresight(tmp_path):
    years = (2030, 2035, 2040)
    whole = program(world(tmp_path, {"2030": 4.0, "2035": 9.0, "2040": 7.0}), years)
    rolled, decided = solve_windows(whole, [Stage(years, ())])
    foreseen = optimise(whole)
    assert rolled.point.objective == pytest.approx(foreseen.point.objective, rel=1e-12, abs=1e-9)
    assert rolled.point.columns == pytest.approx(foreseen.point.columns, abs=1e-9)
    assert rolled.point.row_duals == pytest.approx(foreseen.point.row_duals, abs=1e-9)
    assert [str(each.stage) for each in decided] == ["2030-2040"]


def test_what_myopia_misses(tmp_path):
    # Needed in 2030 only. Whoever sees that it stands for two idle years more does not build it; nobody who sees one
    # year at a time does: 6 bcm save 200 each in one year and cost 90 each in three.
    years = (2030, 2031, 2032)
    whole = program(world(tmp_path, {"2030": 10.0, "2031": 4.0}), years)
    myopic, decided = solve_windows(whole, [Stage((year,), ()) for year in years])
    foreseen = optimise(whole)
    assert built(foreseen) == {2030: near(0.0), 2031: near(0.0), 2032: near(0.0)}
    assert built(myopic) == {2030: near(6.0), 2031: near(6.0), 2032: near(6.0)}
    assert myopic.point.objective - foreseen.point.objective == near(6.0 * (3.0 * ANNUITY - RENT), abs=0.05)
    assert len(decided) == 3


def test_a_look_ahead_sees_what_follows(tmp_path):
    years = (2030, 2031, 2032)
    whole = program(world(tmp_path, {"2030": 10.0, "2031": 4.0}), years)
    stages = [Stage((2030,), (2031, 2032)), Stage((2031,), (2032,)), Stage((2032,), ())]
    seeing, _ = solve_windows(whole, stages)
    assert seeing.point.objective == pytest.approx(optimise(whole).point.objective, rel=1e-9)


def test_prices_of_a_year_are_those_of_its_window(tmp_path):
    years = (2030, 2031)
    whole = program(world(tmp_path, {"2030": 10.0, "2031": 4.0}), years)
    myopic, _ = solve_windows(whole, [Stage((2030,), ()), Stage((2031,), ())])
    prices = myopic.duals("market_clearing", ("market", "year", "season")).droplevel(["market", "season"]).to_dict()
    assert prices == {2030: near(100.0 + ANNUITY), 2031: near(100.0)}


def test_one_branch_is_the_deterministic_run(tmp_path):
    whole = program(world(tmp_path, 10.0))
    alone = optimise(whole)
    found = solve_branches({"only": whole}, {"only": 1.0})
    own = found.solutions["only"]
    assert found.expected == pytest.approx(alone.point.objective, rel=1e-12)
    assert own.point.columns == pytest.approx(alone.point.columns, abs=1e-9)
    assert own.point.row_duals == pytest.approx(alone.point.row_duals, abs=1e-9)
    assert found.perfect_information == pytest.approx(0.0, abs=1e-9)
    assert found.mean_plan is not None
    assert found.mean_plan.expected == pytest.approx(found.expected, rel=1e-12)


def test_equal_branches_are_the_deterministic_run(tmp_path):
    whole = program(world(tmp_path, 10.0))
    found = solve_branches({"one": whole, "other": whole}, {"one": 0.3, "other": 0.7})
    assert found.expected == pytest.approx(optimise(whole).point.objective, rel=1e-9)
    assert found.mean_plan is not None
    assert found.mean_plan.expected == pytest.approx(found.expected, rel=1e-9)
    assert found.best_single.expected == pytest.approx(found.expected, rel=1e-9)


@pytest.mark.parametrize(("annuity", "plan"), [(30.0, 8.0), (100.0, 2.0)])
def test_a_newsvendor_with_a_pipeline(tmp_path, annuity, plan):
    """Demand is 6 (probability 0.6) or 12 (0.4); beyond 4 bcm the line saves 200 a bcm and costs its annuity.

    A wider line is used up to 2 for certain and up to 8 with a probability of 0.4, so beyond 2 it earns 0.4 x 200 = 80:
    it is built to 8 at an annuity of 30, and to 2 at 100. Costs by hand, with demand D and line x:
    z(x, D) = 300 D - 200 min(D, 4 + x) + annuity x.
    """

    def least(x: float, demand: float) -> float:
        return 300.0 * demand - 200.0 * min(demand, 4.0 + x) + annuity * x

    def expected(x: float) -> float:
        return 0.6 * least(x, 6.0) + 0.4 * least(x, 12.0)

    branches = {
        "low": program(world(tmp_path / "low", 6.0, annuity)),
        "high": program(world(tmp_path / "high", 12.0, annuity)),
    }
    found = solve_branches(branches, {"low": 0.6, "high": 0.4})
    assert {branch: built(solution)[2030] for branch, solution in found.solutions.items()} == {
        "low": near(plan),
        "high": near(plan),
    }
    assert found.expected == near(expected(plan))
    # Alone, each branch builds what it needs: 2 or 8. The mean demand is 8.4, for which 4.4 are built.
    assert found.wait_and_see == near(0.6 * least(2.0, 6.0) + 0.4 * least(8.0, 12.0))
    assert found.perfect_information == near(0.6 * (plan - 2.0) * annuity + 0.4 * (8.0 - plan) * (200.0 - annuity))
    assert found.mean_plan is not None
    assert found.mean_plan.expected == near(expected(4.4))
    assert found.mean_plan.expected - found.expected == near(expected(4.4) - expected(plan))
    assert {each.made_for: each.expected for each in found.single_plans} == {
        "low": near(expected(2.0)),
        "high": near(expected(8.0)),
    }


def test_prices_of_a_branch_are_those_of_the_branch(tmp_path):
    branches = {
        "low": program(world(tmp_path / "low", 6.0, 30.0)),
        "high": program(world(tmp_path / "high", 10.0, 30.0)),
    }
    found = solve_branches(branches, {"low": 0.6, "high": 0.4})
    prices = {
        branch: float(solution.duals("market_clearing", ("market", "year", "season")).iloc[0])
        for branch, solution in found.solutions.items()
    }
    # The wider line is idle in the low branch, and wanted to the last unit in the high one: all of its annuity
    # has to be earned there, in 0.4 of all cases.
    assert prices == {"low": near(100.0), "high": near(100.0 + 30.0 / 0.4)}


def test_branches_that_differ_by_a_ban_have_no_mean(tmp_path):
    ban = {"ban": {"ban": {"origin": "Norway", "into": "M"}}}
    made = world(tmp_path, 10.0)
    found = solve_branches({"free": program(made), "banned": program(made, policies=ban)}, {"free": 0.5, "banned": 0.5})
    assert found.mean_plan is None
    assert found.perfect_information >= -1e-9
    assert found.best_single.expected >= found.expected - 1e-9


def test_what_is_decided_once_the_branch_is_known_differs_by_branch(tmp_path):
    """Demand is 4 in 2030 and 4 or 10 in 2035; with a lead time of 4 years the line of 2035 is decided in 2031.

    Nothing has to be built before it is known whether it is needed, so the cost is that of wait and see: 0 or 6 built.
    Decided before, it is 6 in both or none: 0.4 x 200 is less than an annuity of 90, so none.
    """
    branches = {
        "low": program(world(tmp_path / "low", 4.0), (2030, 2035)),
        "high": program(world(tmp_path / "high", {"2030": 4.0, "2035": 10.0}), (2030, 2035)),
    }
    probabilities = {"low": 0.6, "high": 0.4}
    known = solve_branches(branches, probabilities, moment=Moment(2031, {"wider": 4.0}))
    unknown = solve_branches(branches, probabilities, moment=Moment(2032, {"wider": 4.0}))
    assert [built(known.solutions[branch])[2035] for branch in branches] == [near(0.0), near(6.0)]
    assert [built(unknown.solutions[branch])[2035] for branch in branches] == [near(0.0), near(0.0)]
    assert known.perfect_information == pytest.approx(0.0, abs=1e-6)
    assert [key for _, key in known.chosen] == [("wider", 2030)]
    # 2035 stands for 3 years: its own half of the five between, and half a year beyond the end.
    assert unknown.perfect_information == near(0.4 * 6.0 * 3.0 * (RENT - ANNUITY), abs=0.05)


def test_branches_with_whole_numbers(tmp_path):
    """The newsvendor's line in units of 3: at an annuity of 60, 6 gain 360, 9 gain 340 and 3 gain 300; 8 if it could."""
    units = {"size": "9 bcm/yr", "unit": "3 bcm/yr", "capex": "5.4 bn USD"}
    sections = {"wider": {**CANDIDATE["wider"], **units}}

    def whole(folder, demand):
        return compile_model(formulate(world(folder, demand).network([2030], projects=sections)))

    branches = {"low": whole(tmp_path / "low", 6.0), "high": whole(tmp_path / "high", 12.0)}
    found = solve_branches(branches, {"low": 0.6, "high": 0.4})
    assert [built(solution)[2030] for solution in found.solutions.values()] == [near(6.0), near(6.0)]
    rolled, _ = solve_windows(branches["high"], [Stage((2030,), ())])
    assert built(rolled)[2030] == near(9.0)
    assert rolled.integers > 0


def stocks(folder, **figures):
    """A market of 4 bcm/yr, gas at 100 in 2030 and at 300 in 2031, and a storage whose stock goes on through the years."""
    made = Tiny(folder).market("M", 4.0).pipeline("line", "N", "M")
    made.producer("well", "N", 100.0, {"2030": 100.0, "2031": 300.0})
    made.storage("cavern", "M", **{"working_gas": 10.0, **figures})
    network = made.network([2030, 2031], seasons="quarters", storage="chronological")
    return compile_model(formulate(network))


def ends(solution) -> list[float]:
    """Stock at the end of each year."""
    level = solution.values("level", ("origin", "storage", "year", "season")).groupby(["year", "season"]).sum()
    return [float(level[year, "fourth"]) for year in (2030, 2031)]


def test_stocks_are_handed_on_from_window_to_window(tmp_path):
    years = [Stage((2030,), ()), Stage((2031,), ())]
    rolled, _ = solve_windows(stocks(tmp_path, opening=1.0, injection=0.0), years)
    assert ends(rolled) == [near(6.0), near(2.0)]


def test_only_who_sees_the_dear_year_stores_for_it(tmp_path):
    whole = stocks(tmp_path, working_gas=3.0)
    myopic, _ = solve_windows(whole, [Stage((2030,), ()), Stage((2031,), ())])
    seeing, _ = solve_windows(whole, [Stage((2030,), (2031,)), Stage((2031,), ())])
    assert ends(myopic) == [near(0.0), near(0.0)]
    assert ends(seeing) == [near(3.0), near(0.0)]
    assert myopic.point.objective - seeing.point.objective == near(3.0 * 200.0, abs=0.05)


def test_a_year_that_hangs_on_a_later_one_cannot_be_decided_before_it(tmp_path):
    whole = program(world(tmp_path, 10.0), (2030, 2031))
    row = next(label for label in whole.rows if label.name == "standing_below_size")
    renamed = [
        replace(label, keys=[("wider", 2030)] * len(label.keys)) if label is row else label for label in whole.rows
    ]
    with pytest.raises(InputError, match="standing below size: years up to 2030 hang on later ones"):
        solve_windows(replace(whole, rows=tuple(renamed)), [Stage((2030,), ()), Stage((2031,), ())])


def curved(folder, volume):
    """A monopolist before linear demand, who may widen his line; 8 bcm/yr at 300, elasticity -1."""
    made = Tiny(folder).market("M", volume, 300.0, -1.0).producer("well", "N", 50.0, 100.0)
    return made.pipeline("line", "N", "M", 2.0).project("wider", "line", 8.0, 30.0 * 8.0 * 10.0)


COURNOT = {"conduct": {"Russia": "cournot"}}


def test_curved_demand_in_a_window_over_all_years_and_in_one_branch(tmp_path):
    whole = program(curved(tmp_path, {"2030": 8.0, "2031": 10.0}), (2030, 2031), market=COURNOT)
    alone = optimise(whole)
    rolled, _ = solve_windows(whole, [Stage((2030, 2031), ())])
    branched = solve_branches({"only": whole}, {"only": 1.0})
    for solution in (rolled, branched.solutions["only"]):
        assert solution.point.objective == pytest.approx(alone.point.objective, rel=1e-9)
        assert solution.point.columns == pytest.approx(alone.point.columns, abs=1e-5)


def test_a_monopolist_builds_for_what_may_come(tmp_path):
    """The line is full in the high branch only: there marginal revenue is above cost by twice the annuity."""
    volumes = {"low": 7.0, "high": 9.0}
    branches = {name: program(curved(tmp_path / name, volume), market=COURNOT) for name, volume in volumes.items()}
    found = solve_branches(branches, {"low": 0.5, "high": 0.5})
    slope = 300.0 / volumes["high"]
    line = (600.0 - 100.0 - 30.0 / 0.5) / (2.0 * slope)
    assert (600.0 - 100.0) / (2.0 * 300.0 / volumes["low"]) < line
    for solution in found.solutions.values():
        assert built(solution)[2030] == pytest.approx(line - 2.0, abs=1e-3)


PIECES = {**COURNOT, "quadratic": "piecewise", "piece_error": "0.01 USD/MMBtu"}


def test_squares_in_pieces_beside_whole_numbers_in_windows_and_branches(tmp_path):
    """The line of the monopolist in units of 2: with a line of 2 he wants 5.5 more at 8 bcm/yr, so 4 or 6."""
    sections = {"wider": {**CANDIDATE["wider"], "unit": "2 bcm/yr"}}

    def whole(folder, volume):
        return compile_model(formulate(curved(folder, volume).network([2030], projects=sections, market=PIECES)))

    made = whole(tmp_path, 8.0)
    alone = optimise(made)
    rolled, _ = solve_windows(made, [Stage((2030,), ())])
    branched = solve_branches({"low": made, "high": whole(tmp_path / "high", 10.0)}, {"low": 0.5, "high": 0.5})
    for solution in (alone, rolled, *branched.solutions.values()):
        assert 0.0 <= solution.error <= 1.0
        assert built(solution)[2030] in (near(4.0), near(6.0))
    assert rolled.point.objective == pytest.approx(alone.point.objective, rel=1e-9)
    assert branched.expected == pytest.approx(
        sum(0.5 * solution.point.objective for solution in branched.solutions.values()), rel=1e-9
    )
