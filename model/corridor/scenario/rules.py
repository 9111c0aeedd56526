"""Policies in the scenario language: one class a kind of rule, and the tuple of all kinds.

A new kind is a class here, its meaning in ``policies`` and one entry in :data:`KINDS`.

A price cap is on the gas of some origins and not on a market's price: below the price that clears a market buyers want
more than sellers bring, and who is served would hang on a rule of rationing that no scenario states. So the market
clears at its own price, the seller of capped gas gets no more than the cap, and who buys it keeps the difference.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, WithJsonSchema, create_model, model_validator

from corridor.dataset import decimal_year
from corridor.dataset.schema import Attribute
from corridor.scenario.describing import described, unit_text
from corridor.scenario.part import Part
from corridor.scenario.policies import (
    ANY,
    Ban,
    Cap,
    Diversification,
    Filling,
    Form,
    OverTime,
    Policy,
    PriceCap,
    Quota,
    Tariff,
    Transit,
)
from corridor.scenario.values import (
    NAME,
    Date,
    Fault,
    OneOrMore,
    Points,
    failure,
    figure,
    name_of,
    quantity,
    source_or_address,
)
from corridor.scenario.vocabulary import NODE, Vocabulary

VOLUME = Attribute("volume", "volume_rate", "hold", "Largest volume a year; without limit before its first date.")
RATE = Attribute("rate", "price", "hold", "Charge on a unit of gas; none before its first date.")
SHARE = Attribute("share", "share", "hold", "Largest share of consumption; without limit before its first date.")
LARGEST_SHARE = Attribute("largest_share", "share", "hold", SHARE.description)
HIGHEST_PRICE = Attribute("price", "price", "hold", "Most that the seller gets for a unit; free before its first date.")
TARGET = Attribute("share", "share", "hold", "Share of the working gas to hold on the day; none before its first date.")


def _origin_or_any(value: object, info: ValidationInfo) -> object:
    words: Vocabulary | None = info.context
    if isinstance(value, str) and words is not None and value != ANY:
        fault = words.fault("origin", value)
        if fault is not None:
            raise failure([Fault(*fault)])
    return value


def _require_names_or_any(origins: tuple[str, ...]) -> None:
    if ANY in origins and len(origins) > 1:
        raise failure([Fault("'any' stands for every origin", "write it alone", ("origin",), whole=True)])


def _day(value: object) -> str:
    """Check a day of the year ``MM-DD`` and return it as written."""
    if isinstance(value, str) and re.fullmatch(r"\d{2}-\d{2}", value):
        try:
            datetime.date(2001, int(value[:2]), int(value[3:]))
        except ValueError:
            pass
        else:
            return value
    shown = f"'{value}'" if isinstance(value, str) else "a list or mapping"
    raise failure([Fault(f"{shown} is not a day of the year", "write month and day as MM-DD, e.g. '10-01'")])


Nodes = Annotated[tuple[Annotated[str, name_of(NODE)], ...], OneOrMore]
OriginName = Annotated[str, name_of("origin")]
OriginOrAny = Annotated[
    str,
    BeforeValidator(
        _origin_or_any,
        json_schema_input_type=Annotated[
            str, WithJsonSchema({"anyOf": [{"type": "string", NAME: "origin"}, {"type": "string", "enum": [ANY]}]})
        ],
    ),
]
Day = Annotated[str, BeforeValidator(_day), WithJsonSchema({"type": "string", "pattern": r"^\d{2}-\d{2}$"})]


class RulePart(Part):
    """What every rule says: on which nodes, and when."""

    figures: ClassVar[Mapping[str, Attribute]] = MappingProxyType({})
    """Its keys that hold quantities over time."""
    quantities: ClassVar[Mapping[str, str]] = MappingProxyType({})
    """Its keys that hold a single quantity, and their dimensions."""

    into: Annotated[Nodes, Field(min_length=1)] = Field(
        description="Nodes or groups that the rule is about; one name or a list. A name that is both is the group."
    )
    start: Date | None = Field(
        default=None,
        alias="from",
        description="First day in force: YYYY, YYYY-MM or YYYY-MM-DD. In force from the beginning unless set.",
    )
    until: Date | None = Field(
        default=None,
        description="First day no longer in force: YYYY, YYYY-MM or YYYY-MM-DD. Without an end unless set.",
    )
    exempt: Nodes = Field(
        default=(), alias="except", description="Nodes or groups that the rule leaves out; none unless set."
    )

    @model_validator(mode="after")
    def _starts_before_it_ends(self) -> RulePart:
        if self.start and self.until and decimal_year(self.start, "hold") >= decimal_year(self.until, "hold"):
            message = f"'until' {self.until} is not after 'from' {self.start}"
            raise failure([Fault(message, "'until' is the first day no longer in force", ("until",), whole=True)])
        return self

    def terms(self) -> dict[str, Any]:
        """Return what is particular to its kind, named as in the kind's class of ``policies``."""
        raise NotImplementedError


class _OfOrigin(Part):
    origin: OriginName = Field(description="Whose gas: the name under which it is tracked.")
    form: Literal["pipeline", "lng", "any"] = Field(
        default="any", description="Which way of entering counts: pipeline, lng or any; any unless set."
    )


class BanPart(RulePart, _OfOrigin):
    """None of this gas may enter."""

    transit: Transit = Field(
        default="forbidden",
        description="Whether gas may cross these nodes on its way to others: allowed or forbidden; forbidden unless "
        "set.",
    )

    def terms(self) -> dict[str, Any]:
        """Return origin, form and transit."""
        return {"origin": self.origin, "form": self.form, "transit": self.transit}


class CapPart(RulePart, _OfOrigin):
    """At most so much of this gas may enter in a year, or be sold there if transit is allowed."""

    figures = MappingProxyType({"volume": VOLUME})
    transit: Transit = Field(
        default="forbidden",
        description="Whether gas that only crosses these nodes is left out of the count (allowed) or counts too "
        "(forbidden); forbidden unless set.",
    )
    volume: figure(VOLUME, in_dataset=False) = Field(  # type: ignore[valid-type]
        description=described(VOLUME, in_dataset=False)
    )

    def terms(self) -> dict[str, Any]:
        """Return origin, form, transit and volume."""
        return {"origin": self.origin, "form": self.form, "transit": self.transit, "volume": dated(self.volume)}


class TariffPart(RulePart, _OfOrigin):
    """A charge on this gas, paid by whoever brings it in to whoever levies it."""

    figures = MappingProxyType({"rate": RATE})
    origin: OriginOrAny = Field(description="Whose gas; 'any' for everybody's but that of the nodes' own countries.")
    transit: Transit = Field(
        default="forbidden",
        description="'allowed' if only what is sold there is charged; forbidden, so that gas that enters twice pays "
        "twice, unless set.",
    )
    rate: figure(RATE, in_dataset=False) = Field(  # type: ignore[valid-type]
        description=described(RATE, in_dataset=False)
    )
    except_origins: Annotated[tuple[OriginName, ...], OneOrMore] = Field(
        default=(), description="Whose gas goes free where the origin is 'any'; nobody's unless set."
    )

    @model_validator(mode="after")
    def _exempts_from_any(self) -> TariffPart:
        if self.except_origins and self.origin != ANY:
            message = "'except_origins' only goes with 'origin: any'"
            raise failure([Fault(message, "leave one of the two out", ("except_origins",), whole=True)])
        return self

    def terms(self) -> dict[str, Any]:
        """Return origin, form, transit, rate and who is exempt."""
        return {
            "origin": self.origin,
            "form": self.form,
            "transit": self.transit,
            "rate": dated(self.rate),
            "exempt_origins": tuple(sorted(self.except_origins)),
        }


class PriceCapPart(RulePart):
    """The seller of this gas gets no more than a price; who buys it keeps what the market's price is above that."""

    figures = MappingProxyType({"price": HIGHEST_PRICE})
    origin: Annotated[tuple[OriginOrAny, ...], OneOrMore, Field(min_length=1)] = Field(
        description="Whose gas; one name, a list, or 'any' for everybody's but that of the nodes' own countries."
    )
    form: Form = Field(
        default="any",
        description="Which way of coming to a market counts: pipeline, lng or any; any unless set. LNG is sold where "
        "it lands.",
    )
    price: figure(HIGHEST_PRICE, in_dataset=False) = Field(  # type: ignore[valid-type]
        description=described(HIGHEST_PRICE, in_dataset=False)
    )
    except_origins: Annotated[tuple[OriginName, ...], OneOrMore] = Field(
        default=(), description="Whose gas goes free where the origin is 'any'; nobody's unless set."
    )

    @model_validator(mode="after")
    def _names_or_any(self) -> PriceCapPart:
        _require_names_or_any(self.origin)
        if self.except_origins and ANY not in self.origin:
            message = "'except_origins' only goes with 'origin: any'"
            raise failure([Fault(message, "leave one of the two out", ("except_origins",), whole=True)])
        return self

    def terms(self) -> dict[str, Any]:
        """Return origins, form, price and who is exempt."""
        return {
            "origins": () if ANY in self.origin else tuple(sorted(set(self.origin))),
            "form": self.form,
            "price": dated(self.price),
            "exempt_origins": tuple(sorted(set(self.except_origins))),
        }


class QuotaPart(RulePart, _OfOrigin):
    """Gas of an origin may be at most a share of what all these nodes together consume in a year."""

    figures = MappingProxyType({"share": SHARE})
    share: figure(SHARE, in_dataset=False) = Field(  # type: ignore[valid-type]
        description=described(SHARE, in_dataset=False)
    )

    def terms(self) -> dict[str, Any]:
        """Return origin, form and share."""
        return {"origin": self.origin, "form": self.form, "share": dated(self.share)}


class DiversificationPart(RulePart):
    """No single origin may be more than a share of what all these nodes together consume in a year."""

    figures = MappingProxyType({"largest_share": LARGEST_SHARE})
    largest_share: figure(LARGEST_SHARE, in_dataset=False) = Field(  # type: ignore[valid-type]
        description=described(LARGEST_SHARE, in_dataset=False)
    )
    origin: Annotated[tuple[OriginOrAny, ...], OneOrMore, Field(min_length=1)] = Field(
        default=(ANY,),
        description="Whose gas; 'any' for everybody's but that of the nodes' own countries, which stands unless set.",
    )
    except_origins: Annotated[tuple[OriginName, ...], OneOrMore] = Field(
        default=(), description="Whose gas may be any share; nobody's unless set."
    )

    @model_validator(mode="after")
    def _names_or_any(self) -> DiversificationPart:
        _require_names_or_any(self.origin)
        return self

    def terms(self) -> dict[str, Any]:
        """Return share, origins and who is exempt."""
        return {
            "share": dated(self.largest_share),
            "origins": () if ANY in self.origin else tuple(sorted(set(self.origin))),
            "exempt_origins": tuple(sorted(set(self.except_origins))),
        }


class FillingPart(RulePart):
    """The storages of all these nodes together hold a share of their working gas on a day of the year."""

    figures = MappingProxyType({"share": TARGET})
    quantities = MappingProxyType({"opening": "share"})
    share: figure(TARGET, in_dataset=False) = Field(  # type: ignore[valid-type]
        description=described(TARGET, in_dataset=False)
    )
    by: Day = Field(description="The day of the year, as MM-DD, e.g. 10-01.")
    since: Day = Field(
        default="04-01",
        description="The day from which filling counts, as MM-DD; 04-01 (1 April) unless set.",
    )
    opening: quantity("share", 0.0, 1.0) = Field(  # type: ignore[valid-type]
        default=0.0,
        description="Share of the working gas that lies in store on the day from which filling counts. "
        f"{unit_text('share')} From 0 % to 100 %. 0 % unless set.",
    )

    @model_validator(mode="after")
    def _fills_between_two_days(self) -> FillingPart:
        if self.by == self.since:
            message = f"filling counts from {self.since}, so it cannot be due on the same day"
            raise failure([Fault(message, "choose a later day for 'by'", ("by",), whole=True)])
        return self

    def terms(self) -> dict[str, Any]:
        """Return target, days and opening stock."""
        return {
            "share": dated(self.share),
            "by": _part_of_year(self.by),
            "since": _part_of_year(self.since),
            "opening": self.opening,
        }


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of rule: its key in a policy, its form in the language and its meaning."""

    key: str
    part: type[RulePart]
    policy: type[Policy]


KINDS: tuple[Kind, ...] = (
    Kind("ban", BanPart, Ban),
    Kind("cap", CapPart, Cap),
    Kind("quota", QuotaPart, Quota),
    Kind("diversification", DiversificationPart, Diversification),
    Kind("tariff", TariffPart, Tariff),
    Kind("price_cap", PriceCapPart, PriceCap),
    Kind("filling", FillingPart, Filling),
)
"""Every kind of rule, in the order in which they are documented."""


class PolicyBase(Part):
    """One rule, with its reason and where it is written; :data:`PolicyPart` adds a key for every kind."""

    reason: str | None = Field(default=None, description="Why, in a sentence; reports quote it.")
    source: Annotated[str, source_or_address] | None = Field(
        default=None, description="Where it is written: a key of the dataset's sources, or an address."
    )

    @model_validator(mode="after")
    def _is_one_rule(self) -> PolicyBase:
        if sum(getattr(self, kind.key) is not None for kind in KINDS) != 1:
            *names, last = (f"'{kind.key}'" for kind in KINDS)
            message = f"a policy holds one rule: {', '.join(names)} or {last}"
            raise failure([Fault(message, "write one of them below its name", whole=True)])
        return self

    @property
    def stated(self) -> tuple[Kind, RulePart]:
        """The one rule of a complete policy, and its kind."""
        kind = next(kind for kind in KINDS if getattr(self, kind.key) is not None)
        rule: RulePart = getattr(self, kind.key)
        return kind, rule


def _policy_part() -> type[PolicyBase]:
    rules: dict[str, Any] = {
        kind.key: (kind.part | None, Field(default=None, description=kind.part.__doc__)) for kind in KINDS
    }
    return create_model("PolicyPart", __base__=PolicyBase, **rules)


PolicyPart = _policy_part()
"""One policy of a scenario."""


def dated(points: Points) -> OverTime:
    """Turn dates as written into decimal years."""
    return tuple((None if date is None else decimal_year(date, "hold"), value) for date, value in points)


def _part_of_year(day: str) -> float:
    """Turn ``MM-DD`` into the part of a year before that day."""
    return decimal_year(f"2001-{day}", "hold") - 2001.0
