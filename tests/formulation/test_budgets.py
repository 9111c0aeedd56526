"""What a budget leaves of projects, what one more unit of it is worth, and what owners ask."""

from __future__ import annotations

import pytest
from tests.formulation.tiny import Tiny, cell, near

from corridor.errors import NetworkError

RENT = 200.0


def world_with(folder, demand=20.0) -> Tiny:
    """Gas at 100 behind two lines that are to be built, gas at 300 in the market; capital is paid over ten years."""
    world = Tiny(folder).market("M", demand).producer("well", "N", 50.0, 100.0)
    world.producer("dear", "M", 50.0, 100.0 + RENT, origin="Norway")
    for name, capital in (("a", 400.0), ("b", 1000.0)):
        world.pipeline(name, "N", "M", 0.0).project(f"{name}-new", name, 8.0, 8.0 * capital)
    return world


def candidates(**more) -> dict[str, dict[str, object]]:
    return {f"{name}-new": {"status": "candidate", **more.get(name, {})} for name in ("a", "b")}


def built(results, name: str, **keys) -> float:
    return cell(results.projects, "capacity", project=f"{name}-new", **keys)


def test_a_budget_that_binds_has_a_price(tmp_path):
    # Without: 8 of each, 3200 + 8000. With 5200 all of a and 2 of b; one more million builds 1/1000 of b, which saves
    # 200 a year less its annuity of 100.
    world = world_with(tmp_path)
    loose = world.glance(projects=candidates(), budgets={"all": {"limit": "12 bn USD"}})
    assert (built(loose, "a"), built(loose, "b")) == (near(8.0), near(8.0))
    assert cell(loose.budgets, "spent", budget="all") == near(11200.0)
    assert cell(loose.budgets, "shadow_price", budget="all") == 0.0
    tight = world.glance(projects=candidates(), budgets={"all": {"limit": "5.2 bn USD"}})
    assert (built(tight, "a"), built(tight, "b")) == (near(8.0), near(2.0))
    assert cell(tight.budgets, "spent", budget="all") == near(5200.0)
    assert cell(tight.budgets, "shadow_price", budget="all") == pytest.approx((RENT - 100.0) / 1000.0, rel=1e-4)


def test_a_budget_is_one_owners(tmp_path):
    world = world_with(tmp_path)
    identities = world.identities["projects"]
    identities["b-new"] = (*identities["b-new"][:2], "Gazprom")
    budgets = {"Gazprom's": {"owner": "Gazprom", "limit": "3 bn USD"}}
    results = world.glance(projects=candidates(), budgets=budgets)
    assert (built(results, "a"), built(results, "b")) == (near(8.0), near(3.0))


def test_a_budget_is_for_a_period(tmp_path):
    budgets = {"first": {"limit": "3.2 bn USD", "until": 2032}, "then": {"limit": "2 bn USD", "from": 2032}}
    results = world_with(tmp_path).glance(years=[2030, 2031, 2032, 2033], projects=candidates(), budgets=budgets)
    assert [built(results, "a", year=year) for year in (2030, 2033)] == [near(8.0), near(8.0)]
    assert [built(results, "b", year=year) for year in (2031, 2032, 2033)] == [near(0.0), near(2.0), near(2.0)]
    assert results.budgets["spent"].tolist() == [near(3200.0), near(2000.0)]


def test_what_is_committed_takes_its_part(tmp_path):
    stages = {"2025": "1 bcm/yr", "2030": "3 bcm/yr", "2031": "4 bcm/yr"}
    projects = candidates() | {"b-new": {"status": "committed", "capacity": stages}}
    world = world_with(tmp_path)
    results = world.glance(years=[2030, 2031], projects=projects, budgets={"all": {"limit": "5 bn USD"}})
    assert cell(results.budgets, "committed", budget="all") == near(3000.0)  # what stood in 2029 is paid for
    assert built(results, "a", year=2031) == near(5.0)
    with pytest.raises(NetworkError, match="has 2 bn USD, but what the scenario commits to costs 3 bn USD") as caught:
        world.network(years=[2030, 2031], projects=projects, budgets={"all": {"limit": "2 bn USD"}})
    assert "tiny-2.yaml:" in str(caught.value)


def test_a_budget_counts_fixed_investment_and_units(tmp_path):
    more = {"a": {"unit": "4 bcm/yr", "fixed_capex": "1 bn USD"}, "b": {"unit": "8 bcm/yr"}}
    results = world_with(tmp_path).glance(projects=candidates(**more), budgets={"all": {"limit": "4 bn USD"}})
    assert (built(results, "a"), built(results, "b")) == (4.0, 0.0)  # two units would cost 1000 + 3200
    assert cell(results.budgets, "spent", budget="all") == near(2600.0)


def test_owners_ask_a_return(tmp_path):
    world = world_with(tmp_path)

    def annuity(**sections) -> float:
        return float(
            world.network(projects=candidates(**sections.pop("more", {})), **sections).projects["annuity"]["a-new"]
        )

    assert annuity() == pytest.approx(40.0)
    asked = {"owners": {"owner": {"return": "12 %"}}}
    assert annuity(**asked) == pytest.approx(400.0 * 0.12 / (1.0 - 1.12**-10))
    own = {"a": {"discount_rate": "5 %"}}
    assert annuity(more=own, **asked) == pytest.approx(400.0 * 0.05 / (1.0 - 1.05**-10))
