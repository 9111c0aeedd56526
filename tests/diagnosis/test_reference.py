"""Contradictions on the reference dataset, and the page that shows one."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from corridor.diagnosis import applied, explained
from corridor.engine import compile_model
from corridor.formulation import formulate
from corridor.network import build
from corridor.scenario import load

pytestmark = pytest.mark.slow

PAGE = Path(__file__).parents[2] / "docs" / "diagnosis.md"

ARMENIA = """\
pipelines:
  iran-armenia: {status: closed}
policies:
  no-russian-armenia:
    ban: {origin: Russia, into: Armenia, form: any, from: 2028-01-01}
  no-azerbaijani-armenia:
    ban: {origin: Azerbaijan, into: Armenia, form: any}
"""
CUT = """\
pipelines:
  georgia-armenia: {status: closed}
  iran-armenia: {status: closed}
"""
EAST = """\
pipelines:
  kazakhstan-kyrgyzstan: {status: closed}
  uzbekistan-tajikistan: {status: closed}
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            ARMENIA,
            [
                "ban 'no-azerbaijani-armenia' keeps gas of Azerbaijan out of Armenia in",
                "ban 'no-russian-armenia' keeps gas of Russia out of Armenia in",
                "'hajigabul-astara:reverse' (Iran North to Azerbaijan) carries at most 2.00 bcm/yr in",
                "'iran-armenia' (Iran North to Armenia) carries nothing in",
            ],
        ),
        (
            CUT,
            [
                "Armenia needs",
                "'georgia-armenia' (Georgia to Armenia) carries nothing in",
                "'iran-armenia' (Iran North to Armenia) carries nothing in",
            ],
        ),
        (EAST, ["Kyrgyzstan needs", "'kazakhstan-kyrgyzstan' (Kazakhstan", "2. These cannot all hold", "Tajikistan"]),
    ],
    ids=["bans", "a country cut off", "two countries cut off"],
)
def test_what_is_said_of_the_reference_dataset(tmp_path, text, told):
    file = tmp_path / "asked.yaml"
    file.write_text(f"title: Asked\nextends: iran-55\n{text}", encoding="utf-8")
    network = build(load(file), unpruned=True)
    found = explained(network, compile_model(formulate(network)))
    assert found is not None
    assert [each for each in told if each not in found.text] == []
    assert "(asked.yaml:" in found.text
    assert found.findings.repair
    repaired = applied(network, found.findings.repair)
    assert explained(repaired, compile_model(formulate(repaired))) is None


def test_the_page_shows_what_the_command_prints(tmp_path, corridor):
    page = PAGE.read_text(encoding="utf-8")
    (command,) = (line for line in page.splitlines() if line.startswith("corridor run iran-55 --out output/cut"))
    _, *words = shlex.split(command.replace("output/cut", str(tmp_path / "out")))
    ran = corridor(*words)
    assert ran.exit_code == 3
    shown = re.search(r"^```text\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert shown is not None
    assert ran.output.rstrip() == shown[1].rstrip()
