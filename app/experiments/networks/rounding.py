"""How many digits a picture needs."""

from typing import Any

from app.learning.elementwise import Array


def short(values: Array) -> Any:
    """The numbers as nested lists, with four digits: no eye sees more, and they are sent many times."""
    if values.ndim > 1:
        return [short(row) for row in values]
    return [float(f"{value:.4g}") for value in values.tolist()]
