"""The base of every mapping of the scenario language."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A mapping with a fixed set of keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False)
