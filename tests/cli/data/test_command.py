"""`slowdown data`: the commands below it."""

from tests.cli.calling import call


def test_alone_it_says_what_there_is() -> None:
    ended = call("data")
    assert ended.status == 2
    assert "list" in ended.out
    assert "fetch" in ended.out


def test_it_is_among_the_commands() -> None:
    assert "List data sets, or fetch what is missing." in call("--help").out


def test_an_unknown_command_is_said() -> None:
    ended = call("data", "lsit")
    assert ended.status == 2
    assert ended.err.startswith("slowdown data: No such command 'lsit'")


def test_help_says_which_settings_stand_in_for_options() -> None:
    text = " ".join(call("data", "fetch", "--help").out.split())
    assert "SLOWDOWN_DATA_FOLDER" in text
    assert "SLOWDOWN_MNIST_URL" in text
