"""The scenario language as pydantic models: which keys there are, and what each may hold.

Sections on objects of the dataset (pipelines, projects, ...) are made from the dataset's attribute table, so that a new
attribute there is a new key here. The models hold canonical values with dates as written; names are checked against a
:class:`~corridor.scenario.vocabulary.Vocabulary` passed as validation context.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, create_model

from corridor.dataset.schema import PARAMETERS
from corridor.scenario.part import Part
from corridor.scenario.rules import KINDS, PolicyPart
from corridor.scenario.sections import GROWING, GROWTH, SECTIONS, Column, Section, section_of
from corridor.scenario.values import (
    Amount,
    Fault,
    Month,
    OneOrMore,
    Points,
    Year,
    failure,
    figure,
    is_date,
    key_of,
    name_of,
    quantity,
    read_years,
    start_date,
)

CALENDARS: Mapping[str, Mapping[str, tuple[int, ...]]] = MappingProxyType(
    {
        "winter-summer": {"winter": (1, 2, 3, 10, 11, 12), "summer": (4, 5, 6, 7, 8, 9)},
        "quarters": {"first": (1, 2, 3), "second": (4, 5, 6), "third": (7, 8, 9), "fourth": (10, 11, 12)},
        "annual": {"year": tuple(range(1, 13))},
    }
)
"""Seasons by the name of their calendar."""


def _each_month_once(seasons: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    months = [month for season in seasons.values() for month in season]
    wrong = [str(month) for month in range(1, 13) if months.count(month) != 1]
    if wrong:
        message = f"seasons must hold each month once; wrong: {', '.join(wrong)}"
        raise failure([Fault(message)])
    return {name: tuple(sorted(season)) for name, season in seasons.items()}


def _read_seasons(value: object) -> object:
    if not isinstance(value, str):
        return value
    if value not in CALENDARS:
        hint = "write " + ", ".join(CALENDARS) + " or a mapping of season names to lists of months"
        raise failure([Fault(f"unknown seasons '{value}'", hint)])
    return {name: [str(month) for month in months] for name, months in CALENDARS[value].items()}


Seasons = Annotated[
    dict[str, Annotated[tuple[Month, ...], OneOrMore]],
    BeforeValidator(_read_seasons, json_schema_input_type=Literal[tuple(CALENDARS)] | dict[str, list[Month]]),
    AfterValidator(_each_month_once),
]


class HorizonPart(Part):
    """The years and seasons of the model."""

    years: Annotated[tuple[Year, ...], OneOrMore, AfterValidator(read_years)] | None = None
    seasons: Seasons | None = None
    discount_rate: quantity("share", 0.0, 1.0) | None = None  # type: ignore[valid-type]


class MarketPart(Part):
    """How buyers and sellers behave."""

    nomination: Literal["cost", "price"] | None = Field(
        default=None,
        description="What buyers of contract gas compare beyond their minimum: the cost of supply, or the contract "
        "price with the benchmark price of the year, where both were published.",
    )


def _parameters() -> type[Part]:
    """Make the model of the global numbers; the discount rate belongs to the horizon."""
    fields: dict[str, Any] = {
        name: (quantity(dimension) | None, None) for name, dimension in PARAMETERS.items() if name != "discount_rate"
    }
    return create_model("ParametersPart", __base__=Part, **fields)


ParametersPart = _parameters()
"""Global numbers that replace the dataset's."""


class ReportPart(Part):
    """What reports of this scenario show."""

    years: Annotated[tuple[Year, ...], OneOrMore, AfterValidator(read_years)] | None = None
    units: Literal["bcm", "energy"] = "bcm"
    compare_with: str | None = None


def _part(section: Section) -> type[Part]:
    """Make the model of one object of a section."""
    fields: dict[str, Any] = {}
    if section.statuses:
        fields["status"] = (Literal[section.statuses] | None, None)
    for column in section.columns:
        fields[column.key] = (_of_column(column) | None, Field(default=None, description=column.description))
    for key, attribute in section.attributes.items():
        kind = start_date(attribute) if is_date(attribute) else figure(attribute)
        fields[key] = (kind | None, None)
    if section.component in GROWING:
        fields[GROWTH.name] = (figure(GROWTH, in_dataset=False) | None, None)
    return create_model(f"{section.key.title().replace('_', '')}Object", __base__=Part, **fields)


def _of_column(column: Column) -> Any:
    """Return the type of what is said once of a new object."""
    kind: Any = str
    if column.kind == "degrees":
        kind = quantity("number", -180.0, 180.0)
    elif column.values:
        kind = Literal[column.values]
    elif column.kind != "text":
        kind = Annotated[str, name_of(column.kind)]
    return Annotated[tuple[kind, ...], OneOrMore] if column.many else kind


class DocumentModel(Part):
    """The keys that are no sections; :data:`Document` adds the sections."""

    title: str | None = None
    description: str = ""
    extends: Annotated[tuple[str, ...], OneOrMore] = ()
    dataset: str | None = None
    horizon: HorizonPart = HorizonPart()
    policies: dict[str, PolicyPart] = Field(default={})  # type: ignore[valid-type]
    market: MarketPart = MarketPart()
    parameters: ParametersPart = ParametersPart()  # type: ignore[valid-type]
    report: ReportPart = ReportPart()

    def numbers(self) -> dict[str, float]:
        """Return the global numbers that are set."""
        return self.parameters.model_dump(exclude_none=True)  # type: ignore[attr-defined, no-any-return]

    def objects(self, section: Section) -> Mapping[str, Part]:
        """Return the objects of a section by id."""
        found: dict[str, Part] = getattr(self, section.key)
        return found


def _document() -> type[DocumentModel]:
    """Make the model of a whole file: the fixed keys and one key a section."""
    fields: dict[str, Any] = {}
    for section in SECTIONS:
        name, part = Annotated[str, key_of(section.kind)], _part(section)
        fields[section.key] = (dict[name, part], Field(default={}))  # type: ignore[valid-type]
    return create_model("Document", __base__=DocumentModel, **fields)


Document = _document()
"""A whole scenario file."""


def is_figure(path: tuple[str, ...]) -> bool:
    """Whether a path leads to an amount, which ``x1.2`` and the like may change."""
    if path[0] == "policies":
        return len(path) == 4 and any(path[2] == kind.key and path[3] in kind.part.figures for kind in KINDS)
    section = section_of(path[0])
    return section is not None and len(path) == 3 and (path[2] in section.attributes or path[2] == GROWTH.name)


def amount_of(part: Part, key: str) -> Amount | None:
    """Return what is said of an attribute, None if the part does not set it."""
    found: Amount | None = getattr(part, key)
    return found


def status_of(part: Part) -> str | None:
    """Return the status of an object, None if the part does not set it."""
    found: str | None = getattr(part, "status", None)
    return found


def growth_of(part: Part) -> Points | None:
    """Return the yearly growth of a volume, None if the part does not set it."""
    found: Points | None = getattr(part, GROWTH.name, None)
    return found
