"""A checked document back to plain texts: the resolved scenario that runs are stored with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from corridor import units
from corridor.dataset.schema import PARAMETERS, Attribute
from corridor.scenario.benchmarks import texts
from corridor.scenario.changes import Relative
from corridor.scenario.conduct_parts import conduct_texts
from corridor.scenario.document import DocumentModel, MarketPart, amount_of, growth_of, names_of, status_of
from corridor.scenario.investment_parts import BudgetPart
from corridor.scenario.model import Horizon
from corridor.scenario.part import Part
from corridor.scenario.rules import PolicyBase
from corridor.scenario.sections import GROWTH, LINKS, SECTIONS, Section
from corridor.scenario.swap_parts import SwapPart
from corridor.scenario.values import Amount, date_text, is_date

_NULL = "tag:yaml.org,2002:null"


def write(
    document: DocumentModel, horizon: Horizon, dataset: str | None, sets: Mapping[str, Any] = MappingProxyType({})
) -> dict[str, Any]:
    """Return a document as nested texts that load to the same scenario.

    Parameters
    ----------
    document
        All layers merged.
    horizon
        With its defaults spelt out.
    dataset
        Folder of a dataset other than the reference dataset.
    sets
        What each branch of the future sets, as nested texts.
    """
    written: dict[str, Any] = {
        "title": document.title,
        "description": document.description,
        "dataset": dataset,
        "horizon": {
            "years": list(horizon.years),
            "seasons": {season.name: list(season.months) for season in horizon.seasons},
            "discount_rate": units.text(horizon.discount_rate, "share"),
            **_stated({"storage": document.horizon.storage, "disposal": document.horizon.disposal}),
            **_foresight(document, horizon, sets),
        },
    }
    for section in SECTIONS:
        objects = document.objects(section)
        written[section.key] = {name: _object(objects[name], section) for name in sorted(objects)}
    written["parameters"] = {name: units.text(value, PARAMETERS[name]) for name, value in document.numbers().items()}
    written["policies"] = {name: _policy(document.policies[name]) for name in sorted(document.policies)}
    written["budgets"] = {name: _budget(document.budgets[name]) for name in sorted(document.budgets)}
    written["owners"] = {
        name: {"return": units.text(document.owners[name].asked, "share")} for name in sorted(document.owners)
    }
    written["swaps"] = {name: _swap(document.swaps[name]) for name in sorted(document.swaps)}
    written["market"] = _market(document.market)
    report = document.report
    written["report"] = _stated(
        {"years": list(report.years or ()), "units": report.units, "compare_with": report.compare_with}
    )
    return _stated(written)


def _market(part: MarketPart) -> dict[str, Any]:
    error = part.price_error
    return _stated(
        {
            "nomination": part.nomination,
            "price_error": None if error is None else units.text(error, "share"),
            "shortfall": part.shortfall,
            "benchmarks": dict(texts(part.benchmarks)),
            "conduct": {origin: conduct_texts(said) for origin, said in sorted(part.conduct.items())},
            "linear_demand": list(part.linear_demand),
            "quadratic": part.quadratic,
            "piece_error": None if part.piece_error is None else units.text(part.piece_error, "price"),
        }
    )


def _foresight(document: DocumentModel, horizon: Horizon, sets: Mapping[str, Any]) -> dict[str, Any]:
    window = horizon.window
    branches = {
        name: _stated({"probability": units.text(part.probability, "share"), "set": sets.get(name)})
        for name, part in document.horizon.branches.items()
    }
    rolling = window and {"years": f"{window.years} yr", "look_ahead": f"{window.look_ahead} yr"}
    return _stated({"window": rolling, "branches": branches, "decided_before": horizon.decided_before})


def _object(part: Part, section: Section) -> dict[str, Any]:
    written: dict[str, Any] = {"status": status_of(part)}
    for column in section.columns:
        value = getattr(part, column.key)
        written[column.key] = list(value) if isinstance(value, tuple) else value
    for key, attribute in section.attributes.items():
        amount = amount_of(part, key)
        if amount is not None:
            written[key] = _amount(amount, attribute)
    for link in LINKS.get(section.component, ()):
        written[link.key] = list(names_of(part, link.key))
    growth = growth_of(part)
    written[GROWTH.name] = None if growth is None else _amount(growth, GROWTH)
    return _stated(written)


def _amount(amount: Amount, attribute: Attribute) -> Any:
    if isinstance(amount, Relative):
        return amount.text(attribute.dimension)
    first, value = amount[0]
    if is_date(attribute):
        return date_text(value)
    if first is None:
        return units.text(value, attribute.dimension)
    return {date: units.text(number, attribute.dimension) for date, number in amount}


def _policy(part: PolicyBase) -> dict[str, Any]:
    written = part.model_dump(by_alias=True, exclude_defaults=True, mode="json")
    kind, rule = part.stated
    for key, attribute in rule.figures.items():
        written[kind.key][key] = _amount(getattr(rule, key), attribute)
    for key, dimension in rule.quantities.items():
        if key in written[kind.key]:
            written[kind.key][key] = units.text(getattr(rule, key), dimension)
    # The rule first, then the remarks on it, as people write them.
    return {kind.key: written.pop(kind.key), **written}


def _swap(part: SwapPart) -> dict[str, Any]:
    written = part.model_dump(by_alias=True, exclude_defaults=True, mode="json")
    for key, attribute in part.figures.items():
        if key in written:
            written[key] = _amount(getattr(part, key), attribute)
    if "ratio" in written:
        written["ratio"] = units.text(part.ratio, "number")
    return written


def _budget(part: BudgetPart) -> dict[str, Any]:
    written = part.model_dump(by_alias=True, exclude_defaults=True, mode="json")
    return {**written, "limit": units.text(part.limit, "money")}


def _stated(entries: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not said."""
    return {key: value for key, value in entries.items() if value not in (None, "", [], {})}


def yaml_text(value: Mapping[str, Any]) -> str:
    """Write nested texts as YAML that loads to the same."""
    from io import StringIO

    from ruamel.yaml import YAML

    stream = StringIO()
    writer = YAML()
    writer.width = 120
    writer.representer.add_representer(type(None), lambda node, _: node.represent_scalar(_NULL, "null"))
    writer.dump(value, stream)
    # Years are read as text, so they need none of the quotes with which the writer keeps them from being numbers.
    return re.sub(r"^( *)'(\d{4})':", r"\1\2:", stream.getvalue(), flags=re.MULTILINE)
