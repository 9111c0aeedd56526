"""Swaps in a solved market: closed forms of two networks that only a swap joins."""

from __future__ import annotations

import numpy as np
import pytest
from tests.formulation.tiny import DAYS, PER_MMBTU, YEAR, Tiny, cell, near, price, volume

from corridor.engine import compile_model
from corridor.errors import InfeasibleError
from corridor.formulation import formulate

#: Cost at the wells of Giver, of Taker at its own market, and of the gas at Giver's door that a swap replaces.
GIVER, TAKER, LOCAL = 50.0, 100.0, 300.0
FEE = 20.0


def world_with(folder, *, giver: float = 100.0) -> Tiny:
    """Giver's gas can only come to A, where it is not wanted at home; Taker's gas can only come to B; no line joins them.

    A buys 10 bcm, of dear local gas or of what a swap makes Taker's there. B buys 10 bcm of Taker's gas, or of what a
    swap makes Giver's there.
    """
    world = Tiny(folder).market("A", 10.0).market("B", 10.0)
    world.producer("giver", "Well", giver, GIVER, origin="Giver").pipeline("well-a", "Well", "A", 30.0)
    world.producer("taker", "Field", 100.0, TAKER, origin="Taker").pipeline("field-b", "Field", "B", 30.0)
    return world.producer("local", "A", 10.0, LOCAL, origin="Local")


def swap(**fields):
    told = {
        "gives": {"origin": "Giver", "at": "A"},
        "takes": {"origin": "Taker", "at": "B"},
        "capacity": "4 bcm/yr",
        **fields,
    }
    return {"swap": told}


BAN = {"no-giver": {"ban": {"origin": "Giver", "into": "A", "form": "pipeline", "transit": "allowed"}}}
"""Giver cannot sell at A under its own name, so that only a swap helps it."""


def sold(results, market: str, origin: str, year: int = YEAR) -> float:
    table = results.balance
    chosen = table[(table["item"] == "sales") & (table["node"] == market) & (table["origin"] == origin)]
    return -float(chosen.loc[chosen["year"] == year, "volume"].sum())


def molecules(results) -> float:
    """The largest amount of gas that swaps make or lose at a node."""
    table = results.balance[results.balance["item"].str.startswith("swapped")]
    assert not table.empty
    return float(table.groupby(["node", "year", "season"])["volume"].sum().abs().max())


def test_a_swap_fills_its_capacity_and_title_passes(tmp_path):
    results = world_with(tmp_path).glance(policies=BAN, swaps=swap(fee=f"{FEE} USD/kcm"))
    assert cell(results.swaps, "given", swap="swap") == near(4.0)
    assert cell(results.swaps, "taken", swap="swap") == near(4.0)
    assert cell(results.swaps, "paid", swap="swap") == near(4.0 * FEE)
    # Giver's molecules are burnt at A under Taker's name, and Giver sells Taker's molecules at B.
    assert (sold(results, "A", "Taker"), sold(results, "B", "Giver")) == (near(4.0), near(4.0))
    assert (sold(results, "A", "Giver"), sold(results, "B", "Taker")) == (0.0, near(6.0))
    assert (volume(results, "well-a"), volume(results, "field-b")) == (near(4.0), near(10.0))
    assert molecules(results) < 1e-9


def test_what_one_more_unit_of_capacity_is_worth(tmp_path):
    # One more unit saves local gas at A; Giver's well makes it, Taker's gas at B is only renamed, and the fee is paid.
    results = world_with(tmp_path).glance(policies=BAN, swaps=swap(fee=f"{FEE} USD/kcm"))
    worth = cell(results.swaps, "shadow_price", swap="swap") * PER_MMBTU
    assert worth == near(LOCAL - GIVER - FEE)
    assert (price(results, "A"), price(results, "B")) == (near(LOCAL), near(TAKER))


def test_the_difference_of_prices_is_the_fee_where_the_swap_is_wide(tmp_path):
    # Nothing local is left to save: the last unit of A comes through the swap, for what Giver's gas costs and the fee.
    world = world_with(tmp_path).market("B", 20.0)
    results = world.glance(policies=BAN, swaps=swap(capacity="20 bcm/yr", fee=f"{FEE} USD/kcm"))
    assert cell(results.swaps, "given", swap="swap") == near(10.0)
    assert price(results, "A") - GIVER == near(FEE)
    assert cell(results.swaps, "shadow_price", swap="swap") == near(0.0)


def test_a_fee_above_what_is_saved_leaves_the_swap_unused(tmp_path):
    results = world_with(tmp_path).glance(policies=BAN, swaps=swap(fee=f"{LOCAL - GIVER + 1.0} USD/kcm"))
    assert cell(results.swaps, "given", swap="swap") == near(0.0)
    assert sold(results, "A", "Local") == near(10.0)


def test_the_fee_is_an_account_of_its_own(tmp_path):
    results = world_with(tmp_path).glance(policies=BAN, swaps=swap(fee=f"{FEE} USD/kcm"))
    assert cell(results.costs, "value", item="swap_fees") == near(4.0 * FEE)


@pytest.mark.parametrize("ratio", [0.8, 1.25])
def test_the_partner_keeps_what_the_ratio_leaves(tmp_path, ratio):
    results = world_with(tmp_path).glance(policies=BAN, swaps=swap(ratio=ratio))
    assert cell(results.swaps, "taken", swap="swap") == near(4.0 * ratio)
    assert sold(results, "A", "Taker") == near(4.0)
    assert sold(results, "B", "Giver") == near(4.0 * ratio)
    assert sold(results, "B", "Taker") == near(10.0 - 4.0 * ratio)
    assert molecules(results) < 1e-9


def test_gas_goes_on_from_where_a_swap_brings_it(tmp_path):
    world = world_with(tmp_path).market("Beyond", 3.0).pipeline("b-beyond", "B", "Beyond", 5.0)
    world.producer("far", "Beyond", 10.0, 500.0, origin="Far")
    ban = {"no-taker": {"ban": {"origin": "Taker", "into": "Beyond", "form": "pipeline"}}}
    alone = world.glance(policies=BAN | ban)
    assert sold(alone, "Beyond", "Far") == near(3.0)
    results = world.glance(policies=BAN | ban, swaps=swap())
    assert volume(results, "b-beyond", origin="Giver") == near(3.0)
    assert sold(results, "Beyond", "Giver") == near(3.0)


def test_one_swap_may_feed_the_next(tmp_path):
    world = world_with(tmp_path).market("C", 5.0).producer("third", "Third", 100.0, TAKER, origin="Third")
    world.pipeline("third-c", "Third", "C", 30.0)
    second = {
        "gives": {"origin": "Giver", "at": "B"},
        "takes": {"origin": "Third", "at": "C"},
        "capacity": "1 bcm/yr",
    }
    ban = {"no-giver-b": {"ban": {"origin": "Giver", "into": "B", "form": "pipeline", "transit": "allowed"}}}
    results = world.glance(policies=BAN | ban, swaps=swap() | {"next": second})
    assert cell(results.swaps, "given", swap="next") == near(1.0)
    assert (sold(results, "C", "Giver"), sold(results, "B", "Giver")) == (near(1.0), 0.0)
    # Giver cannot sell at B either, so it swaps there only what the second swap takes on.
    assert cell(results.swaps, "given", swap="swap") == near(1.0)


def test_a_swap_that_begins_in_the_middle_of_the_year_has_half_of_it(tmp_path):
    results = world_with(tmp_path).glance(policies=BAN, swaps=swap(**{"from": f"{YEAR}-07-01"}))
    assert cell(results.swaps, "given", swap="swap") == near(2.0, abs=4.0 * DAYS)


def test_a_swap_that_ends_within_a_season_scales_that_season(tmp_path):
    sections = {"seasons": "winter-summer", "policies": BAN}
    results = world_with(tmp_path).glance(**sections, swaps=swap(until=f"{YEAR}-07-01"))
    # Summer lasts from April to September: three of its six months are left; of winter, January to March.
    assert cell(results.swaps, "given", swap="swap", season="summer") == near(1.0, abs=4.0 * DAYS)
    assert cell(results.swaps, "given", swap="swap", season="winter") == near(1.0, abs=4.0 * DAYS)


def test_capacity_and_fee_follow_their_dates(tmp_path):
    dated = {"capacity": {"2029": "1 bcm/yr", "2031": "3 bcm/yr"}, "fee": {"2029": "10 USD/kcm", "2031": "30 USD/kcm"}}
    results = world_with(tmp_path).glance((2028, 2030, 2032), policies=BAN, swaps=swap(**dated))
    assert sorted(results.swaps["year"]) == [2030, 2032]
    assert [cell(results.swaps, "given", year=year) for year in (2030, 2032)] == [near(1.0), near(3.0)]
    assert [cell(results.swaps, "paid", year=year) for year in (2030, 2032)] == [near(10.0), near(90.0)]


@pytest.mark.parametrize("fields", [{"capacity": "0 bcm/yr"}, {"until": "2030"}, {"from": "2031"}])
def test_a_closed_swap_is_none(tmp_path, fields):
    world = world_with(tmp_path)
    without = compile_model(formulate(world.network(policies=BAN)))
    closed = compile_model(formulate(world.network(policies=BAN, swaps=swap(**fields))))
    np.testing.assert_array_equal(closed.cost, without.cost)
    np.testing.assert_array_equal(closed.row_upper, without.row_upper)
    for part in ("indptr", "indices", "data"):
        np.testing.assert_array_equal(getattr(closed.matrix, part), getattr(without.matrix, part))


def test_a_swap_without_gas_on_both_sides_is_said(tmp_path):
    # Nobody brings Giver's gas to B, so it cannot be handed over there.
    odd = swap(gives={"origin": "Giver", "at": "B"}, takes={"origin": "Taker", "at": "A"})
    network = world_with(tmp_path).network(policies=BAN, swaps=odd)
    (finding,) = [each for each in network.findings if each.check == "swap_without_gas"]
    assert "gas of Giver must be able to reach B" in finding.message
    assert network.open_swaps == ()


def test_a_ban_counts_title_not_molecules(tmp_path):
    # Giver may not sell at B: the title would be Giver's there, though the molecules are Taker's.
    ban = {"no-giver-b": {"ban": {"origin": "Giver", "into": "B", "form": "pipeline", "transit": "allowed"}}}
    results = world_with(tmp_path).glance(policies=BAN | ban, swaps=swap())
    assert (cell(results.swaps, "given", swap="swap"), sold(results, "B", "Giver")) == (0.0, 0.0)


def test_all_rooms_take_a_swap(tmp_path):
    world = world_with(tmp_path)
    results = world.solve(policies=BAN, swaps=swap(fee=f"{FEE} USD/kcm"))
    assert results.manifest["certificate"]["tables_swaps"] < 1e-9
    # What Giver sells at B leaves the price there less the fee at its well.
    netbacks = results.netbacks[(results.netbacks["origin"] == "Giver") & (results.netbacks["market"] == "B")]
    assert float(netbacks["netback"].iloc[0]) * PER_MMBTU == near(TAKER - FEE)


def test_a_swap_cannot_make_gas(tmp_path):
    # Without Giver's gas at A there is nothing to hand over, and A goes short without its local producer.
    world = world_with(tmp_path, giver=3.0)
    world.producer("local", "A", 5.0, LOCAL, origin="Local")
    with pytest.raises(InfeasibleError, match="A goes short of 2"):
        world.solve(policies=BAN, swaps=swap(capacity="20 bcm/yr"))


# --- policies on what comes in: title that a swap brings to a node is gas that enters there


def entering(kind: str, **fields):
    return BAN | {"rule": {kind: {"origin": "Giver", "into": "B", **fields}}}


def test_a_ban_on_what_enters_counts_title(tmp_path):
    results = world_with(tmp_path).glance(policies=entering("ban"), swaps=swap())
    assert cell(results.swaps, "given", swap="swap") == 0.0
    assert cell(results.policies, "limit", policy="rule") == 0.0


@pytest.mark.parametrize("form", ["lng", "pipeline"])
def test_title_comes_by_pipeline(tmp_path, form):
    results = world_with(tmp_path).glance(policies=entering("ban", form=form), swaps=swap())
    assert cell(results.swaps, "given", swap="swap") == near(4.0 if form == "lng" else 0.0)


def test_a_ban_on_the_partner_is_a_ban_at_the_other_node(tmp_path):
    ban = BAN | {"rule": {"ban": {"origin": "Taker", "into": "A"}}}
    results = world_with(tmp_path).glance(policies=ban, swaps=swap())
    assert cell(results.swaps, "given", swap="swap") == 0.0


def test_a_swap_within_a_group_brings_nothing_in(tmp_path):
    world = world_with(tmp_path)
    world.node("A", "market", groups="Both").node("B", "market", groups="Both")
    ban = {"rule": {"cap": {"origin": "Taker", "into": "Both", "volume": "7 bcm/yr"}}}
    world.producer("spare", "B", 10.0, 400.0, origin="Spare")
    results = world.glance(policies=BAN | ban, swaps=swap())
    # Taker's line brings 7 bcm into the group; that 4 of them are Giver's by then, and 4 at A Taker's, adds nothing.
    assert cell(results.policies, "level", policy="rule") == near(7.0)
    assert cell(results.swaps, "given", swap="swap") == near(4.0)


@pytest.mark.parametrize("ratio", [1.0, 0.8])
def test_a_cap_counts_what_comes_in_by_title(tmp_path, ratio):
    results = world_with(tmp_path).glance(policies=entering("cap", volume="2 bcm/yr"), swaps=swap(ratio=ratio))
    assert cell(results.swaps, "taken", swap="swap") == near(2.0)
    assert cell(results.policies, "level", policy="rule") == near(2.0)
    # One more unit by title is 1 / ratio of a unit handed over, which saves local gas and costs Giver's.
    more = cell(results.policies, "shadow_price", policy="rule") * PER_MMBTU
    assert more == near((LOCAL - GIVER) / ratio)


def test_a_ban_from_the_middle_of_the_year_leaves_half_of_what_could_come(tmp_path):
    results = world_with(tmp_path).glance(policies=entering("ban", **{"from": f"{YEAR}-07-01"}), swaps=swap())
    # Half of what the line (30) and the swap (4) could bring.
    assert cell(results.policies, "limit", policy="rule") == near(17.0, abs=34.0 * DAYS)
    assert cell(results.policies, "level", policy="rule") == near(4.0)


def test_a_tariff_is_on_title_too(tmp_path):
    rules = entering("tariff", rate="30 USD/kcm")
    results = world_with(tmp_path).solve(policies=rules, swaps=swap(ratio=0.8, fee=f"{FEE} USD/kcm"))
    assert cell(results.policies, "level", policy="rule") == near(3.2)
    assert cell(results.policies, "transfer", policy="rule") == near(3.2 * 30.0)
    assert cell(results.costs, "value", item="policy_tariffs") == near(3.2 * 30.0)
    sold_at_b = results.netbacks[(results.netbacks["origin"] == "Giver") & (results.netbacks["market"] == "B")]
    assert float(sold_at_b["netback"].iloc[0]) * PER_MMBTU == near(0.8 * (TAKER - 30.0) - FEE)
