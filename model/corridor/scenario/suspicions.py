"""What is legal but suspicious: statements that change nothing, and numbers that nobody has seen before.

Each function goes through a scenario with one suspicion in mind and yields warnings; they are one tuple at the end.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping

from corridor import units
from corridor.dataset import Dataset, Series, split
from corridor.dataset.schema import ARC_COMPONENTS, ATTRIBUTES, COMPONENTS
from corridor.errors import Problem
from corridor.scenario.amounts import figure_of, points_of
from corridor.scenario.model import Override, Scenario
from corridor.scenario.origin import Origin
from corridor.scenario.policies import ANY, Entry, PriceCap, Quota
from corridor.scenario.reach import entries, ways
from corridor.scenario.sections import GROWN, REMOVED, SECTIONS, Section

MANY_TIMES = 10.0
"""A cost so many times above or below the dataset's range is most likely one in another unit."""

GROWS, SHRINKS = 3.0, 1.0 / 3.0
"""Growth over the horizon beyond which a rate is most likely a slip."""

FEW = 3
"""More objects than these that go with a removed one are worth a word."""

_SIZES = (
    ("pipelines", "capacity"),
    ("pipelines", "reverse_capacity"),
    ("liquefaction", "capacity"),
    ("regasification", "capacity"),
    ("storages", "working_gas"),
    ("projects", "stage"),
    ("projects", "size"),
)
_COSTS = ("price", "price_per_distance")


def suspicions(scenario: Scenario) -> tuple[Problem, ...]:
    """Return every warning about a scenario, in the order of its files."""
    found = [problem for suspect in _SUSPECTS for problem in suspect(scenario)]
    return tuple(sorted(found, key=lambda each: (each.file or "", each.line or 0, each.column or 0)))


def _warning(origin: Origin | None, message: str, path: str, hint: str | None = None) -> Problem:
    return (origin or Origin("", 0, 0, "")).warning(message, path, hint)


def _key(override: Override) -> str:
    """Return the key by which a scenario calls an attribute."""
    attributes = _SECTION[override.component].attributes
    return next(key for key, attribute in attributes.items() if attribute.name == override.attribute)


def _path(override: Override) -> str:
    return f"{_SECTION[override.component].key}.{override.object}.{_key(override)}"


def _written(scenario: Scenario) -> Iterator[Override]:
    """Yield the overrides that are figures as written, not volumes worked out from a growth."""
    grown = {(growth.component, growth.object) for growth in scenario.growths}
    for override in scenario.overrides:
        if (override.component, override.object) not in grown or override.attribute != GROWN.get(override.component):
            yield override


def _text(value: float, override: Override) -> str:
    return units.text(value, ATTRIBUTES[override.component][override.attribute].dimension)


def as_in_the_dataset(scenario: Scenario) -> Iterator[Problem]:
    """A figure that repeats the dataset's changes nothing."""
    for override in _written(scenario):
        # That a project is built, and how large, is the scenario's own decision, even if the dataset says the same.
        if override.component == "projects":
            continue
        base = figure_of(scenario.dataset, override.component, override.object, override.attribute)
        if base is not None and _same(points_of(base), override.points):
            message = f"{_key(override)} of '{override.object}' is what the dataset has"
            yield _warning(override.origin, message, _path(override), "leave it out, or write another value")


def _same(first: tuple[tuple[float | None, float], ...], second: tuple[tuple[float | None, float], ...]) -> bool:
    return len(first) == len(second) and all(
        one[0] == other[0] and math.isclose(one[1], other[1], rel_tol=1e-12)
        for one, other in zip(first, second, strict=True)
    )


def larger_than_anything_built(scenario: Scenario) -> Iterator[Problem]:
    """A capacity above the largest of its kind in the dataset is most likely in another unit."""
    for component, attribute in _SIZES:
        largest: tuple[float, str] | None = None
        for override in scenario.overrides:
            if (override.component, override.attribute) != (component, attribute):
                continue
            largest = largest or _largest("pipelines" if component == "projects" else component, scenario.dataset)
            value = max(value for _, value in override.points)
            if largest[0] < value < math.inf:
                message = (
                    f"{_text(value, override)} of '{override.object}' is above anything in the dataset, where the "
                    f"largest is {_text(largest[0], override)} ('{largest[1]}')"
                )
                yield _warning(override.origin, message, _path(override), "look at number and unit")


def _largest(component: str, dataset: Dataset) -> tuple[float, str]:
    """Return the largest size of a component and whose it is."""
    attribute = "working_gas" if component == "storages" else "capacity"
    return max(
        (max(series.values), name)
        for name in dataset.ids(component)
        if (series := dataset.series(component, name, attribute)) is not None
    )


def costs_out_of_range(scenario: Scenario) -> Iterator[Problem]:
    """A cost far from all others of its kind is most likely in another unit."""
    ranges: dict[tuple[str, str], tuple[float, float]] = {}
    for override in scenario.overrides:
        key = (override.component, override.attribute)
        attribute = ATTRIBUTES.get(override.component, {}).get(override.attribute)
        if attribute is None or attribute.dimension not in _COSTS:
            continue
        low, high = ranges.setdefault(key, _range(scenario.dataset, *key))
        for _, value in override.points:
            if high and not (low / MANY_TIMES <= value <= high * MANY_TIMES) and value > 0.0:
                message = (
                    f"{_text(value, override)} for '{override.object}' is far from the {_text(low, override)} to "
                    f"{_text(high, override)} of all others in the dataset"
                )
                yield _warning(override.origin, message, _path(override), "look at number and unit")
                break


def _range(dataset: Dataset, component: str, attribute: str) -> tuple[float, float]:
    """Return the smallest and largest positive value in the dataset; zeros if there is none."""
    table = dataset.figures[component]
    values = table.loc[(table["attribute"] == attribute) & (table["value"] > 0.0), "value"]
    return (float(values.min()), float(values.max())) if len(values) else (0.0, 0.0)


def before_it_can_be_built(scenario: Scenario) -> Iterator[Problem]:
    """A committed project that delivers earlier than its dates allow."""
    first = scenario.horizon.years[0]
    for name in scenario.dataset.ids("projects"):
        override = scenario.override("projects", name, "stage")
        if override is None or scenario.status("projects", name, "excluded") != "committed":
            continue
        starts = min((date or float(first) for date, value in override.points if value > 0.0), default=math.inf)
        lead, earliest = (_constant(scenario, name, attribute) for attribute in ("lead_time", "earliest"))
        possible = max(earliest, first + lead)
        if starts < possible:
            message = (
                f"'{name}' delivers from {starts:.6g}, but by its dates not before {possible:.6g}: earliest "
                f"{earliest:.6g}, lead time {lead:g} years from the first model year {first}"
            )
            path = f"projects.{name}.capacity"
            hint = "if it is meant, say so by 'earliest' and 'lead_time' here too"
            yield _warning(scenario.where(path), message, path, hint)


def of_candidates_only(scenario: Scenario) -> Iterator[Problem]:
    """What is said of how a candidate is built, but of a project that is committed to as it is."""
    for name in scenario.dataset.ids("projects"):
        if scenario.status("projects", name, "excluded") != "committed":
            continue
        staged = scenario.series("projects", name, "stage") is not None
        for key in ("unit", "ramp_up", "technical_life") if staged else ("unit",):
            override = scenario.override("projects", name, key)
            if override is not None:
                message = f"'{key}' of '{name}' changes nothing: it is committed, with its capacity over time"
                hint = "leave it out, or make the project a candidate"
                yield _warning(override.origin, message, f"projects.{name}.{key}", hint)


def _constant(scenario: Scenario, project: str, attribute: str) -> float:
    series = scenario.series("projects", project, attribute)
    return 0.0 if series is None else series.values[0]


def nothing_in_the_first_years(scenario: Scenario) -> Iterator[Problem]:
    """Dated values replace the dataset's whole; before their first date there is nothing."""
    first = scenario.horizon.years[0]
    for override in _written(scenario):
        series, base = (
            override.series,
            figure_of(scenario.dataset, override.component, override.object, override.attribute),
        )
        if series.over_time != "hold" or base is None or override.component == "projects":
            continue
        began, had = series.dates[0], _before(base, first, series.dates[0])
        if began >= first + 1.0 and had > 0.0:
            message = (
                f"{_key(override)} of '{override.object}' is set from {began:.6g} on, which "
                f"leaves none before; the dataset has {_text(had, override)} in {first}"
            )
            yield _warning(override.origin, message, _path(override), f"give a value for {first} too")


def _before(base: Series, first: int, began: float) -> float:
    """Return what the dataset has in the first model year, 0 if the override has begun by then."""
    return base.at(first + 0.5) if began > first + 0.5 else 0.0


def policies_out_of_time(scenario: Scenario) -> Iterator[Problem]:
    """A policy that is in force in no model year."""
    first, last = scenario.horizon.years[0], scenario.horizon.years[-1] + 1
    for policy in scenario.policies:
        start, until = policy.start or -math.inf, policy.until or math.inf
        if start >= last or until <= first:
            message = f"policy '{policy.name}' is in force in no model year ({first} to {last - 1})"
            path = f"policies.{policy.name}"
            yield _warning(scenario.where(path), message, path, "look at 'from' and 'until', or leave it out")


def policies_without_gas(scenario: Scenario) -> Iterator[Problem]:
    """A rule on gas that can reach none of its nodes in that form changes nothing."""
    ruled = [policy for policy in scenario.policies if isinstance(policy, (Entry, Quota, PriceCap)) and _named(policy)]
    arcs = ways(scenario) if ruled else ()
    for policy in ruled:
        forms: set[str] = set().union(
            *(entries(origin, frozenset(policy.nodes), scenario, arcs) for origin in _named(policy))
        )
        if not forms & ({"pipeline", "lng", "own"} if policy.form == "any" else {policy.form, "own"}):
            form = {"pipeline": " by pipeline", "lng": " as LNG", "any": ""}[policy.form]
            origins, nodes = ", ".join(_named(policy)), ", ".join(policy.into)
            message = f"no gas of {origins} can come to {nodes}{form}, so '{policy.name}' is idle"
            path = f"policies.{policy.name}"
            yield _warning(scenario.where(path), message, path, "look at 'origin', 'into' and 'form', or leave it out")


def _named(policy: Entry | Quota | PriceCap) -> tuple[str, ...]:
    """Origins that a policy names; none if it is on everybody's gas."""
    if isinstance(policy, PriceCap):
        return policy.origins
    return () if policy.origin == ANY else (policy.origin,)


def swaps_out_of_time(scenario: Scenario) -> Iterator[Problem]:
    """A swap that is open in no model year, or has no capacity in any."""
    first, last = scenario.horizon.years[0], scenario.horizon.years[-1] + 1
    for swap in scenario.swaps:
        begun = [date for date, volume in swap.capacity if volume > 0.0]
        start = max(swap.start or -math.inf, min((date or -math.inf for date in begun), default=math.inf))
        if start >= min(last, swap.until or math.inf) or (swap.until or math.inf) <= first:
            message = f"swap '{swap.name}' moves nothing in any model year ({first} to {last - 1})"
            path = f"swaps.{swap.name}"
            yield _warning(scenario.where(path), message, path, "look at its dates and capacity, or leave it out")


def strong_growth(scenario: Scenario) -> Iterator[Problem]:
    """A volume that more than triples, or falls below a third, over the horizon."""
    for growth in scenario.growths:
        override = scenario.override(growth.component, growth.object, GROWN[growth.component])
        if override is None or not override.points[0][1]:
            continue
        factor = override.points[-1][1] / override.points[0][1]
        if not SHRINKS <= factor <= GROWS:
            years = scenario.horizon.years
            start, end = (_text(value, override) for _, value in (override.points[0], override.points[-1]))
            message = f"'{growth.object}' grows from {start} in {years[0]} to {end} in {years[-1]}"
            path = f"{_SECTION[growth.component].key}.{growth.object}.growth"
            yield _warning(growth.origin, message, path, "rates are per year")


def new_but_idle(scenario: Scenario) -> Iterator[Problem]:
    """New arcs that can carry nothing and new nodes that no arc reaches."""
    built = {
        arc
        for name, row in scenario.dataset.rows("projects")
        for arc in split(row["arcs"])
        if scenario.status("projects", name, "excluded") != "excluded"
    }
    ends = {
        row[end]
        for component in ARC_COMPONENTS
        for _, row in scenario.dataset.rows(component)
        for end in ("from", "to")
    }
    for section, name, origin in _said(scenario, "from", "kind"):
        if section.component == "nodes" and name not in ends:
            yield _warning(origin, f"new node '{name}' has no arc", f"nodes.{name}", "add a pipeline to or from it")
        elif section.component in ("pipelines", "liquefaction", "regasification") and name not in built:
            series = scenario.series(section.component, name, "capacity")
            if series is None or max(series.values) <= 0.0:
                message = f"new {section.kind} '{name}' has no capacity and no project that gives it one"
                yield _warning(origin, message, f"{section.key}.{name}", "add 'capacity'")


def _said(scenario: Scenario, *keys: str) -> Iterator[tuple[Section, str, Origin]]:
    """Yield the objects of which the scenario says one of these keys."""
    for path, origin in scenario.origins.items():
        parts = path.split(".")
        section = _SECTION_OF_KEY.get(parts[0])
        if section is not None and len(parts) == 3 and parts[2] in keys:
            yield section, parts[1], origin


def removed_with_much_else(scenario: Scenario) -> Iterator[Problem]:
    """An object whose removal takes many others with it."""
    taken: dict[str, list[str]] = {}
    for component, names in scenario.removed.items():
        kind = COMPONENTS[component].key if component in COMPONENTS else component
        for name, why in names.items():
            if why.startswith("with "):
                taken.setdefault(why.rpartition(", ")[2], []).append(f"{kind} '{name}'")
    for section, name, origin in _said(scenario, "status"):
        others = taken.get(str(origin), [])
        if scenario.removed.get(section.component, {}).get(name) == str(origin) and len(others) > FEW:
            some = ", ".join(others[:FEW])
            message = f"with {section.kind} '{name}' go {len(others)} other objects: {some}, ..."
            path = f"{section.key}.{name}.status"
            yield _warning(origin, message, path, f"'status: {REMOVED}' takes along what cannot be without it")


def idle_foresight(scenario: Scenario) -> Iterator[Problem]:
    """Branches before which nothing is decided, and a window that is the whole horizon."""
    window, years = scenario.horizon.window, scenario.horizon.years
    if window is not None and len(window.stages(years)) == 1:
        message = f"a window of {window.years} yr decides all model years together, as without it"
        yield _warning(scenario.where("horizon.window.years"), message, "horizon.window.years", "write a shorter one")
    for branch in scenario.branches[:1]:
        if all(status.status != "candidate" for status in branch.scenario.statuses):
            message = "nothing is decided before the branches are known: no project is a candidate"
            hint = "leave projects to the model, e.g. 'projects.russia-iran.status: candidate'"
            yield _warning(scenario.where("horizon.branches"), message, "horizon.branches", hint)


_SECTION: Mapping[str, Section] = {section.component: section for section in SECTIONS}
_SECTION_OF_KEY: Mapping[str, Section] = {section.key: section for section in SECTIONS}

_SUSPECTS: tuple[Callable[[Scenario], Iterator[Problem]], ...] = (
    as_in_the_dataset,
    larger_than_anything_built,
    costs_out_of_range,
    before_it_can_be_built,
    of_candidates_only,
    nothing_in_the_first_years,
    policies_out_of_time,
    policies_without_gas,
    swaps_out_of_time,
    strong_growth,
    new_but_idle,
    removed_with_much_else,
    idle_foresight,
)
