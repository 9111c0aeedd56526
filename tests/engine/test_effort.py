"""Limits of time and iterations, and what Ctrl-C leaves behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from tests.formulation.tiny import Tiny

from corridor import api
from corridor.effort import allowance, allowing
from corridor.errors import SolverLimitError


def world_of(folder) -> Tiny:
    world = Tiny(folder).market("M", 10.0).producer("well", "N", 20.0, 100.0).pipeline("line", "N", "M", 20.0)
    return world.producer("dear", "M", 20.0, 300.0, origin="Norway").storage("cavern", "M", 2.0)


def test_a_time_that_is_over_stops_a_run(tmp_path):
    with pytest.raises(SolverLimitError, match=r"no answer within the time limit of 1e-06 s: allow more"):
        api.solve(world_of(tmp_path).scenario(), time_limit=1e-6)


def test_iterations_of_all_solves_count_together(tmp_path):
    scenario = world_of(tmp_path).scenario([2030, 2031, 2032], seasons="quarters")
    needed = api.solve(scenario).manifest["counts"]["iterations"]
    assert needed > 1
    api.solve(scenario, iteration_limit=20 * needed + 100)
    with pytest.raises(SolverLimitError, match="no answer within the limit of 1 iterations"):
        api.solve(scenario, iteration_limit=1)


def test_limits_inside_others_are_narrower_only():
    with allowing(seconds=100.0, iterations=10):
        with allowing(seconds=1000.0):
            assert allowance().time_left() <= 100.0
            allowance().spent += 4
        assert allowance().iterations_left() == 6
        with allowing(iterations=50):
            assert allowance().iterations_left() == 6
    assert allowance().iterations_left() == float("inf")


@pytest.mark.parametrize("limits", [{"seconds": 0.0}, {"iterations": 0}])
def test_a_limit_of_nothing_is_none(limits):
    with pytest.raises(ValueError, match="above 0"), allowing(**limits):
        pass


def test_the_command_takes_a_limit(tmp_path, corridor):
    file = written(tmp_path)
    stopped = corridor("run", file, "--out", tmp_path / "out", "--time-limit", "0.000001 s")
    assert (stopped.exit_code, (tmp_path / "out").exists()) == (4, False)
    assert "no answer within the time limit" in stopped.output
    assert corridor("run", file, "--out", tmp_path / "out", "--time-limit", "5 min").exit_code == 0


@pytest.mark.parametrize("text", ["30", "0 s", "-1 s", "1 yr"])
def test_a_time_has_a_unit(tmp_path, corridor, text):
    told = corridor("run", written(tmp_path), "--out", tmp_path / "out", "--time-limit", text)
    assert told.exit_code == 2
    assert "write e.g. '30 s', '5 min' or '1.5 h'" in told.output


def written(folder):
    world_of(folder).write()
    path = folder / "asked.yaml"
    horizon = "horizon: {years: [2030], seasons: annual, discount_rate: 0 %}\n"
    path.write_text(f"title: Asked\n{horizon}dataset: dataset\n", encoding="utf-8")
    return path


@pytest.mark.slow
def test_ctrl_c_stops_within_seconds_and_leaves_no_half_result(tmp_path):
    out = tmp_path / "out"
    command = [sys.executable, "-c", "from corridor.cli import main; main()", "run", "iran-55"]
    command += ["--set", "horizon.seasons=quarters", "--out", str(out)]  # takes minutes
    process = subprocess.Popen(command, env=dict(os.environ), stderr=subprocess.PIPE, text=True)
    time.sleep(8.0)
    assert process.poll() is None, "solved before it could be stopped"
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    _, told = process.communicate(timeout=60.0)
    assert time.monotonic() - began < 15.0
    assert (process.returncode, told.strip()) == (130, "stopped: what was there before is unchanged")
    assert list(tmp_path.iterdir()) == []
