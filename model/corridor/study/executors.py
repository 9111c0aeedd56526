"""Where the points of a study are computed; every executor gives the same results."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Protocol, TypeVar

from corridor.errors import CorridorError

if TYPE_CHECKING:
    from corridor.engine import Solver

Task = TypeVar("Task")
Answer = TypeVar("Answer")


class Executor(Protocol):
    """Applies a function to tasks."""

    def run(self, function: Callable[[Task], Answer], tasks: Sequence[Task]) -> Iterator[tuple[int, Answer]]:
        """Yield (position of the task, its answer), in the order in which answers come in."""
        ...


@dataclass(frozen=True, slots=True)
class InProcess:
    """One task after the other, in this process."""

    def run(self, function: Callable[[Task], Answer], tasks: Sequence[Task]) -> Iterator[tuple[int, Answer]]:
        """Yield (position of the task, its answer), in the order of the tasks."""
        for position, task in enumerate(tasks):
            yield position, function(task)


@dataclass(frozen=True, slots=True)
class Processes:
    """Several processes on this machine.

    Attributes
    ----------
    workers
        How many.
    """

    workers: int

    def run(self, function: Callable[[Task], Answer], tasks: Sequence[Task]) -> Iterator[tuple[int, Answer]]:
        """Yield (position of the task, its answer), in the order in which answers come in."""
        # Fresh interpreters: a forked copy of a solver's threads can hang.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(min(self.workers, max(len(tasks), 1)), mp_context=context) as pool:
            positions = {pool.submit(function, task): position for position, task in enumerate(tasks)}
            try:
                for future in as_completed(positions):
                    yield positions[future], future.result()
            except BrokenProcessPool as error:
                raise CorridorError("a process ended before its answer came in; is there enough memory?") from error
            finally:
                pool.shutdown(wait=False, cancel_futures=True)


@cache
def solver() -> Solver:
    """What solves the scenarios of this process, each from where the one before it stood; no answer hangs on it."""
    from corridor.engine import Solver

    return Solver()


def executor(jobs: int) -> Executor:
    """Choose the executor for a number of jobs at a time."""
    return InProcess() if jobs <= 1 else Processes(jobs)
