"""What a dataset may say: its components, their identity columns and their attributes.

One row of :data:`COMPONENTS` is one pair of tables, ``<component>.csv`` (what exists) and
``<component>_figures.csv`` (every number, one figure a row). The reader, the scenario language, the
checks and the documentation all read the same declarations, so a new attribute is one line here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

OverTime = Literal["constant", "hold", "linear"]

#: Years in which a dated figure can lie.
FIRST_YEAR, LAST_YEAR = 2000, 2060

MONTHS = tuple(f"month-{month:02d}" for month in range(1, 13))


@dataclass(frozen=True, slots=True)
class Attribute:
    """A number that an object of a component can have.

    Attributes
    ----------
    name : str
        Name in the ``attribute`` column and in scenario paths.
    dimension : str
        Dimension of :data:`corridor.units.DIMENSIONS`; values are held in its canonical unit.
    over_time : {"constant", "hold", "linear"}
        ``hold`` keeps the last value from its date on and is absent before the first; ``linear``
        interpolates between key points (dates are mid-year) and stays flat outside them.
    description : str
        One sentence, with sign and meaning.
    default : float or None
        Canonical value of an object that has no figure; None if the object then has none.
    required : bool
        Whether an object without this figure is an error.
    minimum : float
        Smallest canonical value that can be.
    maximum : float or None
        Largest canonical value that can be; None for 1 where the dimension is a share, and no limit elsewhere.
    received : bool
        Whether a dataset may state an amount below 0: one that is received, as a subsidy, or the worth of what comes
        with the gas. In a scenario a minus sign says how much less than in the dataset.
    undated : bool
        Whether a held value may stand without a date, for all years.
    """

    name: str
    dimension: str
    over_time: OverTime
    description: str
    default: float | None = None
    required: bool = False
    minimum: float = 0.0
    maximum: float | None = None
    received: bool = False
    undated: bool = False

    @property
    def limits(self) -> tuple[float, float]:
        """Smallest and largest canonical value that can be."""
        if self.maximum is not None:
            return self.minimum, self.maximum
        return self.minimum, 1.0 if self.dimension == "share" else math.inf

    @property
    def dataset_limits(self) -> tuple[float, float]:
        """Smallest and largest canonical value that a dataset may state."""
        lower, upper = self.limits
        return (-math.inf if self.received else lower), upper


@dataclass(frozen=True, slots=True)
class Component:
    """A kind of object: its table, its identity columns, the columns that refer to others.

    Attributes
    ----------
    name : str
        File stem and first word of scenario paths.
    key : str
        Identity column.
    columns : tuple of str
        Further identity columns, all text.
    references : mapping of str to str
        Column name to what it names: ``node``, ``arcs``, ``places``, ``origin``, ``market``, ``profile``, ...;
        ``arcs``, ``places`` and ``markets`` are lists.
    attributes : mapping of str to Attribute
        Figures an object can have.
    optional : tuple of str
        Columns that a table may have after the others; empty where it has not.
    dispensable : bool
        Whether a dataset may do without the tables.
    """

    name: str
    key: str
    columns: tuple[str, ...]
    references: Mapping[str, str]
    attributes: Mapping[str, Attribute]
    optional: tuple[str, ...] = ()
    dispensable: bool = False


def _component(
    name: str,
    key: str,
    columns: tuple[str, ...],
    references: Mapping[str, str],
    *attributes: Attribute,
    optional: tuple[str, ...] = (),
    dispensable: bool = False,
) -> Component:
    return Component(
        name,
        key,
        columns,
        MappingProxyType(dict(references)),
        MappingProxyType({attribute.name: attribute for attribute in attributes}),
        optional,
        dispensable,
    )


_UNCOUNTED = Attribute(
    "uncounted",
    "share",
    "constant",
    "Share of what is used up that statistics do not count as consumption where the arc starts.",
    0.0,
)

_UPKEEP = (
    Attribute(
        "fixed_cost",
        "money_rate",
        "hold",
        "Cost of keeping it in use, whatever flows; with it, it may be given up for good to save that.",
    ),
    Attribute("mothball_cost", "money_rate", "constant", "Cost of keeping it mothballed.", 0.0),
    Attribute(
        "restart_cost", "money", "constant", "Cost of taking it out of mothballs; it cannot be mothballed without."
    ),
)

_MONTH_SHARES = tuple(
    Attribute(month, "share", "hold", f"Share that belongs to month {month[-2:]}.", required=True, undated=True)
    for month in MONTHS
)

COMPONENTS: Mapping[str, Component] = MappingProxyType(
    {
        component.name: component
        for component in (
            _component("nodes", "node", ("name", "kind", "country", "groups", "lon", "lat"), {}),
            _component(
                "producers",
                "producer",
                ("node", "origin"),
                {"node": "node", "sold_in": "markets"},
                Attribute("potential", "volume_rate", "linear", "What can be produced in a year.", required=True),
                Attribute(
                    "swing", "share", "constant", "How far a season may exceed the annual mean rate.", 0.0, maximum=11.0
                ),
                Attribute("minimum", "share", "constant", "Share of the potential that is always produced.", 0.0),
                Attribute(
                    "ramp",
                    "share",
                    "hold",
                    "How far production in a season may lie above or below the season before; 100 % is no limit.",
                    1.0,
                ),
                Attribute(
                    "yearly_ramp",
                    "share",
                    "hold",
                    "How far production in a season may lie above or below that of the last season of the year before; "
                    "100 % is no limit.",
                    1.0,
                ),
                optional=("sold_in",),
            ),
            _component(
                "supply_steps",
                "step",
                ("producer", "rank"),
                {"producer": "producer"},
                Attribute("share", "share", "hold", "Share of the producer's potential.", required=True, undated=True),
                Attribute(
                    "cost",
                    "price",
                    "linear",
                    "Variable cost at the node, with extraction tax.",
                    required=True,
                    received=True,
                ),
                Attribute(
                    "rise",
                    "price",
                    "linear",
                    "How much marginal cost rises from the first unit of the step to the last; 0 for one cost.",
                    0.0,
                ),
            ),
            _component(
                "demand",
                "market",
                ("profile",),
                {"market": "node", "profile": "profile"},
                Attribute("volume", "volume_rate", "linear", "Consumption at the reference price.", required=True),
                Attribute("reference_price", "price", "linear", "Price at which `volume` is consumed.", required=True),
                Attribute(
                    "elasticity", "number", "constant", "Own-price elasticity, at most 0.", 0.0, False, -10.0, 0.0
                ),
                Attribute(
                    "stock_change",
                    "volume_rate",
                    "linear",
                    "Gas put into stock over the year; below 0 drawn.",
                    0.0,
                    minimum=-math.inf,
                ),
            ),
            _component(
                "sectors",
                "sector",
                ("market", "name", "profile"),
                {"market": "market", "profile": "profile or none"},
                Attribute("share", "share", "linear", "Share of the market's volume.", required=True),
                Attribute("reference_price", "price", "linear", "Price at which its share is consumed."),
                Attribute(
                    "elasticity", "number", "constant", "Own-price elasticity, at most 0.", None, False, -10.0, 0.0
                ),
                dispensable=True,
            ),
            _component("seasonality", "profile", (), {}, *_MONTH_SHARES),
            _component(
                "pipelines",
                "pipeline",
                ("route", "from", "to"),
                {"from": "node", "to": "node"},
                Attribute("capacity", "volume_rate", "hold", "Technical capacity from `from` to `to`.", 0.0),
                Attribute("reverse_capacity", "volume_rate", "hold", "Technical capacity against it.", 0.0),
                Attribute("tariff", "price", "hold", "Transport charge per volume that enters.", 0.0, received=True),
                Attribute("tariff_rate", "price_per_distance", "hold", "Charge per volume and distance.", 0.0),
                Attribute("length", "length", "constant", "Length of the line.", required=True),
                Attribute("fuel_rate", "share_per_distance", "constant", "Compressor fuel per distance."),
                Attribute("loss", "share", "constant", "Share kept in kind on top of fuel.", 0.0),
                _UNCOUNTED,
                *_UPKEEP,
            ),
            _component(
                "liquefaction",
                "plant",
                ("from", "to", "route"),
                {"from": "node", "to": "node"},
                Attribute("capacity", "volume_rate", "hold", "LNG that can leave the plant.", 0.0),
                Attribute("cost", "price", "hold", "Variable cost per volume of LNG.", 0.0),
                Attribute("own_use", "share", "constant", "Share of feed gas used by the plant.", required=True),
                Attribute("minimum", "share", "constant", "Share of the year's capacity that is always used.", 0.0),
                _UNCOUNTED,
                *_UPKEEP,
            ),
            _component(
                "regasification",
                "terminal",
                ("from", "to", "route"),
                {"from": "node", "to": "node"},
                Attribute("capacity", "volume_rate", "hold", "Gas that can be sent out.", 0.0),
                Attribute("cost", "price", "hold", "Charge per volume sent out.", 0.0),
                Attribute("own_use", "share", "constant", "Share of the LNG used by the terminal.", 0.01),
                *_UPKEEP,
            ),
            _component(
                "shipping",
                "voyage",
                ("from", "to", "route", "vessel", "window"),
                {"from": "node", "to": "node", "window": "window"},
                Attribute("capacity", "volume_rate", "hold", "Limit of the voyage, if there is one."),
                Attribute("distance", "length", "constant", "Sailing distance, one way.", required=True),
                Attribute("cost", "price", "hold", "Freight per volume loaded, canal tolls included.", required=True),
                Attribute("boil_off", "share", "constant", "Share of the cargo lost on the way.", 0.0),
            ),
            _component(
                "fleets",
                "fleet",
                ("name",),
                {},
                Attribute("ships", "number", "hold", "Ships in service.", required=True),
                Attribute("cargo", "volume", "constant", "Gas that a ship carries.", required=True),
                Attribute("availability", "share", "constant", "Share of the year in which a ship sails.", 1.0),
            ),
            _component(
                "legs",
                "leg",
                ("voyage", "fleet"),
                {"voyage": "voyage", "fleet": "fleet"},
                Attribute(
                    "round_trip",
                    "time",
                    "constant",
                    "Time of a ship for one cargo, there and back.",
                    required=True,
                    maximum=1.0,
                ),
            ),
            _component("windows", "window", (), {}, *_MONTH_SHARES),
            _component(
                "storages",
                "storage",
                ("node",),
                {"node": "node"},
                Attribute("working_gas", "volume", "hold", "Working gas volume.", required=True),
                Attribute("injection", "volume_rate", "hold", "Largest injection rate.", required=True),
                Attribute("withdrawal", "volume_rate", "hold", "Largest withdrawal rate.", required=True),
                Attribute("cost", "price", "constant", "Cost of one full cycle per volume injected.", 0.0),
                Attribute("withdrawal_cost", "price", "constant", "Cost per volume withdrawn, on top of `cost`.", 0.0),
                Attribute(
                    "holding_cost",
                    "price_per_time",
                    "constant",
                    "Cost of keeping a volume for a year; what is there at a season's end counts for the season.",
                    0.0,
                ),
                Attribute("loss", "share", "constant", "Share of the injection that is used or lost.", 0.0),
                Attribute(
                    "reserve",
                    "share",
                    "constant",
                    "Share of the working gas kept as a strategic reserve, which the market neither fills nor draws.",
                    0.0,
                ),
                Attribute(
                    "opening",
                    "share",
                    "constant",
                    "Stock above the reserve where stocks begin, as a share of the working gas.",
                    0.0,
                ),
                Attribute(
                    "closing",
                    "share",
                    "constant",
                    "Least stock above the reserve where stocks end, as a share of the working gas.",
                    0.0,
                ),
            ),
            _component(
                "contracts",
                "contract",
                ("seller", "origin", "buyer", "arcs", "price_rule", "alternative", "exclusive"),
                {"origin": "origin", "buyer": "node", "arcs": "arcs", "destination": "places"},
                Attribute("quantity", "volume_rate", "hold", "Annual contract quantity.", required=True),
                Attribute("take_or_pay", "share", "constant", "Share of the quantity paid even if not taken.", 0.0),
                Attribute(
                    "price", "price", "linear", "Contract price if fixed, else what stands for it.", required=True
                ),
                Attribute(
                    "minimum_take",
                    "share",
                    "constant",
                    "Share of the quantity of every season that is delivered in that season in any case.",
                    0.0,
                ),
                Attribute("slope", "number", "constant", "USD/MMBtu for each USD/bbl of oil, if indexed to oil."),
                Attribute(
                    "base",
                    "price",
                    "constant",
                    "Part of the oil-indexed price that does not move with oil.",
                    0.0,
                    minimum=-math.inf,
                ),
                Attribute("lag", "time", "constant", "Mean age of the oil price that the index reads.", 0.0),
                Attribute(
                    "oil_share", "share", "constant", "Weight of the oil index in a mixed price, the hub's is the rest."
                ),
                Attribute("floor", "price", "constant", "Least that an indexed price can be."),
                Attribute("ceiling", "price", "constant", "Most that an indexed price can be."),
                Attribute(
                    "markup",
                    "price",
                    "constant",
                    "Price at the hub above what other gas costs the buyer.",
                    0.0,
                    minimum=-math.inf,
                ),
                Attribute(
                    "make_up",
                    "time",
                    "constant",
                    "Time in which gas that was paid for and not taken may still be taken.",
                    0.0,
                    maximum=30.0,
                ),
                Attribute(
                    "prepaid",
                    "share",
                    "constant",
                    "Share of the price paid for gas not taken; the rest when it is.",
                    1.0,
                ),
                Attribute(
                    "carry_forward",
                    "time",
                    "constant",
                    "Time in which gas taken beyond the minimum lowers later minimums.",
                    0.0,
                    maximum=30.0,
                ),
                Attribute(
                    "carry_forward_base",
                    "share",
                    "constant",
                    "Share of the quantity beyond which a take is carried forward; the take-or-pay share at least.",
                ),
                Attribute(
                    "carry_forward_limit", "share", "constant", "Largest share of a year's minimum that it lowers.", 1.0
                ),
                Attribute(
                    "highest", "number", "constant", "Largest rate of any season over the mean rate of the quantity."
                ),
                Attribute(
                    "lowest", "number", "constant", "Rate of any season over the mean rate below which it is paid.", 0.0
                ),
                Attribute(
                    "end",
                    "time",
                    "constant",
                    "First day on which the contract has run out.",
                    minimum=FIRST_YEAR,
                    maximum=LAST_YEAR,
                ),
                Attribute("renewal", "share", "constant", "Share of the quantity that goes on after the end.", 0.0),
                Attribute(
                    "renewal_price",
                    "price",
                    "constant",
                    "Price after the end; it follows the rule as before unless set.",
                ),
                optional=("destination",),
            ),
            _component(
                "bookings",
                "booking",
                ("shipper", "origin", "arcs"),
                {"origin": "origin", "arcs": "arcs"},
                Attribute("capacity", "volume_rate", "hold", "Rate that is booked, over all arcs.", required=True),
                Attribute("sunk", "share", "constant", "Share of the tariff that is paid in any case.", required=True),
                Attribute("multiplier", "number", "constant", "Tariff beyond the booking over the tariff.", 1.0),
            ),
            _component(
                "projects",
                "project",
                ("name", "arcs", "owner"),
                {"arcs": "arcs"},
                Attribute("size", "volume_rate", "constant", "Full size.", required=True),
                Attribute("unit", "volume_rate", "constant", "A candidate is built in whole units of this size only."),
                Attribute("stage", "volume_rate", "hold", "Capacity over time once committed."),
                Attribute(
                    "earliest",
                    "time",
                    "constant",
                    "First year in which it can deliver.",
                    required=True,
                    minimum=FIRST_YEAR,
                    maximum=LAST_YEAR,
                ),
                Attribute("lead_time", "time", "constant", "Years from decision to first gas.", 0.0, maximum=30.0),
                Attribute(
                    "ramp_up",
                    "time",
                    "constant",
                    "Years until all of what was built is available: a third in the first and two thirds in the "
                    "second year of operation if it is 3 years.",
                    0.0,
                    maximum=30.0,
                ),
                Attribute("capex", "money", "constant", "Investment for the full size.", required=True),
                Attribute(
                    "fixed_capex",
                    "money",
                    "constant",
                    "Investment on top of `capex` that does not depend on the size, whenever a candidate is begun.",
                    0.0,
                ),
                Attribute(
                    "lifetime",
                    "time",
                    "constant",
                    "Economic life, over which the annuity pays the investment back.",
                    required=True,
                    minimum=1.0,
                    maximum=100.0,
                ),
                Attribute(
                    "technical_life",
                    "time",
                    "constant",
                    "Years after which what a candidate has built stands no more; to the end of the horizon without.",
                    minimum=1.0,
                    maximum=100.0,
                ),
                Attribute("discount_rate", "share", "constant", "Real return the owner asks.", required=True),
            ),
            _component(
                "levers",
                "lever",
                ("name", "object", "kind"),
                {},  # what the object is depends on the kind: LEVER_KINDS
                Attribute(
                    "volume",
                    "volume_rate",
                    "hold",
                    "Taken off the market's consumption, or added to the producer's potential, once active.",
                    required=True,
                    minimum=-math.inf,
                ),
            ),
        )
    }
)

#: Components whose rows are arcs; their ids share one namespace.
ARC_COMPONENTS = ("pipelines", "liquefaction", "shipping", "regasification")

#: What stands before the id of a contract or a booking among the targets of an event.
CONTRACT, BOOKING = "contract:", "booking:"

#: What a lever changes: its kind to the component of its object.
LEVER_KINDS: Mapping[str, str] = MappingProxyType({"demand": "demand", "supply": "producers"})

#: Tables without figures: name to columns. A column ``source`` or ``..._source`` holds keys of ``sources.csv``.
PLAIN_TABLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "sources": ("key", "publisher", "title", "url", "date", "licence"),
        "events": ("event", "targets", "from", "until", "factor", "kind", "source", "note"),
        "observed": ("observation", "kind", "subject", "year", "value", "unit", "source", "note"),
        "published": (
            "published",
            "statement",
            "indicator",
            "subject",
            "year",
            "low",
            "high",
            "unit",
            "source",
            "note",
        ),
        "year_inputs": ("input", "kind", "object", "year", "value", "unit", "low", "high", "source", "note"),
        "backcast_misses": ("backcast_miss", "route", "years", "reason", "source", "note"),
        "backcast_regions": ("backcast_region", "sets", "source", "note"),
        "backcast_routes": ("backcast_route", "members", "contestable", "source", "note"),
        "calibration": ("calibration", "component", "attribute", "source", "note"),
        "benchmarks": ("price", "benchmark", "year", "value", "unit", "source", "note"),
        "parameters": ("parameter", "value", "unit", "low", "high", "source", "note"),
        # Deflators and exchange rates; corridor.units reads those of the reference dataset, and only those.
        "money": ("money", "value", "unit", "source", "note"),
        "disagreements": (
            "disagreement",
            "object",
            "quantity",
            "taken",
            "source",
            "other",
            "other_source",
            "unit",
            "reason",
            "note",
        ),
        "exceptions": ("exception", "check", "subject", "year", "reason", "source", "note"),
        "gaps": ("gap", "unknown", "instead", "source", "note"),
    }
)

FIGURE_COLUMNS = ("object", "attribute", "date", "value", "unit", "low", "high", "source", "note")

#: What is given to a back-cast for a year: kind to the component and the attribute that take it.
YEAR_INPUTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "consumption": ("demand", "volume"),
        "production": ("producers", "potential"),
        "lng_export": ("liquefaction", "capacity"),
        "stock_change": ("demand", "stock_change"),
    }
)

#: Benchmark that contracts indexed to oil read.
OIL = "Brent"
#: Unit of oil prices; they are numbers, for no volume of gas is in them.
OIL_UNIT = "USD/bbl"

EVENT_KINDS = ("technical", "regulatory", "conflict", "commercial")
NODE_KINDS = ("basin", "market", "hub", "liquefaction", "regas")

#: Global numbers: name to dimension.
PARAMETERS: Mapping[str, str] = MappingProxyType(
    {
        "fuel_rate": "share_per_distance",
        "discount_rate": "share",
        "value_of_lost_load": "price",
    }
)

ATTRIBUTES: Mapping[str, Mapping[str, Attribute]] = MappingProxyType(
    {name: component.attributes for name, component in COMPONENTS.items()}
)
