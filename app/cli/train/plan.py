"""What `slowdown train` is asked to do, as a list of trainings: every combination of options, with every seed.

Where `--start` names a file, a run goes on from it if it is the same experiment, in all but the rate and the epochs;
else it begins anew with these weights.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.cli.options import flag
from app.cli.problems import WrongUse, naming
from app.cli.train.csv_problem import NAME, csv_problem
from app.cli.train.npz import Saved, read
from app.cli.train.options import Typed, bases, experiments_of, option_of, problem_of
from app.cli.train.state import Planned, state_of
from app.experiments.networks.schema import NetworkExperiment

FREE = {"epochs", "eta"}
"""What may be another when training goes on."""

Fields = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """What was typed beside the fields of an experiment."""

    presets: Sequence[str] = ()
    base: str | None = None
    csv: str | None = None
    label: str | None = None
    start: str | None = None
    seeds: int = 1
    folder: Path = Path()


def plan(typed: Typed, asked: Asked) -> list[Planned]:
    """The trainings in order. Raises `WrongUse` with what is wrong with the options and the files that they name."""
    found = None if asked.start is None else read(asked.start)
    begins = bases(asked.presets, asked.base)
    base = None if asked.base is None else "--experiment"
    if found is not None and not asked.presets and base is None:
        begins, base = [_experiment_in(found)], "--start"
    if asked.csv is not None:
        typed, begins = _with_table(asked.csv, asked.label, typed, begins)
    elif asked.label is not None:
        raise WrongUse("--label: give the table with --csv too.")
    elif any(text.strip().partition(":")[0] == NAME for text in typed.get("problem", ())):
        raise WrongUse("--problem: give the table with --csv FILE and --label COLUMN.")
    elif found is not None:
        begins = [_with_table_again(begin) for begin in begins]
    experiments = [each for one in experiments_of(typed, begins, base) for each in _with_seeds(one, asked.seeds)]
    planned = [Planned(number, each, asked.folder) for number, each in enumerate(experiments)]
    return (
        planned
        if found is None
        else [_started(each, found, typed, is_alone=len(planned) == 1, name=str(asked.start)) for each in planned]
    )


def _experiment_in(found: Saved) -> Fields:
    """What a file of weights says of its training; the shape of the network where it says nothing."""
    kept = found.about.get("experiment")
    return dict(kept) if isinstance(kept, dict) else {"hidden": found.sizes[1:-1]}


def _with_table(file: str, label: str | None, typed: Typed, begins: Sequence[Fields]) -> tuple[Typed, list[Fields]]:
    """The same with the table of a file as the problem; --problem can give it options."""
    given = [problem_of(text) for text in typed.get("problem", ())]
    if len(given) > 1 or any(_name_of(each) != NAME for each in given):
        raise WrongUse("--problem: with --csv it may only be csv:option=value,…, the options of that data set.")
    chosen = {name: value for each in given if isinstance(each, dict) for name, value in each.items() if name != "name"}
    problem = csv_problem(file, label, chosen)
    rest = {name: texts for name, texts in typed.items() if name != "problem"}
    return rest, [{**begin, "problem": problem} for begin in begins]


def _name_of(problem: Any) -> Any:
    return problem.get("name") if isinstance(problem, dict) else problem


def _with_table_again(begin: Fields) -> Fields:
    """The table that a file of weights names, read again."""
    problem = begin.get("problem")
    if isinstance(problem, dict) and problem.get("name") == NAME and isinstance(problem.get("file"), str):
        chosen = problem.get("chosen")
        return {**begin, "problem": csv_problem(problem["file"], None, chosen if isinstance(chosen, dict) else {})}
    return begin


def _with_seeds(experiment: NetworkExperiment, seeds: int) -> list[NetworkExperiment]:
    """The experiment with its own seed and those that follow it."""
    with naming(lambda _: "--seeds"):
        return [_changed(experiment, seed=experiment.seed + more) for more in range(seeds)]


def _changed(experiment: NetworkExperiment, **changes: Any) -> NetworkExperiment:
    """The experiment with some other values, judged again."""
    fields = {name: getattr(experiment, name) for name in type(experiment).model_fields}
    return type(experiment).model_validate({**fields, **changes})


def _started(planned: Planned, found: Saved, typed: Typed, *, is_alone: bool, name: str) -> Planned:
    """The training with the weights of a file: going on, or beginning with them."""
    if is_alone and _is_same(planned.experiment, found):
        return _going_on(planned, found, typed, name)

    def source_of(field: str) -> str:
        return "--start" if field.partition(".")[0] in ("weights", "biases") else option_of(field.partition(".")[0])

    with naming(source_of):
        experiment = _changed(
            planned.experiment,
            weights=[each.astype(float).tolist() for each in found.weights],
            biases=[each.astype(float).tolist() for each in found.biases],
        )
    return replace(planned, experiment=experiment)


def _is_same(experiment: NetworkExperiment, found: Saved) -> bool:
    """Whether the file is of this very experiment, and has all that going on needs."""
    kept = found.about.get("experiment")
    if not isinstance(kept, dict) or _fixed(kept) != _fixed(experiment.model_dump()):
        return False
    try:
        state_of(experiment, found)
    except (ValueError, TypeError, KeyError, OverflowError):
        return False
    return True


def _fixed(fields: Mapping[str, Any]) -> Fields:
    return {name: value for name, value in fields.items() if name not in FREE}


def _going_on(planned: Planned, found: Saved, typed: Typed, name: str) -> Planned:
    asked, behind = planned.experiment, int(found.about["epoch"])
    total = behind + asked.epochs if "epochs" in typed else asked.epochs
    if total <= behind:
        raise WrongUse(f"--epochs: {name} has {behind} epochs behind it: say how many more there are to be.")
    with naming(lambda field: flag(field)):
        experiment = _changed(asked, epochs=total, eta=found.about["experiment"]["eta"])
    return replace(planned, experiment=experiment, begun=found, eta=asked.eta if "eta" in typed else None)
