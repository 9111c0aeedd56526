"""Networks in the form of other models, for cross-checks."""

from corridor.export.pypsa import to_pypsa

__all__ = ["to_pypsa"]
