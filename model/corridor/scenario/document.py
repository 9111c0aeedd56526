"""The scenario language as pydantic models: which keys there are, and what each may hold.

Sections on objects of the dataset (pipelines, projects, ...) are made from the dataset's attribute table, so that a new
attribute there is a new key here. The models hold canonical values with dates as written; names are checked against a
:class:`~corridor.scenario.vocabulary.Vocabulary` passed as validation context.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, create_model, model_validator

from corridor.dataset.schema import PARAMETERS
from corridor.scenario.benchmarks import Benchmarks
from corridor.scenario.conduct import Curves
from corridor.scenario.conduct_parts import Conduct
from corridor.scenario.describing import column_text, described, link_text, parameter_text, section_text, status_text
from corridor.scenario.investment_parts import OWNER, BudgetPart, OwnerPart
from corridor.scenario.part import Part
from corridor.scenario.rules import KINDS, PolicyPart
from corridor.scenario.sections import GROWING, GROWTH, LINKS, SECTIONS, Column, Section, section_of
from corridor.scenario.swap_parts import SwapPart
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
from corridor.scenario.vocabulary import MARKET, ORIGIN

CALENDARS: Mapping[str, Mapping[str, tuple[int, ...]]] = MappingProxyType(
    {
        "winter-summer": {"winter": (1, 2, 3, 10, 11, 12), "summer": (4, 5, 6, 7, 8, 9)},
        "quarters": {"first": (1, 2, 3), "second": (4, 5, 6), "third": (7, 8, 9), "fourth": (10, 11, 12)},
        "months": {f"month-{month:02d}": (month,) for month in range(1, 13)},
        "annual": {"year": tuple(range(1, 13))},
    }
)
"""Seasons by the name of their calendar."""


def _each_month_once(seasons: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    months = [month for season in seasons.values() for month in season]
    wrong = [str(month) for month in range(1, 13) if months.count(month) != 1]
    if wrong:
        message = f"seasons must hold each month once; wrong: {', '.join(wrong)}"
        raise failure([Fault(message, "give every month from 1 to 12 to one season")])
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
    BeforeValidator(
        _read_seasons,
        json_schema_input_type=Literal[tuple(CALENDARS)] | dict[str, Annotated[tuple[Month, ...], OneOrMore]],
    ),
    AfterValidator(_each_month_once),
]


class WindowPart(Part):
    """Rolling windows instead of perfect foresight: a few years are decided at a time, and then stand."""

    years: quantity("time", 1.0) = Field(  # type: ignore[valid-type]
        description="Calendar years that are decided at a time, with their unit, e.g. 5 yr, counted from the first "
        "model year on; at least one model year lies in each. What a window has decided stands for all later ones."
    )
    look_ahead: quantity("time", 0.0) = Field(  # type: ignore[valid-type]
        default=0.0,
        description="Calendar years beyond them that a window sees, e.g. 5 yr; what it plans for them is decided again "
        "by later windows. 0 yr unless set.",
    )


class BranchPart(Part):
    """One way in which the future may go on."""

    probability: quantity("share", 0.0, 1.0) = Field(  # type: ignore[valid-type]
        description="How probable the branch is, with its unit, e.g. 30 %; above 0 %, and together 100 %."
    )
    sets: dict[str, Any] = Field(
        default={},
        alias="set",
        description="What is otherwise in this branch, written as in a scenario or as paths, e.g. "
        "demand.Iran.growth: 2 %/yr. It is laid over all the rest of the scenario; nothing unless set.",
    )


class HorizonPart(Part):
    """The years and seasons of the model, and how much of the future is known when it is decided."""

    years: Annotated[tuple[Year, ...], OneOrMore, AfterValidator(read_years)] | None = Field(
        default=None, description="Calendar years that are modelled, increasing, e.g. [2025, 2030, 2035]. Must be set."
    )
    seasons: Seasons | None = Field(
        default=None,
        description="Parts of the year: winter-summer, quarters, months or annual, or names of your own with the "
        "numbers of their months, each month once. winter-summer unless set.",
    )
    discount_rate: quantity("share", 0.0, 1.0) | None = Field(  # type: ignore[valid-type]
        default=None,
        description="Real discount rate a year, with its unit, e.g. 7 %. From 0 % to 100 %. Unless set, the dataset's "
        "value stands.",
    )
    storage: Literal["cyclic", "yearly", "chronological"] | None = Field(
        default=None,
        description="How stocks go on: cyclic ends every year with the stock with which it began, yearly begins every "
        "year with the opening stock, chronological carries stocks through consecutive years, from the opening stock "
        "of the first to the closing stock of the last. cyclic unless set.",
    )
    disposal: Literal["none", "free"] | None = Field(
        default=None,
        description="Whether stored gas may be thrown away at no cost; none unless set.",
    )
    window: WindowPart | None = Field(
        default=None,
        description="Rolling windows: years are decided a few at a time. Without them, all years are decided together "
        "in perfect foresight.",
    )
    branches: dict[str, BranchPart] = Field(
        default={},
        description="Branches of the future, by a name of your own. What candidates are built is decided before it is "
        "known which branch comes true, and is the same in all; everything else is decided in each branch. Without "
        "branches, the future is known.",
    )
    decided_before: Year | None = Field(
        default=None,
        description="Year from which it is known which branch has come true: capacity whose lead time begins in that "
        "year or later is decided in each branch by itself. All that is built is decided before it is known "
        "unless set.",
    )


class MarketPart(Part):
    """How buyers and sellers behave."""

    nomination: Literal["cost", "price"] | None = Field(
        default=None,
        description="What buyers of contract gas compare beyond their minimum: the cost of supply, or the contract "
        "price with the benchmark price of the year, where both are known. cost unless set.",
    )
    benchmarks: Benchmarks = Field(
        default={},
        description="Prices that are assumed, by benchmark: of oil (Brent, in USD/bbl), which contracts indexed to oil "
        "follow, and of the gas that buyers would take instead. One value for all years, or dates with values, between "
        "which it changes in a straight line; a bare year is its middle, and the last value holds on. Before the first "
        "date what was published stands, and so it does everywhere unless set.",
    )
    price_error: quantity("share", 0.001, 0.5) | None = Field(  # type: ignore[valid-type]
        default=None,
        description="How far the price of a demand block may lie from the demand curve, as a part of the price, e.g. "
        "2 %. From 0.1 % to 50 %. Demand that answers to price is a stair of blocks, and a smaller error makes more of "
        "them and a longer run. 2 % unless set.",
    )
    shortfall: Literal["refused", "accepted"] | None = Field(
        default=None,
        description="What a market that goes short of its firm demand is: refused makes the scenario infeasible and "
        "names the market, accepted keeps the results, in which what is missing costs the value of lost load and is "
        "reported as an error of the scenario. refused unless set.",
    )
    conduct: dict[Annotated[str, name_of(ORIGIN)], Conduct] = Field(
        default={},
        description="Who moves the price, by origin: price taker, cournot (holds back gas, taking the sales of others "
        "as given), a share between the two such as 50 %, or dominant (counts on the supply of price takers to rise "
        "with the price). For all markets, or by market or group: a market's own entry beats a group's, a smaller "
        "group's a larger one's, and '*' stands for all others. Without names its home counts too. All producers of an "
        "origin act as one. Demand there becomes linear, which takes an elasticity below 0. Everybody takes the price "
        "unless set.",
    )
    linear_demand: Annotated[tuple[Annotated[str, name_of(MARKET)], ...], OneOrMore] = Field(
        default=(),
        description="Markets or groups whose demand is a straight line through volume and reference price with the "
        "market's elasticity there; one name or a list. Elsewhere elasticity is constant, in blocks, unless somebody "
        "has conduct.",
    )
    quadratic: Curves | None = Field(
        default=None,
        description="How linear demand, rising cost within a step and conduct are computed: exact, as a quadratic "
        "program, or piecewise, as a linear one with a stated price error, which projects in units need. exact unless "
        "set.",
    )
    piece_error: quantity("price", 0.0) | None = Field(  # type: ignore[valid-type]
        default=None,
        description="Largest error of a price that pieces may leave, with its unit; above 0. "
        "0.01 USD/MMBtu unless set; only with 'quadratic: piecewise'.",
    )

    @model_validator(mode="after")
    def _states_an_error_of_pieces_only(self) -> MarketPart:
        if self.piece_error is not None and self.quadratic != "piecewise":
            message = "'piece_error' only goes with 'quadratic: piecewise'"
            raise failure([Fault(message, "leave one of the two out", ("piece_error",), whole=True)])
        if self.piece_error == 0.0:
            message = "pieces without any error would be infinitely many"
            raise failure([Fault(message, "write e.g. 0.01 USD/MMBtu", ("piece_error",))])
        if self.quadratic == "piecewise" and any(share is None for said in self.conduct.values() for _, share in said):
            message = "a dominant exporter's conduct follows from slopes, which pieces do not have"
            raise failure([Fault(message, "leave 'quadratic: piecewise' out", ("quadratic",), whole=True)])
        return self


def _parameters() -> type[Part]:
    """Make the model of the global numbers; the discount rate belongs to the horizon."""
    fields: dict[str, Any] = {
        name: (quantity(dimension) | None, Field(default=None, description=parameter_text(name, dimension)))
        for name, dimension in PARAMETERS.items()
        if name != "discount_rate"
    }
    return create_model("ParametersPart", __base__=Part, **fields)


ParametersPart = _parameters()
"""Global numbers that replace the dataset's."""


class ReportPart(Part):
    """What reports of this scenario show."""

    years: Annotated[tuple[Year, ...], OneOrMore, AfterValidator(read_years)] | None = Field(
        default=None, description="Model years that reports lead with, increasing; all unless set."
    )
    units: Literal["bcm", "energy"] = Field(
        default="bcm",
        description="Units of reports: bcm for bcm/yr and USD/MMBtu, energy for TWh/yr and EUR/MWh; bcm unless set.",
    )
    compare_with: str | None = Field(
        default=None, description="Scenario that reports compare this one with, by name; none unless set."
    )


def _part(section: Section) -> type[Part]:
    """Make the model of one object of a section."""
    fields: dict[str, Any] = {}
    if section.statuses:
        told = status_text(section.key, section.statuses)
        fields["status"] = (Literal[section.statuses] | None, Field(default=None, description=told))
    for column in section.columns:
        fields[column.key] = (_of_column(column) | None, Field(default=None, description=column_text(column)))
    for key, attribute in section.attributes.items():
        kind = start_date(attribute) if is_date(attribute) else figure(attribute)
        told = described(attribute, is_date=is_date(attribute))
        fields[key] = (kind | None, Field(default=None, description=told))
    for link in LINKS.get(section.component, ()):
        names: Any = Annotated[tuple[Annotated[str, name_of(section.kind)], ...], OneOrMore]
        fields[link.key] = (names | None, Field(default=None, description=link_text(link)))
    if section.component in GROWING:
        told = described(GROWTH, in_dataset=False)
        fields[GROWTH.name] = (figure(GROWTH, in_dataset=False) | None, Field(default=None, description=told))
    return create_model(model_name(section), __base__=Part, **fields)


def model_name(section: Section) -> str:
    """Return the name of the model of a section's objects."""
    return f"{section.key.title().replace('_', '')}Object"


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

    title: str | None = Field(
        default=None, description="What the scenario is, in a few words. Must be in every file; not inherited."
    )
    description: str = Field(default="", description="What it says, in a few sentences. Not inherited.")
    extends: Annotated[tuple[str, ...], OneOrMore] = Field(
        default=(),
        description="Scenarios and options that this file builds on: one name or path, or a list, of which later ones "
        "win. What is written here wins over all of them.",
    )
    dataset: str | None = Field(
        default=None,
        description="Folder of another dataset of the same shape, relative to this file; the reference dataset unless "
        "set.",
    )
    horizon: HorizonPart = Field(
        default=HorizonPart(), description="The years and seasons of the model, and how much of the future is known."
    )
    policies: dict[str, PolicyPart] = Field(  # type: ignore[valid-type]
        default={}, description="Rules on trade, by a name of your own; each holds one rule, its reason and its source."
    )
    swaps: dict[str, SwapPart] = Field(
        default={},
        description="Swaps by origin, by a name of your own: the owner of gas hands it over at one node and gets gas "
        "of another origin at another. Title passes, so for sales, policies and reports gas counts as that of the "
        "origin under whose name it goes on, and a ban, cap or tariff on what enters is also on title that a swap "
        "brings in. Gas that may go itself at no higher cost is not swapped.",
    )
    budgets: dict[str, BudgetPart] = Field(
        default={},
        description="Limits on what projects may cost that start in a period, by a name of your own.",
    )
    owners: dict[Annotated[str, name_of(OWNER)], OwnerPart] = Field(
        default={}, description="Those who own projects, by the name that the projects give: the return they ask."
    )
    market: MarketPart = Field(default=MarketPart(), description="How buyers and sellers behave.")
    parameters: ParametersPart = Field(  # type: ignore[valid-type]
        default=ParametersPart(), description="Global numbers that replace the dataset's."
    )
    report: ReportPart = Field(default=ReportPart(), description="What reports of this scenario show.")

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
        told = section_text(section.key)
        fields[section.key] = (dict[name, part], Field(default={}, description=told))  # type: ignore[valid-type]
    return create_model("Document", __base__=DocumentModel, **fields)


Document = _document()
"""A whole scenario file."""


def is_figure(path: tuple[str, ...]) -> bool:
    """Whether a path leads to an amount, which ``x1.2`` and the like may change."""
    if path[0] == "policies":
        return len(path) == 4 and any(path[2] == kind.key and path[3] in kind.part.figures for kind in KINDS)
    if path[0] == "swaps":
        return len(path) == 3 and path[2] in SwapPart.figures
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


def names_of(part: Part, key: str) -> tuple[str, ...]:
    """Return the other objects that a key names, none if the part does not set it."""
    return getattr(part, key, None) or ()


def growth_of(part: Part) -> Points | None:
    """Return the yearly growth of a volume, None if the part does not set it."""
    found: Points | None = getattr(part, GROWTH.name, None)
    return found
