"""Why prices differ: the way between two markets in parts that add up, who sets each price, and what would change it."""

from __future__ import annotations

import pytest
from tests.formulation.tiny import PER_MMBTU, YEAR, Tiny, near, price, volume
from tests.reasons.test_flows import LITTLE

import corridor
from corridor.errors import InputError


def two(folder, capacity=100.0, tariff=10.0, far=400.0) -> Tiny:
    """A cheap market A and a dear one B, a hub between them; a tenth is used on the second line."""
    return (
        Tiny(folder)
        .market("A", 5.0)
        .market("B", 5.0)
        .producer("field", "A", 50.0, 100.0)
        .producer("own", "B", 50.0, far, origin="Norway")
        .pipeline("first", "A", "H", capacity, tariff)
        .pipeline("second", "H", "B", 100.0, tariff, loss=0.1)
    )


def parts(answer) -> dict[str, float]:
    table = answer.table
    return {
        f"{what} {subject}": value * PER_MMBTU
        for what, subject, value in zip(table["what"], table["subject"], table["value"], strict=True)
    }


def test_a_way_that_is_used_accounts_for_the_difference(tmp_path):
    results = two(tmp_path).solve()
    answer = corridor.why(results, f"price:B-A@{YEAR}")
    found = parts(answer)
    # 100 and twice 10, and of what enters the second line nine tenths arrive.
    assert found["price at B B"] == near(120.0 / 0.9)
    assert found["fuel and losses second"] == near(120.0 / 0.9 - 120.0)
    assert found["tariff first"] == found["tariff second"] == near(10.0)
    assert sum(found.values()) - 2 * found["price at B B"] == near(0.0)
    assert "Gas of Russia goes from A to B over first and second" in answer.text
    assert "One more bcm at B would cost" in answer.text
    assert "production Russia, A +1.11 bcm" in answer.text


def test_a_full_line_is_named_with_what_it_adds(tmp_path):
    answer = corridor.why(two(tmp_path, capacity=2.0).solve(), f"price:A-B@{YEAR}")
    assert parts(answer)["full capacity of first first"] == near(0.9 * 400.0 - 120.0)
    assert "What of it more room would take away: full capacity of first" in answer.text
    # With room for all of it that part is gone.
    wide = two(tmp_path / "wide").solve()
    assert price(wide, "B") - price(wide, "A") == near(120.0 / 0.9 - 100.0)


@pytest.mark.parametrize(("more", "flows"), [(LITTLE, True), (-LITTLE, False)])
def test_where_the_way_costs_more_than_the_difference_it_tells_by_how_much(tmp_path, more, flows):
    answer = corridor.why(two(tmp_path / "before", far=110.0).solve(), f"price:A-B@{YEAR}")
    assert "No gas goes from A to B" in answer.text
    first = answer.changes[0]
    assert first.amount * PER_MMBTU == near(120.0 - 0.9 * 110.0)
    changed = two(tmp_path / "after", far=110.0).pipeline(
        "first", "A", "H", 100.0, 10.0 - first.amount * PER_MMBTU - more
    )
    assert (volume(changed.solve(), "first") > 0.0) is flows


def test_markets_without_a_way_say_so(tmp_path):
    world = two(tmp_path).market("C", 1.0).producer("third", "C", 2.0, 250.0, origin="Iran")
    answer = corridor.why(world.solve(), f"price:A-C@{YEAR}")
    assert "No gas can go from A to C." in answer.text
    assert "production Iran, C +1.00 bcm" in answer.text


def test_a_seller_with_market_power_is_part_of_the_difference(tmp_path):
    world = (
        Tiny(tmp_path)
        .market("A", 10.0, 300.0, -0.5)
        .market("B", 10.0, 300.0, -0.5)
        .producer("field", "A", 50.0, 100.0)
        .pipeline("line", "A", "B", 100.0, 10.0)
    )
    results = world.solve(market={"conduct": {"Russia": {"B": "cournot"}}})
    answer = corridor.why(results, f"price:A-B@{YEAR}")
    found = parts(answer)
    assert price(results, "B") > 150.0
    assert found["the price is above the worth of gas of Russia B"] == near(price(results, "B") - 110.0, 2e-2)
    assert "Sellers who do not take the price ask more" in answer.text
    assert found["price at B B"] == near(price(results, "B"), 1e-2)
    assert sum(found.values()) - 2 * found["price at B B"] == near(0.0, 2e-2)


def test_a_hub_has_no_price(tmp_path):
    with pytest.raises(InputError, match="'H' is no market, and only markets have a price"):
        corridor.why(two(tmp_path).solve(), f"price:A-H@{YEAR}")
