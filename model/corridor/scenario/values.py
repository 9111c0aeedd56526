"""Kinds of values in a scenario, and the checks each value passes on its own.

A check raises one pydantic error that may carry several :class:`Fault`, each with the path below the value, so that a
mapping with three bad dates is three problems at three places.
"""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from corridor import units
from corridor.dataset import decimal_year
from corridor.dataset.schema import Attribute
from corridor.errors import UnitError, shortened
from corridor.scenario.changes import Relative, Stack, changed, read_change
from corridor.scenario.vocabulary import Vocabulary

Points = tuple[tuple[str | None, float], ...]
"""A value over time: pairs of date as written (None for one value that always holds) and canonical value."""

Amount = Points | Relative
"""What is said of an attribute: a value, or a change of the dataset's."""

LARGEST = 1e15
"""No number of a scenario is larger, in canonical units; what is derived from such numbers still reads back."""

FIRST_YEAR, LAST_YEAR = 1990, 2100

_DATE_FORM = {"type": ["string", "integer"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}
_QUANTITY_FORM = {"type": "string", "pattern": r"^[-+.\d].*$"}
_CHANGE_FORM = {"type": "string", "pattern": r"^(x *[\d.]|[-+] *[\d.])", "description": "A change: x1.2, +5 bcm/yr."}
LIST_CHANGES = frozenset({"add", "remove"})
"""Keys of a mapping that changes the list of an earlier layer instead of replacing it."""
NAME = "x-name"
"""Where a form for editors holds the kind of a name, until the names of a dataset are put in its place."""

_DATES = frozenset({"earliest", "start", "end"})

Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong below a value.

    Attributes
    ----------
    message, hint
        As in :class:`corridor.errors.Problem`.
    path
        Keys from the value down to the place.
    whole
        Whether it can only be judged once all layers are merged.
    """

    message: str
    hint: str | None = None
    path: tuple[str | int, ...] = ()
    whole: bool = False


def failure(faults: Iterable[Fault]) -> PydanticCustomError:
    """Wrap faults in the error that pydantic collects."""
    return PydanticCustomError("faults", "see the faults", {"faults": tuple(faults)})


def faults_of(context: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Unwrap the faults again."""
    found: tuple[Fault, ...] = context["faults"]
    return found


def name_of(kind: str) -> BeforeValidator:
    """Return a check that a text is a known name of a kind."""
    return _named(kind, Vocabulary.fault)


def key_of(kind: str) -> BeforeValidator:
    """Return a check that a text may be a key of a section: a known name, a removed one, or a pattern."""
    return _named(kind, Vocabulary.key_fault)


def _named(kind: str, fault_of: Callable[[Vocabulary, str, str], tuple[str, str | None] | None]) -> BeforeValidator:
    def check(value: object, info: ValidationInfo) -> object:
        words: Vocabulary | None = info.context
        if isinstance(value, str) and words is not None:
            fault = fault_of(words, kind, value)
            if fault is not None:
                raise failure([Fault(*fault)])
        return value

    return BeforeValidator(check, json_schema_input_type=Annotated[str, WithJsonSchema({"type": "string", NAME: kind})])


def _source_or_address(value: object, info: ValidationInfo) -> object:
    words: Vocabulary | None = info.context
    if isinstance(value, str) and words is not None and not value.startswith(("https://", "http://")):
        fault = words.fault("source", value)
        if fault is not None:
            raise failure([Fault(fault[0], "write a key of sources.csv or an address starting with https://")])
    return value


source_or_address = BeforeValidator(_source_or_address)
"""A check that a text is the key of a source, or an address."""


def _one_or_more(value: object) -> object:
    if isinstance(value, dict) and value and set(value) <= LIST_CHANGES:
        hint = "write the whole list, or change it where an earlier layer has one"
        raise failure([Fault("there is no list here that could be added to or removed from", hint, whole=True)])
    return [value] if isinstance(value, str) else value


class _OneOrMore:
    """Takes a single text for a list of one, and tells editors so, with the change of a list of an earlier layer."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(_one_or_more, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        several = handler(schema)
        change = {"type": "object", "additionalProperties": False, "minProperties": 1}
        return {
            "anyOf": [several["items"], several, {**change, "properties": dict.fromkeys(sorted(LIST_CHANGES), several)}]
        }


OneOrMore = _OneOrMore()
"""A single text stands for a list of one."""


def read_date(value: object) -> str:
    """Check ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` and return it as written."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", value):
        try:
            decimal_year(value, "hold")
        except ValueError:
            pass
        else:
            return value
    shown = f"'{shortened(value)}'" if isinstance(value, str) else "a list or mapping"
    raise failure([Fault(f"{shown} is not a date", "write YYYY, YYYY-MM or YYYY-MM-DD")])


Date = Annotated[str, BeforeValidator(read_date), WithJsonSchema(_DATE_FORM)]


def read_year(value: object) -> int:
    """Read a calendar year."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}", value) and FIRST_YEAR <= int(value) <= LAST_YEAR:
        return int(value)
    shown = f"'{shortened(value)}'" if isinstance(value, str) else "a list or mapping"
    raise failure([Fault(f"{shown} is not a year", f"write a year from {FIRST_YEAR} to {LAST_YEAR}")])


_YEAR_FORM = {"type": ["integer", "string"], "minimum": FIRST_YEAR, "maximum": LAST_YEAR, "pattern": r"^\d{4}$"}
Year = Annotated[int, BeforeValidator(read_year), WithJsonSchema(_YEAR_FORM)]


def read_years(value: tuple[int, ...]) -> tuple[int, ...]:
    """Check that years are there and increase."""
    if not value:
        raise failure([Fault("at least one year is needed", "write e.g. [2025, 2030, 2035]")])
    for before, after in pairwise(value):
        if after <= before:
            raise failure(
                [Fault(f"years must increase, but {after} follows {before}", "write each once, the first one first")]
            )
    return value


def read_month(value: object) -> int:
    """Read a month as a number from 1 to 12."""
    if isinstance(value, str) and re.fullmatch(r"\d{1,2}", value) and 1 <= int(value) <= 12:
        return int(value)
    shown = f"'{shortened(value)}'" if isinstance(value, str) else "a list or mapping"
    raise failure([Fault(f"{shown} is not a month", "write months as numbers from 1 to 12")])


_MONTH_FORM = {"type": ["integer", "string"], "minimum": 1, "maximum": 12, "pattern": r"^\d{1,2}$"}
Month = Annotated[int, BeforeValidator(read_month), WithJsonSchema(_MONTH_FORM)]


def quantity(dimension: str, lower: float | None = 0.0, upper: float | None = None) -> Any:
    """Return the type of a single number with its unit, as a canonical float between two bounds."""

    def check(value: object) -> float:
        return _amount(value, dimension, lower, upper)

    return Annotated[float, BeforeValidator(check), WithJsonSchema(_form_of(dimension))]


def _form_of(dimension: str) -> dict[str, Any]:
    """Return how a quantity looks to an editor: a plain number comes from YAML as such."""
    return {"type": ["number", "string"]} if dimension == "number" else dict(_QUANTITY_FORM)


def figure(attribute: Attribute, *, in_dataset: bool = True) -> Any:
    """Return the type of an attribute: one quantity, a mapping of dates to quantities, or a change of what stands.

    Parameters
    ----------
    attribute
        Dimension, limits, and how it changes over time.
    in_dataset
        Whether a change with no earlier layer to change may change the dataset's value.
    """
    dimension, name = attribute.dimension, attribute.name
    lower, upper = (limit if math.isfinite(limit) else None for limit in attribute.limits)

    def check(value: object) -> Amount:
        if isinstance(value, Stack):
            change = _change(value.change, attribute)
            return check(value.change) if change is None else _after(change, check(value.below), attribute)
        if isinstance(value, str):
            change = _change(value, attribute)
            if change is not None and not in_dataset:
                raise failure(
                    [Fault(f"no earlier layer has a value that '{value}' could change", "write a value", whole=True)]
                )
            return ((None, _amount(value, dimension, lower, upper)),) if change is None else change
        if not isinstance(value, dict):
            return ((None, _amount(value, dimension, lower, upper)),)
        if attribute.over_time == "constant":
            raise failure([Fault(f"'{name}' does not change over time; write one value without dates")])
        return _over_time(value, attribute, lower, upper)

    form = _form_of(dimension)
    forms: list[dict[str, Any]] = [form, _CHANGE_FORM]
    if attribute.over_time != "constant":
        dates = {"pattern": _DATE_FORM["pattern"]}
        forms.append({"type": "object", "propertyNames": dates, "additionalProperties": form, "minProperties": 1})
    return Annotated[
        Amount, BeforeValidator(check), WithJsonSchema({"anyOf": forms, "description": attribute.description})
    ]


def _change(text: str, attribute: Attribute) -> Relative | None:
    """Read a text as a change, None if it is a value of its own."""
    try:
        change = read_change(text, attribute)
    except UnitError as error:
        raise failure([Fault(problem.message, problem.hint) for problem in error.problems]) from error
    if change is not None and max(change.factor, abs(change.addend)) > LARGEST:
        raise failure([Fault(f"'{text}' is beyond any change of an amount", "write e.g. 'x1.2' or '+10 %'")])
    return change


def _after(change: Relative, below: Amount, attribute: Attribute) -> Amount:
    """Change what an earlier layer says."""
    if isinstance(below, Relative):
        return change.after(below)
    points, wrong = changed(below, change, attribute)
    if wrong is not None:
        raise failure([Fault(wrong, "make the change smaller, or write a value", whole=True)])
    return points


def is_date(attribute: Attribute) -> bool:
    """Whether an attribute is a point in time, which people write as a date."""
    return attribute.name in _DATES


def date_text(value: float) -> str:
    """Write a point in time so that it reads back the same: as a date if it is one, else as a decimal year."""
    year = int(value)
    month = min(11, int((value - year) * 12.0 + 1e-6))
    days = calendar.monthrange(year, month + 1)[1]
    day = round(((value - year) * 12.0 - month) * days) + 1
    dates = (f"{year}", f"{year}-{month + 1:02d}", f"{year}-{month + 1:02d}-{min(day, days):02d}")
    return next((date for date in dates if decimal_year(date, "hold") == value), units.text(value, "time"))


def moment_text(value: float, attribute: Attribute) -> str:
    """Write the date at which a value over time stands, a bare year where that says the same."""
    year = f"{int(value)}"
    return year if decimal_year(year, attribute.over_time) == value else date_text(value)


def start_date(attribute: Attribute) -> Any:
    """Return the type of a point in time: a date, its decimal year as ``"2029.5 yr"``, or a shift (``+2 yr``)."""

    def check(value: object) -> Amount:
        if isinstance(value, Stack):
            change = _change(value.change, attribute)
            return check(value.change) if change is None else _after(change, check(value.below), attribute)
        change = _change(value, attribute) if isinstance(value, str) and value[:1] in ("+", "-") else None
        if change is not None and str(value).endswith("%"):
            raise failure([Fault(f"'{value}' is no shift of a date", "write e.g. '+2 yr' or '-90 d'")])
        if change is not None:
            return change
        if isinstance(value, str) and value.endswith("yr"):
            return ((None, _amount(value, "time", FIRST_YEAR, LAST_YEAR)),)
        return ((None, decimal_year(read_date(value), "hold")),)

    form = {"anyOf": [_DATE_FORM, _CHANGE_FORM], "description": attribute.description}
    return Annotated[Amount, BeforeValidator(check), WithJsonSchema(form)]


def _over_time(value: Mapping[str, object], attribute: Attribute, lower: float | None, upper: float | None) -> Points:
    """Read a mapping of dates to quantities; every bad date and quantity is a fault of its own."""
    points: dict[float, tuple[str, float]] = {}
    faults: list[Fault] = []

    def attempt(date: str, reading: Callable[[], float]) -> float | None:
        try:
            return reading()
        except PydanticCustomError as error:
            faults.extend(replace(fault, path=(date,)) for fault in faults_of(error.context or {}))
            return None

    for date, written in value.items():
        moment = attempt(date, partial(_moment, date, attribute))
        amount = attempt(date, partial(_dated, written, attribute, lower, upper))
        if moment in points:
            faults.append(Fault(f"'{date}' and '{points[moment][0]}' are the same date", "keep one of them", (date,)))
        elif moment is not None and amount is not None:
            points[moment] = (date, amount)
    if not value:
        faults.append(Fault("at least one date with a value is needed", "write e.g. {2030: ...}, or one value"))
    if faults:
        raise failure(faults)
    return tuple(points[moment] for moment in sorted(points))


def _dated(written: object, attribute: Attribute, lower: float | None, upper: float | None) -> float:
    """Read the value at one of several dates, which stands for itself."""
    if isinstance(written, str) and _change(written, attribute) is not None:
        hint = f"write 'x1.2' or '+5' without dates to change all of '{attribute.name}', or values at dates"
        raise failure([Fault(f"'{written}' would change a value, but here one is set at a date", hint)])
    return _amount(written, attribute.dimension, lower, upper)


def _moment(date: str, attribute: Attribute) -> float:
    """Read a date as the decimal year at which a value of this attribute stands."""
    return decimal_year(read_date(date), attribute.over_time)


def _amount(value: object, dimension: str, lower: float | None, upper: float | None) -> float:
    """Read a number with its unit, between two bounds in canonical units."""
    if not isinstance(value, str):
        raise failure([Fault("a number with its unit is expected here", _example(dimension))])
    try:
        amount = units.parse(value, dimension)
    except UnitError as error:
        raise failure([Fault(problem.message, problem.hint) for problem in error.problems]) from error
    if abs(amount) > LARGEST:
        raise failure([Fault(f"'{value}' is beyond any amount of gas, money or time", _example(dimension))])
    if lower is not None and amount < lower:
        raise failure([Fault(f"'{value}' is below {units.text(lower, dimension)}", _between(dimension, lower, upper))])
    if upper is not None and amount > upper:
        raise failure([Fault(f"'{value}' is above {units.text(upper, dimension)}", _between(dimension, lower, upper))])
    return amount


def _between(dimension: str, lower: float | None, upper: float | None) -> str:
    """Say what may be written."""
    least, most = (None if limit is None else units.text(limit, dimension) for limit in (lower, upper))
    if least is not None and most is not None:
        return f"write {least} to {most}"
    return f"write {least} or more" if most is None else f"write {most} or less"


def _example(dimension: str) -> str:
    return f"write e.g. '2 {units.DIMENSIONS[dimension].examples[0]}'"
