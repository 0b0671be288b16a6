"""Costs: what is minimised, ∂C/∂a, and the error signal δ = ∂C/∂z that gradient descent follows.

The slowdown lives in δ. For the quadratic cost δ = (a − y) σ′(z), and σ′ vanishes where the neuron is badly wrong;
for the cross-entropy σ′ cancels and δ = a − y. A cost knows no activation by name: it is handed one, and the
cancellation comes out of what the sigmoid says of σ′/σ and σ′/(1 − σ), or the softmax of both at once.

Adding a cost: write a subclass with `name`, `label`, `summary`, `value` and `derivative`, put an instance into
`COSTS`; it then appears in forms, REST, stream, documentation, networks and the parametrised tests. Override `delta`
only where ∂C/∂a · f′(z) would lose digits: a cost of logarithms leaves it to `pull_back_log_loss`. Override `gain`
where δ/(a − y) would; `gain_symbol` and `formula` are for people. A cost that only makes sense for a whole layer of
outputs goes into `NETWORK_COSTS` alone.
Values are for one example and output: means over examples are taken in neuron.py, sums over outputs in network.py.
"""

from collections import ChainMap
from collections.abc import Mapping

from app.learning.activations import Activation
from app.learning.elementwise import Number, constant, quotient, share, square, where
from app.learning.errors import IncompatiblePair, UnknownName


class Cost:
    """C(a, y) for one example. `z` and `y` are floats or arrays of one shape; y lies in [0, 1].

    In a layer each output has its own value, and C is their sum. Where outputs are coupled the last axis of `z` runs
    over the layer, and `gain` does not apply: δ is then no multiple of the output's own error.
    """

    name: str
    label: str
    summary: str
    follows_gradient: bool = True
    """False for a rule whose δ is deliberately not ∂C/∂z."""
    needs_probability: bool = False
    """Whether outputs must lie in [0, 1]."""
    needs_sum_one: bool = False
    """Whether the outputs of a layer must be one probability distribution."""
    formula: str = "C({a}, {y})"
    """C as one would write it on a blackboard, with places for the numbers or letters of a and y."""
    gain_is_slope: bool = False
    """Whether the gain is f′(z), whatever the activation: the one factor that a flat neuron silences."""

    def value(self, activation: Activation, z: Number, y: Number) -> Number:
        """C at a = f(z)."""
        raise NotImplementedError

    def derivative(self, activation: Activation, z: Number, y: Number) -> Number:
        """∂C/∂a at a = f(z)."""
        raise NotImplementedError

    def delta(self, activation: Activation, z: Number, y: Number) -> Number:
        """δ = ∂C/∂z, by the chain rule: ∂C/∂a · f′(z), unless outputs are coupled."""
        return activation.pull_back(z, self.derivative(activation, z, y))

    def gain(self, activation: Activation, z: Number, y: Number) -> Number:
        """δ/(a − y): what multiplies the error in the error signal. NaN at a = y, unless a cost knows better."""
        return quotient(self.delta(activation, z, y), activation.residual(z, y))

    def gain_symbol(self, activation: Activation) -> str:  # noqa: ARG002 (which one does not matter here)
        """The gain as one would write it for that activation; empty where it cancels."""
        return "δ/(a − y)"


class Quadratic(Cost):
    """C = (a − y)²/2, eq. 54; δ = (a − y) f′(z), eq. 55 and 56."""

    name = "quadratic"
    label = "Quadratic"
    summary = "C = (a − y)²/2. Its gradient carries the factor σ′(z), so a saturated neuron learns slowly."
    formula = "({a} − {y})²/2"
    gain_is_slope = True

    def value(self, activation: Activation, z: Number, y: Number) -> Number:
        return 0.5 * square(activation.residual(z, y))

    def derivative(self, activation: Activation, z: Number, y: Number) -> Number:
        return activation.residual(z, y)

    def gain(self, activation: Activation, z: Number, y: Number) -> Number:  # noqa: ARG002 (y has dropped out)
        """The slope itself, eq. 55 and 56, so that error · gain is δ to the last bit."""
        return activation.slope(z)

    def gain_symbol(self, activation: Activation) -> str:
        return f"{activation.letter}′(z)"


class CrossEntropy(Cost):
    """C = −[y ln a + (1 − y) ln(1 − a)], eq. 57; with a sigmoid δ = a − y, eq. 61 and 62.

    Each half is the logarithm that the activation itself provides: a sum of terms of one sign keeps its digits,
    which softplus(z) − y z does not at y = 1.
    """

    name = "cross-entropy"
    label = "Cross-entropy"
    summary = "C = −[y ln a + (1 − y) ln(1 − a)]. The factor σ′(z) cancels: the worse the error, the faster it learns."
    formula = "−[{y} ln {a} + (1 − {y}) ln(1 − {a})]"
    needs_probability = True

    def value(self, activation: Activation, z: Number, y: Number) -> Number:
        return -share(1.0 - y, activation.log_complement(z)) - share(y, activation.log_value(z))

    def derivative(self, activation: Activation, z: Number, y: Number) -> Number:
        """(a − y)/(a (1 − a)), eq. 72 and 75, as (1 − y)/(1 − a) − y/a."""
        one_minus_a = activation.complement(z)
        return share(1.0 - y, quotient(1.0, one_minus_a)) - share(y, quotient(1.0, activation.value(z)))

    def delta(self, activation: Activation, z: Number, y: Number) -> Number:
        return activation.pull_back_log_loss(z, y, 1.0 - y)

    def gain(self, activation: Activation, z: Number, y: Number) -> Number:  # noqa: ARG002 (y has dropped out)
        """f′(z)/(a (1 − a)), which a sigmoid makes 1 (eq. 61, 62): divided first by the smaller of a and 1 − a.

        The activation knows that quotient without rounding; the larger of the two is at least 1/2.
        """
        a, one_minus_a = activation.value(z), activation.complement(z)
        low = quotient(activation.slope_over_value(z), one_minus_a)
        return where(a < one_minus_a, low, quotient(activation.slope_over_complement(z), a))

    def gain_symbol(self, activation: Activation) -> str:
        return "" if activation.is_logistic else f"{activation.letter}′(z)/(a(1 − a))"


class CrossEntropyAsAnimated(CrossEntropy):
    """The cross-entropy with the step that the chapter's published animations took: ∂C/∂a in place of ∂C/∂z.

    The chain rule's factor σ′(z) is left out, which makes the first step 56.6 times too large at z = 4. It is kept
    for whoever wants the published pictures, and it is not gradient descent on any of the costs here.
    """

    name = "cross-entropy-as-animated"
    label = "Cross-entropy, as animated"
    summary = (
        "The cross-entropy with the step of the chapter's published animations, ∂C/∂a where ∂C/∂z belongs: "
        "much too large a step from a badly wrong start. For comparison only."
    )
    follows_gradient = False

    def delta(self, activation: Activation, z: Number, y: Number) -> Number:
        return self.derivative(activation, z, y)

    def gain(self, activation: Activation, z: Number, y: Number) -> Number:  # noqa: ARG002 (y has dropped out)
        """1/(a (1 − a)), the rest of ∂C/∂a once a − y is taken out (eq. 72, 75)."""
        return quotient(quotient(1.0, activation.value(z)), activation.complement(z))

    def gain_symbol(self, activation: Activation) -> str:  # noqa: ARG002 (of every activation)
        return "1/(a(1 − a))"


class LogLikelihood(Cost):
    """C = −Σ_j y_j ln a_j, which is −ln a of the right class, eq. 80; with a softmax δ = a − y, eq. 81 and 82."""

    name = "log-likelihood"
    label = "Log-likelihood"
    summary = "C = −ln a of the right class. With a softmax δ = a − y: a badly wrong class is corrected fast."
    formula = "−{y} ln {a}"
    needs_probability = True
    needs_sum_one = True

    def value(self, activation: Activation, z: Number, y: Number) -> Number:
        return share(y, -activation.log_value(z))

    def derivative(self, activation: Activation, z: Number, y: Number) -> Number:
        return share(y, -quotient(1.0, activation.value(z)))

    def delta(self, activation: Activation, z: Number, y: Number) -> Number:
        return activation.pull_back_log_loss(z, y, constant(0.0, like=y))


COSTS: dict[str, Cost] = {cost.name: cost for cost in (Quadratic(), CrossEntropy(), CrossEntropyAsAnimated())}
"""The costs of a single neuron."""
NETWORK_COSTS: ChainMap[str, Cost] = ChainMap({cost.name: cost for cost in (LogLikelihood(),)}, COSTS)
"""The costs of a network: those of a neuron, also one that is added to them later, and those that need a layer."""


def cost_named(name: str) -> Cost:
    """The single neuron's cost of that name. Raises `UnknownName`."""
    return _named(name, COSTS)


def network_cost_named(name: str) -> Cost:
    """The network's cost of that name. Raises `UnknownName`."""
    return _named(name, NETWORK_COSTS)


def _named(name: str, costs: Mapping[str, Cost]) -> Cost:
    if name not in costs:
        raise UnknownName("cost", name, costs)
    return costs[name]


def is_pair(cost: Cost, activation: Activation) -> bool:
    """Whether the cost is defined for the activation's outputs."""
    return (activation.is_probability or not cost.needs_probability) and (
        activation.sums_to_one or not cost.needs_sum_one
    )


def check_pair(cost: Cost, activation: Activation, *, role: str = "activation") -> None:
    """Raises `IncompatiblePair` where the cost is not defined for the activation's outputs.

    `role` is what the reader calls the activation: that of a network's last layer is its output.
    """
    if cost.needs_sum_one and not activation.sums_to_one:
        raise IncompatiblePair(
            f"cost {cost.name!r} is told the output of the right class only, so it needs outputs that sum to 1, as "
            f"those of a softmax do; the outputs of {role} {activation.name!r} do not"
        )
    if not is_pair(cost, activation):
        raise IncompatiblePair(
            f"cost {cost.name!r} takes the logarithm of the output and of 1 minus the output, so it needs outputs "
            f"between 0 and 1; {role} {activation.name!r} gives outputs between {activation.low:g} and "
            f"{activation.high:g}"
        )
