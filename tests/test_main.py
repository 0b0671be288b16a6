"""Where the parts meet: the application object, and the one-file test of its registries."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app import main
from app.main import create_app
from app.web.settings import Settings
from tests.servers import ROOT, SERVE, Server, environment
from tests.web.talking import run

MADE_UP = {
    "app/learning/costs.py": """

class MadeUp(Quadratic):
    name = "made-up-cost"
    label = "Made-up cost"
    summary = "C = 4 (a − y)²."

    def value(self, activation, z, y):
        return 8.0 * super().value(activation, z, y)

    def derivative(self, activation, z, y):
        return 8.0 * super().derivative(activation, z, y)


COSTS["made-up-cost"] = MadeUp()
""",
    "app/learning/activations.py": """

class MadeUp(Linear):
    name = "made-up-activation"
    label = "Made-up activation"
    summary = "a = z, under another name."


ACTIVATIONS["made-up-activation"] = MadeUp()
""",
    "app/learning/outputs.py": """

class MadeUp(type(ACTIVATIONS["linear"])):
    name = "made-up-output"
    label = "Made-up output"
    summary = "a = z, under another name."


OUTPUTS["made-up-output"] = MadeUp()
""",
    "app/learning/datasets/made_up.py": """
import numpy as np

from app.learning.datasets import Option
from app.learning.datasets.data import Data
from app.learning.datasets.data_set import DataSet


class MadeUp(DataSet):
    name = "made-up-data"
    label = "Made-up data"
    summary = "Some numbers and whether they are even."
    options = {"n": Option("int", 6, "Examples", "How many numbers.", 2, 9)}

    def make(self, options):
        numbers = np.arange(options["n"])
        return Data(self.name, numbers[:, None] / 10, numbers % 2, ("even", "odd"))


DATA_SETS = (MadeUp(),)
""",
    "app/experiments/networks/presets.py": """

NETWORK_PRESETS["made-up-training"] = _preset("made-up-training", "Made up", "Nobody needs it.", problem="made-up-data")
""",
    "app/experiments/presets.py": """

PRESETS["made-up-preset"] = _preset("made-up-preset", "Made up", "A run that nobody needs.", w=5.0)
""",
}


def test_uvicorn_can_serve_the_application_by_its_name() -> None:
    assert main.app is main.app
    with pytest.raises(AttributeError):
        main.nothing  # noqa: B018 (looking it up is the point)


def test_the_application_is_made_only_when_it_is_asked_for() -> None:
    program = "import app.main; assert app.main._default_app.cache_info().currsize == 0"
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment({}), check=True)  # noqa: S603 (our own words)


def test_an_application_keeps_the_settings_that_it_is_given() -> None:
    chosen = Settings(max_streams=3)
    assert create_app(chosen).state.settings is chosen


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The application with one thing more in each registry: a few lines at the end of one file, or a new file."""
    folder = tmp_path_factory.mktemp("extended")
    for part in ("app", "static", "templates"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for name, code in MADE_UP.items():
        with (folder / name).open("a", encoding="utf-8") as module:
            module.write(code)
    return folder


def test_adding_a_cost_an_activation_or_a_preset_touches_one_file(extended: Path) -> None:
    with Server(SERVE, extended) as server, server.client() as client:
        page = client.get("/").text
        document = client.get("/openapi.json").json()
        fields = client.get("/api/v1/schema").json()["experiment"]["$defs"]["NeuronExperiment"]["properties"]
        described = document["components"]["schemas"]["NeuronExperiment"]["properties"]
        for field in ("cost", "activation"):
            name = f"made-up-{field}"
            assert name in fields[field]["enum"]
            assert name in described[field]["enum"]
            assert f'<option value="{name}"' in page
            assert f"Made-up {field}" in page
            refused = client.post("/api/v1/simulations", json={"experiments": [{field: "unheard-of"}]})
            assert name in refused.json()["detail"]
        assert "made-up-preset" in [preset["name"] for preset in client.get("/api/v1/presets").json()]

        usual = {"activation": "linear", "eta": 0.08, "epochs": 20}
        made_up = {"activation": "made-up-activation", "cost": "made-up-cost", "eta": 0.01, "epochs": 20}
        answered = client.post("/api/v1/simulations", json={"experiments": [usual, made_up]}).json()["results"]
        # eight times the gradient at an eighth of the rate; multiplying by 8 loses nothing, by 0.08 and 0.01 a little
        assert answered[1]["trace"]["a"] == pytest.approx(answered[0]["trace"]["a"], rel=1e-12)
        assert answered[1]["trace"]["cost"][0] == 8 * answered[0]["trace"]["cost"][0]
        assert run(server, [made_up])[-1]["summaries"] == [answered[1]["summary"]]


def test_a_data_set_and_a_pair_of_output_and_cost_are_one_file_each(extended: Path) -> None:
    with Server(SERVE, extended) as server, server.client() as client:
        fields = client.get("/api/v1/schema").json()["experiment"]["$defs"]["NetworkExperiment"]["properties"]
        for field in ("cost", "activation", "output"):
            assert f"made-up-{field}" in fields[field]["enum"]
        assert "made-up-data" in [each["name"] for each in client.get("/api/v1/problems").json()]
        assert "made-up-training" in [each["name"] for each in client.get("/api/v1/presets").json()]
        assert client.post("/api/v1/problems", json={"problem": "made-up-data"}).json()["classes"] == ["even", "odd"]
        page = client.get("/network").text
        for name in ("made-up-cost", "made-up-activation", "made-up-output", "made-up-data"):
            assert name in page

        given = {"kind": "network", "problem": {"name": "made-up-data", "n": 8}, "epochs": 5}
        usual = given | {"activation": "linear", "output": "linear", "cost": "quadratic", "eta": 0.08}
        made_up = given | {
            "activation": "made-up-activation",
            "output": "made-up-output",
            "cost": "made-up-cost",
            "eta": 0.01,
        }
        answered = client.post("/api/v1/simulations", json={"experiments": [usual, made_up]}).json()["results"]
        costs = [result["trace"]["cost"] for result in answered]
        assert costs[1] == pytest.approx([8 * cost for cost in costs[0]], rel=1e-12)
        streamed = run(server, [made_up])
        assert streamed[-1]["summaries"] == [answered[1]["summary"]]
