"""Mini-batch training of networks: fast, repeatable to the last bit, and resumable in another process.

What is computed stands in plain words in network.py; here it is computed quickly.
"""

from app.learning.training.examples import Examples
from app.learning.training.state import TrainerState
from app.learning.training.together import TrainersTogether
from app.learning.training.trainer import Trainer

__all__ = ["Examples", "Trainer", "TrainerState", "TrainersTogether"]
