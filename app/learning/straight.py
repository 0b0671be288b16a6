"""The formulas of a cost and an activation as one straight piece of code.

Called as they are written, `cost.delta`, `activation.slope` and the others are a dozen function calls a row, and each
works out the same e^−|z| again: that takes four times as long as the arithmetic. `straight` lets them write
themselves down (terms.py) and makes one function of what they come to, every common part worked out once. The
operations are the same ones on the same numbers, so are the results, to the last bit.

A formula that cannot be written down, or comes to other numbers, runs as it stands: only slower.
"""

import inspect
import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from enum import Enum, auto
from functools import lru_cache, partial
from typing import Any

import numpy as np

from app.learning.activations import Activation
from app.learning.costs import Cost
from app.learning.terms import NOTED, Notes, Term

Formula = Callable[..., Any]
"""(activation, cost, numbers…) to a tuple of numbers, or a tuple of such tuples."""

KNOWN = {name: getattr(math, name) for name in ("exp", "log", "log1p", "tanh", "inf", "nan")} | {"abs": abs, "np": np}
"""The names in the code that is made, beside its own."""
LONG = 80
"""Letters: a longer part is given a name, or a formula with many parentheses would have too many for Python."""
TARGETS = (0.0, 1.0, 0.3, 0.5, 1.0 - 1e-9)
NUMBERS = (0.7, -0.7, 0.0, 1.3, -2.1, 3.7, 0.01, -6.3, 11.9, -0.2, 5.1, -41.0, 2.6, 0.45, -1.1, 90.0, -13.3)
"""Where the two ways are compared. Neither count divides the other, so every number meets every other one."""


def straight(formula: Formula, activation: Activation, cost: Cost) -> Callable[..., Any]:
    """`formula(activation, cost, …)` as a function of its other parameters, plain floats in its order.

    Here and below, the activation and the cost are taken to stay as they are.
    """
    return _made(Form.FUNCTION, formula, activation, cost)


def straight_on_arrays(formula: Formula, activation: Activation, cost: Cost) -> Callable[..., Any]:
    """The same for arrays. The caller shields it from warnings with `np.errstate`."""
    return _made(Form.ON_ARRAYS, formula, activation, cost)


def straight_loop(formula: Formula, activation: Activation, cost: Cost) -> Callable[..., tuple[Any, ...]]:
    """A function of a count and of the parameters, plain floats, that repeats the formula so many times.

    The formula gives a row of numbers and then new values of its first parameters. The loop gives the rows, one
    number after the other in one list, and then the last of those values.
    """
    return _made(Form.LOOP, formula, activation, cost)


class Form(Enum):
    """What is made of a formula."""

    FUNCTION = auto()
    ON_ARRAYS = auto()
    LOOP = auto()


def _made(form: Form, formula: Formula, activation: Activation, cost: Cost) -> Callable[..., Any]:
    plain = partial(formula, activation, cost)
    as_written = partial(_loop_as_written, plain) if form is Form.LOOP else plain
    if not (isinstance(activation, Hashable) and isinstance(cost, Hashable)):
        return as_written
    return _remembered(form, formula, activation, cost) or as_written


@lru_cache(maxsize=256)
def _remembered(form: Form, formula: Formula, activation: Activation, cost: Cost) -> Callable[..., Any] | None:
    plain = partial(formula, activation, cost)
    names = list(inspect.signature(plain).parameters)
    try:
        notes = Notes()
        results = plain(*(notes.term(name) for name in names))
        text = {Form.FUNCTION: _function_text, Form.ON_ARRAYS: _array_text, Form.LOOP: _loop_text}[form]
        known = {**KNOWN, "plain": plain}
        # Nothing is in the text but the operators of terms.NOTED, numbers, and names of parameters.
        exec(compile(text(notes, names, results), "<straight>", "exec"), known)  # noqa: S102
        made: Callable[..., Any] = known["straight"]
        with np.errstate(all="ignore"):
            agrees = all(_agree(form, plain, made, numbers) for numbers in _samples(names))
    except Exception:  # noqa: BLE001 (whatever a formula does with a term: as written it runs, or says what is wrong)
        return None
    return made if agrees else None


def _loop_as_written(plain: Callable[..., Any], count: int, *numbers: float) -> tuple[Any, ...]:
    rows: list[float] = []
    new = numbers[: len(plain(*numbers)) - 1]
    for _ in range(count):
        row, *new = plain(*new, *numbers[len(new) :])
        rows += row
    return rows, *new


def _function_text(notes: Notes, names: list[str], results: Any) -> str:
    lines, returned = _float_lines(notes, results)
    given = ", ".join(names)
    return (
        f"def straight({given}):\n    try:\n{_indented(8, [*lines, f'return {returned}'])}"
        # Where Python raises (exp overflows, 0 divides), the formulas as written know better.
        f"    except (ArithmeticError, ValueError):\n        return plain({given})\n"
    )


def _loop_text(notes: Notes, names: list[str], results: Any) -> str:
    lines, returned = _float_lines(notes, results)
    given = ", ".join(names)
    new = "".join(f", {name}" for name in names[: len(results) - 1])
    return (
        f"def straight(count, {given}):\n    rows = []\n    for _ in range(count):\n"
        f"        try:\n{_indented(12, [*lines, f'row{new} = {returned}'])}"
        f"        except (ArithmeticError, ValueError):\n            row{new} = plain({given})\n"
        f"        rows += row\n    return rows{new}\n"
    )


def _float_lines(notes: Notes, results: Any) -> tuple[list[str], str]:
    """Assignments to t1, t2, … of what is needed more than once or is long, and the results in terms of them."""
    used = _used(notes, results)
    parts = [*_flat(results), *(part for term in used for part in term.parts)]
    counts = Counter(part.place for part in parts if isinstance(part, Term))
    texts: dict[int, str] = {}

    def text_of(part: Any) -> str:
        return texts[part.place] if isinstance(part, Term) else _constant(part)

    lines = []
    for term in used:
        if isinstance(term.operation, str):
            texts[term.place] = term.operation
            continue
        text = NOTED[term.operation].format(*map(text_of, term.parts))
        if counts[term.place] > 1 or len(text) > LONG:
            texts[term.place] = f"t{term.place}"
            lines.append(f"t{term.place} = {text}")
        else:
            texts[term.place] = f"({text})"
    return lines, _nested(results, text_of)


def _array_text(notes: Notes, names: list[str], results: Any) -> str:
    def text_of(part: Any) -> str:
        if not isinstance(part, Term):
            return _constant(part)
        return part.operation if isinstance(part.operation, str) else f"t{part.place}"

    lines = [
        f"{text_of(term)} = np.{term.operation.__name__}({', '.join(map(text_of, term.parts))})"
        for term in _used(notes, results)
        if not isinstance(term.operation, str)
    ]
    return f"def straight({', '.join(names)}):\n{_indented(4, [*lines, f'return {_nested(results, text_of)}'])}"


def _indented(spaces: int, lines: list[str]) -> str:
    return "".join(f"{' ' * spaces}{line}\n" for line in lines)


def _used(notes: Notes, results: Any) -> list[Term]:
    """The terms that the results need, in order."""
    needed = {part.place for part in _flat(results) if isinstance(part, Term)}
    for term in reversed(notes.terms):
        if term.place in needed:
            needed.update(part.place for part in term.parts if isinstance(part, Term))
    return [term for term in notes.terms if term.place in needed]


def _flat(results: Any) -> Iterator[Any]:
    if type(results) is tuple:
        for result in results:
            yield from _flat(result)
    else:
        yield results


def _nested(results: Any, text_of: Callable[[Any], str]) -> str:
    if type(results) is tuple:
        return "(" + "".join(f"{_nested(result, text_of)}, " for result in results) + ")"
    return text_of(results)


def _constant(value: Any) -> str:
    text = repr(float(value))
    return f"({text})" if text.startswith("-") else text


def _samples(names: list[str]) -> Iterator[list[float]]:
    for k in range(len(NUMBERS) * len(TARGETS)):
        yield [
            TARGETS[k % len(TARGETS)] if name == "y" else NUMBERS[(k * (place + 1) + 3 * place) % len(NUMBERS)]
            for place, name in enumerate(names)
        ]


def _agree(form: Form, plain: Callable[..., Any], made: Callable[..., Any], numbers: list[float]) -> bool:
    """Whether both ways come to the same bits; all NaN are one, and the sign of zero counts."""
    if form is Form.FUNCTION:
        return repr(plain(*numbers)) == repr(made(*numbers))
    if form is Form.LOOP:
        return repr(_loop_as_written(plain, 2, *numbers)) == repr(made(2, *numbers))
    arrays = [np.array([number]) for number in numbers]
    return repr(_lists(plain(*arrays))) == repr(_lists(made(*arrays)))


def _lists(results: Any) -> list[Any]:
    return [np.broadcast_to(result, 1).tolist() for result in _flat(results)]
