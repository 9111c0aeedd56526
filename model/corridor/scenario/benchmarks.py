"""Benchmark prices that a scenario assumes: of oil, which contracts follow, and of the gas that buyers compare with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from corridor import units
from corridor.dataset import decimal_year
from corridor.dataset.schema import OIL, OIL_UNIT
from corridor.errors import UnitError
from corridor.scenario.model import PricePath
from corridor.scenario.origin import Origin
from corridor.scenario.values import Fault, Points, failure, faults_of, read_date
from corridor.scenario.vocabulary import Vocabulary

_TEXT = re.compile(r"(?P<number>[-+]?[\d.]+(?:[eE][-+]?\d+)?) *USD/bbl")
_AMOUNT = {"type": "string", "pattern": r"^[-+.\d].*$"}
_DATED = {
    "type": "object",
    "propertyNames": {"pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"},
    "additionalProperties": _AMOUNT,
    "minProperties": 1,
}
_FORM = {"type": "object", "additionalProperties": {"anyOf": [_AMOUNT, _DATED]}}


def _read(value: object, info: ValidationInfo) -> Mapping[str, Points]:
    """Read prices by benchmark; every bad name, date and price is a fault of its own."""
    if not isinstance(value, dict):
        raise failure([Fault("prices by benchmark are expected here", f"write e.g. {{{OIL}: 70 {OIL_UNIT}}}")])
    words: Vocabulary | None = info.context
    faults: list[Fault] = []
    found: dict[str, Points] = {}
    for name, written in value.items():
        wrong = None if words is None else words.fault("benchmark", name)
        if wrong is not None:
            faults.append(Fault(*wrong, path=(name,)))
            continue
        points: dict[float, tuple[str | None, float]] = {}
        dated = written if isinstance(written, dict) else {None: written}
        if not dated:
            faults.append(Fault("at least one date with a value is needed", "write one value, or dates", (name,)))
        for date, text in dated.items():
            path = (name,) if date is None else (name, date)
            try:
                when = 0.0 if date is None else decimal_year(read_date(date), "linear")
                points[when] = (date, _price(name, text))
            except PydanticCustomError as error:
                faults += [Fault(each.message, each.hint, path) for each in faults_of(error.context or {})]
        found[name] = tuple(points[when] for when in sorted(points))
    if faults:
        raise failure(faults)
    return found


def _price(name: str, text: object) -> float:
    """Read a price in million USD per bcm, of oil in USD/bbl."""
    if name != OIL:
        hint = "write e.g. '8 USD/MMBtu'"
        try:
            return units.parse(text, "price") if isinstance(text, str) else _not_a_price(hint)
        except UnitError as error:
            raise failure([Fault(problem.message, problem.hint or hint) for problem in error.problems]) from error
    match = _TEXT.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return _not_a_price(f"write e.g. '70 {OIL_UNIT}'")
    return float(match["number"])


def _not_a_price(hint: str) -> float:
    raise failure([Fault("a price with its unit is expected here", hint)])


Benchmarks = Annotated[dict[str, Points], BeforeValidator(_read), WithJsonSchema(_FORM)]
"""Prices by benchmark, with dates as written."""


def paths(written: Mapping[str, Points], where: Any) -> dict[str, PricePath]:
    """Return what prices mean, dates as decimal years."""
    return {name: _path(points, where(("market", "benchmarks", name))) for name, points in sorted(written.items())}


def _path(points: Points, origin: Origin) -> PricePath:
    return PricePath(
        tuple((None if date is None else decimal_year(date, "linear"), value) for date, value in points), origin
    )


def texts(written: Mapping[str, Points]) -> Iterator[tuple[str, Any]]:
    """Yield prices as texts that read back the same."""
    for name, points in written.items():
        said = {
            date: f"{value:.12g} {OIL_UNIT}" if name == OIL else units.text(value, "price") for date, value in points
        }
        yield name, said.get(None, said)
