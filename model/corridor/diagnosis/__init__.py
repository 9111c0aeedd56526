"""Why there is no answer: which statements of a scenario contradict each other, who made them, and what would help."""

from corridor.diagnosis.explain import Explanation, explained
from corridor.diagnosis.reasons import reason
from corridor.diagnosis.repairs import Change, applied

__all__ = ["Change", "Explanation", "applied", "explained", "reason"]
