"""Checks of price caps: what they cannot mean together with other statements."""

from __future__ import annotations

from collections.abc import Iterator

from corridor.network.tables import Finding, Network


def price_cap_with_conduct(network: Network) -> Iterator[Finding]:
    """What a capped seller earns on one more unit is the cap, whatever he sells: he has no price to move."""
    capped = network.price_caps.index
    moved = network.conduct.index[network.conduct["dominant"] | (network.conduct["share"] > 0.0)]
    for policy in dict.fromkeys(capped.get_level_values("policy")):
        under = capped[capped.get_level_values("policy") == policy].droplevel("policy")
        both = under.intersection(moved)
        if len(both):
            origins, markets = (", ".join(sorted(set(both.get_level_values(key)))) for key in ("origin", "market"))
            message = (
                f"{origins} has conduct in {markets}, where policy '{policy}' caps the price of his gas: a seller who "
                "gets no more than the cap has no price to move; write 'competitive' for him there"
            )
            yield Finding("price_cap_with_conduct", "error", message)


def price_caps_of_two_forms(network: Network) -> Iterator[Finding]:
    """Gas that lands under one cap and goes on by pipeline under another would pay twice."""
    table = network.price_caps.reset_index()
    for (origin, year), rows in table.groupby(["origin", "year"], sort=True):
        forms = dict(zip(rows["form"].tolist(), rows["policy"].tolist(), strict=True))
        if len(forms) > 1:
            told = " and ".join(f"'{policy}' (form: {form})" for form, policy in sorted(forms.items()))
            message = (
                f"gas of {origin} is under price caps of several forms in {year}, {told}: some of it would be charged "
                "twice; give all of them one form"
            )
            yield Finding("price_caps_of_two_forms", "error", message)


PRICE_CAP_CHECKS = (price_cap_with_conduct, price_caps_of_two_forms)
