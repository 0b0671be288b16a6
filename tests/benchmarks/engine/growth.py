"""How the time grows with the number of runs and of epochs, and a picture of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from tests.benchmarks.engine.answers import check_peer
from tests.benchmarks.engine.contestants import Contestant
from tests.benchmarks.engine.many import INSTALLED, JAX, JAX_TUNED, NUMPY, TORCH, C
from tests.benchmarks.engine.race import race
from tests.benchmarks.engine.work import Work, random_runs

WHO = (NUMPY, INSTALLED, C, JAX_TUNED, JAX, TORCH)
"""Without torch.compile, which compiles anew for every size."""
LONGEST = 8.0
"""Seconds: whoever is expected to take longer at the next size stops."""
ROUNDS = 3
STYLES = {
    NUMPY: ("#0072B2", "solid", "circle"),
    INSTALLED: ("#D55E00", "solid", "square"),
    C: ("#000000", "dot", "cross"),
    JAX_TUNED: ("#009E73", "dash", "diamond"),
    JAX: ("#009E73", "dot", "diamond-open"),
    TORCH: ("#CC79A7", "dot", "triangle-up"),
}


@dataclass(frozen=True)
class Growth:
    title: str
    axis: str
    sizes: list[int]
    seconds: dict[str, list[float | None]]


def measure(contestants: Sequence[Contestant], quick: bool, say: Callable[[str], None]) -> list[Growth]:
    there = [contestant for contestant in contestants if contestant.name in WHO]
    most_runs, most_epochs = (4, 3) if quick else (7, 5)
    runs = [10**k for k in range(2, most_runs + 1)]
    epochs = [10**k for k in range(1, most_epochs + 1)]
    return [
        _grow("300 epochs, quadratic", "runs", runs, lambda n: random_runs("", "quadratic", n), there, say),
        _grow("1,000 runs, quadratic", "epochs", epochs, lambda n: random_runs("", "quadratic", 1000, n), there, say),
    ]


def _grow(
    title: str,
    axis: str,
    sizes: list[int],
    work_of: Callable[[int], Work],
    contestants: list[Contestant],
    say: Callable[[str], None],
) -> Growth:
    growth = Growth(title, axis, sizes, {contestant.name: [] for contestant in contestants})
    for place, size in enumerate(sizes):
        work = work_of(size)
        larger = size / sizes[place - 1] if place > 0 else 1.0
        ready = [c for c in contestants if place == 0 or _next(growth.seconds[c.name][-1], larger) <= LONGEST]
        result = race(f"{size:,} {axis}", work, 1, ready, ROUNDS, partial(check_peer, work), say)
        for name, seconds in growth.seconds.items():
            seconds.append(result.times[name].median if name in result.times else None)
    return growth


def _next(seconds: float | None, larger: float) -> float:
    """What a contestant is expected to take; one that has stopped stays out."""
    return float("inf") if seconds is None else seconds * larger


def draw(growths: Sequence[Growth], file: Path) -> None:
    """Both growths side by side, as a page that needs nothing else."""
    figure = make_subplots(cols=len(growths), subplot_titles=[growth.title for growth in growths])
    for column, growth in enumerate(growths, start=1):
        for name, seconds in growth.seconds.items():
            colour, dash, symbol = STYLES[name]
            figure.add_trace(
                go.Scatter(
                    x=growth.sizes,
                    y=seconds,
                    name=name,
                    legendgroup=name,
                    showlegend=column == 1,
                    line={"color": colour, "dash": dash},
                    marker={"symbol": symbol, "size": 8},
                ),
                row=1,
                col=column,
            )
        figure.update_xaxes(type="log", dtick=1, title=growth.axis, row=1, col=column)
        figure.update_yaxes(type="log", dtick=1, title="seconds", row=1, col=column)
    figure.update_layout(template="plotly_white", legend={"orientation": "h", "y": -0.2})
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.write_html(file, include_plotlyjs=True)
