"""HiGHS, and nothing but it: programs go in as arrays and come back as points; every status is checked."""

from corridor.engine.session.held import Held
from corridor.engine.session.highs import FEASIBILITY, Algorithm
from corridor.engine.session.presolved import Basis, Presolved, improved
from corridor.engine.session.repeated import Probe, Recosted, Repeated
from corridor.engine.session.solving import optimise, optimise_integers, optimise_to_basis, resolved

__all__ = [
    "FEASIBILITY",
    "Algorithm",
    "Basis",
    "Held",
    "Presolved",
    "Probe",
    "Recosted",
    "Repeated",
    "improved",
    "optimise",
    "optimise_integers",
    "optimise_to_basis",
    "resolved",
]
