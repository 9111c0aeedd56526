"""How much time and how many iterations a run may take: one allowance for all that it solves."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from corridor.errors import SolverLimitError

ADVICE = "allow more, or ask for fewer years, seasons or branches"


@dataclass(slots=True)
class Allowance:
    """What is left of the time and of the iterations that are allowed.

    Attributes
    ----------
    seconds
        Allowed in all.
    iterations
        Allowed in all.
    ends
        When the time is over, on the monotonic clock.
    spent
        Iterations so far.
    """

    seconds: float
    iterations: float
    ends: float
    spent: int = 0

    def time_left(self) -> float:
        """Return the seconds that are left.

        Raises
        ------
        SolverLimitError
            If none are.
        """
        left = self.ends - time.monotonic()
        if left <= 0.0:
            raise self.out_of_time()
        return left

    def iterations_left(self) -> float:
        """Return the iterations that are left.

        Raises
        ------
        SolverLimitError
            If none are.
        """
        if self.spent >= self.iterations:
            raise self.out_of_iterations()
        return self.iterations - self.spent

    def out_of_time(self) -> SolverLimitError:
        """Return the error to raise when the time is over."""
        return SolverLimitError(f"no answer within the time limit of {self.seconds:g} s: {ADVICE}")

    def out_of_iterations(self) -> SolverLimitError:
        """Return the error to raise when the iterations are used up."""
        return SolverLimitError(f"no answer within the limit of {self.iterations:g} iterations: {ADVICE}")


_ALLOWANCE: ContextVar[Allowance] = ContextVar("allowance")


def allowance() -> Allowance:
    """Return what is left of the effort that is allowed here; endless where nobody has set a limit."""
    return _ALLOWANCE.get(None) or Allowance(math.inf, math.inf, math.inf)


@contextmanager
def allowing(seconds: float | None = None, iterations: int | None = None) -> Iterator[None]:
    """Limit the effort of all that is solved inside; a limit inside another one makes it narrower only.

    Parameters
    ----------
    seconds
        From now on; None for no limit.
    iterations
        Of all solves together; None for no limit.

    Raises
    ------
    ValueError
        If a limit is not above 0.
    """
    if (seconds is not None and not seconds > 0.0) or (iterations is not None and not iterations > 0):
        raise ValueError("a limit of time or iterations is above 0")
    if seconds is None and iterations is None:
        yield
        return
    outer = allowance()
    time_limit = math.inf if seconds is None else seconds
    ends = min(outer.ends, time.monotonic() + time_limit)
    inner = Allowance(
        time_limit if ends < outer.ends else outer.seconds,
        min(math.inf if iterations is None else iterations, outer.iterations - outer.spent),
        ends,
    )
    token = _ALLOWANCE.set(inner)
    try:
        yield
    finally:
        outer.spent += inner.spent
        _ALLOWANCE.reset(token)
