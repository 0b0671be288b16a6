"""Activations whose outputs depend on every z of their layer, so that f′(z) is a matrix: the Jacobian.

z is an array, and its last axis runs over the neurons of the layer. (The types say `Any` because the methods that are
overridden here take a float too.)

Adding one: write a subclass with `name`, `label`, `summary`, `value` and `jacobian`, and put an instance into
`OUTPUTS` (outputs.py). Everything else follows from the Jacobian, if not to the last digit where outputs saturate;
softmax.py shows how to do better.
"""

from typing import Any

import numpy as np

from app.learning.activations import Activation
from app.learning.elementwise import quotient, share


class Coupled(Activation):
    is_coupled = True

    def jacobian(self, z: Any) -> Any:
        """∂a_j/∂z_k, with j and k as the last two axes."""
        raise NotImplementedError

    def slope(self, z: Any) -> Any:
        """∂a_j/∂z_j, the diagonal alone."""
        return np.diagonal(self.jacobian(z), axis1=-2, axis2=-1)

    def pull_back(self, z: Any, d: Any) -> Any:
        """Σ_j d_j ∂a_j/∂z_k."""
        return np.einsum("...j,...jk->...k", d, self.jacobian(z))

    def pull_back_log_loss(self, z: Any, p: Any, q: Any) -> Any:
        d = share(q, quotient(1.0, self.complement(z))) - share(p, quotient(1.0, self.value(z)))
        return self.pull_back(z, d)
