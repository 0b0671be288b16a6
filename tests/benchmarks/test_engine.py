"""The engine's benchmark measures nothing before it has compared, and a comparison finds a wrong number.

With tiny works, and without PyTorch and JAX.
"""

import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from tests.benchmarks.engine import growth, huge, many, one, ours, report
from tests.benchmarks.engine.answers import Differs, check_numbers, check_peer, check_single_runs
from tests.benchmarks.engine.contestants import Contestant
from tests.benchmarks.engine.peers import plain_c
from tests.benchmarks.engine.race import Goal, Result, Time, race
from tests.benchmarks.engine.work import Answer, Work, random_runs, weight_bias_map

WORKS = [
    weight_bias_map("a lattice", 1.0, side=7, epochs=60),
    weight_bias_map("no lattice", 0.7, side=5, epochs=60),
    random_runs("random", "quadratic", runs=40, epochs=60),
    random_runs("random", "cross-entropy", runs=40, epochs=60),
]


def quiet(_: str) -> None:
    pass


def changed(answer: Answer, name: str, change: Callable[[float], float], index: int = 0) -> Answer:
    """A copy in which one number of a measure is another."""
    values = np.array(answer[name], dtype=float)
    values.reshape(-1)[index] = change(values.reshape(-1)[index])
    return {**answer, name: values}


@pytest.mark.parametrize("work", WORKS, ids=lambda work: f"{work.title}, {work.cost}")
def test_our_answer_is_that_of_single_runs(work: Work) -> None:
    answer = ours.installed(work)()
    check_single_runs(work, answer, range(work.runs))
    check_peer(work, "ours", answer, answer)


@pytest.mark.parametrize("work", WORKS, ids=lambda work: f"{work.title}, {work.cost}")
def test_c_computes_the_same(work: Work) -> None:
    if shutil.which("gcc") is None:
        with pytest.raises(ModuleNotFoundError):
            plain_c.tuned(work)
    else:
        check_peer(work, "C", plain_c.tuned(work)(), ours.installed(work)())


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("final_output", lambda v: v + 2e-12),
        ("final_output", lambda _: np.nan),
        ("epochs_to_half", lambda v: v + 1),
        ("epochs_to_half", lambda v: np.nan if v == v else 0.0),
    ],
)
def test_a_wrong_number_is_found(name: str, change: Callable[[float], float]) -> None:
    work = WORKS[2]
    right = ours.installed(work)()
    index = int(np.flatnonzero(right["epochs_to_half"] > 0.0)[0])
    wrong = changed(right, name, change, index)
    with pytest.raises(Differs, match=rf"run {index}\b"):
        check_peer(work, "peer", wrong, right)
    with pytest.raises(Differs, match=rf"run {index}\b"):
        check_peer(work, "peer", right, wrong)
    with pytest.raises(Differs, match=rf"run {index}\b"):
        check_single_runs(work, wrong, [index])


def test_an_answer_of_another_length_is_found() -> None:
    with pytest.raises(Differs, match="2 values where 3"):
        check_numbers("peer", "a", np.zeros(2), np.zeros(3))


def test_a_rounding_at_one_half_is_a_tie_and_the_single_run_judges() -> None:
    """z = 0 is an output of 0.5 exactly, which is not less than 0.5 from 0: row 1 is the first that is."""
    zero = np.zeros(1)
    work = Work("edge", "quadratic", w=zero, b=zero, x=zero + 1, y=zero, eta=zero + 0.15, epochs=5)
    right = ours.installed(work)()
    assert right["epochs_to_half"].tolist() == [1.0]
    rounded = changed(right, "epochs_to_half", lambda _: 0.0)
    check_peer(work, "peer", rounded, right)
    with pytest.raises(Differs, match="ours"):
        check_peer(work, "peer", right, rounded)


def test_contestants_take_turns_and_a_missing_one_is_left_out() -> None:
    work = WORKS[0]
    here, nowhere = Contestant("here", "ours:installed"), Contestant("nowhere", "peers.unheard_of:tuned")
    try:
        result = race(work.title, work, 1, [here, nowhere], 2, partial(many.check, work), quiet)
    finally:
        here.close()
        nowhere.close()
    assert list(result.times) == ["here"]
    assert "unheard_of" in result.left_out["nowhere"]
    time = result.times["here"]
    assert 0.0 < time.quickest <= time.median <= time.slowest


def test_a_wrong_answer_stops_the_race() -> None:
    def check(name: str, theirs: Answer, mine: Answer) -> None:
        wrong = changed(theirs, "final_output", lambda v: v + 1.0) if name == "liar" else theirs
        check_peer(WORKS[0], name, wrong, mine)

    pair = [Contestant("ours", "ours:installed"), Contestant("liar", "ours:installed")]
    try:
        with pytest.raises(Differs, match="liar: final_output of run 0"):
            race("", WORKS[0], 1, pair, 1, check, quiet)
    finally:
        for contestant in pair:
            contestant.close()


def test_one_run_has_the_same_columns_everywhere() -> None:
    start = one.Start(epochs=20)
    mine = one.ours(start)()
    assert {len(mine[name]) for name in one.COLUMNS} == {21}
    one.check("NumPy scalars", one.numpy_scalars(start)(), mine)
    with pytest.raises(Differs, match="slope"):
        one.check("peer", changed(mine, "slope", lambda v: v * (1 + 1e-9)), mine)


def result_with(**medians: float) -> Result:
    times = {name: Time(median, median, median, median, median) for name, median in medians.items()}
    return Result("", 1, times)


def test_goals_take_the_faster_of_ours_and_the_fastest_peer() -> None:
    medians = {many.NUMPY: 2.0, many.INSTALLED: 1.0, many.TORCH: 70.0, many.JAX: 60.0, many.C: 0.5}
    goals = many.goals_of("lattice", result_with(**medians))
    assert [(goal.wanted, goal.reached) for goal in goals] == [(50.0, 60.0), (None, 0.5)]
    assert many.goals_of("quadratic", result_with(**{many.TORCH: 1.0})) == []


def test_a_goal_is_met_or_missed() -> None:
    assert Goal("", 2.0, 2.0).verdict == "wanted 2: met"
    assert Goal("", 2.0, 1.9).verdict == "wanted 2: missed"
    assert Goal("", None, 1.9).verdict == ""


def test_tables_and_the_plot_name_every_contestant(tmp_path: Path) -> None:
    console = Console(record=True, width=120, file=(tmp_path / "out").open("w"))
    result = result_with(**{many.NUMPY: 1.0, many.TORCH: 3.0})
    result.left_out = {many.JAX: "not installed"}
    report.show(console, result)
    curves = [growth.Growth("title", "runs", [10, 100], {many.NUMPY: [0.1, 1.0], many.TORCH: [1.0, None]})]
    growth.draw(curves, tmp_path / "deep" / "plot.html")
    report.show_growth(console, curves, tmp_path)
    shown = console.export_text()
    console.file.close()
    assert "3.00" in shown
    assert f"{many.JAX} is left out: not installed" in shown
    page = (tmp_path / "deep" / "plot.html").read_text(encoding="utf-8")
    assert many.NUMPY in page
    assert many.TORCH in page


def test_the_memory_of_a_process_is_watched() -> None:
    if Path("/proc/self/status").exists():
        held = huge.memory_of(os.getpid())
        assert 0.0 < held["RssAnon"] <= held["VmRSS"]
    else:
        assert huge.memory_of(os.getpid()) == {}
