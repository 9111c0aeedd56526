"""Questions: every form is read, and whatever is wrong with one is told at once, with what it may have meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.formulation.tiny import Tiny

from corridor.errors import InputError
from corridor.network import Network
from corridor.reasons.question import Question, parse

GOLDEN = Path(__file__).parent / "messages.txt"
#: Questions that are wrong, each in a way of its own.
WRONG = (
    "",
    "flows:line@2030",
    "why does nothing flow?",
    "flow:lime@2030",
    "flow:line",
    "flow:line@2031",
    "flow:line@soon",
    "flow:line@2030/sumer",
    "flow:line@2030/summer/winter",
    "flow:line@2030/Rusia",
    "flow:lime@2031/Rusia",
    "price:A@2030",
    "price:A-C@2030",
    "price:A-Upper-Wast@2030",
    "price:A-B@2030/Russia",
    "project:wyder",
    "project:wider@2030/summer",
)


@pytest.fixture(scope="module")
def network(tmp_path_factory) -> Network:
    world = Tiny(tmp_path_factory.mktemp("questions"))
    world.market("A", 1.0).market("B", 1.0).market("Upper-West", 1.0).producer("field", "A", 20.0, 100.0)
    world.pipeline("line", "A", "B", 9.0, route="Long Line").pipeline("far", "B", "Upper-West", 9.0, route="Long Line")
    return world.project("wider", "line;far", 5.0, 100.0).network(seasons="winter-summer")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("flow:line@2030", {"arcs": ("line",), "seasons": ("summer", "winter")}),
        ("flow:Line@2030/winter", {"arcs": ("line",), "seasons": ("winter",)}),
        ("flow:line@2030/russia/winter", {"seasons": ("winter",), "origin": "Russia"}),
        ("flow:wider@2030", {"arcs": ("line", "far")}),
        ("flow:long line@2030", {"arcs": ("far", "line")}),
        (" price:A-B@2030 ", {"nodes": ("A", "B")}),
        ("price:Upper-West-A@2030/summer", {"nodes": ("Upper-West", "A"), "seasons": ("summer",)}),
        ("project:wider", {"project": "wider", "year": None}),
        ("project:wider@2030", {"project": "wider", "year": 2030}),
    ],
)
def test_questions_are_read(network, text, expected):
    question = parse(text, network)
    assert isinstance(question, Question)
    assert {name: getattr(question, name) for name in expected} == expected


def test_wrong_questions_teach(network):
    """Renew the file with WRITE_MESSAGES=1."""
    import os

    told = []
    for text in WRONG:
        with pytest.raises(InputError) as caught:
            parse(text, network)
        told.append(f"? {text}\n{caught.value}\n")
    if os.environ.get("WRITE_MESSAGES"):
        GOLDEN.write_text("\n".join(told), encoding="utf-8")
    assert "\n".join(told) == GOLDEN.read_text(encoding="utf-8")
