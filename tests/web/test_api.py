"""The three small questions of REST: presets, limits and schema."""

import httpx

from app.experiments import schema
from app.experiments.networks import schema as networks
from app.experiments.networks import work
from app.experiments.networks.presets import NETWORK_PRESETS
from app.experiments.presets import PRESETS
from app.web import messages
from app.web.settings import Settings
from app.web.stream_messages import CLIENT_MESSAGES


def test_the_presets_are_served_with_every_field(client: httpx.Client) -> None:
    answered = client.get("/api/v1/presets").json()
    assert [preset["name"] for preset in answered] == [*PRESETS, *NETWORK_PRESETS]
    assert answered[0]["experiment"] == PRESETS["quadratic-wrong"].experiment.model_dump()
    assert set(answered[0]) == {"name", "title", "description", "experiment"}


def test_a_preset_of_networks_has_its_lanes_and_the_first_of_them_where_neurons_have_theirs(
    client: httpx.Client,
) -> None:
    by_name = {preset["name"]: preset for preset in client.get("/api/v1/presets").json()}
    for name, preset in NETWORK_PRESETS.items():
        assert by_name[name]["lanes"] == [lane.model_dump() for lane in preset.lanes]
        assert by_name[name]["experiment"] == by_name[name]["lanes"][0]


def test_the_limits_are_those_that_are_kept(client: httpx.Client) -> None:
    assert client.get("/api/v1/limits").json() == {
        "epochs": schema.MAX_EPOCHS,
        "inputs": schema.MAX_INPUTS,
        "examples": schema.MAX_EXAMPLES,
        "values": schema.MAX_VALUES,
        "hidden_layers": networks.MAX_LAYERS,
        "layer_neurons": networks.MAX_NEURONS,
        "parameters": work.MAX_PARAMETERS,
        "batch_size": networks.MAX_BATCH,
        "batch_activations": work.MAX_ACTIVATIONS,
        "experiments": messages.MAX_EXPERIMENTS,
        "batch_values": messages.MAX_BATCH_VALUES,
        "batch_work": messages.MAX_BATCH_WORK,
        "training_work": messages.MAX_TRAINING_WORK,
        "lanes": messages.MAX_LANES,
        "body_bytes": messages.MAX_BODY_BYTES,
        "batch_bytes": messages.MAX_BATCH_BYTES,
        "message_bytes": messages.MAX_MESSAGE_BYTES,
        "sweep_cells": messages.MAX_SWEEP_CELLS,
        "sweep_cost": messages.MAX_SWEEP_COST,
        "sweep_cells_at_once": messages.SMALL_SWEEP_CELLS,
        "sweep_cost_at_once": messages.SMALL_SWEEP_COST,
        "sweep_jobs": Settings().max_sweeps,
        "sweep_kept_cells": messages.MAX_KEPT_CELLS,
        "sweep_kept_seconds": Settings().sweep_keep,
    }


def test_the_schema_describes_experiments_and_both_directions_of_the_stream(client: httpx.Client) -> None:
    served = client.get("/api/v1/schema").json()
    definitions = served["experiment"]["$defs"]
    assert set(definitions) == {"NeuronExperiment", "NetworkExperiment"}
    assert all(each["properties"]["epochs"]["maximum"] == schema.MAX_EPOCHS for each in definitions.values())
    assert set(served["stream"]["client"]["discriminator"]["mapping"]) == set(CLIENT_MESSAGES)
    assert {"started", "rows", "finished", "stopped", "failed"} <= set(
        served["stream"]["server"]["discriminator"]["mapping"]
    )
