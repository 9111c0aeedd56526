"""How buyers and sellers behave, once it is read: frozen, market by market, in canonical units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from corridor.scenario.origin import Origin

Curves = Literal["exact", "piecewise"]


@dataclass(frozen=True, slots=True)
class Stance:
    """What sellers of an origin do in a market.

    Attributes
    ----------
    origin, market
        Whose gas, and where it is sold.
    share
        Conduct from 0 (takes the price) to 1 (Cournot); None for a dominant exporter, whose conduct follows from the
        supply of those who take the price.
    named
        Whether the market is named itself, not by a group or as one of all.
    written
        Where.
    """

    origin: str
    market: str
    share: float | None
    named: bool
    written: Origin

    def content(self) -> list[Any]:
        """Everything that can change a solution."""
        return [self.origin, self.market, "dominant" if self.share is None else f"{self.share:.12g}"]


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How buyers and sellers behave.

    Attributes
    ----------
    stances
        Of everybody who does not take the price, sorted by origin and market.
    linear
        Markets whose demand is said to be a straight line, sorted.
    curves
        Whether squares in the objective are exact or in pieces.
    piece_error
        Largest error of a price that pieces may leave, million USD per bcm.
    """

    stances: tuple[Stance, ...]
    linear: tuple[str, ...]
    curves: Curves
    piece_error: float

    def content(self) -> dict[str, Any]:
        """What is said of it that can change a solution."""
        pieces = f"{self.piece_error:.12g}" if self.curves == "piecewise" else ""
        stances = [stance.content() for stance in self.stances]
        return {"conduct": stances, "linear_demand": list(self.linear), "pieces": pieces}
