"""Ours: a trainer, several trainers together, and a loop over trainers."""

from typing import Any

from app.learning.activations import ACTIVATIONS
from app.learning.costs import NETWORK_COSTS
from app.learning.network import Network
from app.learning.training import Examples, Trainer, TrainersTogether
from tests.benchmarks.engine.networks.work import Layers, Train, Training, contestant


def starts_of(work: Training, dtype: type) -> list[Network]:
    sigmoid, cost = ACTIVATIONS["sigmoid"], NETWORK_COSTS["cross-entropy"]
    return [
        Network(tuple(w for w, _ in layers), tuple(b for _, b in layers), sigmoid, sigmoid, cost)
        for layers in work.starts(dtype)
    ]


def layers_of(network: Network) -> Layers:
    return list(zip(network.weights, network.biases, strict=True))


def prepare_loop(work: Training, dtype: type) -> Train:
    """One network after the other."""
    examples, starts = Examples(*work.data(dtype), dtype), starts_of(work, dtype)

    def train(steps: int) -> list[Layers]:
        found = []
        for start, order in zip(starts, work.orders(), strict=True):
            trainer = Trainer(start, examples, eta=work.eta, batch_size=work.batch_size, order=order)
            trainer.train(steps)
            found.append(layers_of(trainer.network))
        return found

    return train


def prepare_together(work: Training, dtype: type) -> Train:
    examples, starts = Examples(*work.data(dtype), dtype), starts_of(work, dtype)
    options: dict[str, Any] = {"etas": [work.eta] * work.networks, "batch_size": work.batch_size}

    def train(steps: int) -> list[Layers]:
        trainers = TrainersTogether(starts, examples, orders=work.orders(), **options)
        trainers.train(steps)
        return [layers_of(network) for network in trainers.networks]

    return train


loop = contestant(prepare_loop)
together = contestant(prepare_together)
