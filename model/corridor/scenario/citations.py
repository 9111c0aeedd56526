"""Sources that the scenarios which come with Corridor cite."""

from __future__ import annotations

from collections.abc import Iterator

from corridor.scenario.files import SHIPPED, SUFFIXES
from corridor.scenario.origin import Origin
from corridor.scenario.tree import Items, Leaf, Node, Table, read


def cited() -> frozenset[str]:
    """Return every key and address that stands under ``source`` in a shipped scenario."""
    files = (path for folder in SHIPPED if folder.is_dir() for path in folder.rglob("*") if path.suffix in SUFFIXES)
    found: set[str] = set()
    for path in files:
        node, _ = read(path.read_text(encoding="utf-8"), Origin(path.name, 1, 1, path.stem))
        found.update(_sources(node))
    return frozenset(found)


def _sources(node: Node | None) -> Iterator[str]:
    if isinstance(node, Items):
        for item in node.items:
            yield from _sources(item)
    elif isinstance(node, Table):
        for key, entry in node.entries.items():
            if key == "source" and isinstance(entry.value, Leaf):
                yield entry.value.text
            else:
                yield from _sources(entry.value)
