"""What is kept from one call to the next."""

import numpy as np

from app.learning.activations import ACTIVATIONS
from app.learning.costs import COSTS
from app.learning.ensembles import Ensemble, forget, measure
from app.learning.ensembles.sharing import find_places


def test_what_was_forgotten_is_computed_again_to_the_same_bits() -> None:
    axis = np.linspace(-5.0, 5.0, 101)
    x, y, eta = np.array(1.0), np.array(0.0), np.array(0.15)
    grid = Ensemble(COSTS["quadratic"], ACTIVATIONS["sigmoid"], axis[:, None], axis[None, :], x, y, eta, epochs=300)
    first = measure(grid, ["final_output"])["final_output"]
    assert find_places.cache_info().currsize > 0
    forget()
    assert find_places.cache_info().currsize == 0
    assert measure(grid, ["final_output"])["final_output"].tobytes() == first.tobytes()
