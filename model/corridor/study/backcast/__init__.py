"""Back-casting: what the model says of years that have passed, given only what was given then."""

from corridor.study.backcast.calibration import calibrate
from corridor.study.backcast.given import GIVEN, inputs
from corridor.study.backcast.running import Backcast, backcast
from corridor.study.backcast.scoring import naive, scores
from corridor.study.backcast.summary import summary
from corridor.study.backcast.writing import write

__all__ = ["GIVEN", "Backcast", "backcast", "calibrate", "inputs", "naive", "scores", "summary", "write"]
