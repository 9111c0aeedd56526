"""The names a scenario may use, and what to say about a name that is not one of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from corridor.dataset import Dataset
from corridor.dataset.schema import ARC_COMPONENTS, COMPONENTS
from corridor.errors import did_you_mean

MARKET = "market or group"
NODE = "node or group"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Known names by kind.

    Attributes
    ----------
    names
        Kind (``pipeline``, ``producer``, ``node or group``, ...) to known names.
    countries
        Node name to its country code, for people who write codes.
    """

    names: Mapping[str, Collection[str]]
    countries: Mapping[str, str]

    def fault(self, kind: str, name: str) -> tuple[str, str | None] | None:
        """Return message and hint if ``name`` is not a known name of this kind."""
        known = self.names[kind]
        if name in known:
            return None
        return f"unknown {kind} '{name}'{did_you_mean(name, known)}", self._hint(kind, name)

    def _hint(self, kind: str, name: str) -> str | None:
        for other in (COMPONENTS[component].key for component in ARC_COMPONENTS):
            if kind != other and name in self.names[other]:
                return f"'{name}' is a {other}"
        if len(name) in (2, 3) and name.isupper():
            meant = sorted(node for node in self.names[kind] if self.countries.get(node, "").startswith(name))
            full = f"; {name} may mean " + " or ".join(f"'{node}'" for node in meant[:4]) if meant else ""
            return f"names are written in full, not as country codes{full}"
        return None


def vocabulary(dataset: Dataset) -> Vocabulary:
    """Collect every name a scenario on this dataset may use."""
    markets = frozenset(dataset.ids("demand"))
    groups = {group for group, nodes in dataset.groups.items() if nodes & markets}
    nodes = frozenset(dataset.ids("nodes"))
    names: dict[str, Collection[str]] = {
        component.key: frozenset(dataset.ids(component.name)) for component in COMPONENTS.values()
    }
    names[MARKET] = markets | groups
    names[NODE] = nodes | frozenset(dataset.groups)
    names["origin"] = frozenset(dataset.origins)
    names["event"] = frozenset(dataset.tables["events"]["event"])
    names["source"] = frozenset(dataset.tables["sources"]["key"])
    countries = {str(node): str(code) for node, code in dataset.nodes["country"].items()}
    return Vocabulary(names, countries)
