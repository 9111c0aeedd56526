"""Every executor gives the same answers."""

from __future__ import annotations

import math
import os

import pytest

from corridor.errors import CorridorError
from corridor.study.executors import InProcess, Processes, executor

TASKS = (9.0, 4.0, 1.0, 0.0)


@pytest.mark.parametrize("where", [InProcess(), Processes(2)], ids=["in process", "two processes"])
def test_answers_carry_their_position(where):
    assert sorted(where.run(math.sqrt, TASKS)) == [(0, 3.0), (1, 2.0), (2, 1.0), (3, 0.0)]


@pytest.mark.parametrize("where", [InProcess(), Processes(2)], ids=["in process", "two processes"])
def test_no_tasks_no_answers(where):
    assert list(where.run(math.sqrt, ())) == []


def test_a_fault_in_a_process_is_raised_here():
    with pytest.raises(ValueError, match=r"nonnegative|math domain"):
        list(Processes(1).run(math.sqrt, (-1.0,)))


def test_a_process_that_dies_is_told():
    with pytest.raises(CorridorError, match="a process ended before its answer came in"):
        list(Processes(1).run(os._exit, (1,)))


def test_number_of_jobs_chooses_the_executor():
    assert executor(1) == InProcess()
    assert executor(3) == Processes(3)
