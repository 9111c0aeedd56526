"""Sections of a scenario: objects of the dataset by id, what may be changed of them, and what a new one needs.

A section is made from the dataset's declaration of its component, so that a new attribute there is a new key here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from corridor.dataset import Dataset
from corridor.dataset.schema import ATTRIBUTES, COMPONENTS, EVENT_KINDS, LEVER_KINDS, NODE_KINDS, Attribute
from corridor.scenario.vocabulary import ARC, MARKET, NODE, ORIGIN, TARGET

REMOVED = "removed"
"""Status of an object that the scenario takes out of the dataset, with all that stands on it."""

PRESENT = "present"
"""Status of an object that is not removed, where there is no other."""

OWN_ID = "the id"
"""Default of a column that repeats the id of the object."""

EVENT: Mapping[str, Attribute] = MappingProxyType(
    {
        "from": Attribute("start", "time", "constant", "First day."),
        "until": Attribute("end", "time", "constant", "First day on which it is over."),
        "factor": Attribute("left", "share", "constant", "Share of the capacity that is left.", required=True),
    }
)
"""What a scenario may change of an event: key to attribute, named as the columns of the table that is read."""


@dataclass(frozen=True, slots=True)
class Column:
    """Something that is said once of a new object and cannot change: where it lies, whose it is.

    Attributes
    ----------
    key
        In the scenario, and in the dataset's table.
    kind
        Kind of name, for :class:`~corridor.scenario.vocabulary.Vocabulary`; ``text`` or ``degrees``.
    description
        One sentence.
    default
        Of a new object that does not say; None if it must.
    many
        Whether it may be a list.
    values
        The words that can stand there, if not any.
    changeable
        Whether a scenario may say it of an object of the dataset too: a term that is agreed, not where something lies.
    """

    key: str
    kind: str
    description: str
    default: str | None = None
    many: bool = False
    values: tuple[str, ...] = ()
    changeable: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A top-level key whose value holds objects of one component by id.

    Attributes
    ----------
    key
        The top-level key.
    component
        Component of the dataset.
    kind
        Kind of the ids, for :class:`~corridor.scenario.vocabulary.Vocabulary`.
    statuses
        What ``status`` may be; the first one stands where nothing is said, except for projects and levers.
    attributes
        Key to attribute of the dataset.
    columns
        What a new object needs beside its figures; empty if objects cannot be added.
    place
        Column that holds the node at which an object stands, for keys such as ``EU.*``; None if there is no one node.
    """

    key: str
    component: str
    kind: str
    statuses: tuple[str, ...]
    attributes: Mapping[str, Attribute]
    columns: tuple[Column, ...] = ()
    place: str | None = None

    def ids(self, dataset: Dataset) -> frozenset[str]:
        """Return the objects that a dataset has."""
        table = dataset.tables["events"] if self.component == "events" else dataset.identities[self.component]
        return frozenset(table.index)

    @property
    def usual_status(self) -> str | None:
        """Status of an object about which nothing is said; None if there is none."""
        if not self.statuses:
            return None
        return {"projects": "excluded", "levers": "off"}.get(self.key, self.statuses[0])

    @property
    def needed(self) -> tuple[str, ...]:
        """Keys that a new object must have."""
        columns = [column.key for column in self.columns if column.default is None]
        return (*columns, *(key for key, attribute in self.attributes.items() if attribute.required))


@dataclass(frozen=True, slots=True)
class Link:
    """A key that names other objects of the same section.

    Attributes
    ----------
    key
        In the scenario.
    description
        One sentence.
    """

    key: str
    description: str


LINKS: Mapping[str, tuple[Link, ...]] = MappingProxyType(
    {
        "projects": (
            Link(
                "exclusive_with",
                "Projects of which at most one is built over the whole horizon, this one or that; it holds both ways.",
            ),
            Link(
                "requires",
                "Projects that must stand for this one to stand: in every year at most the share of its size that "
                "each of them has of its own.",
            ),
        )
    }
)
"""What ties objects of a component together; only scenarios say so."""


def _text(key: str, description: str, default: str | None = "", values: tuple[str, ...] = ()) -> Column:
    return Column(key, "text", description, default, values=values)


def _name(key: str, kind: str, description: str, default: str | None = None) -> Column:
    return Column(key, kind, description, default)


_ENDS = (_name("from", "node", "Node at which it begins."), _name("to", "node", "Node at which it ends."))
_ROUTE = _text("route", "Route that it belongs to in reports.", OWN_ID)
_ARCS = Column(
    "arcs", ARC, "Lines, plants, voyages or terminals; 'id:reverse' for a line against its direction.", many=True
)
_CALLED = _text("name", "Name in reports.", OWN_ID)

_COLUMNS: Mapping[str, tuple[Column, ...]] = MappingProxyType(
    {
        "nodes": (
            _CALLED,
            _text("kind", "What the node is.", None, NODE_KINDS),
            _text("country", "Country code of three letters (ISO 3166).", None),
            Column("groups", "text", "Groups it belongs to; a new name makes a new group.", "", many=True),
            Column("lon", "degrees", "Longitude, degrees east."),
            Column("lat", "degrees", "Latitude, degrees north."),
        ),
        "producers": (
            _name("node", "node", "Node at which it feeds in."),
            _text("origin", "Name under which its gas is tracked; a new name makes a new origin.", None),
            Column(
                "sold_in",
                MARKET,
                "Markets or groups in which alone gas of its origin is sold; anywhere unless set.",
                "",
                many=True,
            ),
        ),
        "supply_steps": (
            _name("producer", "producer", "Producer whose gas it is."),
            _text("rank", "Place among the steps, cheapest first: 1, 2, ...", None),
        ),
        "demand": (_name("profile", "profile", "Shape of the year, a profile of 'seasonality'."),),
        "sectors": (
            _name("market", "market", "Market whose consumers they are."),
            _CALLED,
            _name("profile", "profile", "Shape of the year, a profile of 'seasonality'; the market's unless set.", ""),
        ),
        "pipelines": (*_ENDS, _ROUTE),
        "liquefaction": (*_ENDS, _ROUTE),
        "regasification": (*_ENDS, _ROUTE),
        "shipping": (
            *_ENDS,
            _ROUTE,
            _text("vessel", "Kind of ship.", "conventional", ("conventional", "ice-class")),
            _name("window", "window", "Months in which ships can sail, a window of 'windows'.", ""),
        ),
        "fleets": (_CALLED,),
        "legs": (_name("voyage", "voyage", "Voyage."), _name("fleet", "fleet", "Fleet that sails it.")),
        "storages": (_name("node", "node", "Node at which it stands."),),
        "contracts": (
            _text("seller", "Who sells.", None),
            _name("origin", ORIGIN, "Whose gas it is."),
            _name("buyer", "node", "Node of the buyer."),
            _ARCS,
            Column(
                "price_rule",
                "text",
                "What the price follows: its own 'price', the hub, oil, or oil and hub mixed.",
                values=("fixed", "hub", "oil", "mixed", "unknown"),
                changeable=True,
            ),
            Column("alternative", "text", "Benchmark price that the buyer would otherwise pay.", "", changeable=True),
            _text("exclusive", "'yes' if the seller's gas flows over its arcs under contracts only.", "", ("yes", "")),
            Column(
                "destination",
                NODE,
                "Where alone its gas may be sold, in addition to being stored; anywhere unless set.",
                "",
                many=True,
                changeable=True,
            ),
        ),
        "bookings": (_text("shipper", "Who has booked.", None), _name("origin", ORIGIN, "Whose gas it is."), _ARCS),
        "projects": (_CALLED, _ARCS, _text("owner", "Who builds it.", None)),
        "levers": (
            _CALLED,
            _text("object", "Market or producer that it changes.", None),
            _text("kind", "Which side of the market that is.", None, tuple(LEVER_KINDS)),
        ),
        "events": (
            Column(
                "targets",
                TARGET,
                "Lines, plants, voyages or terminals that it limits; 'contract:id', 'booking:id' for what it excuses.",
                many=True,
            ),
            _text("kind", "Why.", None, EVENT_KINDS),
        ),
    }
)

_RENAMED = {"projects": {"stage": "capacity"}}


def _section(key: str, component: str, *statuses: str, kind: str = "", place: str | None = None) -> Section:
    names = _RENAMED.get(component, {})
    attributes = {names.get(name, name): attribute for name, attribute in ATTRIBUTES.get(component, {}).items()}
    columns = _COLUMNS.get(component, ())
    kept = (*statuses, REMOVED) if columns else statuses
    name = kind or COMPONENTS[component].key
    return Section(key, component, name, kept, MappingProxyType(attributes), columns, place)


SECTIONS: tuple[Section, ...] = (
    _section("nodes", "nodes", PRESENT, place="node"),
    _section("demand", "demand", PRESENT, kind=MARKET, place="market"),
    _section("sectors", "sectors", PRESENT, place="market"),
    _section("seasonality", "seasonality"),
    _section("supply", "producers", PRESENT, place="node"),
    _section("supply_steps", "supply_steps", PRESENT),
    _section("pipelines", "pipelines", "open", "closed"),
    _section("liquefaction", "liquefaction", "open", "closed", place="from"),
    _section("regasification", "regasification", "open", "closed", place="to"),
    _section("shipping", "shipping", "open", "closed"),
    _section("windows", "windows"),
    _section("fleets", "fleets", PRESENT),
    _section("legs", "legs", PRESENT),
    _section("storages", "storages", PRESENT, place="node"),
    _section("contracts", "contracts", "active", "ended", place="buyer"),
    _section("bookings", "bookings", "active", "ended"),
    _section("projects", "projects", "committed", "candidate", "excluded"),
    _section("levers", "levers", "active", "off"),
    Section("events", "events", "event", ("active", "off", REMOVED), EVENT, _COLUMNS["events"]),
)
"""The sections on objects of the dataset, in the order in which they are documented."""

GROWING = ("demand", "producers")
"""Components whose volume over time may be given as a yearly growth."""

GROWTH = Attribute(
    "growth",
    "share_per_time",
    "hold",
    "Yearly growth of the volume from the first model year on, below 0 a decline; dated rates hold from their date.",
    minimum=-0.5,
    maximum=0.5,
)
"""How fast a volume grows; reads like an attribute of the dataset."""

GROWN: Mapping[str, str] = MappingProxyType({"demand": "volume", "producers": "potential"})
"""What grows, by component."""


def section_of(key: str) -> Section | None:
    """Return the section of a top-level key."""
    return next((section for section in SECTIONS if section.key == key), None)
