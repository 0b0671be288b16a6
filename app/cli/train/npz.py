"""A network in a file: `.npz` with one array of weights and one of biases a layer, read without running what it holds.

weights_1, biases_1, weights_2, …   as in the book: outputs × inputs
about                               JSON: the experiment, how many epochs it has behind it, and what going on with
                                    it needs; a file without it holds weights and nothing else
trace_epoch, trace_cost, …          the rows of the training so far, if it has any
"""

import io
import json
import zipfile
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np

from app import __version__
from app.cli.problems import WrongUse
from app.experiments.trace import Columns
from app.learning.elementwise import Array

LARGEST_FILE = 2**30
"""Bytes, unpacked: a hundred times the largest network that can be trained here."""
TRACE = "trace_"
PROGRAM = "Learning Slowdown Lab"


@dataclass(frozen=True)
class Saved:
    """What such a file holds."""

    weights: tuple[Array, ...]
    biases: tuple[Array, ...]
    about: dict[str, Any] = field(default_factory=dict)
    trace: Columns = field(default_factory=dict)

    @property
    def sizes(self) -> list[int]:
        """Inputs, hidden layers, outputs."""
        return [self.weights[0].shape[1], *(len(weights) for weights in self.weights)]

    @property
    def is_finite(self) -> bool:
        return all(bool(np.isfinite(array).all()) for array in (*self.weights, *self.biases))


def to_bytes(saved: Saved) -> bytes:
    """The file's content."""
    arrays: dict[str, Array] = {}
    for layer, (weights, biases) in enumerate(zip(saved.weights, saved.biases, strict=True), 1):
        arrays |= {f"weights_{layer}": weights, f"biases_{layer}": biases}
    about = {"program": f"{PROGRAM} {__version__}", **saved.about}
    file = io.BytesIO()
    arrays |= {f"{TRACE}{name}": column for name, column in saved.trace.items()}
    np.savez(file, allow_pickle=False, about=np.array(json.dumps(about)), **arrays)
    return file.getvalue()


def read(name: str, option: str = "--start") -> Saved:
    """The network in a file. Raises `WrongUse` with what is wrong with it."""
    try:
        if Path(name).is_dir():
            raise WrongUse(f"{option}: cannot read {name}: Is a directory.")
        with zipfile.ZipFile(name) as packed:
            size = sum(part.file_size for part in packed.infolist())
        if size > LARGEST_FILE:
            raise WrongUse(f"{option}: {name} holds {size:,} bytes, and no network has more than {LARGEST_FILE:,}.")
        with np.load(name, allow_pickle=False) as found:
            arrays = {key: found[key] for key in found.files if key.startswith(("about", "weights_", "biases_", TRACE))}
    except OSError as error:
        raise WrongUse(f"{option}: cannot read {name}: {error.strerror or error}.") from None
    except (ValueError, EOFError, MemoryError, NotImplementedError, zipfile.BadZipFile, zipfile.LargeZipFile) as error:
        said = str(error).partition("\n")[0].rstrip(".") or "it is not whole"
        raise WrongUse(f"{option}: {name} is no .npz file of weights: {said}.") from None
    return _judged(name, option, arrays)


def _judged(name: str, option: str, arrays: dict[str, Array]) -> Saved:
    about = arrays.pop("about", None)
    trace = {key.removeprefix(TRACE): arrays.pop(key) for key in list(arrays) if key.startswith(TRACE)}
    layers = next(layer for layer in count(1) if f"weights_{layer}" not in arrays) - 1
    wanted = {f"{part}_{layer}" for part in ("weights", "biases") for layer in range(1, layers + 1)}
    if not layers or wanted != arrays.keys():
        held = ", ".join(sorted(arrays)[:8]) or "neither"
        raise WrongUse(f"{option}: {name} must hold weights_1, biases_1, weights_2 and so on, got {held}.")
    saved = Saved(
        tuple(arrays[f"weights_{layer}"] for layer in range(1, layers + 1)),
        tuple(arrays[f"biases_{layer}"] for layer in range(1, layers + 1)),
        _about(about),
        trace,
    )
    inputs: int | None = None
    for layer, (weights, biases) in enumerate(zip(saved.weights, saved.biases, strict=True), 1):
        for part, array, axes in (("weights", weights, 2), ("biases", biases, 1)):
            if array.dtype.kind not in "fiu" or array.ndim != axes or 0 in array.shape:
                kind = "a matrix of numbers" if axes == 2 else "a list of numbers"
                raise WrongUse(
                    f"{option}: {part}_{layer} in {name} must be {kind}, got {array.dtype.name} of {_shape(array)}."
                )
        if len(biases) != len(weights):
            raise WrongUse(f"{option}: biases_{layer} in {name} must be {len(weights)} numbers, got {len(biases)}.")
        if inputs not in (None, weights.shape[1]):
            raise WrongUse(
                f"{option}: weights_{layer} in {name} must have {inputs} columns, one for each output of the layer "
                f"before it, got {weights.shape[1]}."
            )
        inputs = len(weights)
    if not saved.is_finite:
        raise WrongUse(f"{option}: the weights in {name} must be finite numbers; those of a run that diverged are not.")
    return saved


def _shape(array: Array) -> str:
    return " × ".join(map(str, array.shape)) or "one value"


def _about(array: Array | None) -> dict[str, Any]:
    """What the file says of itself; whatever another program put there is as good as nothing."""
    if array is None or array.ndim or array.dtype.kind != "U":
        return {}
    try:
        found = json.loads(str(array))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
