"""The mark stands under what is meant, however the line is written."""

from __future__ import annotations

import pytest

from corridor.excerpt import WIDTH, excerpt


def test_mark_is_as_long_as_what_is_meant():
    assert excerpt("capacity: 55", 13, 11, 2) == ["    13 | capacity: 55", "       |           ^~"]


def test_text_without_a_line_number():
    assert excerpt("a.b=1", 0, 5, 1) == ["       | a.b=1", "       |     ^"]


@pytest.mark.parametrize(
    ("text", "column", "mark"),
    [
        ("\tkey: 1", 2, " ^~~"),  # a tab takes one column here
        ("名前: 1", 5, "      ^~~"),  # two columns a letter
        ("e\u0301te\u0301: 1", 7, "    ^~~"),  # accents of their own take none
        ("key: 1", 40, "      ^"),  # beyond the end
        ("", 1, "^"),
    ],
)
def test_mark_stands_under_its_column(text, column, mark):
    line = excerpt(text, 1, column, 3)[1].removeprefix("       | ")
    assert line.startswith(mark.rstrip("~"))
    assert line.index("^") == mark.index("^")


def test_control_characters_are_not_passed_on():
    assert "\x1b" not in excerpt("a\x1b[31m: 1", 1, 1, 1)[0]


@pytest.mark.parametrize("column", [1, 150, 400, 800])
def test_long_lines_are_cut_round_the_mark(column):
    text = "".join(chr(97 + number % 26) for number in range(800))
    shown, mark = (line.removeprefix("     1 | ").removeprefix("       | ") for line in excerpt(text, 1, column, 5))
    assert len(shown) <= WIDTH + 6
    assert shown[mark.index("^")] == text[column - 1]
