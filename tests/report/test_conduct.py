"""Who moves prices is told in a section of its own, with what the equilibrium takes for granted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.formulation.test_conduct import fringe, sellers, straight
from tests.formulation.tiny import Tiny

from corridor.report.blocks import Paragraph, Table
from corridor.report.display import PLAIN_UNITS
from corridor.report.sections.conduct import market_conduct
from corridor.report.subject import Subject
from corridor.results import Results


def told(results: Results) -> tuple[str, list[Any]]:
    section = market_conduct(Subject(results, PLAIN_UNITS["bcm"]))
    assert section is not None
    paragraphs = [block for block in section.blocks if isinstance(block, Paragraph)]
    texts = [run for each in paragraphs for run in each.runs if isinstance(run, str)]
    return " ".join(texts), [block for block in section.blocks if isinstance(block, Table)]


def test_nothing_is_said_where_everybody_takes_the_price(tmp_path):
    results = sellers(Tiny(tmp_path), [100.0], [0.0]).solve(market={"linear_demand": "M"})
    assert market_conduct(Subject(results, PLAIN_UNITS["bcm"])) is None


def test_a_cournot_seller_and_his_markup(tmp_path):
    world = sellers(Tiny(tmp_path), [100.0, 100.0], [0.0, 0.0])
    world.contract("deal", "M", "line-0", 5.0, 0.1, 200.0, origin="Firm 0")
    text, tables = told(world.solve(market={"conduct": {"Firm 0": "cournot", "Firm 1": "50 %"}}))
    assert "Firm 0 is a Cournot seller in 1 market" in text
    assert "Firm 1 has 50 % of Cournot conduct in 1 market" in text
    assert "earns the market’s price" in text
    assert "contract 'deal'" in text
    assert len(tables[0].rows) == 2


def test_a_dominant_exporter(tmp_path):
    text, _ = told(fringe(tmp_path).solve(market={"conduct": {"Big": "dominant"}}))
    assert "Big is a dominant exporter in 1 market" in text
    assert "leaves it 13 % of Cournot conduct" in text


@pytest.mark.parametrize("far", [True, False])
def test_prices_far_from_the_dataset_are_told(tmp_path: Path, far: bool):
    world = straight(Tiny(tmp_path), "M").producer("well", "M", 90.0, 50.0 if far else 400.0)
    text, _ = told(world.solve(market={"conduct": {"Russia": "cournot"}}))
    assert ("to be taken as a direction" in text) == far


def test_pieces_tell_their_error(tmp_path):
    world = straight(Tiny(tmp_path), "M").producer("well", "M", 90.0, 50.0)
    text, _ = told(world.solve(market={"conduct": {"Russia": "cournot"}, "quadratic": "piecewise"}))
    assert "0.01 are allowed" in text
