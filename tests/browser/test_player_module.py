"""runs/player.js with a clock made up by the test: the pace is that of time, however frames come."""

from typing import Any

import pytest

from tests.browser.modules import Modules

PACE = 60
"""Epochs a second at speed 1."""

DRIVE = """
const [last, orders] = argument;
const waiting = new Map();
let handle = 0;
const frames = {
  request: (callback) => { waiting.set(++handle, callback); return handle; },
  cancel: (which) => waiting.delete(which),
};
const player = new playing.Player(last, frames);
const told = [];
player.subscribe((state) => told.push(state.epoch));
const states = [];
for (const [order, value] of orders) {
  if (order === "frame") {
    const due = [...waiting.values()];
    waiting.clear();
    for (const callback of due) callback(value);
  } else player[order](value);
  states.push({ ...player.state, waiting: waiting.size });
}
return { states, told };
"""

Order = tuple[str, Any]

PLAY: Order = ("dispatch", {"type": "play"})
PAUSE: Order = ("dispatch", {"type": "pause"})
TOGGLE: Order = ("dispatch", {"type": "toggle"})


def step(by: int) -> Order:
    return "dispatch", {"type": "step", "by": by}


def seek(epoch: int) -> Order:
    return "dispatch", {"type": "seek", "epoch": epoch}


def speed(value: float) -> Order:
    return "dispatch", {"type": "speed", "speed": value}


def frames(seconds: float, rate: float, start: float = 1000.0) -> list[Order]:
    """Frames at this rate: the first tells the time, the others end a span."""
    count = round(seconds * rate)
    return [("frame", start + 1000.0 * index / rate) for index in range(count + 1)]


def drive(modules: Modules, *orders: Order, last: int = 300) -> Any:
    return modules.run(DRIVE, [last, orders], playing="runs/player.js")


def final(modules: Modules, *orders: Order, last: int = 300) -> Any:
    return drive(modules, *orders, last=last)["states"][-1]


@pytest.mark.parametrize("rate", [24, 60, 144, 240])
@pytest.mark.parametrize("factor", [0.25, 1, 4])
def test_pace_is_that_of_time_and_not_of_frames(rate: int, factor: float, modules: Modules) -> None:
    state = final(modules, ("extend", 300), speed(factor), PLAY, *frames(1.0, rate))
    assert state["epoch"] == pytest.approx(PACE * factor, abs=1)


def test_long_run_is_shown_in_twenty_seconds(modules: Modules) -> None:
    state = final(modules, ("extend", 12_000), PLAY, *frames(2.0, 60), last=12_000)
    assert state["epoch"] == pytest.approx(1200, abs=1)


def test_change_of_speed_counts_from_now_on(modules: Modules) -> None:
    orders = [("extend", 300), PLAY, *frames(1.0, 60), speed(2), *frames(1.0, 60, start=2000.0)[1:]]
    assert final(modules, *orders)["epoch"] == pytest.approx(PACE + 2 * PACE, abs=1)


def test_long_frame_does_not_leap(modules: Modules) -> None:
    """A hidden page gets no frames for minutes; when it is seen again, the run goes on where it was."""
    orders = [("extend", 300), PLAY, ("frame", 0.0), ("frame", 16.0), ("frame", 60_000.0)]
    assert final(modules, *orders)["epoch"] <= PACE * 0.12


def test_pause_and_play_do_not_count_the_time_between(modules: Modules) -> None:
    orders = [("extend", 300), PLAY, *frames(1.0, 60), PAUSE, PLAY, *frames(1.0, 60, start=90_000.0)]
    assert final(modules, *orders)["epoch"] == pytest.approx(2 * PACE, abs=1)


def test_paused_player_asks_for_no_frames(modules: Modules) -> None:
    states = drive(modules, ("extend", 300), PLAY, ("frame", 0.0), PAUSE)["states"]
    assert [state["waiting"] for state in states] == [0, 1, 1, 0]


def test_playing_twice_asks_for_one_frame(modules: Modules) -> None:
    assert final(modules, ("extend", 300), PLAY, PLAY)["waiting"] == 1


def test_play_ends_exactly_at_the_last_epoch_and_stops(modules: Modules) -> None:
    state = final(modules, ("extend", 300), speed(16), PLAY, *frames(1.0, 60))
    assert (state["epoch"], state["isPlaying"], state["waiting"]) == (300, False, 0)


def test_play_at_the_end_starts_over(modules: Modules) -> None:
    state = final(modules, ("extend", 300), seek(300), PLAY)
    assert (state["epoch"], state["isPlaying"]) == (0, True)


def test_play_waits_for_rows_that_have_not_come_and_goes_on_with_them(modules: Modules) -> None:
    orders = [("extend", 20), PLAY, *frames(2.0, 60)]
    waits = final(modules, *orders)
    assert (waits["epoch"], waits["isPlaying"]) == (20, True)
    goes_on = final(modules, *orders, ("extend", 300), *frames(1.0, 60, start=3000.0)[1:])
    assert goes_on["epoch"] == pytest.approx(20 + PACE, abs=1)


@pytest.mark.parametrize(("wanted", "epoch"), [(-5, 0), (0, 0), (150, 150), (300, 300), (9999, 300)])
def test_seek_stays_within_the_run_and_pauses(wanted: int, epoch: int, modules: Modules) -> None:
    state = final(modules, ("extend", 300), PLAY, seek(wanted))
    assert (state["epoch"], state["isPlaying"]) == (epoch, False)


def test_seek_stays_within_the_rows_that_have_come(modules: Modules) -> None:
    assert final(modules, ("extend", 47), seek(300))["epoch"] == 47


def test_steps_stay_within_the_run_and_pause(modules: Modules) -> None:
    states = drive(modules, ("extend", 300), step(-1), step(1), step(10), step(-1), seek(300), step(1), step(-10))[
        "states"
    ]
    assert [state["epoch"] for state in states] == [0, 0, 1, 11, 10, 300, 300, 290]
    assert final(modules, ("extend", 300), PLAY, *frames(1.0, 60), step(1))["isPlaying"] is False


def test_step_in_mid_epoch_goes_to_a_whole_one(modules: Modules) -> None:
    states = drive(modules, ("extend", 300), PLAY, *frames(0.51, 47), step(1))["states"]
    assert states[-1]["epoch"] == states[-2]["epoch"] + 1


def test_toggle_plays_and_pauses(modules: Modules) -> None:
    states = drive(modules, ("extend", 300), TOGGLE, TOGGLE, TOGGLE)["states"]
    assert [state["isPlaying"] for state in states] == [False, True, False, True]


def test_furthest_epoch_seen_is_remembered(modules: Modules) -> None:
    states = drive(modules, ("extend", 300), seek(200), seek(10), seek(50))["states"]
    assert [state["seen"] for state in states] == [0, 200, 200, 200]


def test_run_that_ends_early_ends_there(modules: Modules) -> None:
    state = final(modules, ("extend", 47), seek(47), ("end", 30))
    assert (state["epoch"], state["last"]) == (30, 30)
    assert final(modules, ("extend", 47), ("end", 47), speed(16), PLAY, *frames(1.0, 60))["epoch"] == 47


def test_rows_are_never_taken_back(modules: Modules) -> None:
    assert final(modules, ("extend", 100), ("extend", 50))["available"] == 100


def test_listeners_are_told_of_each_epoch_once(modules: Modules) -> None:
    told = drive(modules, ("extend", 300), PLAY, *frames(1.0, 240))["told"]
    assert told[0] == 0
    assert told[1:] == list(range(1, told[-1] + 1))


def test_destroyed_player_tells_nobody_and_asks_for_no_frames(modules: Modules) -> None:
    found = drive(modules, ("extend", 300), PLAY, ("destroy", None), seek(100))
    assert found["told"] == [0]
    assert found["states"][-1]["waiting"] == 0


def test_listener_that_left_is_told_no_more(modules: Modules) -> None:
    body = """const player = new playing.Player(300); player.extend(300); const told = [];
    const leave = player.subscribe((state) => told.push(state.epoch));
    player.dispatch({ type: "seek", epoch: 5 }); leave(); player.dispatch({ type: "seek", epoch: 9 }); return told;"""
    assert modules.run(body, playing="runs/player.js") == [5]
