"""A line of text with a mark under the part that is meant."""

from __future__ import annotations

import unicodedata

WIDTH = 100
"""Most columns of the line that are shown; a longer one is cut on both sides of the mark."""

_CUT = "..."
_HIDDEN = "?"


def excerpt(text: str, line: int, column: int, length: int) -> list[str]:
    """Return a line and, below it, a mark under some of its characters.

    Parameters
    ----------
    text
        The line, without its end.
    line
        Its number, shown before it; 0 for text that has none.
    column
        First character that is meant, counted from 1.
    length
        How many characters are meant; at least one is marked, and none beyond the end of the line.
    """
    start = max(0, min(column - 1, len(text)))
    end = max(start + 1, min(start + length, len(text)))
    first, last = _window(text, start, end)
    shown = "".join(_printable(letter) for letter in text[first:last])
    before, marked = text[first:start], text[start : min(end, last)]
    cut = _CUT if first else ""
    mark = " " * (_columns(before) + len(cut)) + "^" + "~" * (_columns(marked) - 1)
    gutter = f"{line or '':>6} | "
    tail = _CUT if last < len(text) else ""
    return [f"{gutter}{cut}{shown}{tail}".rstrip(), f"{'':>6} | {mark}"]


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the part of a long line to show: what is marked, and as much before it as after it."""
    if _columns(text) <= WIDTH:
        return 0, len(text)
    first = max(0, min(start - WIDTH // 3, len(text) - WIDTH))
    return first, min(len(text), max(first + WIDTH, min(end, start + WIDTH)))


def _printable(letter: str) -> str:
    """Return a letter as a terminal may be given it."""
    if letter == "\t":
        return " "
    return _HIDDEN if unicodedata.category(letter).startswith("C") else letter


def _columns(text: str) -> int:
    """Count the columns that a text takes in a terminal."""
    return sum(_width(letter) for letter in text)


def _width(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1
