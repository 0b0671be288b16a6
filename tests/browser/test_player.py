"""The player: pause, step, scrub, speed, again."""

from playwright.sync_api import expect

from tests.browser.lab import Panel, Story, assert_shows, frames, outcome_of_preset
from tests.servers import Server


def start(panel: Panel, speed: str = "1") -> None:
    """Press Run, and wait until the run moves."""
    panel.speed.select_option(speed)
    panel.run_button.click()
    panel.page.wait_for_function(
        "data => Number(data.value) > 3 && Number(data.value) < 300", arg=panel.epoch.element_handle()
    )


def shown_epoch(panel: Panel) -> int:
    return int(panel.epoch.get_attribute("value") or "")


def test_pause_holds_the_epoch_and_play_goes_on_from_it(story: Story, server: Server) -> None:
    panel = story.panel("wrong")
    start(panel)
    panel.pause.click()
    held = shown_epoch(panel)
    assert 0 < held < 300
    frames(panel.page, 20)
    assert_shows(panel, outcome_of_preset(server, "quadratic-wrong"), held)
    expect(panel.words).to_be_empty()
    epochs = record(panel)
    panel.speed.select_option("16")
    panel.play.click()
    panel.expect_end()
    assert min(seen(panel, epochs)) >= held
    assert_shows(panel, outcome_of_preset(server, "quadratic-wrong"), 300)


def record(panel: Panel) -> str:
    """Note every epoch that is shown from now on, in the page."""
    panel.epoch.evaluate(
        """data => {
          data.seen = [];
          new MutationObserver(() => data.seen.push(Number(data.value))).observe(data, { attributes: true });
        }"""
    )
    return "seen"


def seen(panel: Panel, property_name: str) -> list[int]:
    found: list[int] = panel.epoch.evaluate(f"data => data.{property_name}")
    return found


def test_a_run_shows_epochs_in_between_and_never_goes_back(story: Story) -> None:
    panel = story.panel("wrong")
    epochs = record(panel)
    panel.run("4")
    shown = seen(panel, epochs)
    assert shown == sorted(shown)
    assert shown[-1] == 300
    assert len(set(shown)) > 20


def test_steps_move_by_one_epoch_and_end_where_the_run_ends(story: Story, server: Server) -> None:
    outcome = outcome_of_preset(server, "quadratic-wrong")
    panel = story.panel("wrong")
    panel.run()
    expect(panel.forward).to_be_disabled()
    panel.back.click()
    assert_shows(panel, outcome, 299)
    panel.back.click()
    assert_shows(panel, outcome, 298)
    panel.forward.click()
    assert_shows(panel, outcome, 299)
    panel.seek(1)
    panel.back.click()
    assert_shows(panel, outcome, 0)
    expect(panel.back).to_be_disabled()
    expect(panel.forward).to_be_enabled()


def test_a_step_pauses_a_playing_run(story: Story) -> None:
    panel = story.panel("wrong")
    start(panel)
    panel.forward.click()
    held = shown_epoch(panel)
    expect(panel.play).to_be_visible()
    frames(panel.page)
    assert shown_epoch(panel) == held


KEYS: list[tuple[list[str], int]] = [
    (["Home"], 0),
    (["End"], 300),
    (["Home", "ArrowRight"], 1),
    (["Home", "ArrowRight", "ArrowUp", "ArrowLeft"], 1),
    (["End", "ArrowLeft", "ArrowDown"], 298),
    (["Home", "PageUp"], 30),
]


def test_slider_obeys_the_keyboard(story: Story, server: Server) -> None:
    outcome = outcome_of_preset(server, "quadratic-wrong")
    panel = story.panel("wrong")
    panel.run()
    for keys, epoch in KEYS:
        panel.seek(150)
        for key in keys:
            panel.slider.press(key)
        assert_shows(panel, outcome, epoch)
        expect(panel.slider).to_have_attribute("aria-valuetext", f"epoch {epoch}")


def test_scrubbing_pauses_a_playing_run(story: Story) -> None:
    panel = story.panel("wrong")
    start(panel)
    panel.seek(200)
    expect(panel.play).to_be_visible()
    frames(panel.page)
    assert shown_epoch(panel) == 200


def test_speed_changes_the_pace_of_a_playing_run(story: Story) -> None:
    """A quarter of the speed is 15 epochs a second: 300 would take 20 seconds, at 16 times a third of one."""
    panel = story.panel("wrong")
    start(panel, "0.25")
    assert shown_epoch(panel) < 60
    began = panel.page.evaluate("() => performance.now()")
    panel.speed.select_option("16")
    panel.expect_end()
    assert panel.page.evaluate("() => performance.now()") - began < 8000
    expect(panel.speed).to_have_value("16")


def test_speed_that_was_chosen_stays_for_the_next_run(story: Story) -> None:
    panel = story.panel("wrong")
    panel.run("16")
    panel.run_button.click()
    expect(panel.speed).to_have_value("16")
    panel.expect_end()


def test_play_at_the_end_starts_over(story: Story) -> None:
    panel = story.panel("wrong")
    panel.run()
    epochs = record(panel)
    panel.play.click()
    expect(panel.pause).to_be_visible()
    expect(panel.play).to_be_visible()
    shown = seen(panel, epochs)
    assert shown[0] < 100
    assert shown[-1] == 300
    assert len(shown) > 5


def test_words_stay_while_a_finished_run_is_looked_at_again(story: Story) -> None:
    panel = story.panel("wrong")
    panel.run()
    words = panel.words.inner_text()
    panel.seek(0)
    expect(panel.words).to_have_text(words)


def test_run_during_a_run_starts_over_and_ends_the_first(story: Story, server: Server) -> None:
    panel = story.panel("wrong")
    epochs = record(panel)
    start(panel)
    first = shown_epoch(panel)
    panel.speed.select_option("16")
    panel.run_button.click()
    panel.expect_end()
    shown = seen(panel, epochs)
    fall = next(index for index in range(1, len(shown)) if shown[index] < shown[index - 1])
    assert shown[fall - 1] >= first
    assert shown[fall] == 0
    assert shown[fall:] == sorted(shown[fall:])
    assert_shows(panel, outcome_of_preset(server, "quadratic-wrong"), 300)
    frames(panel.page)
    assert shown_epoch(panel) == 300


def test_a_long_run_can_be_scrubbed_to_any_epoch(story: Story) -> None:
    panel = story.panel("wrong")
    panel.run_with({"epochs": 5000})
    for epoch in (4999, 1, 2500):
        panel.seek(epoch)
    expect(panel.root.get_by_role("status")).to_have_text("epoch 2,500 of 5,000")


def test_panels_play_by_themselves(story: Story) -> None:
    """One panel's clock moves no other panel."""
    panel, other = story.panel("wrong"), story.panel("badly-wrong")
    panel.run()
    expect(other.epoch).to_have_text("0")
    other.run()
    panel.seek(7)
    expect(other.epoch).to_have_text("300")
