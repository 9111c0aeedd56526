"""The mathematics: one Pyomo statement, one file per physical or commercial idea."""

from corridor.formulation.model import Extend, formulate

__all__ = ["Extend", "formulate"]
