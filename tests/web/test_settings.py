"""Settings: environment variables, what is refused, origins."""

import pytest
from pydantic import ValidationError

from app.web.settings import PREFIX, Settings, origin_of


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"{PREFIX}{name.upper()}", raising=False)


EXAMPLES = {
    "host": ("0.0.0.0", "0.0.0.0"),  # noqa: S104 (nothing is bound)
    "port": ("0", 0),
    "public_url": ("https://lab.example.org/a", "https://lab.example.org/a"),
    "allowed_origins": (
        "https://a.example.org, http://b.example.org:81/,",
        ["https://a.example.org", "http://b.example.org:81"],
    ),
    "frame_origins": (
        "https://Course.example.org/week-3/, https://[::1]:8443",
        ["https://course.example.org", "https://[::1]:8443"],
    ),
    "max_streams": ("7", 7),
    "sweep_workers": ("3", 3),
    "max_sweeps": ("5", 5),
    "sweep_keep": ("7.5", 7.5),
    "training_workers": ("3", 3),
    "max_trainings": ("5", 5),
    "training_keep": ("7.5", 7.5),
    "data_folder": ("/srv/data", "/srv/data"),
    "mnist_url": ("http://mirror.example.org/mnist/", "http://mirror.example.org/mnist/"),
    "scheduler": ("tcp://cluster.example.org:8786", "tcp://cluster.example.org:8786"),
    "max_waiting": ("3", 3),
    "send_timeout": ("2.5", 2.5),
    "log_level": ("debug", "debug"),
}


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_read_from_the_environment(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text, value = EXAMPLES[name]
    monkeypatch.setenv(f"SLOWDOWN_{name.upper()}", text)
    assert getattr(Settings(), name) == value != Settings.model_fields[name].default


def test_every_setting_is_explained() -> None:
    assert all((field.description or "").endswith(".") for field in Settings.model_fields.values())


def test_only_this_computer_is_let_in_unless_asked() -> None:
    assert Settings().host == "127.0.0.1"
    assert Settings().origins == frozenset()
    assert Settings().frame_origins == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("port", "abc"),
        ("port", "-1"),
        ("port", "65536"),
        ("public_url", "lab.example.org"),
        ("public_url", "ftp://lab.example.org"),
        ("allowed_origins", "course.example.org"),
        ("allowed_origins", "*"),
        ("allowed_origins", "null"),
        ("frame_origins", "course.example.org"),
        ("frame_origins", "*"),
        ("frame_origins", "https://*.example.org"),
        ("frame_origins", "https://a.example.org https://b.example.org"),
        ("frame_origins", "https://a.example.org;script-src"),
        ("frame_origins", "https://a.example.org, 'self'"),
        ("max_streams", "0"),
        ("max_waiting", "0"),
        ("send_timeout", "0"),
        ("send_timeout", "nan"),
        ("send_timeout", "inf"),
        ("mnist_url", ""),
        ("mnist_url", "ftp://mirror.example.org"),
        ("log_level", "loud"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(name: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"SLOWDOWN_{name.upper()}", text)
    with pytest.raises(ValidationError) as caught:
        Settings()
    assert [error["loc"][0] for error in caught.value.errors()] == [name]


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://lab.example.org", "https://lab.example.org"),
        ("https://LAB.example.org/slowdown/?a#b", "https://lab.example.org"),
        ("https://lab.example.org:443/", "https://lab.example.org"),
        ("http://lab.example.org:80", "http://lab.example.org"),
        ("http://lab.example.org:443", "http://lab.example.org:443"),
        ("http://[::1]:8000/", "http://[::1]:8000"),
        ("https://user:secret@lab.example.org", "https://lab.example.org"),
        ("https://Bücher.example:8443/", "https://xn--bcher-kva.example:8443"),
    ],
)
def test_an_origin_is_written_as_browsers_write_it(url: str, origin: str) -> None:
    assert origin_of(url) == origin


def test_who_may_frame_a_page_may_not_open_the_stream_from_its_own() -> None:
    assert Settings(frame_origins=["https://a.example.org"]).origins == frozenset()


def test_the_origins_are_those_named_and_that_of_the_public_address() -> None:
    chosen = Settings(allowed_origins=["https://a.example.org/"], public_url="https://b.example.org/lab")
    assert chosen.origins == {"https://a.example.org", "https://b.example.org"}
