"""What a report quotes from other runs, and that it does so only where they hold."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from tests.report.synthetic import SyntheticResults

from corridor.dataset import load as load_dataset
from corridor.report import other_runs
from corridor.report.blocks import Paragraph, Reference, Section, Strong, Table
from corridor.report.display import PLAIN_UNITS
from corridor.report.sections.trust import how_far_to_trust
from corridor.report.subject import Subject

OWN, OTHER = "a11e93bb0c42", "0123456789ab"
"""Hash of the dataset of the synthetic results, and another one."""


def scores() -> pd.DataFrame:
    errors = {"totals given": 0.08, "last year": 0.14, "cheap routes full": 0.15}
    rows = [
        (case, routes, period, error + extra)
        for case, error in errors.items()
        for routes in ("contestable", "all")
        for period, extra in (("2019", 0.0), ("2020", 0.05), ("2015-2021", 0.01), ("2025", 0.06))
    ]
    return pd.DataFrame(rows, columns=["case", "routes", "period", "error"])


def draws() -> pd.DataFrame:
    rows = [(f"draw {number:03d}", "contestable", "2015-2021", 0.01 * number) for number in range(1, 11)]
    return pd.DataFrame(rows, columns=["case", "routes", "period", "error"])


def prices() -> pd.DataFrame:
    rows = [("Netherlands", 2016, 4.0, 5.0), ("Netherlands", 2021, 3.0, 15.0), ("Japan", 2021, 1.0, 15.0)]
    return pd.DataFrame(rows, columns=["subject", "year", "model", "observed"])


def ranked() -> pd.DataFrame:
    rows = [
        ("iran-55", 2035, 1, "estimate:guess", "demand", "reference_price", "-10 %", "+10 %", name, unit, low, 20.0, 30.0, remark)
        for name, unit, low, remark in (("Exports", "bcm", 10.0, ""), ("Price", "USD/MMBtu", float("nan"), ""))
    ]  # fmt: skip
    columns = "scenario year rank group component attribute low high indicator unit at_low base at_high remark"
    return pd.DataFrame(rows, columns=columns.split())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(other_runs, "FOLDER", tmp_path)
    (tmp_path / "backcast").mkdir()
    return tmp_path


def ship(folder: Path, dataset: str) -> None:
    tables = {
        "backcast/scores": scores(),
        "backcast/draws": draws(),
        "backcast/prices": prices(),
        "sensitivity-iran-55": ranked(),
    }
    for name, table in tables.items():
        table.assign(dataset=dataset).to_csv(folder / f"{name}.csv", index=False)


@pytest.fixture
def subject(results: SyntheticResults) -> Subject:
    return Subject(results, PLAIN_UNITS["bcm"])


def words(section: Section | None) -> str:
    assert section is not None
    return " ".join(
        run.text if isinstance(run, Strong) else "" if isinstance(run, Reference) else run
        for block in section.blocks
        if isinstance(block, Paragraph)
        for run in block.runs
    )


def tables(section: Section | None) -> dict[str, Table]:
    assert section is not None
    return {block.key: block for block in section.blocks if isinstance(block, Table)}


def test_the_back_cast_is_told_with_its_worst_year_and_the_naive_answers(subject, folder):
    ship(folder, OWN)
    section = how_far_to_trust(subject)
    text = words(section).replace("\N{NO-BREAK SPACE}", " ")
    for said in ("9.0 %", "in the worst year, 2020, by 13.0 %", "15.0 %", "16.0 %", "14.0 %", "10 times"):
        assert said in text
    assert "median of 5.5 %" in text
    assert "Nor does it say anything about prices" in text
    assert "lies between 0.20 and 0.80 of the observed one, lowest in 2021" in text
    rows = tables(section)["backcast"].rows
    assert [cell.text for cell in rows[0].cells] == ["Model, totals given", "9.0", "8.0", "13.0", "14.0"]


def test_estimates_are_told_from_low_to_high(subject, folder):
    ship(folder, OWN)
    rows = tables(how_far_to_trust(subject))["estimates"].rows
    assert [cell.text for cell in rows[0].cells][3:] == ["20.0", "20.00"]
    assert [cell.text for cell in rows[1].cells] == [
        "guess", "demand reference price", "\N{MINUS SIGN}10 to +10 %", "10.0 / 30.0", "– / 30.00",
    ]  # fmt: skip


def test_what_was_made_with_another_dataset_is_not_shown(subject, folder):
    ship(folder, OTHER)
    section = how_far_to_trust(subject)
    assert tables(section) == {}
    text = words(section)
    assert text.count("was made with another dataset (0123456789ab) than this case (a11e93bb0c42)") == 2
    assert "“corridor backcast”" in text
    assert "“corridor data sensitivity iran-55”" in text


def test_without_other_runs_the_command_is_named(subject, folder):
    assert "“corridor data sensitivity iran-55” does it" in words(how_far_to_trust(subject))


def test_shipped_runs_are_of_the_shipped_dataset():
    """If not, ``make evidence`` renews them."""
    own = load_dataset().hash[:12]
    names = sorted(path.relative_to(other_runs.FOLDER).as_posix() for path in other_runs.FOLDER.rglob("*.csv"))
    assert names == [
        *(f"backcast/{name}.csv" for name in ("draws", "prices", "region_scores", "regions", "routes", "scores")),
        "sensitivity-iran-55.csv",
    ]
    for name in names:
        assert set(pd.read_csv(other_runs.FOLDER / name, dtype={"dataset": str})["dataset"]) == {own}, name
