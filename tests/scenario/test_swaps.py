"""Swaps in the scenario language: what one says, what it comes to mean, and what is refused."""

from __future__ import annotations

import io

import pytest
from ruamel.yaml import YAML

from corridor.scenario import Swap
from corridor.scenario.difference import difference

HEAD = "title: Test\nhorizon: {years: [2025, 2030]}\n"
NEW = (
    "nodes: {Iran Field: {kind: basin, country: IRN, lon: 50, lat: 30}}\n"
    "supply: {iran: {node: Iran Field, origin: Iran, potential: 200 bcm/yr}}\n"
)
SIDES = "gives: {origin: Russia, at: Iran North}, takes: {origin: Iran, at: Iraq}"


def swap(text: str = "", *, sides: str = SIDES, capacity: str = "2 bcm/yr", head: str = HEAD + NEW) -> str:
    more = f", {text}" if text else ""
    return f"{head}swaps: {{a: {{{sides}, capacity: {capacity}{more}}}}}\n"


def only(scenario) -> Swap:
    (found,) = scenario.swaps
    return found


def test_a_swap_with_everything(read):
    text = (
        "ratio: 0.85, fee: {2026: 10 USD/kcm}, from: 2027-07, until: 2030, reason: Why., source: https://example.org/a"
    )
    found = only(read(swap(text, capacity="{2027: 2 bcm/yr, 2029: 10 mcm/d}")))
    assert (found.gives.origin, found.gives.at, found.takes.origin, found.takes.at) == (
        "Russia",
        "Iran North",
        "Iran",
        "Iraq",
    )
    assert found.ratio == 0.85
    assert found.fee[0] == pytest.approx((2026.0, 10.0))
    assert [date for date, _ in found.capacity] == [2027.0, 2029.0]
    assert [volume for _, volume in found.capacity] == [pytest.approx(2.0), pytest.approx(3.65, rel=1e-3)]
    assert (found.start, found.until) == (2027.5, 2030.0)
    assert (found.reason, found.source) == ("Why.", "https://example.org/a")
    assert found.written.line == 5


def test_what_need_not_be_said(read):
    found = only(read(swap()))
    assert (found.ratio, found.fee, found.start, found.until) == (1.0, ((None, 0.0),), None, None)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (swap(sides="gives: {origin: Russia, at: Iran North}"), "'takes' is missing in swaps.a"),
        (swap(sides="gives: {origin: Russia}, takes: {origin: Iran, at: Iraq}"), "'at' is missing in swaps.a.gives"),
        (swap(sides=SIDES.replace("Iraq", "Irak")), "unknown node 'Irak'; did you mean 'Iraq'"),
        (swap(sides=SIDES.replace("Iraq", "EU")), "unknown node 'EU'"),
        (swap(sides=SIDES.replace("origin: Iran", "origin: Qatar")), "unknown origin 'Qatar'"),
        (swap(sides=SIDES.replace("origin: Iran", "origin: Russia")), "'Russia' would swap with itself"),
        (swap(sides=SIDES.replace("Iraq", "Iran North")), "both sides are at 'Iran North'"),
        (swap(capacity="2"), "a unit is missing"),
        (swap(capacity="2 bcm"), "'bcm' measures volume"),
        (swap(capacity="-2 bcm/yr"), "no earlier layer has a value that '-2 bcm/yr' could change"),
        (swap("ratio: 0"), "a ratio of 0 would give gas away for nothing"),
        (swap("ratio: -1"), "is below 0"),
        (swap("fee: 1 bcm/yr"), "'bcm/yr' measures volume rate"),
        (swap("from: 2030, until: 2027"), "'until' 2027 is not after 'from' 2030"),
        (swap("from: tomorrow"), "'tomorrow' is not a date"),
        (swap("source: hearsay"), "unknown source 'hearsay'"),
        (swap("fees: 1 USD/MMBtu"), "unknown key 'fees' in swaps.a; did you mean 'fee'?"),
        (swap(sides="gives: Russia, takes: {origin: Iran, at: Iraq}"), "keys and values are expected in swaps.a.gives"),
        (f"{HEAD}{NEW}swaps: {{a: {{{SIDES}}}}}\n", "'capacity' is missing in swaps.a"),
    ],
)
def test_what_is_refused(problems, text, message):
    assert message in problems(text)


def test_a_swap_at_a_removed_node_is_refused(problems):
    text = swap(head=HEAD + NEW.replace("{Iran Field:", "{Iraq: {status: removed}, Iran Field:"))
    assert "node 'Iraq' is removed" in problems(text)


def test_layers_change_parts_of_a_swap(read):
    child = "title: Child\nextends: base\nswaps: {a: {ratio: 0.9, capacity: x1.5}}\n"
    found = only(read(child, ["swaps.a.fee=5 USD/kcm"], base=swap("fee: 1 USD/kcm")))
    assert (found.ratio, found.gives.origin) == (0.9, "Russia")
    assert [value for _, value in (*found.capacity, *found.fee)] == pytest.approx([3.0, 5.0])
    assert read("title: Child\nextends: base\nswaps: {a: null}\n", base=swap()).swaps == ()


def test_a_change_needs_something_to_change(problems):
    assert "no earlier layer has a value that 'x2' could change" in problems(swap(capacity="x2"))


def test_every_value_of_a_swap_changes_the_hash_and_remarks_do_not(read):
    texts = [
        swap(),
        swap("ratio: 0.9"),
        swap("fee: 1 USD/kcm"),
        swap("from: 2026"),
        swap("until: 2026"),
        swap(capacity="3 bcm/yr"),
        swap(sides=SIDES.replace("Iraq", "Iran South")),
        f"{HEAD}{NEW}",
    ]
    assert len({read(text).hash for text in texts}) == len(texts)
    assert read(swap("reason: Why.")).hash == read(swap()).hash
    assert read(swap(capacity="2000000 kcm/yr")).hash == read(swap()).hash


def test_the_resolved_scenario_reads_back_the_same(read, folder):
    scenario = read(swap("ratio: 0.85, fee: {2026: 10 USD/kcm}, from: 2027-07, reason: Why."))
    stream = io.StringIO()
    YAML().dump(scenario.resolved(), stream)
    again = read(stream.getvalue())
    assert again.hash == scenario.hash
    assert [(each.name, each.reason) for each in again.swaps] == [("a", "Why.")]


def test_the_difference_of_scenarios_names_swaps(read):
    without, first = read(f"{HEAD}{NEW}"), read(swap())
    (change,) = difference(without, first)
    assert str(change).startswith(
        "swap a: none -> gas of Russia at Iran North for gas of Iran at Iraq, capacity 2 bcm/yr, "
    )
    (change,) = difference(first, read(swap(capacity="3 bcm/yr")))
    assert str(change).startswith("swap a capacity: 2 bcm/yr -> 3 bcm/yr, ")


@pytest.mark.parametrize("text", [swap("from: 2031"), swap("until: 2025"), swap(capacity="{2031: 2 bcm/yr}")])
def test_a_swap_in_no_model_year_is_suspicious(read, text):
    (warning,) = [each for each in read(text).warnings if "swap" in each.message]
    assert warning.message == "swap 'a' moves nothing in any model year (2025 to 2030)"
    assert warning.line == 5


def test_a_swap_in_some_model_year_is_not(read):
    text = swap("from: 2024-03, until: 2031", capacity="{2030-06: 2 bcm/yr}")
    assert [each for each in read(text).warnings if "swap" in each.message] == []


def test_a_rule_on_title_that_only_a_swap_brings_is_not_idle(read):
    ban = "policies: {no: {ban: {origin: Iran, into: Hungary, form: pipeline}}}\n"
    sides = "gives: {origin: Russia, at: Hungary}, takes: {origin: Iran, at: Iran North}"
    assert ["idle" in each.message for each in read(f"{HEAD}{NEW}{ban}").warnings].count(True) == 1
    made = NEW.replace("node: Iran Field", "node: Iran North")
    assert [each for each in read(swap(sides=sides, head=HEAD + made + ban)).warnings if "idle" in each.message] == []
