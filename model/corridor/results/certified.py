"""The certificate of a run in one sentence, for whoever reads no table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

_CONDITIONS = ("objective_difference", "dual_violation", "complementarity")
"""Residuals of what makes a point an optimum, relative."""

_MISSED = ("row_violation", "bound_violation")
"""Residuals of limits and balances in the arrays, bcm or bcm/yr."""

_OF_MONEY = ("_objective", "_cost")
"""How residuals of tables end that are relative; the others are bcm."""


def certificate_line(manifest: Mapping[str, Any]) -> str:
    """Say how well an optimum is proved, and how exactly the tables re-derive.

    Parameters
    ----------
    manifest : mapping
        Of a run; with branches, that of all of them, whose tables have certificates of their own.
    """
    residuals: Mapping[str, float] = manifest["certificate"]
    gap, missed = _size(residuals, ["duality_gap"]), _size(residuals, _MISSED)
    line = (
        f"certificate: {manifest['status']}, {_proof(manifest)}; objective gap {gap}, largest miss of a balance or "
        f"limit {missed} bcm/yr, of an optimality condition {_size(residuals, _CONDITIONS)}"
    )
    tables = [name for name in residuals if name.startswith("tables_")]
    if not tables:
        return line
    volumes = _size(residuals, [name for name in tables if not name.endswith(_OF_MONEY)])
    costs = _size(residuals, [name for name in tables if name.endswith(_OF_MONEY)])
    return f"{line}; tables re-derive to {volumes} bcm, their costs to {costs}"


def _proof(manifest: Mapping[str, Any]) -> str:
    """How it is known that nothing is better."""
    windows, integers, pieces = (manifest.get(key) for key in ("windows", "integers", "piece_error"))
    told = "proven by its duals"
    if integers:
        told = f"whole numbers proven within {_digit(integers['relative_gap'])}, the rest by its duals"
    if pieces:
        told += f" but for prices off by at most {pieces['found']:.2g} {pieces['unit']}"
    return f"{told} in each of {len(windows)} windows" if windows else told


def _size(residuals: Mapping[str, float], names: Iterable[str]) -> str:
    return _digit(max(residuals[name] for name in names))


def _digit(value: float) -> str:
    return "0" if value == 0.0 else f"{value:.0e}".replace("e-0", "e-")
