"""Booked capacity: what is paid in any case does not count, what lies beyond costs the full or a higher tariff."""

from __future__ import annotations

import pytest
from tests.formulation.tiny import Tiny, cell, near, volume


def two_ways(folder, demand: float = 10.0) -> Tiny:
    """Gas that reaches a market by a dear line (tariff 50) or a cheap one (tariff 40)."""
    world = Tiny(folder).market("M", demand).producer("well", "N", 50.0, 100.0)
    return world.pipeline("dear", "N", "M", 20.0, tariff=50.0).pipeline("cheap", "N", "M", 20.0, tariff=40.0)


def test_without_a_booking_the_cheap_line_carries_all(tmp_path):
    assert volume(two_ways(tmp_path).glance(), "cheap") == near(10.0)


def test_a_booked_line_is_used_up_to_the_booking(tmp_path):
    results = two_ways(tmp_path).booking("held", "dear", 6.0, 0.5).glance()
    assert (volume(results, "dear"), volume(results, "cheap")) == (near(6.0), near(4.0))


def test_a_booking_that_leaves_more_to_pay_than_the_other_line_asks_is_not_used(tmp_path):
    results = two_ways(tmp_path).booking("held", "dear", 6.0, 0.1).glance()
    assert volume(results, "dear") == near(0.0)


def test_beyond_the_booking_the_multiplier_counts(tmp_path):
    world = two_ways(tmp_path).pipeline("cheap", "N", "M", 2.0, tariff=40.0)
    world.booking("held", "dear", 6.0, 0.5, multiplier=1.2)
    results = world.glance()
    assert volume(results, "dear") == near(8.0)
    # Tariff of 50 on all 8, a fifth more on 2 beyond the booking, half of it saved on the 6 within.
    assert cell(results.costs, "value", item="bookings") == near(0.2 * 50.0 * 2.0 - 0.5 * 50.0 * 6.0)


def test_two_bookings_do_not_cover_the_same_gas(tmp_path):
    world = two_ways(tmp_path, demand=5.0).booking("one", "dear", 4.0, 0.5).booking("two", "dear", 4.0, 0.5)
    assert cell(world.glance().costs, "value", item="bookings") == near(-0.5 * 50.0 * 5.0)


def test_a_booking_over_two_lines_is_shared(tmp_path):
    world = two_ways(tmp_path).pipeline("cheap", "N", "M", 3.0, tariff=40.0)
    results = world.booking("held", "dear;cheap", 6.0, 0.5).glance()
    assert volume(results, "cheap") == near(3.0)
    # The dearer tariff saves more, so the booking covers 6 of the 7 on the dear line.
    assert cell(results.costs, "value", item="bookings") == near(-0.5 * 50.0 * 6.0)


@pytest.mark.parametrize(("status", "used"), [("active", 6.0), ("ended", 0.0)])
def test_a_scenario_can_end_a_booking(tmp_path, status, used):
    world = two_ways(tmp_path).booking("held", "dear", 6.0, 0.5)
    assert volume(world.glance(bookings={"held": {"status": status}}), "dear") == near(used)


def test_gas_of_others_does_not_travel_under_a_booking(tmp_path):
    world = two_ways(tmp_path).booking("held", "dear", 6.0, 0.9, origin="Norway")
    world.producer("other", "M", 1.0, 500.0, origin="Norway")
    assert volume(world.glance(), "dear") == near(0.0)


def test_what_is_booked_and_not_used_is_paid(tmp_path):
    """6 booked, 5 used: half of the tariff of 50 is paid on all 6, on one of them for nothing; no account holds it."""
    world = two_ways(tmp_path, demand=5.0).booking("held", "dear", 6.0, 0.5)
    results = world.glance()
    assert cell(results.bookings, "used") == near(5.0)
    assert cell(results.bookings, "sunk_payment") == near(0.5 * 50.0 * 6.0)
    assert cell(results.bookings, "unused_payment") == near(0.5 * 50.0 * 1.0)
    assert cell(results.costs, "value", item="bookings") == near(-0.5 * 50.0 * 5.0)


def test_an_event_on_a_booking_excuses_from_paying(tmp_path):
    world = two_ways(tmp_path).booking("held", "dear", 6.0, 0.5).event("halt", "booking:held", "2030-04", "2030-10")
    results = world.glance(seasons="winter-summer")
    assert (volume(results, "dear", season="winter"), volume(results, "dear", season="summer")) == (
        near(3.0),
        near(0.0),
    )
    assert results.bookings["booked"].tolist() == [near(3.0)]


def test_an_event_on_the_line_leaves_the_booking_to_be_paid(tmp_path):
    world = two_ways(tmp_path).booking("held", "dear", 6.0, 0.5).event("halt", "dear", "2029")
    results = world.glance()
    assert cell(results.bookings, "unused_payment") == near(0.5 * 50.0 * 6.0)
