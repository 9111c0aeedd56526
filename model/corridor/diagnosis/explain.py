"""The explanation of an infeasible scenario: conflicts, who made them, and the cheapest repairs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corridor.diagnosis.advice import ADVISERS
from corridor.diagnosis.program import stated
from corridor.diagnosis.repairs import Change
from corridor.diagnosis.search import Findings, Found, search
from corridor.diagnosis.sentences import EXPLAINERS, listed
from corridor.diagnosis.statements import Limit
from corridor.engine.matrix import Program
from corridor.network import Network

#: Conflicts that are written out.
FEW = 8

Row = Mapping[str, Any]
Statement = tuple[str, str]


@dataclass(frozen=True)
class Explanation:
    """Why a scenario has no answer.

    Attributes
    ----------
    text : str
        For people.
    conflict : tuple of mapping
        A row for every number of a conflict: ``conflict`` (number), ``kind``, ``name``, ``year``, ``season`` (None
        where it always holds), ``value`` (None for a share of what is sold), ``unit`` and ``says``, the sentence.
    repair : tuple of mapping
        A row for every number that a repair changes: ``conflict`` (number; 0 for the cheapest repair of all),
        ``kind``, ``name``, ``year``, ``season``, ``amount`` (in the direction that helps), ``unit`` and ``says``.
    findings : Findings
        What the text is made of.
    """

    text: str
    conflict: tuple[Row, ...]
    repair: tuple[Row, ...]
    findings: Findings


def explained(network: Network, program: Program) -> Explanation | None:
    """Explain why a program has no point that meets all demand; None if it has one.

    Parameters
    ----------
    network : Network
        Built without pruning.
    program : Program
        Of the network, as compiled.

    Raises
    ------
    SolverLimitError, CorridorError
        As :func:`corridor.engine.session.optimise`.
    """
    findings = search(network, stated(network, program))
    if not findings.conflicts:
        return None
    groups = _groups(findings.conflicts)
    told = [line for number, group in enumerate(groups[:FEW], start=1) for line in _told(network, number, group)]
    if len(groups) > FEW:
        told.append(f"And {len(groups) - FEW} more conflicts.")
    if len(groups) > 1 or not _ways(groups[0]):
        told += _cheapest(network, findings.repair)
    return Explanation(
        "\n".join(told),
        tuple(row for number, group in enumerate(groups, start=1) for row in _conflict_rows(network, number, group)),
        tuple(_repair_rows(network, groups, findings.repair)),
        findings,
    )


def _groups(conflicts: Iterable[Found]) -> list[list[Found]]:
    """Put conflicts of the same statements together: they differ in years only."""
    groups: dict[tuple[Statement, ...], list[Found]] = {}
    for found in conflicts:
        groups.setdefault(found.statements, []).append(found)
    return list(groups.values())


def _told(network: Network, number: int, group: Sequence[Found]) -> Iterator[str]:
    worst = max(group, key=_size)
    others = [each for each in group if each is not worst]
    more = f", and likewise in {_years(others)}" if others else ""
    yield f"{number}. These cannot all hold{more}:"
    for sentence in _sentences(network, worst).values():
        yield f"   - {sentence}"
    ways = _ways(group)
    if ways:
        yield f"   {'Any one of these would do' if len(ways) > 1 else 'This would do'}:"
        for statement, changes in ways:
            yield f"   - {ADVISERS[statement[0]](network, changes)}"


def _years(group: Sequence[Found]) -> str:
    years = sorted({limit.when[0] for found in group for limit in found.limits if limit.when})
    return listed([str(year) for year in years])


def _sentences(network: Network, found: Found) -> dict[Statement, str]:
    """What every statement of a conflict says, by the numbers that contradict others."""
    return {
        statement: EXPLAINERS[statement[0]](network, [each for each in found.limits if each.statement == statement])
        for statement in found.statements
    }


def _size(found: Found) -> float:
    return max((sum(c.amount * c.limit.weight for c in changes) for changes in found.ways.values()), default=0.0)


def _ways(group: Sequence[Found]) -> list[tuple[Statement, list[Change]]]:
    """Statements of which every conflict of a group can be repaired alone, the cheapest first."""
    alike = [each for each in group[0].ways if all(each in found.ways for found in group)]
    ways = [(each, [change for found in group for change in found.ways[each]]) for each in alike]
    return sorted(ways, key=lambda way: round(sum(c.amount * c.limit.weight for c in way[1]), 6))


def _cheapest(network: Network, repair: Sequence[Change] | None) -> Iterator[str]:
    if not repair:
        yield "No change of amounts alone repairs this: something of it has to go."
        return
    yield "The cheapest repair of all:"
    for changes in _by_statement(repair).values():
        yield f"   - {ADVISERS[changes[0].limit.kind](network, changes)}"


def _by_statement(changes: Iterable[Change]) -> dict[Statement, list[Change]]:
    found: dict[Statement, list[Change]] = {}
    for change in changes:
        found.setdefault(change.limit.statement, []).append(change)
    return found


def _conflict_rows(network: Network, number: int, group: Sequence[Found]) -> Iterator[Row]:
    for found in group:
        sentences = _sentences(network, found)
        for limit in found.limits:
            yield {
                **_place(number, limit),
                "value": limit.value,
                "unit": limit.unit,
                "says": sentences[limit.statement],
            }


def _repair_rows(network: Network, groups: Sequence[Sequence[Found]], repair: Sequence[Change] | None) -> Iterator[Row]:
    yield from _change_rows(network, 0, repair or ())
    for number, group in enumerate(groups, start=1):
        for _, changes in _ways(group):
            yield from _change_rows(network, number, changes)


def _change_rows(network: Network, number: int, changes: Iterable[Change]) -> Iterator[Row]:
    for some in _by_statement(changes).values():
        sentence = ADVISERS[some[0].limit.kind](network, some)
        for change in some:
            limit = change.limit
            yield {**_place(number, limit), "amount": change.amount, "unit": limit.unit, "says": sentence}


def _place(number: int, limit: Limit) -> dict[str, Any]:
    year, season = (*limit.when, None, None)[:2]
    return {"conflict": number, "kind": limit.kind, "name": limit.name, "year": year, "season": season}
