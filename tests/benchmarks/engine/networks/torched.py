"""PyTorch on the CPU: modules with the SGD optimiser for one network, batched products for several."""

from typing import Any

import numpy as np

from tests.benchmarks.engine.networks.work import Layers, Train, Training, contestant


def prepare(work: Training, dtype: type) -> Train:
    """A model, a loss, an optimiser: the loop of every tutorial."""
    import torch
    from torch import nn

    x, y = (torch.from_numpy(v) for v in work.data(dtype))
    batches = torch.from_numpy(work.batches())[:, 0]
    (start,) = work.starts(dtype)

    def train(steps: int) -> list[Layers]:
        linears = [nn.Linear(n, k) for k, n in (w.shape for w, _ in start)]
        with torch.no_grad():
            for linear, (w, b) in zip(linears, start, strict=True):
                linear.weight.data, linear.bias.data = torch.from_numpy(w.copy()), torch.from_numpy(b.copy())
        modules: list[Any] = []
        for linear in linears:
            modules += [linear, nn.Sigmoid()]
        model = nn.Sequential(*modules[:-1])  # the loss takes the last sigmoid itself
        loss = nn.BCEWithLogitsLoss(reduction="sum")
        optimiser = torch.optim.SGD(model.parameters(), lr=work.eta / work.batch_size)
        for batch in batches[:steps]:
            optimiser.zero_grad()
            loss(model(x[batch]), y[batch]).backward()
            optimiser.step()
        return [[(linear.weight.detach().numpy(), linear.bias.detach().numpy()) for linear in linears]]

    return train


def prepare_batched(work: Training, dtype: type) -> Train:
    """`torch.baddbmm` over a leading axis, with gradients by autograd."""
    import torch

    x, y = (torch.from_numpy(v) for v in work.data(dtype))
    batches = torch.from_numpy(work.batches())
    starts = work.starts(dtype)

    def train(steps: int) -> list[Layers]:
        ws = [torch.from_numpy(np.array([n[k][0] for n in starts])).requires_grad_() for k in range(len(starts[0]))]
        bs = [
            torch.from_numpy(np.array([n[k][1] for n in starts]))[:, None].requires_grad_()
            for k in range(len(starts[0]))
        ]
        loss = torch.nn.BCEWithLogitsLoss(reduction="sum")
        optimiser = torch.optim.SGD([*ws, *bs], lr=work.eta / work.batch_size)
        for batch in batches[:steps]:
            a = x[batch]
            for index, (w, b) in enumerate(zip(ws, bs, strict=True)):
                z = torch.baddbmm(b, a, w.transpose(1, 2))
                if index < len(ws) - 1:
                    a = torch.sigmoid(z)
            optimiser.zero_grad()
            loss(z, y[batch]).backward()
            optimiser.step()
        return [
            [(w[k].detach().numpy(), b[k, 0].detach().numpy()) for w, b in zip(ws, bs, strict=True)]
            for k in range(work.networks)
        ]

    return train


def prepare_batched_by_hand(work: Training, dtype: type) -> Train:
    """The same with the gradient written out, without autograd."""
    import torch

    x, y = (torch.from_numpy(v) for v in work.data(dtype))
    batches = torch.from_numpy(work.batches())
    starts = work.starts(dtype)
    rate = work.eta / work.batch_size

    def train(steps: int) -> list[Layers]:
        layers = [
            (
                torch.from_numpy(np.array([n[k][0] for n in starts])),
                torch.from_numpy(np.array([n[k][1] for n in starts]))[:, None],
            )
            for k in range(len(starts[0]))
        ]
        with torch.inference_mode():
            for batch in batches[:steps]:
                activations = [x[batch]]
                for w, b in layers:
                    activations.append(torch.baddbmm(b, activations[-1], w.transpose(1, 2)).sigmoid_())
                delta = activations[-1] - y[batch]
                for index in range(len(layers) - 1, -1, -1):
                    a, (w, b) = activations[index], layers[index]
                    before = torch.bmm(delta, w) * a * (1.0 - a) if index else delta
                    w.baddbmm_(delta.transpose(1, 2), a, alpha=-rate)
                    b.sub_(delta.sum(dim=1, keepdim=True), alpha=rate)
                    delta = before
        return [[(w[k].numpy(), b[k, 0].numpy()) for w, b in layers] for k in range(work.networks)]

    return train


one = contestant(prepare)
batched = contestant(prepare_batched)
batched_by_hand = contestant(prepare_batched_by_hand)
