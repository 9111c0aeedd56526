"""What the objects of a dataset are, each in a line: the hover texts of their names in an editor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corridor.dataset import Dataset, lookup_rows
from corridor.dataset.provenance import newest_source
from corridor.dataset.schema import COMPONENTS, Component
from corridor.scenario.vocabulary import MARKET, NODE

_NAMED = 6
"""Members of a group that are named."""

_PLACES = ("seller", "shipper", "owner", "origin", "buyer", "node", "producer", "market", "voyage", "fleet")


def texts_by_kind(dataset: Dataset) -> Mapping[str, Mapping[str, str]]:
    """Return kind of name (``pipeline``, ``market or group``, ...) to name to what it is, both sorted."""
    texts = {component.key: _objects(dataset, component) for component in COMPONENTS.values()}
    markets = texts["market"]
    texts[MARKET] = {**_groups(dataset, frozenset(markets), "markets"), **markets}
    texts[NODE] = {**texts["node"], **_groups(dataset, frozenset(texts["node"]), "nodes")}
    texts["event"] = {str(name): _event(row) for name, row in lookup_rows(dataset.tables["events"]).items()}
    texts["origin"] = {origin: f"Gas of {origin}." for origin in dataset.origins}
    texts["owner"] = _owners(dataset)
    return {kind: dict(sorted(texts[kind].items())) for kind in sorted(texts)}


def _objects(dataset: Dataset, component: Component) -> dict[str, str]:
    figures = _newest_figures(dataset, component) if component.attributes else {}
    return {
        str(identity): _sentence(component, str(identity), row, figures.get(str(identity), ""))
        for identity, row in dataset.rows(component.name)
    }


def _sentence(component: Component, identity: str, row: Mapping[str, Any], figure: str) -> str:
    """Say what an object is, e.g. ``Blue Stream, Russia South to Türkiye; capacity 16 bcm/yr in the dataset``."""
    name = str(row.get("route") or row.get("name") or identity)
    where = f"{row['from']} to {row['to']}" if "from" in component.columns else ""
    if not where:
        where = ", ".join(
            f"{column} {row[column]}" for column in _PLACES if column in component.columns and row[column]
        )
    known = f"{figure} in the dataset" if figure else ""
    about = ", ".join(part for part in (name, where) if part)
    return "; ".join(part for part in (about, known) if part) + "."


def _newest_figures(dataset: Dataset, component: Component) -> dict[str, str]:
    """Return each object's first attribute as it stands in the year of the newest source, as written there."""
    end = float(newest_source(dataset)[:4] or 0) + 1.0
    order = {name: place for place, name in enumerate(component.attributes)}
    table = dataset.figures[component.name].sort_values("date", kind="stable")
    found: dict[str, tuple[int, str]] = {}
    columns = (table[name].tolist() for name in ("object", "attribute", "date", "text", "written"))
    for identity, attribute, date, text, written in zip(*columns, strict=True):
        place = order[attribute]
        known = found.get(identity, (len(order), ""))[0]
        # The last figure that has begun; before any has, the first of all. A constant has no date, which is no number.
        if place < known or (place == known and date < end):
            when = f" ({written})" if written else ""
            found[identity] = (place, f"{attribute.replace('_', ' ')} {text.removesuffix(' 1')}{when}")
    return {identity: text for identity, (_, text) in found.items()}


def _groups(dataset: Dataset, among: frozenset[str], what: str) -> dict[str, str]:
    """Say which nodes of a kind a group holds; groups without any are left out."""
    texts = {}
    for group, nodes in dataset.groups.items():
        members = sorted(nodes & among)
        if members:
            more = ", ..." if len(members) > _NAMED else ""
            count = f"{len(members)} {what}" if members[1:] else f"one {what.removesuffix('s')}"
            texts[group] = f"Group of {count}: {', '.join(members[:_NAMED])}{more}."
    return texts


def _owners(dataset: Dataset) -> dict[str, str]:
    """Say of those who own projects which these are."""
    owned: dict[str, list[str]] = {}
    for name, row in dataset.rows("projects"):
        owned.setdefault(str(row["owner"]), []).append(str(row["name"] or name))
    return {
        owner: f"Owner of {', '.join(projects[:_NAMED])}{', ...' if len(projects) > _NAMED else ''}."
        for owner, projects in owned.items()
    }


def _event(row: Mapping[str, Any]) -> str:
    end = f" until {row['until']}" if row["until"] else ""
    targets = str(row["targets"]).replace(";", ", ")
    return f"{str(row['kind']).capitalize()}: {targets} at {row['factor']} of capacity from {row['from']}{end}."
