"""Why nothing flows, and by how much that would have to be otherwise: told, and then tried."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from tests.formulation.test_sold_in import solved
from tests.formulation.tiny import PER_MMBTU, YEAR, Tiny, near, volume
from tests.properties.descriptions import descriptions

import corridor
from corridor.reasons import Answer

#: A little more or less than what is told, million USD per bcm.
LITTLE = 0.01


def world(folder, tariff=50.0, **figures) -> Tiny:
    """A market with gas of its own at 100, and a field at 80 behind a line that costs 50 and a twentieth of the gas."""
    return (
        Tiny(folder)
        .market("M", 10.0)
        .producer("own", "M", 20.0, 100.0, origin="Norway")
        .producer("field", "N", 20.0, 80.0)
        .pipeline("line", "N", "M", 15.0, tariff, loss=0.05, **figures)
    )


def amount(answer: Answer, what: str) -> float:
    """The value of one row of an answer, USD/MMBtu as million USD per bcm."""
    table = answer.table[answer.table["what"].str.contains(what, regex=False)]
    assert len(table) == 1, answer.table
    return float(table["value"].iloc[0]) * PER_MMBTU


def test_an_idle_line_costs_more_than_it_brings(tmp_path):
    answer = corridor.why(world(tmp_path).solve(), f"flow:line@{YEAR}")
    # 80 at the field and 50 on the way against 95 % of the market's 100.
    assert amount(answer, "gas of Russia at N") == near(80.0)
    assert amount(answer, "tariff") == near(50.0)
    assert amount(answer, "delivered") == near(130.0)
    assert amount(answer, "worth at M") == near(95.0)
    assert amount(answer, "gap") == near(35.0)
    assert answer.text.startswith(
        "Nothing flows over line in 2030: the cheapest is gas of Russia in year, and it costs "
    )
    assert [change.path for change in answer.changes] == ["pipelines.line.tariff", "", ""]


@pytest.mark.parametrize(("more", "flows"), [(LITTLE, True), (-LITTLE, False)])
def test_the_amount_told_is_the_one_that_makes_gas_flow(tmp_path, more, flows):
    answer = corridor.why(world(tmp_path / "before").solve(), f"flow:line@{YEAR}")
    lower = answer.changes[0].amount * PER_MMBTU + more
    assert (volume(world(tmp_path / "after", 50.0 - lower).solve(), "line") > 0.0) is flows


def test_each_kind_of_change_alone_is_enough(tmp_path):
    tariff, start, end = (
        each.amount * PER_MMBTU for each in corridor.why(world(tmp_path / "0").solve(), f"flow:line@{YEAR}").changes
    )
    assert (tariff, start, end) == (near(35.0), near(35.0), near(35.0 / 0.95))
    for more, flows in ((LITTLE, True), (-LITTLE, False)):
        cheaper = world(tmp_path / f"start{more}").producer("field", "N", 20.0, 80.0 - start - more)
        dearer = world(tmp_path / f"end{more}").producer("own", "M", 20.0, 100.0 + end + more, origin="Norway")
        for changed in (cheaper, dearer):
            assert (volume(changed.solve(), "line") > 0.0) is flows


@pytest.mark.parametrize(("more", "flows"), [(LITTLE, True), (-LITTLE, False)])
def test_the_amount_holds_beside_a_seller_with_market_power(tmp_path, more, flows):
    def curved(folder, lower=0.0) -> Tiny:
        linear = Tiny(folder).market("M", 10.0, 300.0, -0.5).producer("own", "M", 40.0, 100.0, origin="Norway")
        return linear.producer("field", "N", 20.0, 80.0).pipeline("line", "N", "M", 15.0, 600.0 - lower, loss=0.05)

    conduct = {"market": {"conduct": {"Norway": "cournot"}}}
    answer = corridor.why(curved(tmp_path / "before").solve(**conduct), f"flow:line@{YEAR}")
    lower = answer.changes[0].amount * PER_MMBTU + more
    assert (volume(curved(tmp_path / "after", lower).solve(**conduct), "line") > 0.0) is flows


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(descriptions)
def test_idle_lines_of_any_network_flow_once_they_are_cheap_enough(tmp_path_factory, description):
    folder = tmp_path_factory.mktemp("any")
    results = description.world(folder).solve()
    for start, end in description.lines:
        arc = f"{start}-{end}".lower()
        if volume(results, arc) > 0.0 or description.lines[start, end][0] == 0.0:
            continue
        answer = corridor.why(results, f"flow:{arc}@{YEAR}")
        if not answer.changes or not answer.changes[0].path:
            continue
        lower = answer.changes[0].amount * PER_MMBTU
        capacity, tariff, loss = description.lines[start, end]
        for more, flows in ((LITTLE, True), (-LITTLE, False)):
            changed = description.world(folder / f"{arc}{more}")
            changed.pipeline(arc, start, end, capacity, tariff - lower - more, loss=loss)
            assert (volume(changed.solve(), arc) > 0.0) is flows, answer.text
        break


def test_a_full_line_tells_what_more_room_is_worth(tmp_path):
    results = world(tmp_path, tariff=5.0).pipeline("line", "N", "M", 4.0, 5.0, loss=0.05).solve()
    answer = corridor.why(results, f"flow:line@{YEAR}")
    assert "It is full in year" in answer.text
    assert amount(answer, "worth of more capacity") == near(95.0 - 85.0)
    assert answer.changes == ()


def test_a_line_with_room_tells_why_no_more_flows(tmp_path):
    # The market needs no more than 10; what the line brings beyond that nobody would take.
    results = world(tmp_path, 5.0).solve()
    text = corridor.why(results, f"flow:line@{YEAR}").text
    assert "10.53 bcm flow over line" in text
    assert "No more can flow: other limits bind." in text
    dear = world(tmp_path / "dear", 5.0).producer("field", "N", 20.0, [(0.2, 80.0), (0.8, 95.0)]).solve()
    answer = corridor.why(dear, f"flow:line@{YEAR}")
    assert amount(answer, "a bcm more") == near(95.0 + 5.0 - 95.0)
    assert "A bcm more would cost 0.13 USD/MMBtu more than it brings." in answer.text


def test_without_capacity_it_says_who_would_bring_some(tmp_path):
    empty = world(tmp_path).pipeline("line", "N", "M", {"2040": 9.0}).project("wider", "line", 10.0, 100.0)
    assert corridor.why(empty.solve(), f"flow:line@{YEAR}").text == (
        "No gas can flow over line in 2030: it has no capacity; project 'wider' would bring some, but is not offered, "
        "for the scenario does not name it."
    )
    answer = corridor.why(empty.solve(projects={"wider": {"status": "excluded"}}), f"flow:wider@{YEAR}")
    assert "but is not offered (tiny-2.yaml:" in answer.text


def test_events_and_bans_that_keep_gas_out_are_named_with_their_place(tmp_path):
    cut = world(tmp_path / "cut").event("blast", "line", "2028-01-01").event("old", "line", "2020-01-01", "2021-01-01")
    text = corridor.why(cut.solve(), f"flow:line@{YEAR}").text
    assert text.endswith("15.00 bcm/yr stand, but nothing of it is open after event 'blast'.")
    banned = world(tmp_path / "ban", 5.0).solve(policies={"no-entry": {"ban": {"origin": "Russia", "into": ["M"]}}})
    text = corridor.why(banned, f"flow:line@{YEAR}").text
    assert "policies keep it out: Russia by 'no-entry' (tiny-1.yaml:" in text
    assert text.endswith("Without 'no-entry' 10.53 bcm would flow.")
    # Two that each would do are in the way together: without one of them nothing changes.
    both = {name: {"ban": {"origin": "Russia", "into": ["M"]}} for name in ("one", "two")}
    text = corridor.why(world(tmp_path / "two", 5.0).solve(policies=both), f"flow:line@{YEAR}").text
    assert "Russia by several together, among 'one'" in text
    assert "would flow" not in text


def test_gas_that_could_only_come_back_is_told_as_such(tmp_path):
    # Gas that is sold at home alone, and a line out and one back: going round gains nothing.
    built = Tiny(tmp_path).market("M", 5.0).market("B", 1.0).producer("own", "M", 20.0, 100.0)
    built.producer("far", "B", 9.0, 100.0, origin="Norway")
    _, results = solved(
        built.pipeline("out", "M", "B", 9.0, 1.0).pipeline("home", "B", "M", 9.0, 1.0), own="M", far="B"
    )
    assert corridor.why(results, f"flow:out@{YEAR}/Russia").text == (
        "No gas of Russia can flow over out in 2030: gas of Russia is sold in M alone; over this way it gets to no such "
        "market, or only round about."
    )


def test_a_cap_stands_in_the_way_with_its_shadow_price(tmp_path):
    capped = world(tmp_path, 5.0).pipeline("other", "N", "M", 15.0, 5.0, loss=0.05, length=900.0)
    answer = corridor.why(
        capped.solve(policies={"most": {"cap": {"origin": "Russia", "into": ["M"], "volume": "2 bcm/yr"}}}),
        f"flow:line@{YEAR}/year/Russia",
    )
    assert "2.00 bcm flow over line" in answer.text
    assert amount(answer, "policy 'most' (tiny-1.yaml:") > 0.0
    other = corridor.why(
        capped.solve(policies={"most": {"cap": {"origin": "Russia", "into": ["M"], "volume": "2 bcm/yr"}}}),
        f"flow:other@{YEAR}",
    )
    # It costs what the other costs but for the tie-break: it would take the place of the other's gas.
    assert other.text.startswith("Nothing flows over other in 2030, but gas of Russia just as well could")


def test_limits_that_leave_no_way_are_named(tmp_path):
    shut = world(tmp_path, 5.0).solve(
        policies={"most": {"cap": {"origin": "Russia", "into": ["M"], "volume": "0 bcm/yr"}}}
    )
    text = corridor.why(shut, f"flow:line@{YEAR}").text
    assert text.startswith("Nothing can flow over line in 2030: policy 'most' (tiny-1.yaml:")
    assert text.endswith(" USD/MMBtu more than it costs.")


def test_an_answer_looks_like_one_in_a_notebook(tmp_path):
    html = corridor.why(world(tmp_path).solve(), f"flow:line@{YEAR}")._repr_html_()
    assert html.startswith(f"<h4>flow:line@{YEAR}</h4><p>Nothing flows")
    assert "<table" in html


@pytest.mark.slow
@pytest.mark.parametrize("arc", ["turkmenistan-uzbekistan", "slovenia-croatia", "belgium-france"])
def test_on_the_reference_dataset_the_amount_told_is_the_one_that_makes_gas_flow(arc):
    years = ["horizon.years=[2035]", "report.years=[2035]", f"pipelines.{arc}.tariff_rate=0 USD/kcm/100km"]
    whole = corridor.solve(corridor.load("iran-55", years[:2]))
    assert whole.solved is not None
    now = whole.solved.network.arc_terms["cost"].to_dict()[arc, 2035, "winter"] / PER_MMBTU
    change = corridor.why(whole, f"flow:{arc}@2035").changes[0]
    assert change.what.startswith("the tariff of")
    for more, flows in ((1e-3, True), (-1e-3, False)):
        value = f"pipelines.{arc}.tariff={now - change.amount - more:.9f} USD/MMBtu"
        assert (volume(corridor.solve(corridor.load("iran-55", [*years, value])), arc, 2035) > 0.0) is flows
