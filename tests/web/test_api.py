"""The three small questions of REST: presets, limits and schema."""

import httpx

from app.experiments import schema
from app.experiments.presets import PRESETS
from app.web import messages
from app.web.settings import Settings


def test_the_presets_are_served_with_every_field(client: httpx.Client) -> None:
    answered = client.get("/api/v1/presets").json()
    assert [preset["name"] for preset in answered] == list(PRESETS)
    assert answered[0]["experiment"] == PRESETS["quadratic-wrong"].experiment.model_dump()


def test_the_limits_are_those_that_are_kept(client: httpx.Client) -> None:
    assert client.get("/api/v1/limits").json() == {
        "epochs": schema.MAX_EPOCHS,
        "inputs": schema.MAX_INPUTS,
        "examples": schema.MAX_EXAMPLES,
        "values": schema.MAX_VALUES,
        "experiments": messages.MAX_EXPERIMENTS,
        "batch_values": messages.MAX_BATCH_VALUES,
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
    assert served["experiment"]["properties"]["epochs"]["maximum"] == schema.MAX_EPOCHS
    assert set(served["stream"]["client"]["discriminator"]["mapping"]) == {"run", "stop"}
    server_types = {"started", "rows", "finished", "stopped", "failed"}
    assert set(served["stream"]["server"]["discriminator"]["mapping"]) == server_types
