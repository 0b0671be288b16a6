"""link/url-state.js: a link says all there is to say of a page, and a bad link is explained and never fatal.

It is long because every field of the address is read, written, and spoilt in every way that a hand-written link may be.
"""

import math
from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from app.experiments.presets import PRESETS
from app.experiments.schema import MAX_EPOCHS, MAX_EXAMPLES, MAX_INPUTS, Experiment
from app.learning.activations import ACTIVATIONS
from app.learning.costs import COSTS
from app.web.forms import form_fields
from tests.browser.modules import Modules

RULES: dict[str, Any] = {
    "fields": [asdict(field) for field in form_fields()],
    "limits": {"inputs": MAX_INPUTS, "examples": MAX_EXAMPLES, "lanes": 4},
    "controls": ["form", "speed", "predict"],
}
NAMES = [field["name"] for field in RULES["fields"]]
DEFAULTS = {field["name"]: field["default"] for field in RULES["fields"]}
VIEW: dict[str, Any] = {
    "show": "a",
    "example": None,
    "moves": "b",
    "law": "A",
    "landscape": "A",
    "rate": "B",
    "fair": "A",
    "table": "A",
    "speed": 1,
    "epoch": 0,
    "predict": False,
    "hide": [],
    "fixed": False,
    "play": False,
    "lang": "en",
    "theme": "auto",
    "projector": False,
}
IS_POSSIBLE = "(cost, activation) => activation === 'sigmoid' || cost === 'quadratic'"

State = dict[str, Any]


class Links:
    """The module in the browser; each call does a whole list of links or states, because a call takes its time."""

    def __init__(self, modules: Modules) -> None:
        self._modules = modules
        base = modules.addresses["words/format.js"].removesuffix("words/format.js")
        modules.addresses.setdefault("link/url-state.js", f"{base}link/url-state.js")

    def parse(self, searches: list[str]) -> list[tuple[State, list[str]]]:
        answers = self._run(f"links.parse(given, {{ ...rules, isPossible: {IS_POSSIBLE} }})", searches)
        return [(answer["state"], answer["complaints"]) for answer in answers]

    def format(self, states: list[State]) -> list[str]:
        texts: list[str] = self._run("links.format(given, rules)", states)
        return texts

    def _run(self, call: str, given: list[Any]) -> Any:
        body = f"const [rules, all] = argument; return all.map((given) => {call});"
        return self._modules.run(body, [RULES, given], links="link/url-state.js")


@pytest.fixture(scope="module")
def links(modules: Modules) -> Links:
    return Links(modules)


# Every state


def same(one: Any, other: Any) -> bool:
    """Equal to the last bit: 0 and −0 are two numbers."""
    if isinstance(one, dict):
        return isinstance(other, dict) and one.keys() == other.keys() and all(same(one[k], other[k]) for k in one)
    if isinstance(one, list):
        return isinstance(other, list) and len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, int | float) and not isinstance(one, bool):
        return bool(one == other) and math.copysign(1, one) == math.copysign(1, other)
    return bool(one == other)


def numbers(field: dict[str, Any]) -> st.SearchStrategy[float]:
    low, high = field["minimum"], field["maximum"]
    if field["is_whole"]:
        return st.integers(low, high)
    return st.floats(low, high, exclude_min=field["excludes_minimum"])


@st.composite
def experiments(draw: st.DrawFn) -> dict[str, Any]:
    """Any that the schema takes, in any of the shapes of w, x and y; lists of one among them."""
    fields = {field["name"]: field for field in RULES["fields"]}
    found: dict[str, Any] = {name: draw(numbers(field)) for name, field in fields.items() if not field["options"]}
    found["cost"] = draw(st.sampled_from(list(COSTS)))
    sound = [name for name, function in ACTIVATIONS.items() if function.is_probability]
    found["activation"] = draw(st.sampled_from(sound if COSTS[found["cost"]].needs_probability else list(ACTIVATIONS)))
    inputs = draw(st.none() | st.integers(1, 5))
    examples = draw(st.none() | st.integers(1, 6))
    x: st.SearchStrategy[Any] = numbers(fields["x"])
    if inputs is not None:
        found["w"] = draw(st.lists(numbers(fields["w"]), min_size=inputs, max_size=inputs))
        x = st.lists(x, min_size=inputs, max_size=inputs)
    if examples is not None:
        found["y"] = draw(st.lists(numbers(fields["y"]), min_size=examples, max_size=examples))
        x = st.lists(x, min_size=examples, max_size=examples)
    found["x"] = draw(x)
    return {name: found[name] for name in NAMES}


@st.composite
def states(draw: st.DrawFn) -> State:
    first = draw(experiments())
    others = st.one_of(experiments(), st.just(first), st.floats(1e-9, 9).map(lambda eta: {**first, "eta": eta}))
    lanes = [first, *draw(st.lists(others, max_size=3))]
    examples = max(len(lane["y"]) if isinstance(lane["y"], list) else 1 for lane in lanes)
    return {
        "experiments": lanes,
        "show": draw(st.sampled_from(["a", "cost", "speed", "shape"])),
        "example": draw(st.none() | st.integers(0, examples - 1)),
        "moves": draw(st.sampled_from("bw")),
        "law": draw(st.sampled_from("ABCD")),
        "landscape": draw(st.sampled_from("ABCD")),
        "rate": draw(st.sampled_from("ABCD")),
        "fair": draw(st.sampled_from("ABCD")),
        "table": draw(st.sampled_from("ABCD")),
        "speed": draw(st.sampled_from([0.25, 0.5, 1, 2, 4, 8, 16])),
        "epoch": draw(st.integers(0, max(lane["epochs"] for lane in lanes))),
        "predict": draw(st.booleans()),
        "hide": draw(st.lists(st.sampled_from(RULES["controls"]), unique=True)),
        "fixed": draw(st.booleans()),
        "play": draw(st.booleans()),
        "lang": "en",
        "theme": draw(st.sampled_from(["auto", "light", "dark"])),
        "projector": draw(st.booleans()),
    }


many = settings(deadline=None, max_examples=12, suppress_health_check=list(HealthCheck))


@many
@given(batch=st.lists(states(), min_size=20, max_size=40))
def test_a_state_becomes_a_link_and_the_same_state_again(batch: list[State], links: Links) -> None:
    texts = links.format(batch)
    for state, text, (again, complaints) in zip(batch, texts, links.parse(texts), strict=True):
        assert complaints == [], text
        assert same(state, again), text
        for experiment in state["experiments"]:
            TypeAdapter(Experiment).validate_python(experiment)


@many
@given(batch=st.lists(states(), min_size=20, max_size=40))
def test_a_link_becomes_a_state_and_the_same_link_again(batch: list[State], links: Links) -> None:
    texts = links.format(batch)
    assert links.format([state for state, _ in links.parse(texts)]) == texts
    asked = [f"?{text}" for text in texts]
    assert links.format([state for state, _ in links.parse(asked)]) == texts


@many
@given(batch=st.lists(states(), min_size=20, max_size=40))
def test_any_reader_of_links_finds_the_same_values(batch: list[State], links: Links) -> None:
    for state, text in zip(batch, links.format(batch), strict=True):
        found = dict(parse_qsl(text, keep_blank_values=True))
        first = state["experiments"][0]
        assert list(found)[: len(NAMES)] == NAMES
        assert float(found["eta"]) == first["eta"]
        assert found["cost"] == first["cost"]


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_fits_in_a_link(name: str, links: Links) -> None:
    experiment = {field: getattr(PRESETS[name].experiment, field) for field in NAMES}
    [text] = links.format([{"experiments": [experiment], **VIEW}])
    assert links.parse([text]) == [({"experiments": [experiment], **VIEW}, [])]


# What a person reads and writes


READABLE: dict[str, list[dict[str, Any]]] = {
    "cost=quadratic&activation=sigmoid&w=2&b=2&x=1&y=0&eta=0.15&epochs=300": [{"w": 2, "b": 2}],
    "cost=quadratic&activation=sigmoid&w=2&b=2&x=1&y=0&eta=0.15&epochs=300"
    "&lanes=2&lane2.cost=cross-entropy&lane2.eta=0.025": [
        {"w": 2, "b": 2},
        {"w": 2, "b": 2, "cost": "cross-entropy", "eta": 0.025},
    ],
    "cost=quadratic&activation=sigmoid&w=1,-2&b=0.9&x=1,2;3,4;5,6&y=0,1,0.3&eta=1e-7&epochs=300": [
        {"w": [1, -2], "x": [[1, 2], [3, 4], [5, 6]], "y": [0, 1, 0.3], "eta": 1e-7}
    ],
    "cost=quadratic&activation=sigmoid&w=0.6&b=0.9&x=1,2,3&y=0,1,0.3&eta=0.15&epochs=300": [
        {"x": [1, 2, 3], "y": [0, 1, 0.3]}
    ],
}


@pytest.mark.parametrize("text", READABLE)
def test_a_link_is_fit_to_be_read(text: str, links: Links) -> None:
    state = {"experiments": [{**DEFAULTS, **own} for own in READABLE[text]], **VIEW}
    assert links.format([state]) == [text]
    assert links.parse([text]) == [(state, [])]


def test_only_what_is_chosen_of_the_view_is_said(links: Links) -> None:
    view = {**VIEW, "show": "speed", "example": 0, "hide": ["form", "speed"], "predict": True, "theme": "dark"}
    [text] = links.format([{"experiments": [], **view}])
    assert text == "show=speed&example=1&predict=yes&hide=form,speed&theme=dark"
    assert links.parse([text]) == [({"experiments": [], **view}, [])]


def test_a_link_without_an_experiment_leaves_the_lanes_to_the_page(links: Links) -> None:
    assert links.parse(["", "?"]) == [({"experiments": [], **VIEW}, [])] * 2
    assert links.format([{"experiments": [], **VIEW}]) == [""]


WRITTEN_BY_HAND: dict[str, list[dict[str, Any]]] = {
    "eta=0.3": [{"eta": 0.3}],
    "w=+2&b=%2B2": [{"w": 2, "b": 2}],
    "w=−2": [{"w": -2}],
    "epochs=3e2&eta=.5": [{"eta": 0.5}],
    "lanes=2": [{}, {}],
    "lane2.eta=0.3": [{}, {"eta": 0.3}],
    "lane3.eta=0.3": [{}, {}, {"eta": 0.3}],
    "w=1, 2&x=1,2": [{"w": [1, 2], "x": [1, 2]}],
    "w=1,&x=1,": [{"w": [1], "x": [1]}],
    "w=1,&x=1;2;3&y=0,1,0": [{"w": [1], "x": [[1], [2], [3]], "y": [0, 1, 0]}],
}


@pytest.mark.parametrize("text", WRITTEN_BY_HAND)
def test_a_link_may_be_written_by_hand(text: str, links: Links) -> None:
    lanes = [{**DEFAULTS, **own} for own in WRITTEN_BY_HAND[text]]
    assert links.parse([text]) == [({"experiments": lanes, **VIEW}, [])]


# Bad links


def lane(**own: Any) -> dict[str, Any]:
    return {**DEFAULTS, **own}


JUNK = "9" * 10_000
ONES = ",".join(["1"] * 17)

BAD: dict[str, tuple[list[dict[str, Any]], list[str]]] = {
    "eta=fast": ([lane()], ["eta\u00a0=\u00a0“fast”, but it must be a number. It is taken as “0.15”"]),
    "eta=": ([lane()], ["eta\u00a0=\u00a0“”, but it must be a number"]),
    "eta=0": ([lane()], ["must be greater than 0"]),
    "eta=1e999": ([lane()], ["must be a number"]),
    "eta=NaN": ([lane()], ["must be a number"]),
    "eta=Infinity": ([lane()], ["must be a number"]),
    "eta=0x10": ([lane()], ["must be a number"]),
    "eta=1001": ([lane()], ["must be at most 1000"]),
    "w=-1e4": ([lane()], ["w\u00a0=\u00a0“-1e4”, but it must be at least −1000"]),
    "y=1.5": ([lane()], ["must be at most 1"]),
    "epochs=1.5": ([lane()], ["must be a whole number"]),
    "epochs=100001": ([lane()], [f"must be at most {MAX_EPOCHS}"]),
    "b=1,2": ([lane()], ["b\u00a0=\u00a0“1,2”, but it must be a number"]),
    "w=1,2;3,4": ([lane()], ["a number or a list"]),
    "w=1,,2": ([lane()], ["must be a number"]),
    "w=,": ([lane()], ["must be a number"]),
    "w=1,5000&x=1,2": (
        [lane()],
        ["at most 1000. It is taken as “0.6”", "x\u00a0=\u00a0“1,2”, but w has 1 weight and y has 1 target"],
    ),
    f"w={ONES}&x=1": ([lane()], [f"at most {MAX_INPUTS} numbers"]),
    "y=" + "0," * (MAX_EXAMPLES + 1): ([lane()], [f"at most {MAX_EXAMPLES} numbers"]),
    "x=" + "0;" * (MAX_EXAMPLES + 1): ([lane()], [f"at most {MAX_EXAMPLES} rows"]),
    f"x={ONES};1": ([lane()], [f"a row may have at most {MAX_INPUTS} numbers"]),
    "cost=cubic": ([lane()], ["must be one of quadratic, cross-entropy"]),
    "cost=constructor": ([lane()], ["must be one of quadratic"]),
    "activation=softmax": ([lane()], ["must be one of sigmoid"]),
    "cost=cross-entropy&activation=tanh": ([lane(cost="cross-entropy")], ["the cost cross-entropy needs outputs"]),
    "w=1,2": (
        [lane(w=[1, 2], x=[1, 1])],
        ["w has 2 weights and y has 1 target, so it must be 2 numbers. It is taken as “1,1”"],
    ),
    "w=1,2&y=0,1,0": ([lane(w=[1, 2], x=[[1, 1]] * 3, y=[0, 1, 0])], ["have 3 rows of 2 numbers"]),
    "x=1,2&y=0,1,0": ([lane(x=[1, 1, 1], y=[0, 1, 0])], ["have 3 numbers"]),
    "w=1,2&x=1,2;3,4": ([lane(w=[1, 2], x=[1, 1])], ["must be 2 numbers"]),
    "w=1,2&x=1,2;3&y=0,1": ([lane(w=[1, 2], x=[[1, 1], [1, 1]], y=[0, 1])], ["2 rows of 2 numbers"]),
    "w=1,2&x=1,2&lane2.w=1,2,3": (
        [lane(w=[1, 2], x=[1, 2]), lane(w=[1, 2, 3], x=[1, 1, 1])],
        ["lane2.x\u00a0=\u00a0“1,2”, but w has 3 weights"],
    ),
    "eta=1&eta=2": ([lane()], ["eta\u00a0=\u00a0“1 2”, but it must stand there only once"]),
    "eta=1&eta=1": ([lane()], ["only once"]),
    "lanes=0": ([lane()], ["must be at least 1"]),
    "lanes=9": ([lane()], ["must be at most 4. It is taken as “1”"]),
    "lanes=9&lane2.eta=1": ([lane(), lane(eta=1)], ["must be at most 4. It is taken as “2”"]),
    "lanes=many": ([lane()], ["must be a number"]),
    "lanes=2&lane3.eta=1": ([lane(), lane()], ["“lane3.eta”, but it has 2 lanes"]),
    "lanes=2&lane2.eta=-1&eta=0.3": ([lane(eta=0.3), lane(eta=0.3)], ["lane2.eta\u00a0=\u00a0“-1”"]),
    "eta=1&lane9.eta=1": ([lane(eta=1)], ["“lane9.eta”, but it has only one lane"]),
    "eta=1&lane1.eta=1": ([lane(eta=1)], ["“lane1.eta”"]),
    "lanes=2&lane2.colour=red": ([lane(), lane()], ["“lane2.colour”"]),
    "utm_source=mail": ([], ["“utm_source”, which this page does not know"]),
    "__proto__=1&toString=2": ([], ["“__proto__”", "“toString”"]),
    "kind=network": ([], ["“kind”"]),
    "show=all": ([], ["must be one of a, cost, speed, shape"]),
    "speed=3": ([], ["must be one of 0.25, 0.5, 1, 2, 4, 8, 16"]),
    "example=0": ([], ["must be at least 1. It is taken as “all”"]),
    "eta=1&example=2": ([lane(eta=1)], ["must be at most 1"]),
    "eta=1&epoch=301": ([lane(eta=1)], ["must be at most 300"]),
    "epoch=-1": ([], ["must be at least 0"]),
    "predict=maybe": ([], ["must be one of yes, no"]),
    "hide=everything": ([], ["it may name only form, speed, predict. It is left out"]),
    "lang=tlh": ([], ["must be one of en"]),
    "theme=sepia": ([], ["must be one of auto, light, dark"]),
    "%": ([], ["“%”"]),
    "=": ([], ["“”"]),
    "eta=%FF%00": ([lane()], ["must be a number"]),
    f"eta={JUNK}": ([lane()], ["“" + "9" * 40 + "…”"]),
    f"eta={JUNK}x": ([lane()], ["must be a number"]),
    f"eta=1.{JUNK}e": ([lane()], ["must be a number"]),
    f"x={'1,' * 5000}": ([lane()], [f"at most {MAX_EXAMPLES} numbers"]),
    f"{JUNK}=1": ([], ["“" + "9" * 40 + "…”"]),
    "hide=" + "form," * 2000 + "x": ([], ["it may name only"]),
}


@pytest.mark.parametrize("text", BAD, ids=lambda text: text[:40])
def test_a_bad_link_is_explained_and_the_default_taken(text: str, links: Links) -> None:
    lanes, reasons = BAD[text]
    [(state, complaints)] = links.parse([text])
    assert state["experiments"] == lanes
    hidden = ["form"] if text.startswith("hide=form") else []
    assert {name: state[name] for name in VIEW} == {**VIEW, "hide": hidden}
    assert len(complaints) == len(reasons), complaints
    for reason, complaint in zip(reasons, complaints, strict=True):
        assert reason in complaint
        assert len(complaint) < 300


def test_a_link_of_junk_is_not_explained_word_for_word(links: Links) -> None:
    [(_, complaints)] = links.parse(["&".join(f"junk{index}=1" for index in range(1000))])
    assert len(complaints) == 21
    assert "980 more" in complaints[-1]


def test_one_bad_parameter_leaves_the_others_alone(links: Links) -> None:
    [(state, complaints)] = links.parse(["w=2&b=2&eta=fast&cost=cross-entropy&show=speed&hide=form,attic"])
    assert state["experiments"] == [lane(w=2, b=2, cost="cross-entropy")]
    assert (state["show"], state["hide"]) == ("speed", ["form"])
    assert len(complaints) == 2


@many
@given(
    batch=st.lists(
        st.one_of(
            st.text(max_size=200),
            st.lists(
                st.tuples(
                    st.sampled_from([*NAMES, "lanes", "lane2.w", "lane3.x", *VIEW]), st.text("0123456789.,;-+e=%&a")
                ),
                max_size=12,
            ).map(lambda pairs: "&".join(f"{name}={value}" for name, value in pairs)),
        ),
        min_size=30,
        max_size=60,
    )
)
def test_whatever_a_link_says_the_page_gets_a_state_that_the_server_takes(batch: list[str], links: Links) -> None:
    adapter: Callable[[Any], Any] = TypeAdapter(Experiment).validate_python
    searches = [text.encode("utf-8", "replace").decode() for text in batch]
    for state, complaints in links.parse(searches):
        assert state.keys() == {"experiments", *VIEW}
        assert all(isinstance(complaint, str) for complaint in complaints)
        for experiment in state["experiments"]:
            adapter({**experiment, **{name: _floats(experiment[name]) for name in "wxy"}})


def _floats(value: Any) -> Any:
    return [_floats(item) for item in value] if isinstance(value, list) else float(value)
