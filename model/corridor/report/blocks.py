"""What a report is made of, before it is typeset: sections of paragraphs, figures, tables and cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from matplotlib.figure import Figure

__all__ = [
    "Block",
    "Card",
    "Cards",
    "Cell",
    "Column",
    "Entry",
    "Facing",
    "Listing",
    "Paragraph",
    "Picture",
    "Reference",
    "Row",
    "Section",
    "Strong",
    "Table",
    "paragraph",
]

Align = Literal["left", "right", "center"]


@dataclass(frozen=True, slots=True)
class Strong:
    """Words in bold."""

    text: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A link to a picture or a table, printed as its number."""

    key: str


Run = str | Strong | Reference


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; ``quiet`` for remarks in small grey letters."""

    runs: tuple[Run, ...]
    quiet: bool = False


def paragraph(*runs: Run, quiet: bool = False) -> Paragraph:
    """Return a paragraph of pieces of text."""
    return Paragraph(runs, quiet)


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure with its caption, and in words for those who cannot see it (``alt``)."""

    key: str
    figure: Figure
    caption: str
    alt: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; columns with a ``share`` divide the room that is left by it, and may wrap."""

    title: str
    align: Align = "right"
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; ``fill`` is a background colour, ``quiet`` prints it in grey, ``link`` is an address."""

    text: str
    fill: str = ""
    quiet: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells; a total stands under a rule in bold."""

    cells: tuple[Cell, ...]
    total: bool = False


def row(*cells: str | Cell, total: bool = False) -> Row:
    """Return a row of cells, plain texts made into cells."""
    return Row(tuple(cell if isinstance(cell, Cell) else Cell(cell) for cell in cells), total)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; ``small`` for long lists, which may run over pages."""

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    small: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A headline figure: the number, its unit, what it is, and what to compare it with."""

    value: str
    unit: str
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class Cards:
    """Headline figures side by side."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Facing:
    """Pictures that belong on one page, one above the other; what follows may be printed before them."""

    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a listing: what it is called, what there is to say, an address, and a number."""

    key: str
    text: str
    link: str
    count: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A long list in small type and two columns."""

    title: str
    entries: tuple[Entry, ...]


Block = Paragraph | Picture | Table | Cards | Facing | Listing


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report under one heading.

    Attributes
    ----------
    title
        The heading; empty for the cover.
    blocks
        What stands in it.
    fresh
        Whether it starts a page.
    """

    title: str
    blocks: Sequence[Block]
    fresh: bool = False
