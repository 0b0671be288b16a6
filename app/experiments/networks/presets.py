"""Trainings worth watching, by name: one network or several side by side.

Adding a preset: add an entry. Its parameters were found by trying: a test holds each to what its words say.
"""

from typing import Any

from pydantic import BaseModel, Field, computed_field

from app.experiments.networks.schema import NetworkExperiment


class NetworkPreset(BaseModel):
    """Named trainings: one to three lanes."""

    name: str
    title: str
    description: str
    lanes: list[NetworkExperiment] = Field(min_length=1, max_length=3)

    @computed_field(description="The first lane, where presets of single neurons have theirs.")  # type: ignore[prop-decorator]
    @property
    def experiment(self) -> NetworkExperiment:
        return self.lanes[0]


def _preset(name: str, title: str, description: str, *differences: dict[str, Any], **common: Any) -> NetworkPreset:
    """A preset whose lanes have much in common."""
    lanes = [NetworkExperiment.model_validate({**common, **lane}) for lane in differences or ({},)]
    return NetworkPreset(name=name, title=title, description=description, lanes=lanes)


_SIGMOID_QUADRATIC = {"output": "sigmoid", "cost": "quadratic"}
_SIGMOID_ENTROPY = {"output": "sigmoid", "cost": "cross-entropy"}
_SOFTMAX = {"output": "softmax", "cost": "log-likelihood"}
_LINEAR = {"output": "linear", "cost": "quadratic"}
_CHAPTER = {
    "problem": "mnist",
    "epochs": 30,
    "batch_size": 10,
    "init": "large",
    "seed": 1,
    "precision": "single",
}
"""What the chapter's runs on MNIST have in common. Single precision: it learns as well and takes half the time."""

NETWORK_PRESETS: dict[str, NetworkPreset] = {
    preset.name: preset
    for preset in (
        _preset(
            "saturated-xor",
            "XOR from a saturated start",
            "The output starts at almost 1, whatever the inputs. Under the quadratic cost hardly anything happens for "
            "more than two hundred epochs; cross-entropy, and softmax with log-likelihood, leave within ten.",
            _SIGMOID_QUADRATIC,
            _SIGMOID_ENTROPY,
            {**_SOFTMAX, "init_outputs": [0]},
            problem="xor",
            hidden=[4],
            eta=1.0,
            epochs=600,
            batch_size=4,
            init="saturated",
            init_z=6.0,
            seed=3,
        ),
        _preset(
            "digits",
            "Handwritten digits, three costs at one rate",
            "The same network from the same weights at η = 0.5. After five epochs cross-entropy and softmax read more "
            "than nine digits of ten; the quadratic cost, whose outputs start saturated, is well behind.",
            _SIGMOID_QUADRATIC,
            _SIGMOID_ENTROPY,
            _SOFTMAX,
            problem="digits",
            hidden=[30],
            eta=0.5,
            epochs=30,
            batch_size=10,
            init="large",
            seed=1,
        ),
        _preset(
            "digits-fair",
            "Handwritten digits, a fair rate for each cost",
            "The quadratic cost with six times the learning rate of the others: it catches up, and only the first "
            "epochs still show the slowdown.",
            {**_SIGMOID_QUADRATIC, "eta": 3.0},
            {**_SIGMOID_ENTROPY, "eta": 0.5},
            {**_SOFTMAX, "eta": 0.5},
            problem="digits",
            hidden=[30],
            epochs=30,
            batch_size=10,
            init="large",
            seed=1,
        ),
        _preset(
            "linear-outputs",
            "Linear outputs with the quadratic cost",
            "Two moons from an output that is far too large. A linear output has the same slope everywhere, so the "
            "quadratic cost is at work from the first epoch; with a sigmoid it waits for some fifty.",
            {**_SIGMOID_QUADRATIC, "eta": 0.5},
            {**_LINEAR, "eta": 0.1},
            problem="moons",
            hidden=[8],
            epochs=100,
            batch_size=10,
            init="saturated",
            init_z=6.0,
            seed=2,
        ),
        _preset(
            "mnist",
            "MNIST, quadratic cost and cross-entropy",
            "The chapter's two runs with 30 hidden neurons side by side, each at its own learning rate.",
            {**_SIGMOID_QUADRATIC, "eta": 3.0},
            {**_SIGMOID_ENTROPY, "eta": 0.5},
            hidden=[30],
            **_CHAPTER,
        ),
        _preset(
            "mnist-quadratic",
            "MNIST, quadratic cost, 30 hidden neurons",
            "The chapter's run at η = 3.0; the book reads 95.42 % of the test images.",
            _SIGMOID_QUADRATIC,
            hidden=[30],
            eta=3.0,
            **_CHAPTER,
        ),
        _preset(
            "mnist-cross-entropy",
            "MNIST, cross-entropy, 30 hidden neurons",
            "The chapter's run at η = 0.5; the book reads 95.49 % of the test images.",
            _SIGMOID_ENTROPY,
            hidden=[30],
            eta=0.5,
            **_CHAPTER,
        ),
        _preset(
            "mnist-quadratic-100",
            "MNIST, quadratic cost, 100 hidden neurons",
            "The chapter's run at η = 3.0; the book reads 96.59 % of the test images.",
            _SIGMOID_QUADRATIC,
            hidden=[100],
            eta=3.0,
            **_CHAPTER,
        ),
        _preset(
            "mnist-cross-entropy-100",
            "MNIST, cross-entropy, 100 hidden neurons",
            "The chapter's run at η = 0.5; the book reads 96.82 % of the test images.",
            _SIGMOID_ENTROPY,
            hidden=[100],
            eta=0.5,
            **_CHAPTER,
        ),
    )
}
