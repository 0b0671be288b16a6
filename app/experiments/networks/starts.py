"""Start values that are given rather than drawn: one matrix and one list of biases a layer, as in the book.

Here is judged whether they fit a network of given sizes; each complaint names the place and the wanted shape.
"""

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from app.experiments.schema import Coordinate

MOST_LAYERS = 7
"""Hidden ones and the outputs."""
MOST_ROWS = 2000

MOST_NUMBERS = 200_000
"""In one field: twice the weights of 784-100-10. With all their digits, more would not fit into a request."""


def few_numbers(field: str) -> Callable[[Any], Any]:
    """A look at the lengths of nested lists: to read millions of numbers takes everybody's time, to count them none."""

    def check(given: Any) -> Any:
        if (count := _numbers(given, depth=3)) > MOST_NUMBERS:
            raise ValueError(f"{field} must hold at most {MOST_NUMBERS} numbers, got {count}")
        return given

    return check


def _numbers(given: Any, depth: int) -> int:
    """How many there are in lists of lists, judged by the first of each; anything else is left to its own judge."""
    if depth == 0 or not isinstance(given, list):
        return 1
    if given and isinstance(given[0], list):
        return sum(_numbers(inner, depth - 1) for inner in given)
    return len(given)


Row = Annotated[list[Coordinate], Field(min_length=1, max_length=MOST_ROWS, fail_fast=True)]
Matrix = Annotated[list[Row], Field(min_length=1, max_length=MOST_ROWS, fail_fast=True)]
Weights = Annotated[
    list[Matrix],
    Field(min_length=1, max_length=MOST_LAYERS, fail_fast=True),
    BeforeValidator(few_numbers("weights")),
]
Biases = Annotated[list[Row], Field(min_length=1, max_length=MOST_LAYERS, fail_fast=True)]


def wrong_weights(weights: Sequence[Sequence[Sequence[float]]], sizes: Sequence[int]) -> str | None:
    """What keeps the matrices from being those of a network of these sizes, or None."""
    if (reason := _wrong_layers("weights", "matrices", len(weights), sizes)) is not None:
        return reason
    for layer, (matrix, inputs, outputs) in enumerate(zip(weights, sizes, sizes[1:], strict=False)):
        wanted = f"weights[{layer}] must be {outputs} × {inputs} (outputs × inputs of layer {layer + 1})"
        if len(matrix) != outputs:
            return f"{wanted}, got {_count(len(matrix), 'row')}"
        for row, numbers in enumerate(matrix):
            if len(numbers) != inputs:
                return f"{wanted}, got {_count(len(numbers), 'number')} in row {row}"
    return None


def wrong_biases(biases: Sequence[Sequence[float]], sizes: Sequence[int]) -> str | None:
    """The same for the biases."""
    if (reason := _wrong_layers("biases", "lists", len(biases), sizes)) is not None:
        return reason
    for layer, (vector, outputs) in enumerate(zip(biases, sizes[1:], strict=True)):
        if len(vector) != outputs:
            given = _count(len(vector), "number")
            return f"biases[{layer}] must be a list of {outputs} (outputs of layer {layer + 1}), got {given}"
    return None


def _wrong_layers(field: str, parts: str, given: int, sizes: Sequence[int]) -> str | None:
    if given == len(sizes) - 1:
        return None
    shape = "-".join(map(str, sizes))
    return f"{field} must be {_count(len(sizes) - 1, parts)}, one a layer of the network {shape}, got {given}"


def _count(number: int, noun: str) -> str:
    plain = {"matrices": "matrix", "lists": "list"}.get(noun, noun)
    several = noun if noun != plain else f"{noun}s"
    return f"1 {plain}" if number == 1 else f"{number} {several}"
