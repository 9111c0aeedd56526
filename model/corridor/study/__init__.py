"""Many scenarios: sweeps over named axes, and two scenarios side by side."""

from corridor.study.comparison import compare
from corridor.study.facts import facts
from corridor.study.sweeps import sweep
from corridor.study.table import Study, read

__all__ = ["Study", "compare", "facts", "read", "sweep"]
