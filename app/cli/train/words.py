"""What happened in a training, in a few sentences: computed from its trace and its summary."""

from typing import Any

from app.cli.train.records import Result


def happened(result: Result) -> str:
    """The sentences for one run."""
    columns, summary = result.columns, result.summary
    if columns is None or summary is None:
        return "Nothing was trained."
    told = [*_start(summary), *_course(summary, result.epoch), *_held_out(summary)]
    if summary["diverged"] is not None:
        told.append(f"In epoch {summary['diverged']} the numbers grow beyond all bounds: the steps are too long.")
    if result.is_stopped:
        told.append(f"It was stopped after epoch {result.epoch} of {result.experiment.epochs}.")
    return " ".join(told)


def percent(share: float) -> str:
    return f"{100 * share:.2f} %"


def _start(summary: dict[str, Any]) -> list[str]:
    wrong, saturated = summary["wrong_at_start"], summary["saturated_at_start"]
    if not wrong:
        return ["No output starts wrong."] if wrong == 0 else []
    are = f"{wrong:,} output{'s' if wrong > 1 else ''} start{'' if wrong > 1 else 's'} wrong"
    if saturated is None:
        return [f"{are}."]
    return [f"{are}, {saturated:,} of them saturated." if saturated else f"{are}, none of them saturated."]


def _course(summary: dict[str, Any], epochs: int) -> list[str]:
    if epochs == 0:
        return []
    start, end, plateau = (summary[name] for name in ("initial_accuracy", "final_accuracy", "plateau_epochs"))
    if end is None or start is None:
        flat = summary["cost_plateau_epochs"]
        if flat is None:
            return [f"In {epochs} epochs the cost does not fall by a tenth."]
        return [f"At epoch {flat} the cost has fallen by a tenth for the first time."]
    if plateau is None and start == end:
        return [f"Accuracy ends where it starts, at {percent(end)}, and is never 5 points higher."]
    if plateau is None:
        return [f"Accuracy goes from {percent(start)} to {percent(end)}, and is never 5 points above its start."]
    return [
        f"Accuracy is 5 points above its start at epoch {plateau} for the first time, and goes from {percent(start)} "
        f"to {percent(end)}."
    ]


def _held_out(summary: dict[str, Any]) -> list[str]:
    final, best, epoch = (summary[name] for name in ("final_test_accuracy", "best_test_accuracy", "best_test_epoch"))
    if final is None:
        return []
    return [f"On held-out examples it ends at {percent(final)}; the best is {percent(best)}, at epoch {epoch}."]
