r"""Make-up and carry-forward: what is paid and not taken may be taken later, what is taken beyond spares later years.

Make-up gas is taken after the minimum of its own year and within the annual quantity; it costs the share of the price
that was not paid before, and it earns no carry-forward. Only a take beyond the base is carried forward.

A model year stands for :math:`w_y` years like it, so balances are kept in bcm of real years: a right from :math:`b` is
:math:`w_b` times the volume of that year, and uses it up by :math:`w_y` times what is taken. It lasts from model year
to model year: :math:`y - b` at most the contract's time. Inside the years that one model year stands for, which are all
alike, nothing can be made up.

The rule that a year is either short or makes up is no convex one: whoever may do both would pay for a shortage anew to
renew a right that runs out. That is why two whole numbers say of a year, for contracts with such rights only, whether
it is short of its minimum and whether it is beyond its base.

Both clauses as glossaries of the trade have them: Gas Strategies, "Make Up" (https://www.gasstrategies.com/make: gas
paid for under take-or-pay, to be had in later years free or at a reduced price once a threshold of the year is taken);
Hebrew Energy, "Make up gas" (https://www.hebrewenergy.com/en/make-up-gas-make-up-right) and "Carry forward" (a take
beyond the take-or-pay quantity or the annual quantity, as agreed, counts against later take-or-pay, within limits).

Sets
----
:math:`b` : earlier years
    Model years in which a contract's right to make up or carry forward arises; ``PAID_YEARS``, ``EARNING_YEARS``.

Variables
---------
``made_up[c,b,y]`` : :math:`\hat z_{c,b,y}`, bcm
    Gas paid for in an earlier year and taken in this one, in one year like this.
``carried[c,b,y]`` : :math:`\hat\psi_{c,b,y}`, bcm
    What a take beyond the base in an earlier year takes off the minimum of this one, in one year like this.
``earned[c,b]`` : :math:`\psi_{c,b}`, bcm
    Take beyond the base of a year, to be carried forward.
``short[c,y]`` : :math:`\delta_{c,y}`, number (0 or 1)
    1 in a year that may be short of its minimum and makes nothing up.
``beyond[c,b]`` : :math:`\bar\delta_{c,b}`, number (0 or 1)
    1 in a year that takes more than its base.
"""

from __future__ import annotations

from typing import Any

import pyomo.core as pyo

from corridor.dataset import lookup
from corridor.formulation.declare import indexed_set, listed_set, members, parameter, state, variable
from corridor.formulation.terms import Terms
from corridor.network import Network


def declare(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare which year's gas may be made up in which, and which year's take spares which."""
    made, carried = _pairs(network, "make_up", 0), _pairs(network, "carry_forward", 1)
    model.MAKE_UPS = listed_set(made, 3)
    model.MAKE_UPS_FROM = indexed_set(model.RUNNING, members(((c, b), y) for c, b, y in made))
    model.MAKE_UPS_INTO = indexed_set(model.RUNNING, members(((c, y), b) for c, b, y in made))
    model.MADE_UP_IN = indexed_set(model.YEARS, members((y, (c, b)) for c, b, y in made), dimen=2)
    model.CARRIES = listed_set(carried, 3)
    model.CARRIES_FROM = indexed_set(model.RUNNING, members(((c, b), y) for c, b, y in carried))
    model.CARRIES_INTO = indexed_set(model.RUNNING, members(((c, y), b) for c, b, y in carried))
    model.PAID_YEARS = listed_set(sorted({(c, b) for c, b, _ in made}), 2)
    model.EARNING_YEARS = listed_set(sorted({(c, b) for c, b, _ in carried}), 2)
    model.SPARED_YEARS = listed_set(sorted({(c, y) for c, _, y in carried}), 2)
    model.MAKE_UP_YEARS = listed_set(sorted({(c, y) for c, _, y in made}), 2)
    model.SHORT_YEARS = listed_set(
        sorted({(c, year) for c, b, y in made for year in (b, y)} | {(c, b) for c, b, _ in carried}), 2
    )
    model.real_years = parameter(model.YEARS, network.years["weight"])
    model.prepaid_share = parameter(model.CONTRACTS, network.contracts["prepaid"])
    model.carry_limit = parameter(model.CONTRACTS, network.contracts["carry_forward_limit"])
    model.carry_base = parameter(model.RUNNING, network.contract_terms.loc[list(model.RUNNING), "carry_base"])
    model.made_up, model.carried = variable(model.MAKE_UPS), variable(model.CARRIES)
    model.earned = variable(model.EARNING_YEARS)
    model.short = variable(model.SHORT_YEARS, upper=dict.fromkeys(model.SHORT_YEARS, 1.0), integer=True)
    model.beyond = variable(model.EARNING_YEARS, upper=dict.fromkeys(model.EARNING_YEARS, 1.0), integer=True)


def _pairs(network: Network, clause: str, obliged: int) -> list[tuple[str, int, int]]:
    """Contract, year of the right and year of its use; only a year with a minimum (``obliged``) makes or needs one."""
    time, terms = lookup(network.contracts[clause]), network.contract_terms
    running, minimum = set(terms.index[terms["quantity"] > 0.0]), lookup(terms["minimum"])
    years = network.years.index.tolist()
    return [
        (c, b, y)
        for c, allowed in time.items()
        for b in years
        for y in years
        if 0 < y - b <= allowed and {(c, b), (c, y)} <= running and minimum[c, (b, y)[obliged]] > 0.0
    ]


def connect(model: pyo.ConcreteModel, terms: Terms) -> None:
    """Register what make-up gas costs less, for it has been paid before."""

    def spared(m: pyo.ConcreteModel, y: Any) -> Any:
        r"""Make-up gas is free of the share of its price that has been paid ahead.

        .. math:: C_y = -\sum_{c,b} \rho_c P_{c,y}\, \hat z_{c,b,y}

        :math:`\rho` share that is paid ahead, :math:`P` contract price of the year in which the gas is taken [million
        USD per bcm], :math:`\hat z` made up [bcm].
        """
        return -sum(m.prepaid_share[c] * m.contract_price[c, y] * m.made_up[c, b, y] for (c, b) in m.MADE_UP_IN[y])

    if len(model.MAKE_UPS):
        terms.accounts["make_up"] = spared


def made_up_was_paid(model: pyo.ConcreteModel, c: Any, b: Any) -> Any:
    r"""Only what was paid for can be made up.

    .. math:: \sum_{y > b} w_y\, \hat z_{c,b,y} \le w_b\, z_{c,b}

    :math:`\hat z` made up, :math:`z` paid and not taken [bcm in the year]; :math:`w` years that a model year stands
    for. The dual (times -1) is what a unit paid for is worth later, discounted, million USD per bcm.
    """
    return (
        sum(model.real_years[y] * model.made_up[c, b, y] for y in model.MAKE_UPS_FROM[c, b])
        <= model.real_years[b] * model.unpaid_take[c, b]
    )


def paid_only_if_short(model: pyo.ConcreteModel, c: Any, y: Any) -> Any:
    r"""Gas is paid for and not taken in a short year only.

    .. math:: z_{c,y} \le T_{c,y}\, \delta_{c,y}, \qquad \delta_{c,y} \in \{0, 1\}

    :math:`z` paid and not taken, :math:`T` minimum [bcm]; :math:`\delta` is 1 in a short year. The dual (times -1,
    divided by :math:`w_y D_y`), whole numbers fixed, is what one more bcm paid for and not taken would save, million
    USD per bcm.
    """
    return model.unpaid_take[c, y] <= model.contract_minimum[c, y] * model.short[c, y]


def paid_no_more_than_short(model: pyo.ConcreteModel, c: Any, y: Any) -> Any:
    r"""In a short year what is taken, paid and carried into it is the minimum, no more.

    .. math:: \sum_a g_{c,a,y} - \sum_b \hat z_{c,b,y} + z_{c,y} + \sum_b \hat\psi_{c,b,y}
              \le T_{c,y} + A_{c,y} (1 - \delta_{c,y})

    :math:`\delta` is 1 in a short year; :math:`g` delivered, :math:`\hat z` made up, :math:`z` paid and not taken,
    :math:`\hat\psi` carried forward, :math:`T` minimum and :math:`A` annual quantity as in :func:`take_or_pay` [bcm].
    The dual (times -1, divided by :math:`w_y D_y`), whole numbers fixed, is what one more bcm above the minimum would
    save in a short year, million USD per bcm.
    """
    own = sum(model.delivered[c, a, y] for a in model.DELIVERY_ARCS[c, y]) - sum(
        model.made_up[c, b, y] for b in model.MAKE_UPS_INTO[c, y]
    )
    spared = sum(model.carried[c, b, y] for b in model.CARRIES_INTO[c, y])
    return own + model.unpaid_take[c, y] + spared <= model.contract_minimum[c, y] + model.contract_quantity[c, y] * (
        1.0 - model.short[c, y]
    )


def made_up_after_the_minimum(model: pyo.ConcreteModel, c: Any, y: Any) -> Any:
    r"""In a short year nothing is made up.

    .. math:: \sum_b \hat z_{c,b,y} \le A_{c,y} (1 - \delta_{c,y})

    :math:`\hat z` made up, :math:`A` annual quantity [bcm]; :math:`\delta` is 1 in a short year. The dual (times -1,
    divided by :math:`w_y D_y`), whole numbers fixed, is what one more bcm made up would save, million USD per bcm.
    """
    return sum(model.made_up[c, b, y] for b in model.MAKE_UPS_INTO[c, y]) <= model.contract_quantity[c, y] * (
        1.0 - model.short[c, y]
    )


def carried_was_earned(model: pyo.ConcreteModel, c: Any, b: Any) -> Any:
    r"""Only what was taken beyond the base spares later years.

    .. math:: \sum_{y > b} w_y\, \hat\psi_{c,b,y} \le w_b\, \psi_{c,b}

    :math:`\hat\psi` carried into a year, :math:`\psi` earned [bcm in the year]. The dual (times -1) is what a unit
    earned is worth later, discounted, million USD per bcm.
    """
    return (
        sum(model.real_years[y] * model.carried[c, b, y] for y in model.CARRIES_FROM[c, b])
        <= model.real_years[b] * model.earned[c, b]
    )


def earned_beyond_the_base(model: pyo.ConcreteModel, c: Any, b: Any) -> Any:
    r"""What is earned is the year's own take beyond the base.

    .. math:: \psi_{c,b} \le \sum_a g_{c,a,b} - \sum_{b'} \hat z_{c,b',b} - B_{c,b}\, \bar\delta_{c,b},
              \qquad \bar\delta_{c,b} \in \{0, 1\}

    :math:`\psi` earned, :math:`g` delivered, :math:`\hat z` made up of what was paid for in years :math:`b'` before,
    :math:`B` base, the obligation at least [bcm]; :math:`\bar\delta` is 1 in a year beyond it. The dual (times -1,
    divided by :math:`w_b D_b`), whole numbers fixed, is what one more bcm taken beyond the base is worth later, million
    USD per bcm.
    """
    own = sum(model.delivered[c, a, b] for a in model.DELIVERY_ARCS[c, b]) - sum(
        model.made_up[c, d, b] for d in model.MAKE_UPS_INTO[c, b]
    )
    return model.earned[c, b] <= own - model.carry_base[c, b] * model.beyond[c, b]


def earned_only_if_beyond(model: pyo.ConcreteModel, c: Any, b: Any) -> Any:
    r"""Nothing is earned below the base.

    .. math:: \psi_{c,b} \le A_{c,b}\, \bar\delta_{c,b}

    :math:`\psi` earned, :math:`A` annual quantity [bcm]; :math:`\bar\delta` is 1 in a year beyond the base. The dual
    (times -1, divided by :math:`w_b D_b`), whole numbers fixed, is what one more bcm earned would be worth later,
    million USD per bcm.
    """
    return model.earned[c, b] <= model.contract_quantity[c, b] * model.beyond[c, b]


def not_both_short_and_beyond(model: pyo.ConcreteModel, c: Any, b: Any) -> Any:
    r"""A short year earns nothing.

    .. math:: \delta_{c,b} + \bar\delta_{c,b} \le 1

    :math:`\delta` is 1 in a short year, :math:`\bar\delta` in one beyond the base. Units: none. The dual means nothing:
    where prices are found, the left side is a fixed whole number.
    """
    return model.short[c, b] + model.beyond[c, b] <= 1.0


def carried_within_limit(model: pyo.ConcreteModel, c: Any, y: Any) -> Any:
    r"""No more than a share of a year's minimum is spared.

    .. math:: \sum_b \hat\psi_{c,b,y} \le \kappa_c T_{c,y}

    :math:`\hat\psi` carried into the year, :math:`T` minimum [bcm], :math:`\kappa` largest share of it that may be
    spared. The dual (times -1, divided by :math:`w_y D_y`) is what one more bcm carried into the year would save,
    million USD per bcm.
    """
    return sum(model.carried[c, b, y] for b in model.CARRIES_INTO[c, y]) <= (
        model.carry_limit[c] * model.contract_minimum[c, y]
    )


def constrain(model: pyo.ConcreteModel) -> None:
    """State which rights there are and how they are used."""
    state(model, "made_up_was_paid", model.PAID_YEARS, made_up_was_paid)
    state(model, "paid_only_if_short", model.SHORT_YEARS, paid_only_if_short)
    state(model, "paid_no_more_than_short", model.SHORT_YEARS, paid_no_more_than_short)
    state(model, "made_up_after_the_minimum", model.MAKE_UP_YEARS, made_up_after_the_minimum)
    state(model, "carried_was_earned", model.EARNING_YEARS, carried_was_earned)
    state(model, "earned_beyond_the_base", model.EARNING_YEARS, earned_beyond_the_base)
    state(model, "earned_only_if_beyond", model.EARNING_YEARS, earned_only_if_beyond)
    state(model, "not_both_short_and_beyond", model.EARNING_YEARS, not_both_short_and_beyond)
    state(model, "carried_within_limit", model.SPARED_YEARS, carried_within_limit)
