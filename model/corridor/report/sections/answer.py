"""The answer of a scenario that is held against another: what its projects carry, who gains, and whether they pay."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from corridor.report.blocks import Card, Paragraph, Run, Strong, paragraph
from corridor.report.difference import Difference, Effort, changed_statements
from corridor.report.display import Display, number, plain_share
from corridor.report.subject import Subject
from corridor.report.wording import listed, named, plural

__all__ = ["answer", "project_card"]

_SEEN = 0.05  # bcm a year, or billion USD a year
_MOST = 4


def answer(subject: Subject, difference: Difference) -> list[Paragraph]:
    """Return in a few sentences what the differing projects or statements bring, and to whom."""
    last = difference.years[-1]
    lead = _projects(subject, difference) if difference.projects else _statements(subject)
    bold, *rest = lead
    runs: list[Run] = [Strong(bold), *(f" {sentence}" for sentence in rest)]
    runs += [f" {sentence}" for sentence in _exports(subject, difference, last)]
    found = [paragraph(*runs)]
    worth = [*_price(subject, difference, last), *_gains(subject, difference, last), *_balance(difference)]
    if worth:
        found.append(paragraph(" ".join(worth)))
    found.append(
        paragraph(
            "The model is one of competitive trade: everybody buys and sells at the worth of the last unit, and nobody"
            " holds gas back. It says what costs, capacities, contracts and policies would make of the case, not what"
            " companies and governments will decide.",
            quiet=True,
        )
    )
    return found


def project_card(subject: Subject, difference: Difference) -> Card | None:
    """Return the flow of the largest project that differs, in the last year."""
    if not difference.projects:
        return None
    effort, display = difference.projects[0], subject.display
    last, shown = difference.years[-1], _shown_years(subject, difference, effort)
    earlier = [year for year in shown if year != last]
    before = f", {_of_capacity(display, effort, earlier[-1])} in {earlier[-1]}" if earlier else ""
    line = {str(name): float(value) for name, value in effort.years.loc[[last]].iloc[0].to_dict().items()}
    unit = f"of {display.volume(line['capacity'])} {display.rate_unit}"
    share = plain_share(line["used"] / line["capacity"]) if line["capacity"] > _SEEN else "nothing"
    return Card(display.volume(line["used"]), unit, f"{effort.name} in {last}", f"{share} used{before}")


def _shown_years(subject: Subject, difference: Difference, effort: Effort) -> list[int]:
    """Return the report years and the last year, as far as the project stands then."""
    asked = sorted({*subject.chosen_years, difference.years[-1]} & set(difference.years))
    return [year for year in asked if effort.years["capacity"].to_dict()[year] > _SEEN]


def _of_capacity(display: Display, effort: Effort, year: int) -> str:
    """Write use and capacity of a project in a year."""
    used, capacity = (float(effort.years[column].to_dict()[year]) for column in ("used", "capacity"))
    return f"{display.volume(used)} of {display.volume(capacity)}"


def _projects(subject: Subject, difference: Difference) -> list[str]:
    """Say what the projects carry."""
    display, last = subject.display, difference.years[-1]
    efforts = difference.projects
    first = efforts[0]
    used, capacity = (float(first.years[column].to_dict()[last]) for column in ("used", "capacity"))
    share = (
        f", {plain_share(used / capacity)} of its {display.volume(capacity)} {display.rate_unit}" if capacity else ""
    )
    sentences = [f"{first.name}: {display.volume(used)} {display.volume_unit} in {last}{share}."]
    earlier = [year for year in _shown_years(subject, difference, first) if year != last]
    said = [f"{_of_capacity(display, first, year)} in {year}" for year in earlier]
    empty = [
        str(year) for year, line in first.years.iterrows() if line["capacity"] > _SEEN and not line["used"] > _SEEN
    ]
    if said:
        sentences.append(f"It carries {listed(said)}{' and' if empty else '.'}")
    if empty:
        clause = f"stands empty in {listed(empty)}."
        sentences[-1:] = [f"{sentences[-1]} {clause}"] if said else [sentences[-1], f"It {clause}"]
    others = [f"{each.name} {_of_capacity(display, each, last)}" for each in efforts[1 : 1 + _MOST]]
    if others:
        sentences.append(f"Of the other projects that differ, {last}: {listed(others)}.")
    return sentences


def _statements(subject: Subject) -> list[str]:
    """Say which statements differ, where no project does."""
    changed = changed_statements(subject.results, subject.reference)
    heads = list(dict.fromkeys(".".join(path.split(".")[:2]) for path, _, _ in changed))
    if not heads:
        return ["Both scenarios state the same."]
    if len(heads) > _MOST:
        return [f"{len(heads)} statements differ, on {listed(sorted({head.partition('.')[0] for head in heads}))}."]
    return [f"What differs is {listed(heads)}."]


def _exports(subject: Subject, difference: Difference, year: int) -> list[str]:
    """Say how much is exported in addition, and how much is taken from other buyers."""
    display, origin, unit = subject.display, subject.origin, subject.display.volume_unit
    moved = difference.exports[year]
    total, other = float(moved.sum()), f"“{subject.reference_title}”"
    gainer = difference.gainer
    gain = float(moved.get(gainer, 0.0))
    if gain <= _SEEN or not difference.projects:
        return _all_exports(subject, moved, year)
    start = f"Compared with {other}, {origin} sells {display.volume(gain)} {unit} more to {named(gainer)} in {year}"
    diverted = gain - total
    losses = moved[moved < -_SEEN].sort_values(kind="stable")
    from_where = listed(
        [f"{named(str(region))} ({display.volume_change(float(v))})" for region, v in losses.head(3).items()]
    )
    if diverted < _SEEN:
        return [f"{start}; all of it is additional export."]
    if total <= _SEEN:
        return [f"{start}, but no more in all: less goes to {from_where}."]
    share = plain_share(total / gain)
    whence = f", most from {from_where}" if from_where else ""
    return [
        f"{start}: {display.volume(total)} ({share}) are additional exports, and {display.volume(diverted)} are"
        f" diverted, on balance, from other buyers{whence}."
    ]


def _all_exports(subject: Subject, moved: pd.Series, year: int) -> list[str]:
    """Say how exports differ in all, and where most."""
    display, origin = subject.display, subject.origin
    total = float(moved.sum())
    text = f"Compared with “{subject.reference_title}”, {origin}’s exports differ by {display.volume_change(total)}"
    text += f" {display.volume_unit} in {year}"
    ends = [
        f"{named(str(region))} ({display.volume_change(float(value))})"
        for region, value in moved.sort_values(key=lambda values: -values.abs(), kind="stable").head(2).items()
        if abs(value) > _SEEN
    ]
    return [f"{text}, most to {listed(ends)}." if ends else f"{text}."]


def _focus(difference: Difference, year: int) -> str:
    """Return the region to speak of: the one that buys more, or else the one whose price differs most."""
    prices = difference.indicator("regional_price")
    if difference.projects and difference.gainer:
        return difference.gainer
    return str(prices[year].abs().idxmax()) if len(prices) else ""


def _price(subject: Subject, difference: Difference, year: int) -> list[str]:
    """Say what happens to the price of the region that buys."""
    region, display = _focus(difference, year), subject.display
    now, then = difference.level("regional_price", region, year)
    if not math.isfinite(now - then):
        return []
    if abs(now - then) < 0.005:
        return [f"The price in {named(region)} stays what it is in {year}, {display.price(now)} {display.price_unit}."]
    verb = "falls" if now < then else "rises"
    return [
        f"The price in {named(region)} {verb} by {display.price(abs(now - then))} {display.price_unit} in {year}, from"
        f" {display.price(then)} to {display.price(now)}."
    ]


def _gains(subject: Subject, difference: Difference, year: int) -> list[str]:
    """Say what producers and consumers gain and lose."""
    origin, region = subject.origin, _focus(difference, year)
    producers, consumers = (difference.indicator(f"{who}_surplus") for who in ("producer", "consumer"))
    if producers.empty or consumers.empty:
        return []
    made, used = producers[year], consumers[year]
    mine = float(made.get(origin, 0.0))
    text = f"{origin}’s producers {_gain(mine)} billion USD that year"
    at_home = float(used.get(origin, 0.0))
    if abs(at_home) > _SEEN:
        joined = "while" if at_home * mine < 0 else "and"
        text += f", {joined} its own consumers {_gain(at_home)}"
    buyers = float(used.get(region, 0.0))
    sentences = [f"{text}; consumers in {named(region)} {_gain(buyers)}."] if region != origin else [f"{text}."]
    rest = made.drop(origin, errors="ignore").sort_values(kind="stable")
    if len(rest) and rest.iloc[0] < -_SEEN:
        loser, loss = str(rest.index[0]), float(rest.iloc[0])
        inside = loser == region and -loss > 0.5 * buyers
        what = f", so that most of that gain only changes hands inside {named(region)}" if inside else ""
        sentences.append(f"Among other producers those of {named(loser)} lose most, {number(-loss, 1)}{what}.")
    return sentences


def _gain(value: float) -> str:
    """Write a gain or a loss in billion USD."""
    return f"{'lose' if value < 0 else 'gain'} {number(abs(value), 1)}"


def _balance(difference: Difference) -> list[str]:
    """Say what the whole market gains a year, and whether that is worth what the projects cost."""
    if difference.costs.empty:
        return []
    saving, annuity, last = difference.saving, difference.annuity, difference.years[-1]
    if not difference.projects or not (annuity > 1e-3).any():
        return [f"In all, costs and the worth of consumption set off, the market {_money(saving[last])} in {last}."]
    paid = annuity[annuity > 1e-3]
    pays = [str(year) for year in paid.index if saving[year] >= paid[year]]
    verdict = _verdict(pays, [str(year) for year in paid.index if str(year) not in pays])
    whose = "the project" if len(difference.projects) == 1 else "the projects"
    return [
        f"In all, what {whose} cost{'s' if whose == 'the project' else ''} left aside, the market"
        f" {_money(saving[last])} in {last}, against an annuity of {number(float(annuity[last]), 1)}: by this measure,"
        f" {whose} {verdict}."
    ]


def _money(value: float) -> str:
    """Write a gain or a loss with its unit."""
    return (
        "gains next to nothing"
        if abs(value) < _SEEN
        else f"{'loses' if value < 0 else 'gains'} {number(abs(value), 1)} billion USD"
    )


def _verdict(pays: Sequence[str], fails: Sequence[str]) -> str:
    """Say in which of the years in which it stands a project pays for itself."""
    if not fails:
        return f"would pay in {'every model year' if len(pays) > 1 else pays[0]}"
    if not pays:
        return (
            f"would pay in none of {plural(len(fails), 'model year')}"
            if len(fails) > 1
            else f"would not pay in {fails[0]}"
        )
    return (
        f"would pay in {listed(pays)}, not yet in {listed(fails)}"
        if fails[-1] < pays[0]
        else f"would pay in {listed(pays)}, not in {listed(fails)}"
    )
