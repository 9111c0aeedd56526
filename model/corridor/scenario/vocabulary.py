"""The names a scenario may use, and what to say about a name that is not one of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from corridor.dataset import REVERSE, Dataset
from corridor.dataset.schema import ARC_COMPONENTS, BOOKING, COMPONENTS, CONTRACT, OIL
from corridor.errors import did_you_mean, shortened

MARKET = "market or group"
NODE = "node or group"
ORIGIN = "origin"
ARC = "arc"
TARGET = "arc, contract or booking"
GROUP = ".*"
"""Ending of a key that stands for every object in a group of nodes."""


_FEW = 12
"""So many names are all told."""


def is_pattern(name: str) -> bool:
    """Whether a key stands for all objects that it matches (``gazprom-*``, ``EU.*``)."""
    return "*" in name or "?" in name


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Known names by kind.

    Attributes
    ----------
    names
        Kind (``pipeline``, ``producer``, ``node or group``, ...) to known names.
    countries
        Node name to its country code, for people who write codes.
    removed
        Kind to names that the scenario takes out of the dataset, and where it says so.
    """

    names: Mapping[str, Collection[str]]
    countries: Mapping[str, str]
    removed: Mapping[str, Mapping[str, str]]

    def fault(self, kind: str, name: str) -> tuple[str, str | None] | None:
        """Return message and hint if ``name`` is not a known name of this kind."""
        known = self.names[kind]
        if name in known:
            return None
        if name in self.removed.get(kind, {}):
            return f"{kind} '{name}' is removed, {self.removed[kind][name]}", "leave it out here too, or keep it there"
        return f"unknown {kind} '{shortened(name)}'{did_you_mean(name, known)}", self._hint(kind, name)

    def key_fault(self, kind: str, name: str) -> tuple[str, str | None] | None:
        """Say what is wrong with a key of a section: a pattern is written out elsewhere, a removed object may stand."""
        return None if is_pattern(name) or name in self.removed.get(kind, {}) else self.fault(kind, name)

    def _hint(self, kind: str, name: str) -> str | None:
        for other in (COMPONENTS[component].key for component in ARC_COMPONENTS):
            if kind != other and name in self.names[other]:
                return f"'{name}' is a {other}"
        if len(name) in (2, 3) and name.isupper():
            meant = sorted(node for node in self.names[kind] if self.countries.get(node, "").startswith(name))
            full = f"; {name} may mean " + " or ".join(f"'{node}'" for node in meant[:4]) if meant else ""
            return f"names are written in full, not as country codes{full}"
        if len(self.names[kind]) <= _FEW:
            return "known: " + (", ".join(sorted(self.names[kind])) or "none")
        return None


def vocabulary(dataset: Dataset, removed: Mapping[str, Mapping[str, str]] = MappingProxyType({})) -> Vocabulary:
    """Collect every name a scenario on this dataset may use; ``removed`` as in :class:`Vocabulary`."""
    markets = frozenset(dataset.ids("demand"))
    groups = {group for group, nodes in dataset.groups.items() if nodes & markets}
    nodes = frozenset(dataset.ids("nodes"))
    names: dict[str, Collection[str]] = {
        component.key: frozenset(dataset.ids(component.name)) for component in COMPONENTS.values()
    }
    names[MARKET] = markets | groups
    names[NODE] = nodes | frozenset(dataset.groups)
    names[ARC] = {*dataset.arcs, *(f"{pipeline}{REVERSE}" for pipeline in names["pipeline"])}
    names[ORIGIN] = frozenset(dataset.origins)
    names["owner"] = frozenset(dataset.identities["projects"]["owner"])
    names[TARGET] = {
        *dataset.arcs,
        *(f"{CONTRACT}{contract}" for contract in names["contract"]),
        *(f"{BOOKING}{booking}" for booking in names["booking"]),
    }
    priced = (*dataset.tables["benchmarks"]["benchmark"], *dataset.identities["contracts"]["alternative"])
    names["benchmark"] = {OIL, *(str(name) for name in priced if name)}
    names["event"] = frozenset(dataset.tables["events"]["event"])
    names["source"] = frozenset(dataset.tables["sources"]["key"])
    countries = {str(node): str(code) for node, code in dataset.nodes["country"].items()}
    return Vocabulary(names, countries, removed)
