"""The report says whose molecules end where and whose title."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import pytest
from tests.report.synthetic import SyntheticResults

from corridor.report.blocks import Paragraph
from corridor.report.display import PLAIN_UNITS
from corridor.report.sections.swaps import swaps
from corridor.report.subject import Subject


@dataclass(frozen=True, slots=True)
class WithSwaps(SyntheticResults):
    swaps: pd.DataFrame


def told(results: SyntheticResults, *rows: tuple[object, ...]) -> list[str]:
    columns = ["year", "season", "possible", "ratio", "given", "taken", "paid", "shadow_price"]
    table = pd.DataFrame(rows, columns=columns).assign(
        swap="turkmen", gives_origin="Turkmenistan", gives_at="Iran North", takes_origin="Iran", takes_at="Azerbaijan"
    )
    fields = {name: getattr(results, name) for name in SyntheticResults.__dataclass_fields__}
    blocks = swaps(Subject(WithSwaps(**fields, swaps=table), PLAIN_UNITS["bcm"]))
    assert all(isinstance(block, Paragraph) for block in blocks)
    return [
        "".join(run if isinstance(run, str) else run.text for run in block.runs)  # type: ignore[union-attr]
        for block in blocks
    ]


def test_a_scenario_without_swaps_says_nothing(results: SyntheticResults) -> None:
    assert swaps(Subject(results, PLAIN_UNITS["bcm"])) == []
    assert told(results) == []


def test_molecules_and_title(results: SyntheticResults) -> None:
    (text,) = told(
        results,
        (2030, "winter", True, 0.75, 1.0, 0.75, 40.0, 0.1),
        (2030, "summer", True, 0.75, 1.0, 0.75, 40.0, 0.3),
        (2035, "winter", True, 0.75, 0.0, 0.0, 0.0, 0.0),
    )
    assert text == (
        "Swap turkmen. Molecules of Turkmenistan handed over at Iran North go on from there, or are burnt there, under the "
        "title of Iran; in return molecules of Iran at Azerbaijan go on under the title of Turkmenistan. "
        "Handed over, bcm/yr: 2.0 in 2030; for each unit 0.75 "
        "comes back. Fees, a transfer to Iran: 80 million USD in the dearest year. One more unit would be worth up to "
        "0.30 USD/MMBtu (2030). Open but not used in 2035."
    )


@pytest.mark.parametrize(
    ("possible", "end"), [(True, "it does not pay."), (False, "none of Iran at Azerbaijan, or no outlet.")]
)
def test_a_swap_that_moves_nothing_says_why(results: SyntheticResults, possible: bool, end: str) -> None:
    (text,) = told(results, (2030, "winter", possible, 1.0, 0.0, 0.0, 0.0, 0.0))
    assert text.endswith(end)
