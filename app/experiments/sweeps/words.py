"""What is said about a sweep as a whole, the same over REST and on the command line."""

from app.experiments.sweeps.schema import Sweep


def over_cap(
    sweep: Sweep, *, cells: float | None = None, steps: float | None = None, cost: float | None = None
) -> str | None:
    """The first cap that a sweep is over, with its own number; None for one that is within all.

    The cells and steps are arithmetic. The cost looks at the axes, so name it together with `cells`, or after it.
    """
    if cells is not None and sweep.cells > cells:
        shape = " × ".join(f"{size:,}" for size in sweep.shape)
        return f"a sweep may have at most {cells:,.0f} cells here, got {shape} = {sweep.cells:,}"
    if steps is not None and sweep.steps > steps:
        return f"a sweep may have at most {steps:,.0f} epochs in all cells here, got {sweep.steps:,}"
    if cost is not None and (computed := sweep.cost) > cost:
        return f"a sweep may take at most {cost:,.0f} computed epochs here, got about {computed:,.0f}"
    return None
