"""The value of every attribute in a scenario: the dataset's, unless the scenario says otherwise."""

from __future__ import annotations

from collections.abc import Callable

from corridor.dataset import Series
from corridor.errors import NetworkError
from corridor.scenario import Scenario


class Values:
    """Read attributes of objects as the scenario resolves them, in canonical units."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._first_year = float(scenario.horizon.years[0])

    def series(self, component: str, identity: str, attribute: str) -> Series | None:
        """Values over time; None if neither scenario nor dataset has one."""
        return self._scenario.series(component, identity, attribute)

    def constant(self, component: str, identity: str, attribute: str) -> float:
        """A value that does not change over time.

        Raises
        ------
        NetworkError
            If there is none.
        """
        return self._present(component, identity, attribute).at(self._first_year)

    def yearly(self, component: str, identity: str, attribute: str) -> Callable[[int], float]:
        """Values by calendar year.

        Raises
        ------
        NetworkError
            If there is none.
        """
        return self._present(component, identity, attribute).year

    def seasonal(self, component: str, identity: str, attribute: str) -> Callable[[int, tuple[int, ...]], float]:
        """Values by calendar year and months (1 to 12).

        Raises
        ------
        NetworkError
            If there is none.
        """
        return self._present(component, identity, attribute).months

    def _present(self, component: str, identity: str, attribute: str) -> Series:
        series = self.series(component, identity, attribute)
        if series is None:
            raise NetworkError(f"{component}.{identity} has no {attribute}, neither in the dataset nor in the scenario")
        return series
