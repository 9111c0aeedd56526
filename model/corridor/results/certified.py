"""The certificate of a run in one sentence, for whoever reads no table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_PROVEN = ("duality_gap", "objective_difference", "dual_violation", "complementarity")
"""Residuals that say how far a better point could be, relative."""

_MISSED = ("row_violation", "bound_violation")
"""Residuals of limits and balances in the arrays, bcm or bcm/yr."""


def certificate_line(manifest: Mapping[str, Any]) -> str:
    """Say how well an optimum is proved, and how exactly the tables re-derive.

    Parameters
    ----------
    manifest : mapping
        Of a run; with branches, that of all of them, whose tables have certificates of their own.
    """
    residuals: Mapping[str, float] = manifest["certificate"]
    parts = [
        f"{manifest['status']}, {_proof(manifest)}",
        f"objective gap {_size(residuals, 'duality_gap')}",
        f"largest miss of a balance or limit {_size(residuals, *_MISSED)} bcm/yr",
        f"of an optimality condition {_size(residuals, *_PROVEN[1:])}",
    ]
    of_tables = [name for name in residuals if name.startswith("tables_") and not _of_money(name)]
    if of_tables:
        costs = [name for name in residuals if name.startswith("tables_") and _of_money(name)]
        parts.append(f"tables re-derive to {_size(residuals, *of_tables)} bcm, their costs to {_size(residuals, *costs)}")
    return f"certificate: {parts[0]}; {', '.join(parts[1:4])}" + "".join(f"; {part}" for part in parts[4:])


def _proof(manifest: Mapping[str, Any]) -> str:
    """How it is known that nothing is better."""
    windows, integers, pieces = (manifest.get(key) for key in ("windows", "integers", "piece_error"))
    told = "proven by its duals"
    if integers:
        told = f"whole numbers proven within {_digit(integers['relative_gap'])}, the rest by its duals"
    if pieces:
        told += f" but for prices off by at most {pieces['found']:.2g} {pieces['unit']}"
    return f"{told} in each of {len(windows)} windows" if windows else told


def _of_money(name: str) -> bool:
    return name.endswith(("_objective", "_cost"))


def _size(residuals: Mapping[str, float], *names: str) -> str:
    return _digit(max(residuals[name] for name in names))


def _digit(value: float) -> str:
    return "0" if value == 0.0 else f"{value:.0e}".replace("e-0", "e-")
