"""What a training costs, judged before anything is made: multiply-adds, numbers of the trace, memory.

The estimates are meant for limits. One processor does some 10,000 million multiply-adds a second, double precision,
and what is no multiply-add is counted as what is done in its time: from 2-2-1 to 784-100-10 and 64-1000-1000-10 they
are within a factor of two or so.
"""

from collections.abc import Sequence
from itertools import pairwise

from app.experiments.networks.trace import ROW_NUMBERS

STEP_WORK = 100_000
"""Of one mini-batch whatever its size: some 10 µs of calls."""
EPOCH_WORK = 3_000_000
"""Of one row of the trace, whatever it measures."""
NEURON_WORK = 100
"""Of one neuron and example: exponentials and logarithms."""
SINGLE = 0.5
"""The share of the time that single precision takes."""
MAX_PARAMETERS = 5_000_000
"""Weights and biases of one network: 40 megabytes, of which a training holds a few."""
MAX_ACTIVATIONS = 5_000_000
"""Of one mini-batch, in all layers: as much."""


def parameters_of(sizes: Sequence[int]) -> int:
    """Weights and biases of a network of these sizes."""
    return sum((inputs + 1) * outputs for inputs, outputs in pairwise(sizes))


def work_of(
    sizes: Sequence[int], examples: int, tests: int, epochs: int, batch_size: int, *, is_single: bool = False
) -> int:
    """About how many multiply-adds a run takes: forwards, backwards and the gradient, and measuring every row."""
    each = (parameters_of(sizes) + NEURON_WORK * sum(sizes[1:])) * (SINGLE if is_single else 1.0)
    steps = -(-examples // batch_size)
    training = 3 * each * examples + STEP_WORK * steps
    measuring = each * (3 * examples + tests) + EPOCH_WORK
    return int(epochs * training + (epochs + 1) * measuring)


def activations_of(sizes: Sequence[int], examples: int, batch_size: int) -> int:
    """How many numbers the layers of one mini-batch hold."""
    return min(batch_size, examples) * sum(sizes)


def values_of(sizes: Sequence[int], epochs: int) -> int:
    """How many numbers the whole trace holds."""
    return (epochs + 1) * (ROW_NUMBERS + 2 * (len(sizes) - 1))
