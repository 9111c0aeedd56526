"""Policies of a scenario once they are read: one class a kind, frozen, in canonical units."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Literal, TypeAlias

from corridor.scenario.origin import Origin

Form = Literal["pipeline", "lng", "any"]
Transit = Literal["allowed", "forbidden"]
OverTime: TypeAlias = tuple[tuple[float | None, float], ...]
"""Pairs of decimal year and value, held from their date on; a single pair with date None always holds."""

ANY = "any"
"""Stands for every origin but those that the nodes' own countries produce."""

#: What cannot change a solution: remarks, and names that ``nodes`` spells out.
_UNHEARD = frozenset({"into", "exempt", "reason", "source", "written"})


@dataclass(frozen=True, slots=True)
class Policy:
    """A rule on a set of nodes.

    Attributes
    ----------
    name
        Key in the scenario.
    into, exempt
        Node and group names as written.
    nodes
        All nodes of ``into`` without those of ``exempt``, sorted.
    start, until
        Decimal years, in force over ``[start, until)``; None for no beginning or no end.
    reason, source
        Why, and the key of a source or an address.
    written
        Where.
    """

    name: str
    into: tuple[str, ...]
    exempt: tuple[str, ...]
    nodes: tuple[str, ...]
    start: float | None
    until: float | None
    reason: str | None
    source: str | None
    written: Origin

    @property
    def kind(self) -> str:
        """Its key in the scenario language, e.g. ``diversification``."""
        return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in type(self).__name__)[1:]

    def content(self) -> dict[str, Any]:
        """Everything that can change a solution, numbers to 12 digits: what the scenario's hash is made of."""
        told = {each.name: _digits(getattr(self, each.name)) for each in fields(self) if each.name not in _UNHEARD}
        return {"kind": type(self).__name__, "volume": None, **told}


@dataclass(frozen=True, slots=True)
class Entry(Policy):
    """A rule on gas of an origin that enters the nodes or is sold there.

    Attributes
    ----------
    origin
        Whose gas.
    form
        By which way of entering.
    transit
        ``allowed`` if only gas sold at the nodes counts, ``forbidden`` if every entry counts.
    """

    origin: str
    form: Form
    transit: Transit


@dataclass(frozen=True, slots=True)
class Ban(Entry):
    """None of this gas may enter."""


@dataclass(frozen=True, slots=True)
class Cap(Entry):
    """At most so much of this gas may enter all the nodes together, or be sold there.

    Attributes
    ----------
    volume
        bcm/yr over time; no limit before its first date.
    """

    volume: OverTime


@dataclass(frozen=True, slots=True)
class Tariff(Entry):
    """A charge on every unit of this gas that enters, or is sold there.

    Attributes
    ----------
    rate
        Million USD per bcm over time; nothing before its first date.
    exempt_origins
        Whose gas goes free where ``origin`` is ``any``; gas that the nodes' own countries produce always does.
    """

    rate: OverTime
    exempt_origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PriceCap(Policy):
    """Who sells this gas in the nodes gets no more than a price for it; the buyer keeps the rest.

    Attributes
    ----------
    origins
        Whose gas; empty for everybody's but that of the nodes' own countries.
    exempt_origins
        Whose gas goes free where ``origins`` is empty.
    form
        By which way of coming to a market.
    price
        Million USD per bcm over time; free before its first date.
    """

    origins: tuple[str, ...]
    exempt_origins: tuple[str, ...]
    form: Form
    price: OverTime


@dataclass(frozen=True, slots=True)
class Quota(Policy):
    """Gas of an origin may be at most a share of what all the nodes together consume in a year.

    Attributes
    ----------
    origin
        Whose gas.
    form
        By which way of entering; what came in another way is not counted.
    share
        Largest share over time; no limit before its first date.
    """

    origin: str
    form: Form
    share: OverTime


@dataclass(frozen=True, slots=True)
class Diversification(Policy):
    """Gas of no single origin may be more than a share of what all the nodes together consume in a year.

    Attributes
    ----------
    origins
        Whose gas; empty for everybody's but that of the nodes' own countries.
    exempt_origins
        Whose gas may be any share.
    share
        Largest share over time; no limit before its first date.
    """

    origins: tuple[str, ...]
    exempt_origins: tuple[str, ...]
    share: OverTime


@dataclass(frozen=True, slots=True)
class Filling(Policy):
    """The storages of all the nodes together hold a share of their working gas on a day of the year.

    Attributes
    ----------
    share
        Target over time; none before its first date.
    by
        The day, as the part of the year before it.
    since, opening
        The day from which filling counts, and the share that lies in store on it.
    """

    share: OverTime
    by: float
    since: float
    opening: float


def _digits(value: Any) -> Any:
    if isinstance(value, float):
        return f"{value:.12g}"
    return [_digits(each) for each in value] if isinstance(value, tuple) else value
