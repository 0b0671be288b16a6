"""Definitions cut out of their files."""

from app.experiments.exports.excerpt import Excerpts
from app.experiments.exports.reached import Reached
from tests.experiments.exports import later

ELEMENTWISE = "app.learning.elementwise"


def excerpt(code: str, where: dict[str, str], module: str, *, on_floats: bool = False) -> str:
    return Excerpts(Reached(code, where, on_floats=on_floats), on_floats=on_floats).of_module(module)


def test_types_and_further_paragraphs_are_left_out() -> None:
    found = excerpt("strengthened(2.0)", {"strengthened": later.__name__}, later.__name__)
    assert found == (
        "STRENGTH = 2.0\n\n\n"
        "def strengthened(v, strength=STRENGTH):\n"
        '    """strength · v."""\n'
        "    return strength * v\n"
    )


def test_a_class_keeps_what_is_read() -> None:
    found = excerpt("Leaky(0.01).value(1.0)", {"Leaky": later.__name__}, later.__name__)
    assert found == (
        "class Leaky(Activation):\n"
        '    """a = z above zero, a share of it below."""\n\n'
        "    def __init__(self, leak):\n"
        '        self.name = f"leaky-{leak}"\n'
        "        self.leak = leak\n\n"
        "    def value(self, z):\n"
        "        return where(z > 0.0, z, self.leak * z)\n"
    )


def test_a_class_without_anything_left_is_still_a_class() -> None:
    assert excerpt("Tanh", {"Tanh": "app.learning.activations"}, "app.learning.activations").endswith(
        "class Tanh(Activation):\n    pass\n"
    )


def test_what_is_for_arrays_goes_on_request() -> None:
    whole = excerpt("tanh(1.0), square(1.0)", {"tanh": ELEMENTWISE, "square": ELEMENTWISE}, ELEMENTWISE)
    floats = excerpt(
        "tanh(1.0), square(1.0)", {"tanh": ELEMENTWISE, "square": ELEMENTWISE}, ELEMENTWISE, on_floats=True
    )
    assert "return np.tanh(v) if isinstance(v, np.ndarray) else math.tanh(v)" in whole
    assert floats == "def tanh(v):\n    return math.tanh(v)\n\n\ndef square(v):\n    return v * v\n"


def test_a_dataclass_keeps_its_decorator_and_the_types_of_its_fields() -> None:
    found = excerpt("Rows(*columns)", {"Rows": "app.learning.neuron"}, "app.learning.neuron")
    assert found.startswith("@dataclass(frozen=True)\nclass Rows:\n")
    assert "    epoch: NDArray[np.int64]\n    w: Array\n" in found


def test_remarks_for_our_own_tools_go() -> None:
    found = excerpt("Quadratic().gain(f, z, y)", {"Quadratic": "app.learning.costs"}, "app.learning.costs")
    assert "def gain(self, activation, z, y):\n" in found
    assert "noqa" not in found
