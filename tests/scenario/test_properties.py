"""What holds for all scenarios: one outcome, precedence as written, one meaning however it is spelt."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from fractions import Fraction
from functools import reduce
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.dataset import Dataset
from corridor.scenario import Scenario, load

many = settings(deadline=None, max_examples=100, derandomize=True)

Said = dict[str, Any]
"""What a file says, as plain Python: None takes back."""

HORIZON = {"years": ["2025", "2030"]}
POLICY = {"ban": {"origin": "Russia", "into": ["EU"]}}
BASE: Said = {"title": "Base", "horizon": HORIZON, "policies": {"a": POLICY}}
MARKETS = ("Hungary", "Slovakia", "Iraq", "Azerbaijan")
CALENDARS = ("annual", "quarters", {"all": [str(month) for month in range(1, 13)]})


Stack = tuple[list[Said], list[list[int]], int, Mapping[tuple[str, ...], Any]]
"""Files (the first one complete), which earlier files each extends, how many are options, and overrides."""


def amount(random: Random, unit: str, *, over_time: bool = True) -> Any:
    """Return a value, a change, or what takes back."""
    kind = random.randrange(6 if over_time else 4)
    if kind == 0:
        return random.choice(("x2", "x1.5", "x0.25", None))
    if kind < 4:
        return f"{random.randint(1, 60)} {unit}"
    dates = random.sample(range(2020, 2035), random.randint(1, 3))
    return {str(date): f"{random.randint(1, 60)} {unit}" for date in dates}


def some(random: Random, said: Said) -> Said:
    """Return about half of what could be said."""
    return {key: value for key, value in said.items() if random.random() < 0.5}


def line(random: Random) -> Said | None:
    """Return what is said of a line, or seldom that all of it is taken back."""
    if random.random() < 0.05:
        return None
    attributes = {
        "capacity": amount(random, "bcm/yr"),
        "tariff": amount(random, "USD/kcm"),
        "length": amount(random, "km", over_time=False),
        "status": random.choice(("open", "closed", None)),
    }
    return some(random, attributes)


def file(random: Random) -> Said:
    """Return what one file says."""
    years = sorted(str(year) for year in random.sample(range(2025, 2040), random.randint(1, 3)))
    horizon = {
        "years": years,
        "seasons": random.choice((*CALENDARS, None)),
        "discount_rate": random.choice(("5 %", "0.08 share", None)),
    }
    ban = {"into": random.sample(MARKETS, random.randint(1, 2)), "form": "lng"}
    said = {
        "pipelines": some(random, {"blue-stream": line(random), "mozdok-hajigabul": line(random)}),
        "storages": {"hungary-storage": some(random, {"working_gas": amount(random, "bcm")})},
        "parameters": random.choice(({"value_of_lost_load": "40 USD/MMBtu"}, {"value_of_lost_load": None}, None)),
        "horizon": some(random, horizon),
        "policies": {"a": {"ban": some(random, ban)}},
    }
    return some(random, said)


def random_stack(seed: int) -> Stack:
    """Return files that lie over one another, the same for the same seed; hypothesis alone would say too little."""
    random = Random(seed)
    inherited, options = ([file(random) for _ in range(random.randint(*bounds))] for bounds in ((1, 4), (0, 2)))
    parents: list[list[int]] = [[]]
    for number in range(1, len(inherited) + 1):
        parents.append(random.sample(range(number), min(number, random.randint(1, 2))))
    overrides = {
        ("pipelines", "blue-stream", "capacity"): f"{random.randint(1, 60)} bcm/yr",
        ("pipelines", "blue-stream", "capacity", "2030"): f"{random.randint(1, 60)} bcm/yr",
        ("pipelines", "mozdok-hajigabul", "tariff", "2026"): f"{random.randint(1, 60)} USD/kcm",
        ("horizon", "years"): ["2026", "2031"],
    }
    values = {path: value for path, value in overrides.items() if random.random() < 0.15}
    said = [BASE, *({"title": f"File {number}", **each} for number, each in enumerate([*inherited, *options], start=1))]
    return said, [*parents, *([] for _ in options)], len(options), values


stacks = st.integers(0, 1_000_000).map(random_stack)


def order(parents: Sequence[Sequence[int]], number: int) -> list[int]:
    """Return a file and all that it extends, weakest first; each counts once, where it is first met."""
    found: list[int] = []
    for parent in parents[number]:
        found += [each for each in order(parents, parent) if each not in found]
    return [*found, number]


def over(below: Said, above: Said) -> Said:
    """Lay what one file says over what earlier ones say, as the head of ``layers`` has it."""
    result = dict(below)
    for key, value in above.items():
        inherited = result.get(key)
        if value is None:
            result.pop(key, None)
        elif isinstance(value, str) and value.startswith("x"):
            result[key] = times(inherited, value)
        elif isinstance(value, dict) and not (is_dated(value) or key == "seasons"):
            result[key] = over(inherited if isinstance(inherited, dict) else {}, value)
        else:
            result[key] = value
    return result


def times(value: Any, factor: str) -> Any:
    """Change a value; without one the dataset's is changed later."""
    if value is None:
        return factor
    if isinstance(value, dict):
        return {date: times(each, factor) for date, each in value.items()}
    if value.startswith("x"):
        return f"x{float(value[1:]) * float(factor[1:])}"
    number, unit = value.split(" ", 1)
    return f"{float(number) * float(factor[1:])} {unit}"


def is_dated(value: Mapping[str, Any]) -> bool:
    return bool(value) and all(key.isdigit() for key in value)


def put(said: Said, path: Sequence[str], value: Any) -> Said:
    """Set one value; under a value over time only the named date changes."""
    if len(path) == 1:
        return {**said, path[0]: value}
    inner = said.get(path[0])
    return {**said, path[0]: put(inner if isinstance(inner, dict) else {}, path[1:], value)}


def holds_always(said: Said, values: Mapping[tuple[str, ...], Any], path: tuple[str, ...]) -> bool:
    """Whether the value in which a path sets one date is a single one."""
    inner = said
    for key in path[:2]:
        inner = inner.get(key) or {}
    return isinstance(values.get(path[:3], inner.get(path[2])), str)


def pruned(said: Said, below: Any) -> Said:
    """Leave out every None for which there is nothing to take back, which is an error of its own."""
    known = below if isinstance(below, dict) else {}
    kept = {key: value for key, value in said.items() if value is not None or key in known}
    return {key: pruned(value, known.get(key)) if isinstance(value, dict) else value for key, value in kept.items()}


def write(folder: Path, name: str, said: Said) -> None:
    # JSON is YAML, and this one does not depend on the way in which scenarios are written.
    (folder / f"{name}.yaml").write_text(json.dumps(said), encoding="utf-8")


def load_stack(folder: Path, dataset: Dataset, stack: Stack) -> tuple[Scenario, Said]:
    """Write and load files, and return beside the scenario what they say together by the rule."""
    said, parents, count, values = stack
    main = len(said) - count - 1
    layers = [*order(parents, main), *range(main + 1, len(said))]
    together: Said = {}
    for number in layers:
        clean = pruned(said[number], together)
        together = over(together, clean)
        extends = {"extends": [f"file-{parent}" for parent in parents[number]]} if parents[number] else {}
        write(folder, f"file-{number}", {**clean, **extends})
    # One date is not set in a value that holds always, which is an error of its own.
    values = {
        path: value for path, value in values.items() if len(path) < 4 or not holds_always(together, values, path)
    }
    together = reduce(lambda below, item: put(below, *item), values.items(), together)
    scenario = load(
        folder / f"file-{main}.yaml",
        {".".join(path): json.dumps(value) for path, value in values.items()},
        options=[folder / f"file-{number}.yaml" for number in range(main + 1, len(said))],
        dataset=dataset,
    )
    return scenario, together


@given(stacks)
@many
def test_precedence_is_as_written(tmp_path_factory, dataset, stack):
    folder = tmp_path_factory.mktemp("stack")
    scenario, together = load_stack(folder, dataset, stack)
    write(folder, "flat", together)
    flat = load(folder / "flat.yaml", dataset=dataset)
    assert scenario.hash == flat.hash


@given(stacks)
@many
def test_resolution_is_deterministic_and_its_text_loads_to_the_same(tmp_path_factory, dataset, stack):
    folders = [tmp_path_factory.mktemp("stack") for _ in range(2)]
    first, second = (load_stack(folder, dataset, stack)[0] for folder in folders)
    assert first.hash == second.hash
    assert first.resolved() == second.resolved()
    assert list(first.origins) == list(second.origins)
    write(folders[0], "resolved", first.resolved())
    again = load(folders[0] / "resolved.yaml", dataset=dataset)
    assert again.hash == first.hash
    assert again.resolved() == first.resolved()


@given(stacks)
@many
def test_the_order_of_keys_does_not_matter(tmp_path_factory, dataset, stack):
    said, *rest = stack
    folders = [tmp_path_factory.mktemp("stack") for _ in range(2)]
    first = load_stack(folders[0], dataset, stack)[0]
    second = load_stack(folders[1], dataset, ([turned_round(each) for each in said], *rest))[0]
    assert first.hash == second.hash
    assert first.resolved() == second.resolved()


def turned_round(said: Said) -> Said:
    if isinstance(said, dict):
        return {key: turned_round(said[key]) for key in reversed(said)}
    return said


def digits(number: Fraction) -> str:
    """Write a fraction with a denominator of twos and fives exactly."""
    assert (number * 10**9).denominator == 1, number
    whole, part = divmod(int(number * 10**9), 10**9)
    return f"{whole}.{part:09}"


def hash_of(folder: Path, dataset: Dataset, statement: Said) -> str:
    write(folder, "main", {"title": "Test", "horizon": HORIZON, **statement})
    return load(folder / "main.yaml", dataset=dataset).hash


# What one bcm/yr is in each unit, from the definitions: 40 PJ, 1000/365 mcm a day, 0.946 bcm in a bcm of Gazprom.
RATES = {
    "bcm/yr": Fraction(1),
    "mcm/d": Fraction(1000, 365),
    "kcm/d": Fraction(1000000, 365),
    "PJ/yr": Fraction(40),
    "TWh/yr": Fraction(100, 9),
    "GWh/d": Fraction(100000, 9 * 365),
}
OTHER_SPELLINGS = [
    ("storages", "hungary-storage", "working_gas", {"bcm": Fraction(1), "mcm": Fraction(1000), "PJ": Fraction(40)}),
    ("pipelines", "blue-stream", "length", {"km": Fraction(1), "nm": Fraction(1000, 1852)}),
    ("pipelines", "blue-stream", "tariff", {"USD/kcm": Fraction(1), "million USD/bcm": Fraction(1)}),
    ("liquefaction", "liquefaction-yamal", "own_use", {"%": Fraction(1), "share": Fraction(1, 100)}),
    ("projects", "russia-iran", "capex", {"bn USD": Fraction(1), "million USD": Fraction(1000)}),
]


@given(st.integers(1, 20000))
@many
def test_the_unit_in_which_a_rate_is_written_does_not_matter(tmp_path_factory, dataset, number):
    folder = tmp_path_factory.mktemp("units")
    rate = Fraction(number * 9 * 365, 100_000)  # finite in all of these units
    spellings = [f"{digits(rate * factor)} {unit}" for unit, factor in RATES.items()]
    hashes = {hash_of(folder, dataset, {"pipelines": {"blue-stream": {"capacity": text}}}) for text in spellings}
    assert len(hashes) == 1
    more = f"{digits(rate + Fraction(1, 1000))} bcm/yr"
    assert hash_of(folder, dataset, {"pipelines": {"blue-stream": {"capacity": more}}}) not in hashes


@pytest.mark.parametrize(("section", "name", "key", "factors"), OTHER_SPELLINGS)
@given(number=st.integers(1, 40))
@many
def test_the_unit_in_which_anything_is_written_does_not_matter(
    tmp_path_factory, dataset, section, name, key, factors, number
):
    folder = tmp_path_factory.mktemp("units")
    value = Fraction(number * 1852, 1000)
    texts = [f"{digits(value * factor)} {unit}" for unit, factor in factors.items()]
    assert len({hash_of(folder, dataset, {section: {name: {key: text}}}) for text in texts}) == 1


@given(st.integers(1, 10_000), st.integers(1, 300), st.integers(0, 500))
@many
def test_a_change_equals_the_value_written_out(tmp_path_factory, dataset, hundredths, percent, more):
    folder = tmp_path_factory.mktemp("changes")
    value, factor, addend = Fraction(hundredths, 100), Fraction(percent, 100), Fraction(more, 100)
    plus = f" +{digits(addend)} bcm/yr" if more else ""
    outcome = f"{digits(value * factor + addend)} bcm/yr"

    def capacity(text: str) -> Said:
        return {"pipelines": {"blue-stream": {"capacity": text}}}

    write(folder, "base", {"title": "Base", "horizon": HORIZON, **capacity(f"{digits(value)} bcm/yr")})
    change = capacity(f"x{digits(factor)}{plus}")
    write(folder, "changed", {"title": "Changed", "extends": "base", **change})
    assert load(folder / "changed.yaml", dataset=dataset).hash == hash_of(folder, dataset, capacity(outcome))
    of_dataset = f"{digits(16 * factor + addend)} bcm/yr"
    dated = hash_of(folder, dataset, {"pipelines": {"blue-stream": {"capacity": {"2015": of_dataset}}}})
    assert hash_of(folder, dataset, change) == dated


@given(
    st.sampled_from(
        ["*", "b*", "*-*", "*a*", "mozdok-*", "??????-*", "*m", "EU.*", "Middle East.*", "Iran*", "Persia.*"]
    ),
    st.integers(1, 50),
    st.sampled_from(["tariff", "capacity"]),
)
@many
def test_a_pattern_equals_naming_each_object(tmp_path_factory, dataset, pattern, number, key):
    folder = tmp_path_factory.mktemp("patterns")
    group = pattern.removesuffix(".*")
    lines = [name for name in dataset.ids("pipelines") if fnmatchcase(name, pattern)]
    if lines:
        section, names, value = "pipelines", lines, {key: f"{number} {'USD/kcm' if key == 'tariff' else 'bcm/yr'}"}
    else:
        markets = dataset.ids("demand")
        of_group = [name for name in markets if pattern.endswith(".*") and name in dataset.groups[group]]
        names = of_group or [name for name in markets if fnmatchcase(name, pattern)]
        section, value = "demand", {"reference_price": f"{number} USD/MMBtu"}
    assert names
    named = hash_of(folder, dataset, {section: dict.fromkeys(names, value)})
    assert hash_of(folder, dataset, {section: {pattern: value}}) == named
