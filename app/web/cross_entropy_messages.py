"""What is asked about cross-entropies of several classes, and answered: pairs of distributions, costs in two forms."""

from typing import Annotated, Any

import numpy as np
from pydantic import BaseModel, Discriminator, Field, Tag, ValidationInfo, field_validator

from app.experiments.schema import Strict, wrong
from app.learning.elementwise import Array
from app.learning.errors import NotADistribution
from app.learning.multiclass import check_distributions
from app.web.softmax_messages import MAX_CLASSES, Logit, Numbers, Row

MAX_ROWS = 1000
MAX_NUMBERS = 10_000
"""In p: the answer has nine tables of that size, a few milliseconds of everybody's time."""
CLIP = 1e-10
"""Where programs usually clip."""


def _kind(value: Any) -> str:
    """So that a complaint is about the shape that was meant."""
    return "table" if isinstance(value, list) and value and isinstance(value[0], list) else "list"


Rows = Annotated[list[Row], Field(min_length=1, max_length=MAX_ROWS, fail_fast=True)]
LogitRow = Annotated[list[Logit], Field(min_length=2, max_length=MAX_CLASSES, fail_fast=True)]
LogitRows = Annotated[list[LogitRow], Field(min_length=1, max_length=MAX_ROWS, fail_fast=True)]
Distributions = Annotated[Annotated[Row, Tag("list")] | Annotated[Rows, Tag("table")], Discriminator(_kind)]
Logits = Annotated[Annotated[LogitRow, Tag("list")] | Annotated[LogitRows, Tag("table")], Discriminator(_kind)]


class CrossEntropyRequest(Strict):
    """What is wanted, p, and what is answered: q, or logits z, whose softmax is q. One example, or a list of them."""

    p: Distributions = Field(description="The wanted distribution of each example; it sums to 1.")
    q: Distributions | None = Field(None, description="The answered one; null where `z` is given.")
    z: Logits | None = Field(None, description="Logits instead of `q`.")
    clip: Annotated[float, Field(gt=0.0, lt=0.5)] | None = Field(
        CLIP, description="Where the clipped costs clip q, at both ends; null leaves them out."
    )

    @field_validator("p", "q")
    @classmethod
    def _are_distributions(cls, rows: Any, info: ValidationInfo) -> Any:
        name = str(info.field_name)
        table = _table(rows)
        _check_shape(name, table, info)
        try:
            if table:
                check_distributions(name, np.array(table))
        except NotADistribution as error:
            is_one = not isinstance(rows[0], list)
            message = str(error).replace(f"{name}[0]", name, 1) if is_one else str(error)
            raise wrong(name if is_one else f"{name}.{error.row}", message) from None
        return rows

    @field_validator("z")
    @classmethod
    def _are_instead_of_q(cls, rows: Any, info: ValidationInfo) -> Any:
        if "q" in info.data and (info.data["q"] is None) == (rows is None):
            both = "not both" if rows is not None else "got neither"
            raise ValueError(f"q, the answered probabilities, or z, their logits, must be given, {both}")
        _check_shape("z", _table(rows), info)
        return rows

    @property
    def wanted(self) -> Array:
        """p, one row an example."""
        return np.array(_table(self.p))

    @property
    def answered(self) -> Array:
        """q or z, one row an example."""
        return np.array(_table(self.q if self.q is not None else self.z))


def _table(rows: Any) -> list[list[float]]:
    """One example is a batch of one."""
    if rows is None:
        return []
    return rows if isinstance(rows[0], list) else [rows]


def _check_shape(name: str, table: list[list[float]], info: ValidationInfo) -> None:
    """Every row has as many classes as the first row of p, and there are as many rows."""
    wanted = table if name == "p" else _table(info.data.get("p"))
    if not table or not wanted:
        return
    if name == "p" and sum(map(len, table)) > MAX_NUMBERS:
        raise wrong("p", f"p may have at most {MAX_NUMBERS} numbers, got {sum(map(len, table))}")
    if len(table) != len(wanted):
        raise wrong(name, f"{name} must have as many rows as p, which has {len(wanted)}, got {len(table)}")
    classes = len(wanted[0])
    for index, row in enumerate(table):
        if len(row) != classes:
            rule = "as many numbers as p[0]"
            raise wrong(f"{name}.{index}", f"{name}[{index}] must have {rule}, which has {classes}, got {len(row)}")


class Form(BaseModel):
    """One form of the cross-entropy over the batch; null where it is infinite."""

    values: Numbers = Field(description="Of each example.")
    terms: list[Numbers] = Field(description="What each class adds, a row for each example.")
    mean_per_example: float | None = Field(description="The cost of the batch.")
    mean_over_elements: float | None = Field(description="The same divided by the number of classes once more.")
    infinite: list[int] = Field(description="The examples of which it is infinite, counted from 0.")


class Forms(BaseModel):
    """Both forms: −Σ p ln q, and −Σ [p ln q + (1 − p) ln(1 − q)]."""

    categorical: Form
    per_output: Form


class Clipped(BaseModel):
    """The same after every q has been kept between `at` and 1 − `at`."""

    at: float
    elements: list[list[int]] = Field(description="Example and class, counted from 0, of each q that it has changed.")
    forms: Forms


class Least(BaseModel):
    """The smallest value that each example's cost can have, that of q = p."""

    categorical: Numbers
    per_output: Numbers


class CrossEntropyAnswer(BaseModel):
    """Both forms, their means, the least that they can be, and what clipping makes of them."""

    q: list[list[float]]
    forms: Forms
    least: Least
    clipped: Clipped | None
