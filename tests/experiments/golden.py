"""Numbers to meet: the chapter's runs and the plateau counts, computed independently of this application."""

from typing import NamedTuple


class Golden(NamedTuple):
    """A run of 300 epochs with x = 1 and y = 0."""

    a_0: float
    a_150: float
    a_300: float
    cost_0: float
    cost_300: float
    epochs_to_half: int | None


# Six decimals, so they are met within half a unit of the last one.
DIGITS = 5.1e-7

PRESET_RUNS = {
    "quadratic-wrong": Golden(0.817574, 0.152740, 0.093956, 0.334214, 0.004414, 36),
    "quadratic-badly-wrong": Golden(0.982014, 0.933417, 0.202848, 0.482176, 0.020574, 232),
    "cross-entropy-wrong": Golden(0.817574, 0.605277, 0.417679, 1.701413, 0.540734, 228),
    "cross-entropy-badly-wrong": Golden(0.982014, 0.928163, 0.779587, 4.018150, 1.512253, None),
    "as-animated-wrong": Golden(0.817574, 0.181050, 0.040366, 1.701413, 0.041203, 49),
    "as-animated-badly-wrong": Golden(0.982014, 0.214774, 0.047876, 4.018150, 0.049060, 66),
    "same-rate-badly-wrong": Golden(0.982014, 0.025685, 0.012009, 4.018150, 0.012081, 17),
}

PLATEAUS = [
    # cost, z at the start, epochs until a < 0.5 with η = 0.15, the same by the formula
    ("quadratic", 2.0, 52, 51.6),
    ("quadratic", 4.0, 232, 230.1),
    ("quadratic", 6.0, 1416, 1413.1),
    ("quadratic", 8.0, 10028, 10024.9),
    ("cross-entropy", 2.0, 10, 9.5),
    ("cross-entropy", 4.0, 17, 16.6),
    ("cross-entropy", 6.0, 23, 23.3),
    ("cross-entropy", 8.0, 30, 30.0),
]
