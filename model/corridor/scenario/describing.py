"""What the keys of the scenario language mean, in sentences: hover texts of editors, and the language page."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from corridor import units
from corridor.dataset.schema import Attribute
from corridor.scenario.sections import Column, Link

SECTION_TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "nodes": "Places where gas is produced, used, liquefied, landed or branches off, by name.",
        "demand": "Gas demand, by market or group of markets; a market's own entry beats a group's.",
        "sectors": "Kinds of consumers within a market (power, industry, households), by sector: their share of its "
        "volume, which must make up the whole, and the price, elasticity and shape of the year where they differ.",
        "seasonality": "Shapes of the year for demand, by profile: the share of each month.",
        "supply": "What producers can produce, by producer.",
        "supply_steps": "What production costs, by step: its share of the producer's potential, and its cost.",
        "pipelines": "Pipelines that exist, by line.",
        "liquefaction": "LNG plants, by plant.",
        "regasification": "LNG terminals, by terminal.",
        "shipping": "LNG voyages from plants to terminals, by voyage.",
        "windows": "Months in which voyages with a season can sail, by window.",
        "fleets": "LNG ships that can serve certain voyages only, by fleet.",
        "legs": "Which fleet sails which voyage, and how long a round trip takes.",
        "storages": "Gas storages, by storage.",
        "contracts": "Long-term contracts, by contract.",
        "bookings": "Long-term bookings of capacity, by booking.",
        "projects": "Candidate capacity, by project: what may be built, when and at what cost.",
        "levers": "Measures beside gas pipes that change demand or supply (reactors, compression), by lever.",
        "events": "Dated limits on lines, plants or trade (sabotage, sanctions, war), by event.",
    }
)
"""What each section on objects of the dataset holds."""

_STATUSES: Mapping[str, str] = MappingProxyType(
    {
        "open": "open works as built, closed carries nothing; open unless set",
        "active": "active is in force, ended is not; active unless set",
        "committed": "committed is built as staged in any case, candidate is built if it pays, excluded is not built; "
        "excluded unless set",
    }
)
_STATUSES_OF: Mapping[str, str] = MappingProxyType(
    {
        "levers": "active is used, off is not; off unless set",
        "events": "active happens, off does not; active unless set",
    }
)
_REMOVED = "removed takes the object out of the dataset"

_OVER_TIME: Mapping[str, str] = MappingProxyType(
    {
        "constant": "One value for all years.",
        "hold": "One value for all years, or dates with values, each of which holds from its first day to the next.",
        "linear": "One value for all years, or dates with values, between which it changes in a straight line; a bare "
        "year is its middle.",
    }
)


def section_text(section: str) -> str:
    """Return what a section holds."""
    return SECTION_TEXTS.get(section, f"Objects of the dataset's table '{section}', by name.")


def status_text(section: str, statuses: Sequence[str]) -> str:
    """Return what the statuses of a section's objects do."""
    told = _STATUSES_OF.get(section, _STATUSES.get(statuses[0], f"{statuses[0]} unless set"))
    parts = [told, _REMOVED] if "removed" in statuses else [told]
    return f"Whether it is there: {'; '.join(parts)}."


def unit_text(dimension: str, limits: tuple[float, float] = (0.0, math.inf)) -> str:
    """Say in which units a quantity is written, with an example between its limits."""
    low, high = limits
    if dimension == "number":
        return f"A plain number, e.g. {2 if high >= 2.0 else -0.3}."
    usual, *others = units.DIMENSIONS[dimension].examples
    canonical = units.DIMENSIONS[dimension].label
    held = f"; {canonical} inside" if canonical not in ("share", usual) else ""
    also = f", or in {', '.join(others)}" if others else ""
    tries = (f"2 {usual}", *(f"2 {other}" for other in others))
    example = next((text for text in tries if low <= units.parse(text, dimension) <= high), tries[0])
    return f"With its unit, e.g. {example}{also}{held}."


def limits_text(attribute: Attribute) -> str:
    """Say between which values a quantity can lie."""
    low, high = (units.text(limit, attribute.dimension) if math.isfinite(limit) else "" for limit in attribute.limits)
    if low and high:
        return f"From {low} to {high}."
    if low:
        return "Not below 0." if attribute.limits[0] == 0.0 else f"Not below {low}."
    return f"At most {high}." if high else "May be negative."


def described(attribute: Attribute, *, is_date: bool = False, in_dataset: bool = True) -> str:
    """Say what an attribute means, how it is written, and what stands where it is not set.

    Parameters
    ----------
    attribute
        Of the dataset, or one that reads like it.
    is_date
        Whether it is a point in time, which people write as a date.
    in_dataset
        Whether the dataset's value stands where nothing is said.
    """
    told = [attribute.description]
    if is_date:
        told.append("A date: YYYY, YYYY-MM or YYYY-MM-DD.")
    else:
        told += [
            unit_text(attribute.dimension, attribute.limits),
            limits_text(attribute),
            _OVER_TIME[attribute.over_time],
        ]
    if in_dataset:
        told.append("Unless set, the dataset's value stands" + _without_figure(attribute) + ".")
    return " ".join(told)


def _without_figure(attribute: Attribute) -> str:
    if attribute.default is None:
        return ""
    return f", or {units.text(attribute.default, attribute.dimension)} where it has none"


_PARAMETERS: Mapping[str, str] = MappingProxyType(
    {
        "fuel_rate": "Compressor fuel of lines without a rate of their own, per distance.",
        "value_of_lost_load": "What a volume of demand that cannot be met costs.",
    }
)


def parameter_text(name: str, dimension: str) -> str:
    """Say what a global number means and how it is written."""
    meaning = _PARAMETERS.get(name, f"{name.replace('_', ' ').capitalize()}.")
    return f"{meaning} {unit_text(dimension)} Not below 0. Unless set, the dataset's value stands."


def link_text(link: Link) -> str:
    """Say what it means to name others, and how they are written."""
    return f"{link.description} One name or a list; none unless set."


def column_text(column: Column) -> str:
    """Say what a new object says of itself once, and what stands where it does not."""
    told = [column.description]
    if column.values:
        words = [value for value in column.values if value]
        told.append(f"{', '.join(words[:-1])} or {words[-1]}." if words[1:] else f"{words[0]} or left out.")
    told.append("For a new object only.")
    if column.default is None:
        told.append("Must be set.")
    elif column.default:
        told.append(f"{column.default[:1].upper()}{column.default[1:]} unless set.")
    return " ".join(told)
