"""The parts that scripts and notebooks are made of: parameters, our own functions under headings, and the run.

The functions are the sources of those that compute runs here, cut down to what the experiments need; no formula is
written a second time. A new cost or activation needs nothing of this module.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.experiments.exports import table
from app.experiments.exports.excerpt import Excerpts
from app.experiments.exports.layout import parameters, registry
from app.experiments.exports.reached import Reached
from app.experiments.exports.sources import construction, names_in, read_module
from app.experiments.schema import Experiment
from app.learning import explain as explanation
from app.learning import neuron
from app.learning.activations import ACTIVATIONS
from app.learning.costs import COSTS

TITLES = {
    "app.learning.elementwise": "Elementary functions",
    "app.learning.activations": "The activation a = f(z) and its slope",
    "app.learning.costs": "The cost, and the error signal δ = ∂C/∂z that gradient descent follows",
    "app.learning.neuron": "The neuron, its rows and its descent",
    "app.learning.explain": "The rows taken apart",
    "app.experiments.exports.table": "The table",
}
"""A module that is not here is announced by the first line of its docstring."""

RUN = '''{costs}{activations}

def run(experiment):
    """The columns of one run, up to the first row that is not finite."""
    neuron = Neuron(
        cost=COSTS[experiment["cost"]],
        activation=ACTIVATIONS[experiment["activation"]],
        w=experiment["w"],
        b=experiment["b"],
        x=experiment["x"],
        y=experiment["y"],
        eta=experiment["eta"],
    )
    rows, _ = {rows}(neuron, np.arange(experiment["epochs"] + 1))
    rows = rows[: rows.count_finite()]
    return {columns}
'''


@dataclass(frozen=True)
class Section:
    """Some of the Lab's functions under a heading; `module` is where they come from."""

    module: str
    title: str
    code: str


@dataclass(frozen=True)
class Program:
    """What scripts and notebooks are made of, texts of whole lines."""

    imports: set[tuple[str, str | None, str]]
    """As in `Reached`."""
    parameters: str
    mathematics: list[Section]
    """In the order in which they need each other."""
    run: str
    table: Section


def program(experiments: Sequence[Experiment], ending: str, explain: bool) -> Program:
    """The parts of a program that ends with the code `ending`; `explain` adds the columns of explain.py."""
    costs = _calls(COSTS, [experiment.cost for experiment in experiments])
    activations = _calls(ACTIVATIONS, [experiment.activation for experiment in experiments])
    loops = {"_array_rows" if isinstance(e.w, list) or isinstance(e.y, list) else "_scalar_rows" for e in experiments}
    run = RUN.format(
        costs=registry("COSTS", "cost", costs),
        activations=registry("ACTIVATIONS", "activation", activations),
        rows=loops.pop() if len(loops) == 1 else "(_scalar_rows if neuron.is_scalar else _array_rows)",
        columns="vars(rows) | vars(explain(neuron, rows))" if explain else "vars(rows)",
    )
    where = dict.fromkeys(names_in(run), neuron.__name__) | dict.fromkeys(names_in(ending), table.__name__)
    where["explain"] = explanation.__name__
    for calls in (costs, activations):
        where |= {name: module for call, module in calls.items() for name in names_in(call)}
    on_floats = "_array_rows" not in run
    reached = Reached(f"{run}\n{ending}", where, on_floats=on_floats)
    excerpts = Excerpts(reached, on_floats=on_floats)
    sections = [Section(module, _title(module), excerpts.of_module(module)) for module in reached.modules]
    return Program(
        imports=reached.imports,
        parameters=parameters(experiments),
        mathematics=[section for section in sections if section.module != table.__name__],
        run=run,
        table=next(section for section in sections if section.module == table.__name__),
    )


def _calls(known: Mapping[str, object], names: Sequence[str]) -> dict[str, str]:
    """The calls that make the entries of a registry with these names, and the modules that they are made in."""
    entries = [known[name] for name in dict.fromkeys(names)]
    return {construction(entry, known.values()): type(entry).__module__ for entry in entries}


def _title(module: str) -> str:
    return TITLES.get(module) or read_module(module).docstring.partition("\n")[0].rstrip(".")
