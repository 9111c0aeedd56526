"""What must change nothing: the same world written down in another way."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import strategies as st
from tests.formulation.tiny import CANONICAL, ENERGY, Tiny, near, total_cost
from tests.properties.descriptions import FIELD, MARKETS, Description, descriptions
from tests.properties.holding import holds
from tests.properties.test_metamorphic import TOLERANCE, prices, solved

AMERICAN = {
    **CANONICAL,
    "volume": "bcf",
    "volume_rate": "bcf/d",
    "price": "USD/MMBtu",
    "money": "bn USD",
    "share": "%",
    "length": "nm",
}
STERLING = {**CANONICAL, "volume_rate": "mcm/d", "price": "GBP2021/MWh", "money": "M EUR2021"}
RUSSIAN = {**CANONICAL, "volume_rate": "bcm_ru/yr", "price": "USD/kcm_ru"}


def gated(description: Description, folder) -> Tiny:
    """The field and a gate behind it, from which its lines begin."""
    gate = "Gate"
    moved = {(gate if start == FIELD else start, end): line for (start, end), line in description.lines.items()}
    world = replace(description, lines=moved).world(folder)
    return world.pipeline("to-gate", FIELD, gate, 1000.0, length=0.0)


@holds(descriptions)
def test_a_field_behind_a_gate_is_the_same_field(tmp_path_factory, description):
    before = solved(description, tmp_path_factory.mktemp("world"))
    after = gated(description, tmp_path_factory.mktemp("world")).optimum()
    assert total_cost(after) == pytest.approx(total_cost(before), abs=TOLERANCE)
    assert prices(after) == near(prices(before), abs=TOLERANCE)


@holds(descriptions, st.sampled_from(MARKETS), st.floats(0.1, 0.9))
def test_a_line_in_two_parts_is_the_same_line(tmp_path_factory, description, market, share):
    """Two lines between the same nodes carry what one of their sum does."""
    lines = dict(description.lines) | {(FIELD, market): (7.13, 20.7, 0.01)}
    capacity, tariff, loss = lines[FIELD, market]
    whole = replace(description, lines=lines)
    parts = replace(description, lines=lines | {(FIELD, market): (capacity * share, tariff, loss)})
    before = solved(whole, tmp_path_factory.mktemp("world"))
    world = parts.world(tmp_path_factory.mktemp("world"))
    world.pipeline("beside", FIELD, market, capacity * (1.0 - share), tariff, loss=loss)
    after = world.optimum()
    assert total_cost(after) == pytest.approx(total_cost(before), abs=TOLERANCE)
    assert prices(after) == near(prices(before), abs=TOLERANCE)


@holds(descriptions, st.floats(0.1, 0.9))
def test_a_producer_in_two_parts_is_the_same_producer(tmp_path_factory, description, share):
    before = solved(description, tmp_path_factory.mktemp("world"))
    world = description.world(tmp_path_factory.mktemp("world"))
    total = sum(capacity for capacity, _ in description.steps)
    steps = [(capacity / total, cost) for capacity, cost in description.steps]
    world.producer("field", FIELD, total * share, steps).producer("other", FIELD, total * (1.0 - share), steps)
    after = world.optimum()
    assert total_cost(after) == pytest.approx(total_cost(before), abs=TOLERANCE)
    assert prices(after) == near(prices(before), abs=TOLERANCE)


@holds(descriptions, st.sampled_from([ENERGY, AMERICAN, STERLING, RUSSIAN]))
def test_a_dataset_in_other_units_is_the_same_dataset(tmp_path_factory, description, unit):
    before = solved(description, tmp_path_factory.mktemp("world"))
    after = description.world(tmp_path_factory.mktemp("world"), unit=unit).optimum()
    assert after.point.objective == pytest.approx(before.point.objective, rel=1e-9)
    assert prices(after) == pytest.approx(prices(before), rel=1e-6, abs=1e-6)
