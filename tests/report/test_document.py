"""The report as a PDF, from the tables to the pages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pypdf
import pytest
from tests.report import synthetic
from tests.report.synthetic import YEARS, SyntheticResults

from corridor.report import write
from corridor.report.blocks import Cards, Picture, Section, Table
from corridor.report.display import PLAIN_UNITS
from corridor.report.document import data_date
from corridor.report.sections import SECTIONS
from corridor.report.sections.commitments import contracts_and_policies
from corridor.report.sections.cover import cover
from corridor.report.sections.destinations import exports_by_destination
from corridor.report.sections.history import deviation
from corridor.report.sections.scenario import what_the_scenario_says
from corridor.report.subject import Subject

OPTIONAL = (
    "netbacks", "contracts", "projects", "policies", "costs", "indicators", "observed", "national", "supply_mix",
    "published", "sources",
)  # fmt: skip


@pytest.fixture(scope="module")
def subject(results: SyntheticResults) -> Subject:
    return Subject(results, PLAIN_UNITS["bcm"])


@pytest.fixture(scope="module")
def pdf(results: SyntheticResults, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(results, tmp_path_factory.mktemp("report") / "deep" / "report.pdf")


def pages(path: Path) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(path).pages]


def figures(text: str) -> float:
    return float(text.replace("\u202f", "").replace("\u2212", "-"))


def test_same_results_give_the_same_bytes(results: SyntheticResults, pdf: Path, tmp_path: Path) -> None:
    again = write(synthetic.build(), tmp_path / "again.pdf")
    assert again.read_bytes() == pdf.read_bytes()
    assert [file.name for file in tmp_path.iterdir()] == ["again.pdf"], "nothing unfinished is left behind"


def test_pdf_has_title_outline_language_and_tags(pdf: Path) -> None:
    reader = pypdf.PdfReader(pdf)
    assert reader.metadata is not None
    assert reader.metadata.title == "55 bcm a year to Iran"
    titles = [str(entry["/Title"]) for entry in reader.outline if not isinstance(entry, list)]
    assert [title.split(" ", 1)[-1] for title in titles][:3] == [
        "What the scenario says",
        "Where the gas goes",
        "Exports by destination",
    ]
    root = reader.root_object
    assert str(root["/Lang"]) == "en-GB"
    assert "/StructTreeRoot" in root


def test_pdf_says_what_matters(pdf: Path) -> None:
    text = "\n".join(pages(pdf))
    assert "68/262" in text
    assert "pinned" in text
    assert "scenarios/iran-55.yaml:7" in text
    assert "example-2026" in text


def test_pages_are_filled(pdf: Path) -> None:
    assert 7 <= len(pages(pdf)) <= 10
    assert all(len(text) > 300 for text in pages(pdf)[:-1])


def test_every_section_has_a_title_and_every_picture_words(subject: Subject) -> None:
    sections = [section for make in SECTIONS if (section := make(subject)) is not None]
    assert [bool(section.title) for section in sections] == [False] + [True] * (len(sections) - 1)
    blocks = [block for section in sections for block in section.blocks]
    pictures = [block for block in blocks if isinstance(block, Picture)]
    assert len(pictures) == 5
    assert all(len(picture.alt) > 40 for picture in pictures)
    tables = [block for block in blocks if isinstance(block, Table)]
    assert all(len(row.cells) == len(table.columns) for table in tables for row in table.rows)
    keys = [*(picture.key for picture in pictures), *(table.key for table in tables)]
    assert len(keys) == len(set(keys))


def test_totals_of_the_export_table_agree(subject: Subject) -> None:
    table = next(block for block in exports_by_destination(subject).blocks if isinstance(block, Table))
    *rows, total = table.rows
    for column in range(1, len(YEARS) + 1):
        parts = sum(figures(row.cells[column].text) for row in rows)
        assert parts == pytest.approx(figures(total.cells[column].text), abs=0.06 * len(rows))
    assert figures(total.cells[-1].text) == pytest.approx(float(subject.exports()[YEARS[-1]].sum()), abs=0.051)


def test_the_answer_follows_the_numbers(subject: Subject) -> None:
    other = Subject(synthetic.build(scale=0.1), PLAIN_UNITS["bcm"])

    def headline(section: Section) -> str:
        cards = next(block for block in section.blocks if isinstance(block, Cards))
        return cards.cards[0].value

    assert figures(headline(cover(subject))) - figures(headline(cover(other))) == pytest.approx(0.9 * 41.42, abs=0.2)


def test_energy_units(results: SyntheticResults, tmp_path: Path) -> None:
    text = "\n".join(pages(write(results, tmp_path / "energy.pdf", units="energy")))
    assert "TWh/yr" in text
    assert "EUR/MWh" in text
    assert "bcm/yr" not in text.replace("28 bcm/yr", "").replace("55 bcm/yr", "").replace("2 bcm/yr", "")


def test_comparison_names_the_other_scenario(results: SyntheticResults, tmp_path: Path) -> None:
    manifest = {**results.manifest, "scenario": {**results.manifest["scenario"], "title": "The smaller line"}}
    summary = [line for line in results.scenario_summary if "russia-iran" not in line["path"]]
    other = replace(synthetic.build(scale=0.1), manifest=manifest, scenario_summary=summary)
    text = "\n".join(pages(write(results, tmp_path / "two.pdf", reference=other)))
    assert "Compared with “The smaller line”" in text
    assert "2 statements differ" in text


def test_a_case_with_little_to_say(results: SyntheticResults, tmp_path: Path) -> None:
    bare = replace(results, **{name: pd.DataFrame() for name in OPTIONAL}, manifest={}, scenario_summary=[])
    text = "\n".join(pages(write(bare, tmp_path / "bare.pdf")))
    assert "The scenario has no projects." in text
    assert "No contract runs" in text


def test_statements_about_one_thing_stand_together(subject: Subject) -> None:
    table = next(block for block in what_the_scenario_says(subject).blocks if isinstance(block, Table))
    rows = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in table.rows}
    value, origin = rows["projects.russia-iran"]
    assert value.startswith("status committed; capacity 2027: 2 bcm/yr")
    assert origin == "scenarios/iran-55.yaml:7–8"
    assert "title" not in rows


def test_binding_contracts_only(subject: Subject) -> None:
    table = next(block for block in contracts_and_policies(subject).blocks if isinstance(block, Table))
    fills = {row.cells[0].text: {cell.fill for cell in row.cells[4:9]} for row in table.rows}
    assert len(fills["botas-blue-stream"]) == 1
    assert "hungary-2021" in fills


def test_deviation_is_weighted_by_volume() -> None:
    table = pd.DataFrame({"observed": [90.0, 10.0], "difference": [-9.0, 1.0]})
    assert deviation(table) == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("vintage", "date"),
    [("2026-06-30", "2026-06-30"), ("2026-11", "2026-11-01"), ("2024", "2024-01-01"), ("", "2025-01-01")],
)
def test_the_date_comes_from_the_data(results: SyntheticResults, vintage: str, date: str) -> None:
    dated = replace(results, manifest={"dataset": {"vintage": vintage}})
    assert data_date(dated).date().isoformat() == date
