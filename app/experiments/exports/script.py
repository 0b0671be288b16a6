"""Experiments as one Python file that needs NumPy alone and prints their table.

Whoever runs it gets the numbers that are shown here, to the last bit on the same machine.
"""

import sys
from collections.abc import Sequence

import numpy as np

from app import __version__
from app.experiments.exports.layout import import_lines
from app.experiments.exports.program import program
from app.experiments.exports.table import GENERATOR
from app.experiments.schema import Experiment

OPENING = '''"""A neuron learns by gradient descent: {runs} of the {generator} {version}, worked out again.

    python slowdown.py              prints the table (CSV)
    python slowdown.py table.csv    writes it into a file

It needs Python 3.11 and NumPy. The functions are the Lab's own, so the numbers are the Lab's to the last bit (on the
same machine, with NumPy {numpy}). Row k is the state before update k: row 0 is the start, and n epochs give n + 1 rows.
The column `run` counts the experiments below from 0; change their numbers as you like.
"""
'''

MAIN = """
def main():
    runs = [run(experiment) for experiment in EXPERIMENTS]
    with open(sys.argv[1], "w") if len(sys.argv) > 1 else sys.stdout as file:
        file.writelines(table(runs))


if __name__ == "__main__":
    main()
"""


def script(experiments: Sequence[Experiment], *, explain: bool = False) -> str:
    """The file, as text."""
    made = program(experiments, MAIN, explain)
    runs = "a run" if len(experiments) == 1 else f"{len(experiments)} runs"
    parts = [
        OPENING.format(runs=runs, generator=GENERATOR, version=__version__, numpy=np.__version__),
        import_lines(made.imports | {("sys", None, "sys")}, sys.stdlib_module_names),
        made.parameters,
        *(f"\n# {section.title}\n\n\n{section.code}" for section in made.mathematics),
        f"\n# The runs\n\n{made.run}",
        f"\n# {made.table.title}\n\n\n{made.table.code}",
        MAIN,
    ]
    return "\n".join(parts)
