"""What a report says in words about another scenario, about history and about closed lines: all of it from the tables."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from tests.report import synthetic
from tests.report.synthetic import YEARS, SyntheticResults

from corridor.report.blocks import Cards, Listing, Paragraph, Section, Strong, Table
from corridor.report.difference import Difference, changed_statements
from corridor.report.display import PLAIN_UNITS
from corridor.report.figures.difference_chart import difference_chart
from corridor.report.routes import idle_capacity, route_years
from corridor.report.sections.capacity import capacity_by_route
from corridor.report.sections.commitments import contracts_and_policies
from corridor.report.sections.comparison import compared
from corridor.report.sections.cover import cover
from corridor.report.sections.history import deviation, model_and_history
from corridor.report.sections.nations import nations_and_markets
from corridor.report.sections.sources import sources_used
from corridor.report.sections.studies import comparison_with_studies
from corridor.report.style import svg
from corridor.report.subject import Subject
from corridor.report.wording import short_routes, shortened


@pytest.fixture(scope="module")
def other(results: SyntheticResults) -> SyntheticResults:
    manifest = {**results.manifest, "scenario": {**results.manifest["scenario"], "title": "No line"}}
    summary = [line for line in results.scenario_summary if "russia-iran" not in line["path"]]
    return replace(synthetic.build(scale=0.1), manifest=manifest, scenario_summary=summary)


@pytest.fixture(scope="module")
def subject(results: SyntheticResults, other: SyntheticResults) -> Subject:
    return Subject(results, PLAIN_UNITS["bcm"], other)


@pytest.fixture(scope="module")
def difference(results: SyntheticResults, other: SyntheticResults) -> Difference:
    return Difference(results, other, "Russia")


def words(section: Section | None) -> str:
    assert section is not None
    paragraphs = [block for block in section.blocks if isinstance(block, Paragraph)]
    runs = [run for paragraph in paragraphs for run in paragraph.runs]
    return "".join(run.text if isinstance(run, Strong) else run if isinstance(run, str) else "#" for run in runs)


def tables(section: Section | None) -> dict[str, Table]:
    assert section is not None
    return {block.key: block for block in section.blocks if isinstance(block, Table)}


def figure(text: str) -> float:
    return float(text.replace("\u202f", "").replace("\u2212", "-").replace("±", ""))


def test_the_project_that_differs_leads(subject: Subject) -> None:
    section = cover(subject)
    cards = next(block for block in section.blocks if isinstance(block, Cards)).cards
    assert (cards[0].value, cards[0].unit, cards[0].title) == ("44.0", "of 55.0 bcm/yr", "Russia-Iran corridor in 2040")
    text = words(section)
    assert text.startswith("Russia-Iran corridor: 44.0 bcm in 2040, 80 % of its 55.0 bcm/yr.")
    assert "It carries 37.0 of 55.0 in 2035." in text
    assert "Compared with “No line”, Russia sells" in text
    assert "The price in Iran falls by 3.60 USD/MMBtu in 2040, from 6.60 to 3.00." in text
    assert "Russia’s producers gain 8.1 billion USD that year, while its own consumers lose 5.4" in text
    assert "consumers in Iran gain 28.8" in text
    assert "those of Iran lose most, 27.0" in text
    assert "competitive trade" in text


def test_whether_it_pays_follows_from_costs_and_annuity(subject: Subject, difference: Difference) -> None:
    # 900 - 400 million USD a year for the whole of the gas, 5 % more for every model year; nine tenths are new
    assert list(difference.saving) == pytest.approx([0.45 * (1 + place / 20) for place in range(5)])
    assert list(difference.annuity) == pytest.approx([0.0, 0.0, 0.61, 1.18, 1.18])
    assert "the project would pay in none of 3 model years" in words(cover(subject))


def test_without_a_project_the_statements_lead(results: SyntheticResults, other: SyntheticResults) -> None:
    text = words(cover(Subject(other, PLAIN_UNITS["bcm"], results)))
    assert text.startswith("What differs is projects.russia-iran.")
    assert "the market loses 0.5 billion USD in 2040" in text


def test_without_years_in_common_nothing_is_compared(results: SyntheticResults, other: SyntheticResults) -> None:
    late = replace(other, balance=other.balance.assign(year=2060))
    section = compared(Subject(results, PLAIN_UNITS["bcm"], late))
    assert "no model year in common" in words(section)


def test_tables_of_the_comparison_agree(subject: Subject, difference: Difference) -> None:
    found = tables(compared(subject))
    exports = found["difference-exports"].rows
    total = next(row for row in exports if row.total)
    ours, theirs = subject.exports().sum(), subject.exports(reference=True).sum()
    for column, year in enumerate(YEARS, start=1):
        assert figure(total.cells[column].text) == pytest.approx(float(ours[year] - theirs[year]), abs=0.051)
    gains, costs = found["difference-gains"].rows, found["difference-costs"].rows
    whole = [next(row for row in rows if row.cells[0].text == "The whole market") for rows in (gains, costs)]
    assert [cell.text for cell in whole[0].cells] == [cell.text for cell in whole[1].cells]
    for column in range(1, len(YEARS) + 1):
        parts = sum(figure(row.cells[column].text) for row in gains if not row.total)
        assert parts == pytest.approx(figure(whole[0].cells[column].text), abs=0.006 * len(gains))
    assert costs[-1].cells[0].text == "Net"
    assert "EU" not in {row.cells[0].text for row in found["difference-prices"].rows}, "no difference, no line"


def test_changed_statements_leave_remarks_out(results: SyntheticResults, other: SyntheticResults) -> None:
    paths = [path for path, _, _ in changed_statements(results, other)]
    assert paths == ["projects.russia-iran.capacity", "projects.russia-iran.status"]
    remark = replace(other, scenario_summary=[*results.scenario_summary, {"path": "a.reason", "value": "b"}])
    assert changed_statements(results, remark) == []


def test_the_chart_is_the_same_every_time(difference: Difference) -> None:
    drawn = [svg(difference_chart(difference)) for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert b"Russia-Iran corridor" in drawn[0]


def test_closed_lines_are_counted_apart(results: SyntheticResults, subject: Subject) -> None:
    idle, closed = idle_capacity(route_years(results, "Russia"), 2030)
    assert dict(closed) == pytest.approx({"Nord Stream 1": 57.2, "Nord Stream 2": 12.0})
    assert not {"Nord Stream 1", "Yamal LNG to Asia"} & set(idle.index)
    section = capacity_by_route(subject)
    row = next(row for row in tables(section)["routes"].rows if row.cells[0].text == "Nord Stream 1")
    assert [cell.text for cell in row.cells[1:]] == ["closed"] * 5 + ["57.2", "–"]
    assert "69.2 are closed by events" in words(section)


def test_history_shows_each_route_once_and_scores_what_it_shows(subject: Subject) -> None:
    section = model_and_history(subject)
    *rows, total = tables(section)["observed"].rows
    labels = [row.cells[0].text for row in rows]
    assert "LNG to Asia (Arctic 2, Sakhalin-2)" in labels
    assert "Nord Stream 1" not in labels, "nothing moves, neither in the model nor in fact"
    model, observed = ([figure(row.cells[column].text) for row in rows] for column in (1, 2))
    assert figure(total.cells[1].text) == pytest.approx(sum(model), abs=0.06 * len(rows))
    share = sum(abs(a - b) for a, b in zip(model, observed, strict=True)) / sum(observed)
    assert f"differ by {100 * share:.0f} %" in words(section)
    assert "no evidence for prices" in words(section)


def test_every_large_miss_has_a_sentence(subject: Subject) -> None:
    section = model_and_history(subject)
    rows = tables(section)["observed"].rows[:-1]
    text = words(section)
    for row in rows:
        spoken = f"{row.cells[0].text} ({row.cells[3].text}):" in text
        assert spoken == (abs(figure(row.cells[3].text)) > 1.5), row.cells[0].text


def test_countries_are_marked_and_explained_where_they_differ(subject: Subject) -> None:
    section = nations_and_markets(subject)
    rows = {row.cells[0].text: row.cells for row in tables(section)["national"].rows}
    assert list(rows) == ["Germany", "Norway", "Russia"]
    russia, norway, germany = rows["Russia"], rows["Norway"], rows["Germany"]
    assert [cell.text for cell in russia[1:]] == [
        "473.0", "480.0", "\u22121.5", "640.0", "609.0", "+5.1", "fields shut in are counted",
    ]  # fmt: skip
    assert (bool(russia[3].fill), bool(russia[6].fill)) == (False, True)
    assert [cell.text for cell in norway[1:4]] == ["–"] * 3, "what is left out has no figure"
    assert norway[7].text == "for export only"
    assert (germany[2].quiet, russia[2].quiet) == (True, False)
    assert "3 of 4 figures are within 3 %" in words(section)
    assert "the others are marked" in words(section)


def test_the_supply_of_markets_stands_beside_published_trade(subject: Subject) -> None:
    rows = [[cell.text for cell in row.cells] for row in tables(nations_and_markets(subject))["supply-mix"].rows]
    assert rows == [
        ["EU (lng)", "15.0", "Russia 15.0 (100\u00a0%), Qatar 0.0 (0\u00a0%)", "Russia 14.0, Qatar 2.0"],
        ["Germany", "50.0", "Norway 30.0 (60\u00a0%), Russia 20.0 (40\u00a0%)", "Russia 18.0"],
    ]


def test_countries_need_no_markets_and_no_misses(results: SyntheticResults) -> None:
    near = results.national[results.national["share"].abs() < 0.03]
    section = nations_and_markets(
        Subject(replace(results, national=near, supply_mix=pd.DataFrame()), PLAIN_UNITS["bcm"])
    )
    assert list(tables(section)) == ["national"]
    assert "3 of 3 figures are within 3 %. Demand" in words(section)
    assert nations_and_markets(Subject(replace(results, national=pd.DataFrame()), PLAIN_UNITS["bcm"])) is None


def test_deviation_of_nothing_is_no_number() -> None:
    assert str(deviation(pd.DataFrame({"observed": [0.0], "difference": [1.0]}))) == "nan"


def test_studies_say_how_the_two_stand(subject: Subject) -> None:
    section = comparison_with_studies(subject)
    said = [row.cells[4].text for row in tables(section)["published"].rows]
    assert said[0].startswith("This scenario has 18.0 bcm/yr, 1.0 bcm/yr or 5 % below the low end of the range.")
    assert said[1].startswith("This scenario has 3.9 bcm/yr, where the study leaves none. The study: The scenario")
    assert said[2] == "This scenario has 69 %, within the published range."
    assert "1 of 3 figures lie within" in words(section)


def test_only_the_origin_is_spoken_of(subject: Subject, results: SyntheticResults) -> None:
    section = contracts_and_policies(subject)
    assert "statoil-germany" not in {row.cells[0].text for row in tables(section)["contracts"].rows}
    assert "1 contract of other sellers is in contracts.csv" in words(section)
    line = {"path": "policies.eu-lng-ban.ban.origin", "value": "Norway", "origin": "x.yaml:1"}
    foreign = replace(results, scenario_summary=[*results.scenario_summary, line])
    found = contracts_and_policies(Subject(foreign, PLAIN_UNITS["bcm"]))
    names = [row.cells[0].text for row in tables(found)["policies"].rows]
    assert names == ["eu-pipeline-ban", "hungary-exemption", ""], "one line a ban, two a cap, years side by side"
    assert "1 policy on the gas of others: eu-lng-ban" in words(found)


def test_a_tariff_shows_what_it_collects_a_price_cap_what_it_leaves_and_a_target_what_it_costs(
    subject: Subject, results: SyntheticResults
) -> None:
    rules = pd.DataFrame(
        [
            ("duty", "tariff", "Russia", "year", float("nan"), 20.0, 1.0, 758.0),
            ("duty", "tariff", "Norway", "year", float("nan"), 7.0, 1.0, 265.0),
            ("highest", "price_cap", "Russia", "year", float("nan"), 12.0, 2.5, 1137.0),
            ("stock", "filling", "", "year", 90.9, 90.9, 1.19, 0.0),
            ("mix", "diversification", "Norway", "year", 95.5, 95.5, 0.05, 0.0),
        ],
        columns=["policy", "kind", "origin", "season", "limit", "level", "shadow_price", "transfer"],
    ).assign(year=subject.years[0])
    section = contracts_and_policies(Subject(replace(results, policies=rules), PLAIN_UNITS["bcm"]))
    rows = [[cell.text for cell in row.cells[:4]] for row in tables(section)["policies"].rows]
    assert rows == [
        ["duty", "tariff", "charged, bcm/yr", "20.0"],
        ["", "", "charge, USD/MMBtu", "1.00"],
        ["", "", "paid, million USD", "758"],
        ["highest", "price cap", "sold, bcm/yr", "12.0"],
        ["", "", "forgone, USD/MMBtu", "2.50"],
        ["", "", "kept, million USD", "1\N{NARROW NO-BREAK SPACE}137"],
        ["stock", "filling", "to hold, bcm", "90.9"],
        ["", "", "cost, USD/MMBtu", "1.19"],
    ]
    assert "1 policy on the gas of others: mix" in words(section)


def test_sources_are_listed_short(subject: Subject) -> None:
    section = sources_used(subject)
    assert section is not None
    sources, estimates = (block for block in section.blocks if isinstance(block, Listing))
    assert len(sources.entries) == 23
    assert [entry.key for entry in estimates.entries] == ["fuel-rate"]
    assert all(len(entry.key) <= 40 for entry in sources.entries)


def test_short_names() -> None:
    assert short_routes(["Blue Stream", "TurkStream 1"]) == "Blue Stream + TurkStream 1"
    assert short_routes(["Yamal LNG to Asia", "Sakhalin-2 LNG to Asia"]) == "LNG to Asia (Yamal, Sakhalin-2)"
    assert short_routes(["Yamal LNG to Asia"]) == "Yamal LNG to Asia"
    assert shortened("one two three", 9) == "one two…"
    assert shortened("one two", 9) == "one two"
