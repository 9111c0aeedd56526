"""Conflicts in words: what every limit asks for or allows, and who set it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from corridor.dataset import REVERSE, lookup, lookup_rows
from corridor.diagnosis.citing import bracketed, of_events, of_figure, of_status, shown
from corridor.diagnosis.statements import Limit
from corridor.network import Network
from corridor.scenario import Ban, Cap, Diversification, Quota

Explainer = Callable[[Network, Sequence[Limit]], str]
"""Says in one sentence what the limits of a statement ask for or allow; gets those that contradict others."""

_COMPONENT = {"pipeline": "pipelines"}


def amount(value: float, unit: str) -> str:
    """Write an amount so that its first digits can be read."""
    if math.isinf(value):
        return f"any {unit}"
    if unit == "share":
        return f"{100.0 * value:.1f} %"
    digits = 2 if abs(value) >= 0.1 or value == 0.0 else 1 - math.floor(math.log10(abs(value)))
    return f"{value:.{digits}f} {unit}".strip()


def periods(limits: Sequence[Limit]) -> str:
    """Write when limits hold: a season of a year, years; nothing for what always holds."""
    whens = list(dict.fromkeys(limit.when for limit in limits if limit.when))
    years = list(dict.fromkeys(when[0] for when in whens))
    if not whens:
        return ""
    seasons = list(dict.fromkeys(when[1] for when in whens if len(when) > 1))
    when = listed([str(year) for year in years]) if len(years) < 4 else f"{years[0]} to {years[-1]}"
    return f"{' and '.join(seasons)} {when}" if seasons and seasons != ["year"] else when


def listed(words: Sequence[str]) -> str:
    """Join words with commas and an "and"."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def most(value: float, unit: str) -> str:
    """Write what is not to be exceeded."""
    return "nothing" if value == 0.0 else f"at most {amount(value, unit)}"


def within(limits: Sequence[Limit]) -> str:
    """Return ``" in winter 2027"``, nothing for what always holds."""
    when = periods(limits)
    return f" in {when}" if when else ""


def _year(limits: Sequence[Limit]) -> int | None:
    return limits[0].when[0] if limits[0].when else None


def _most(limits: Sequence[Limit]) -> Limit:
    return max(limits, key=lambda limit: limit.value)


# What is asked for.


def _firm_demand(network: Network, limits: Sequence[Limit]) -> str:
    limit = _most(limits)
    where = of_figure(network.scenario, "demand", limit.name, "volume", _year(limits))
    rate = amount(limit.value, "bcm/yr")
    return f"{limit.name} needs {rate}{within([limit])} at any price{bracketed(where)}"


def _filling_target(network: Network, limits: Sequence[Limit]) -> str:
    limit = _most(limits)
    rule = next(each for each in network.scenario.policies if each.name == limit.name)
    stocks = f"the storages of {', '.join(rule.into)} are to be filled by {amount(limit.value, 'bcm')}"
    return f"{stocks}{within([limit])}, says policy '{limit.name}'{bracketed(shown(rule.written))}"


def _minimum_take(network: Network, limits: Sequence[Limit]) -> str:
    limit = _most(limits)
    places = [
        of_figure(network.scenario, "contracts", limit.name, attribute, _year(limits))
        for attribute in ("minimum_take", "quantity")
    ]
    least = f"contract '{limit.name}' delivers at least {amount(limit.value, 'bcm/yr')}{within([limit])} in any case"
    return f"{least}{bracketed(*places)}"


def _plant_minimum(network: Network, limits: Sequence[Limit]) -> str:
    limit = _most(limits)
    where = of_figure(network.scenario, "liquefaction", limit.name, "minimum")
    share = amount(limit.value, "share")
    return f"plant '{limit.name}' takes in at least {share} of its capacity{within(limits)}{bracketed(where)}"


def _producer_minimum(network: Network, limits: Sequence[Limit]) -> str:
    limit = _most(limits)
    where = of_figure(network.scenario, "producers", limit.name, "minimum")
    share = amount(limit.value, "share")
    return (
        f"producer '{limit.name}' cannot produce less than {share} of its potential{within(limits)}{bracketed(where)}"
    )


def _closing_stock(network: Network, limits: Sequence[Limit]) -> str:
    limit = _most(limits)
    where = of_figure(network.scenario, "storages", limit.name, "closing")
    volume = amount(limit.value, "bcm")
    return f"storage '{limit.name}' must hold {volume} at the end of {periods(limits)}{bracketed(where)}"


def _opening_stock(network: Network, limits: Sequence[Limit]) -> str:
    limit = _most(limits)
    where = of_figure(network.scenario, "storages", limit.name, "opening")
    volume = amount(limit.value, "bcm")
    return f"storage '{limit.name}' holds {volume} at the beginning of {periods(limits)}, no more{bracketed(where)}"


# What limits.


def _capacity(network: Network, limits: Sequence[Limit]) -> str:
    arc, year = limits[0].name, limits[0].when[0]
    row = lookup_rows(network.arcs)[arc]
    component, line = _COMPONENT.get(row["form"], row["form"]), row["line"]
    scenario, seasons = network.scenario, network.seasons.index.tolist()
    attribute = "reverse_capacity" if arc.endswith(REVERSE) else "capacity"
    causes = [of_figure(scenario, component, line, attribute, year)]
    told = ""
    if scenario.status(component, line, "open") == "closed":
        told, causes = " since it is closed", [of_status(scenario, component, line)]
    else:
        events = of_events(network, line, year, seasons)
        if events:
            told = f" under {' and '.join(event for event, _, _ in events)}"
            causes += [where for _, _, where in events]
    rate = most(min(limit.value for limit in limits), "bcm/yr")
    way = f"{row['from']} to {row['to']}"
    return f"'{arc}' ({way}) carries {rate}{within(limits)}{told}{bracketed(*causes)}{_later(network, arc, year)}"


def _later(network: Network, arc: str, year: int) -> str:
    """Say which projects would widen an arc, but too late or not in this scenario."""
    found = []
    terms, projects = network.project_terms, network.projects
    for project in projects.index[[arc in arcs for arcs in projects["arcs"]]]:
        status = projects.at[project, "status"]
        where = bracketed(shown(network.scenario.where(f"projects.{project}")))
        rates = terms.xs(project, level="project")["committed" if status == "committed" else "limit"]
        if status == "excluded":
            found.append(f"project '{project}' would add to it, but is excluded{where}")
        elif rates.get(year, 0.0) <= 0.0 < rates.max():
            found.append(f"project '{project}' comes in {rates.index[rates > 0.0][0]} only{where}")
        elif rates.max() <= 0.0:
            found.append(f"project '{project}' comes after the last model year{where}")
    return f"; {'; '.join(found)}" if found else ""


def _potential(network: Network, limits: Sequence[Limit]) -> str:
    limit = limits[0]
    where = of_figure(network.scenario, "producers", limit.name, "potential", _year(limits))
    rate = most(max(each.value for each in limits), "bcm/yr")
    node = lookup(network.producers["node"])[limit.name]
    return f"producer '{limit.name}' ({node}) produces {rate}{within(limits)}{bracketed(where)}"


def _outlet(network: Network, limits: Sequence[Limit]) -> str:
    limit = limits[0]
    where = of_figure(network.scenario, "demand", limit.name, "volume", _year(limits))
    rate = most(min(each.value for each in limits), "bcm/yr")
    return f"{limit.name} takes {rate}{within(limits)}, whatever the price{bracketed(where)}"


def _storage(attribute: str, verb: str) -> Explainer:
    def explain(network: Network, limits: Sequence[Limit]) -> str:
        limit = limits[0]
        where = of_figure(network.scenario, "storages", limit.name, attribute, _year(limits))
        rate = most(min(each.value for each in limits), limit.unit)
        return f"storage '{limit.name}' {verb} {rate}{within(limits)}{bracketed(where)}"

    return explain


def _policy(network: Network, limits: Sequence[Limit]) -> str:
    limit = limits[0]
    rule = next(each for each in network.scenario.policies if each.name == limit.name)
    cited = bracketed(shown(rule.written))
    into = ", ".join(rule.into)
    if isinstance(rule, Ban):
        left = max(each.value for each in limits)
        rest = f", which leaves open {amount(left, 'bcm/yr')}{within(limits)}" if left > 0.0 else within(limits)
        form = {"any": "", "pipeline": " by pipeline", "lng": " as LNG"}[rule.form]
        return f"ban '{rule.name}' keeps gas of {rule.origin} out of {into}{form}{rest}{cited}"
    if isinstance(rule, Cap):
        allowed = amount(max(each.value for each in limits), "bcm")
        return f"cap '{rule.name}' lets {allowed} of gas of {rule.origin} into {into}{within(limits)}{cited}"
    assert isinstance(rule, (Quota, Diversification)), "other policies limit nothing"
    whose = rule.origin if isinstance(rule, Quota) else "every single origin"
    return f"policy '{rule.name}' limits the share of {whose} in {into}{within(limits)}{cited}"


def _swap(network: Network, limits: Sequence[Limit]) -> str:
    limit = limits[0]
    rate = most(max(each.value for each in limits), "bcm/yr")
    cited = bracketed(shown(network.scenario.where(f"swaps.{limit.name}")))
    return f"swap '{limit.name}' hands over {rate}{within(limits)}{cited}"


def _fleet(network: Network, limits: Sequence[Limit]) -> str:
    limit = limits[0]
    where = of_figure(network.scenario, "fleets", limit.name, "ships", _year(limits))
    return f"fleet '{limit.name}' has {amount(limit.value, 'ships')}{within(limits)}{bracketed(where)}"


def _contract_quantity(network: Network, limits: Sequence[Limit]) -> str:
    limit = limits[0]
    where = of_figure(network.scenario, "contracts", limit.name, "quantity", _year(limits))
    return f"contract '{limit.name}' delivers {most(limit.value, 'bcm')}{within(limits)}{bracketed(where)}"


def _exclusive_contract(network: Network, limits: Sequence[Limit]) -> str:
    origin, arc = limits[0].key
    return f"gas of {origin} flows over '{arc}' only under contracts{within(limits)} (contracts.csv: exclusive)"


def _destination(network: Network, limits: Sequence[Limit]) -> str:
    limit = limits[0]
    places = ", ".join(lookup(network.contracts["destination"])[limit.name])
    cited = shown(network.scenario.where(f"contracts.{limit.name}.destination")) or "contracts.csv"
    return f"contract '{limit.name}' may be sold in {places} alone{within(limits)} ({cited})"


def _ramp(network: Network, limits: Sequence[Limit]) -> str:
    limit = limits[0]
    yearly = any(each.key[-1] == "year" for each in limits)
    where = of_figure(network.scenario, "producers", limit.name, "yearly_ramp" if yearly else "ramp")
    step = "from the year before" if yearly else "from the season before"
    share = amount(min(each.value for each in limits), "share")
    return f"producer '{limit.name}' changes by at most {share} {step}{within(limits)}{bracketed(where)}"


def _project_size(network: Network, limits: Sequence[Limit]) -> str:
    limit = limits[0]
    row = lookup_rows(network.projects)[limit.name]
    cited = bracketed(shown(network.scenario.where(f"projects.{limit.name}")))
    return f"project '{limit.name}' adds at most {amount(limit.value, 'bcm/yr')}, from {row['earliest']:.0f} on{cited}"


def _whole_units(network: Network, limits: Sequence[Limit]) -> str:
    limit = limits[0]
    cited = bracketed(of_figure(network.scenario, "projects", limit.name, "unit"))
    return f"project '{limit.name}' is built in whole units of {amount(limit.value, 'bcm/yr')}{cited}"


def _exclusive_projects(network: Network, limits: Sequence[Limit]) -> str:
    one, other = limits[0].key
    places = [shown(network.scenario.where(f"projects.{name}.exclusive_with")) for name in (one, other)]
    return f"only one of the projects '{one}' and '{other}' is built{bracketed(*places)}"


def _required_project(network: Network, limits: Sequence[Limit]) -> str:
    limit = limits[0]
    cited = bracketed(shown(network.scenario.where(f"projects.{limit.name}.requires")))
    return f"project '{limit.name}' is built only with '{limit.key[0]}'{cited}"


def _budget(network: Network, limits: Sequence[Limit]) -> str:
    limit = limits[0]
    committed = lookup(network.budgets["committed"])[limit.name]
    taken = f", of which committed projects take {amount(committed, 'million USD')}" if committed > 0.0 else ""
    cited = bracketed(shown(network.scenario.where(f"budgets.{limit.name}")))
    return f"budget '{limit.name}' is {amount(limit.value, 'million USD')}{taken}{cited}"


def _extension(network: Network, limits: Sequence[Limit]) -> str:
    del network
    places = ", ".join(dict.fromkeys(str(limit.key[0]) for limit in limits if limit.key[0] is not None))
    return f"constraint '{limits[0].name}' of the extension holds" + (f" for {places}" if places else "")


EXPLAINERS: Mapping[str, Explainer] = {
    "firm demand": _firm_demand,
    "filling target": _filling_target,
    "minimum take": _minimum_take,
    "plant minimum": _plant_minimum,
    "producer minimum": _producer_minimum,
    "closing stock": _closing_stock,
    "opening stock": _opening_stock,
    "outlet": _outlet,
    "policy": _policy,
    "contract quantity": _contract_quantity,
    "exclusive contract": _exclusive_contract,
    "destination": _destination,
    "swap": _swap,
    "capacity": _capacity,
    "fleet": _fleet,
    "working gas": _storage("working_gas", "holds"),
    "injection": _storage("injection", "takes in"),
    "withdrawal": _storage("withdrawal", "gives"),
    "ramp": _ramp,
    "potential": _potential,
    "project size": _project_size,
    "whole units": _whole_units,
    "exclusive projects": _exclusive_projects,
    "required project": _required_project,
    "budget": _budget,
    "extension": _extension,
}
"""One for every kind of statement."""
