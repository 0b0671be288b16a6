"""Starts: what is drawn and in which order, and where a saturated output starts."""

import numpy as np
import pytest

from app.learning.activations import ACTIVATIONS
from app.learning.costs import NETWORK_COSTS
from app.learning.errors import OutOfRange, UnknownName
from app.learning.inits import INITS, Init, init_named
from app.learning.network import Network, feed_forward
from app.learning.outputs import OUTPUTS

SIZES = (3, 5, 4, 2)

each_init = pytest.mark.parametrize("init", INITS.values(), ids=list(INITS))


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


@each_init
def test_an_init_is_found_by_its_name_and_explains_itself(init: Init) -> None:
    assert init_named(init.name) is init
    assert init.label
    assert init.summary


@each_init
def test_a_start_has_the_shapes_of_the_book_in_double_precision(init: Init) -> None:
    weights, biases = init.start(SIZES, rng())
    assert [w.shape for w in weights] == [(5, 3), (4, 5), (2, 4)]
    assert [b.shape for b in biases] == [(5,), (4,), (2,)]
    assert {v.dtype for v in (*weights, *biases)} == {np.dtype(float)}


@each_init
def test_the_same_seed_gives_the_same_start_and_another_seed_another(init: Init) -> None:
    (one, *_), _ = init.start(SIZES, rng(1))
    (same, *_), _ = init.start(SIZES, rng(1))
    (other, *_), _ = init.start(SIZES, rng(2))
    assert one.tolist() == same.tolist()
    assert (one != other).all()


def test_large_starts_are_drawn_layer_by_layer_weights_before_biases() -> None:
    # The promise on which a start can be drawn again elsewhere from its seed.
    drawn = rng(7)
    weights, biases = INITS["large"].start(SIZES, rng(7))
    for w, b in zip(weights, biases, strict=True):
        assert w.tolist() == drawn.standard_normal(w.shape).tolist()
        assert b.tolist() == drawn.standard_normal(len(b)).tolist()


def test_scaled_starts_are_large_ones_with_weights_over_the_root_of_the_inputs() -> None:
    large, scaled = (INITS[name].start(SIZES, rng()) for name in ("large", "scaled"))
    for w, smaller, inputs in zip(large[0], scaled[0], SIZES[:-1], strict=True):
        assert smaller == pytest.approx(w / inputs**0.5, rel=1e-15)
    assert [b.tolist() for b in large[1]] == [b.tolist() for b in scaled[1]]


def test_saturated_starts_are_scaled_ones_but_for_the_biases_of_the_chosen_outputs() -> None:
    scaled = INITS["scaled"].start(SIZES, rng())
    saturated = INITS["saturated"].start(SIZES, rng(), z=-6.0, outputs=[1])
    assert [w.tolist() for w in saturated[0]] == [w.tolist() for w in scaled[0]]
    assert [b.tolist() for b in saturated[1][:-1]] == [b.tolist() for b in scaled[1][:-1]]
    assert saturated[1][-1].tolist() == [scaled[1][-1][0], -6.0]


def test_without_a_choice_every_output_is_saturated() -> None:
    _, biases = INITS["saturated"].start(SIZES, rng(), z=8.0)
    assert biases[-1].tolist() == [8.0, 8.0]


@pytest.mark.parametrize("seed", range(5))
def test_a_chosen_output_starts_about_z_from_the_middle(seed: int) -> None:
    # What comes from the hidden layer, weights of 1/√30 and outputs up to 1, is about 1 at most by its spread.
    sizes = (2, 30, 3)
    weights, biases = INITS["saturated"].start(sizes, rng(seed), z=8.0, outputs=[0, 2])
    network = Network(weights, biases, ACTIVATIONS["sigmoid"], OUTPUTS["sigmoid"], NETWORK_COSTS["quadratic"])
    z = feed_forward(network, rng(seed).standard_normal((50, 2))).zs[-1]
    assert np.abs(z[:, [0, 2]] - 8.0).max() < 3.0


@pytest.mark.parametrize("output", [-1, 2])
def test_an_output_that_is_not_there_is_refused(output: int) -> None:
    with pytest.raises(OutOfRange, match=rf"^outputs must be places from 0 to 1, got {output}$"):
        INITS["saturated"].start(SIZES, rng(), outputs=[output])


@pytest.mark.parametrize("sizes", [(3,), (), (3, 0, 1)])
def test_sizes_that_are_no_network_are_refused(sizes: tuple[int, ...]) -> None:
    with pytest.raises(OutOfRange, match=r"^sizes must be"):
        INITS["large"].start(sizes, rng())


def test_an_unknown_init_is_refused_with_the_known_names() -> None:
    with pytest.raises(UnknownName, match=r"^init must be one of large, scaled, saturated.*, got 'unheard-of'$"):
        init_named("unheard-of")
