"""Small files that would unfold into huge ones, and huge files: refused in no time, with a place."""

from __future__ import annotations

import time

import pytest

from corridor.errors import ScenarioError

HEAD = "title: Test\nhorizon: {years: [2025, 2030]}\n"
BOMBS = {
    "aliases": "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    + "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)),
    "brackets": "a: " + "[" * 100_000,
    "braces": "a: " + "{b: " * 50_000,
    "indents": "\n".join(" " * depth + "a:" for depth in range(400)),
    "length": "# " + "x" * 20_000_000,
    "keys": "\n".join(f"key{number}: x" for number in range(15_000)),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_are_refused_in_no_time(read, bomb):
    begin = time.process_time()
    with pytest.raises(ScenarioError) as caught:
        read(HEAD + BOMBS[bomb])
    assert time.process_time() - begin < 1.0
    assert all(problem.line for problem in caught.value.problems)
    str(caught.value)
    assert time.process_time() - begin < 2.0
