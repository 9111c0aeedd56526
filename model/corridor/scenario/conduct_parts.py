"""Conduct in the scenario language: who takes the price, who moves it, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from corridor import units
from corridor.dataset import Dataset
from corridor.errors import Problem, UnitError, did_you_mean, shortened
from corridor.scenario.conduct import Stance
from corridor.scenario.origin import Origin
from corridor.scenario.values import Fault, failure, faults_of
from corridor.scenario.vocabulary import GROUP, MARKET, Vocabulary

Said = tuple[tuple[str | None, float | None], ...]
"""Pairs of market or group (None for everywhere) and conduct (None for dominant), as written for one origin."""

WORDS: Mapping[str, float | None] = {"price taker": 0.0, "cournot": 1.0, "dominant": None}
"""Conduct by the word for it; None is the dominant exporter's, which the model finds."""

EVERYWHERE = "*"
"""Key for all markets that no other key names."""

_CHOICE = "write price taker, cournot, dominant, or a share such as '50 %'"
_STANCE_FORM = {
    "anyOf": [{"type": "string", "enum": list(WORDS)}, {"type": "string", "pattern": r"^\d[\d.]* *%$"}],
    "description": "price taker, cournot, dominant, or a share between the two first, e.g. 50 %.",
}
_FORM = {
    "anyOf": [
        *_STANCE_FORM["anyOf"],
        {"type": "object", "additionalProperties": {**_STANCE_FORM, "type": ["string", "null"]}, "minProperties": 1},
    ],
    "description": "What its sellers do everywhere, or by market or group; '*' for all other markets.",
}


def read_conduct(value: object, info: ValidationInfo) -> Said:
    """Read what one origin's sellers do: one word or share, or a mapping of markets and groups to these."""
    if not isinstance(value, dict):
        return ((None, _stance(value)),)
    words: Vocabulary | None = info.context
    faults = [] if value else [Fault("at least one market is expected", "write e.g. {EU: cournot, Japan: 30 %}")]
    said: dict[str | None, float | None] = {}
    for key, written in value.items():
        market = None if key == EVERYWHERE else str(key).removesuffix(GROUP)
        fault = None if market is None or words is None else words.fault(MARKET, market)
        if fault is not None:
            faults.append(Fault(*fault, path=(key,)))
        elif market in said:
            faults.append(Fault(f"'{key}' is written twice", "keep one of them", (key,)))
        try:
            said[market] = _stance(written)
        except PydanticCustomError as error:
            faults += [replace(each, path=(key,)) for each in faults_of(error.context or {})]
    if faults:
        raise failure(faults)
    return tuple(said.items())


Conduct = Annotated[Said, BeforeValidator(read_conduct), WithJsonSchema(_FORM)]


def _stance(value: object) -> float | None:
    if not isinstance(value, str):
        raise failure([Fault("one word or a share is expected here", _CHOICE)])
    if value in WORDS:
        return WORDS[value]
    if not value[:1].isdigit():
        raise failure([Fault(f"unknown conduct '{shortened(value)}'{did_you_mean(value, WORDS)}", _CHOICE)])
    try:
        share = units.parse(value, "share")
    except UnitError as error:
        raise failure([Fault(problem.message, _CHOICE) for problem in error.problems]) from error
    if not 0.0 <= share <= 1.0:
        raise failure([Fault(f"conduct of '{value}' is not between 0 % (price taker) and 100 % (cournot)", _CHOICE)])
    return share


def conduct_texts(said: Said) -> Any:
    """Write what is said of an origin so that it reads back the same."""
    texts = {market or EVERYWHERE: _text(share) for market, share in said}
    return texts[EVERYWHERE] if list(texts) == [EVERYWHERE] else texts


def _text(share: float | None) -> str:
    return next((word for word, meant in WORDS.items() if meant == share), None) or units.text(share or 0.0, "share")


def stances(
    conduct: Mapping[str, Said], dataset: Dataset, where: Callable[[tuple[str, ...]], Origin]
) -> tuple[list[Stance], list[Problem]]:
    """Spell conduct out by market: its own entry beats a group's, a smaller group's a larger one's.

    Returns
    -------
    stances
        Of all who do not take the price, sorted by origin and market.
    problems
        Markets of which two groups of the same size say different things.
    """
    markets = sorted(dataset.ids("demand"))
    found: list[Stance] = []
    problems: list[Problem] = []
    for origin, said in sorted(conduct.items()):
        path = ("market", "conduct", origin)
        for market in markets:
            fitting = sorted(_fitting(said, market, dataset), key=lambda each: each[0])
            if not fitting:
                continue
            (size, name, share), *others = fitting
            if any(other == size and meant != share for other, _, meant in others):
                second = others[0][1]
                message = f"'{name}' and '{second}' differ on '{market}', and neither is the smaller group"
                problems.append(where(path).problem(message, ".".join(path), f"name '{market}' as well"))
            if share != 0.0:
                key = _key(name, origin, where)
                found.append(Stance(origin, market, share, name == market, key))
    return found, problems


def _fitting(said: Said, market: str, dataset: Dataset) -> Iterable[tuple[float, str | None, float | None]]:
    """Yield number of markets, name and conduct of every entry that is about a market."""
    for name, share in said:
        if name is None:
            yield float("inf"), name, share
        elif name == market:
            yield 0.0, name, share
        elif market in dataset.groups.get(name, ()):
            yield float(len(dataset.groups[name])), name, share


def _key(name: str | None, origin: str, where: Callable[[tuple[str, ...]], Origin]) -> Origin:
    return where(("market", "conduct", origin, *(() if name is None else (name,))))
