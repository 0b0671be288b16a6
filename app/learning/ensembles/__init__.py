"""Many neurons at once, of which only measures are asked: what a sweep computes."""

from app.learning.ensembles.ensemble import Ensemble
from app.learning.ensembles.expense import cost_of, dearest_epoch
from app.learning.ensembles.keeping import forget
from app.learning.ensembles.measuring import measure

__all__ = ["Ensemble", "cost_of", "dearest_epoch", "forget", "measure"]
