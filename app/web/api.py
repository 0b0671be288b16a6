"""What all of REST shares, and the three small questions: presets, limits and schema."""

from typing import Any

from fastapi import APIRouter, Request

from app.experiments import schema
from app.experiments.kinds import ANY_EXPERIMENT
from app.experiments.networks import schema as networks
from app.experiments.networks import work
from app.experiments.networks.presets import NETWORK_PRESETS, NetworkPreset
from app.experiments.presets import PRESETS, Preset
from app.web import messages, stream_messages
from app.web.problems import MEDIA_TYPE, Problem
from app.web.settings import Settings

API = "/api/v1"

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "content": {MEDIA_TYPE: {}}, "description": text}
    for status, text in {
        400: "The body is not JSON.",
        404: "There is no such job; it may have been forgotten.",
        406: "Nothing that `Accept` or `?format=` names can be had here; `detail` says what can.",
        409: "The sweep is not finished; `?partial=true` gives what is there.",
        413: "The body is too large.",
        422: "The body does not fit; `errors` names field, rule and value.",
        503: "Too many large requests are waiting; `Retry-After` says when to come back.",
    }.items()
}
OF_A_BODY: dict[int | str, dict[str, Any]] = {status: PROBLEMS[status] for status in (400, 413, 422, 503)}
"""What can be wrong with a large request that has one format."""
OF_A_TABLE: dict[int | str, dict[str, Any]] = {status: PROBLEMS[status] for status in (400, 406, 413, 422, 503)}
"""The same for one of several formats."""

BOTH_COSTS = [{"cost": cost, "w": 2, "b": 2, "eta": 0.15} for cost in ("quadratic", "cross-entropy")]
"""The slowdown and its cure, as an example of what may be asked."""


def body_like(example: dict[str, Any]) -> dict[str, Any]:
    """What the OpenAPI document says of a route that takes a body like the example."""
    return {"requestBody": {"content": {"application/json": {"example": example}}}}


router = APIRouter(prefix=API, tags=["Experiments"])


@router.get("/presets", summary="The chapter's experiments")
async def presets() -> list[Preset | NetworkPreset]:
    """Those of single neurons, each with its `experiment`, and then those of networks, with one lane or several."""
    return [*PRESETS.values(), *NETWORK_PRESETS.values()]


@router.get("/limits", summary="How much one request may ask for")
async def limits(request: Request) -> dict[str, int | float]:
    """Of one experiment: `epochs`, `inputs`, `examples`, and `values`, the numbers of its trace, which is also the
    limit of all lanes of a stream. Of a network: `hidden_layers`, `layer_neurons`, `parameters` (weights and biases),
    `batch_size` and `batch_activations` (numbers of a mini-batch in all layers). Of a batch: `experiments`,
    `batch_values`, `batch_bytes` and `batch_work`, about how many multiply-adds its networks take; `training_work` is
    the same of all lanes of a training on the stream. Of a sweep: `sweep_cells`,
    and `sweep_cost`, the epochs that are really computed (less than cells × epochs where many cells are alike); up to
    the numbers `…_at_once` it is answered at once. Of all large sweeps together: `sweep_jobs` and `sweep_kept_cells`;
    each is kept for `sweep_kept_seconds` after its end.
    """
    settings: Settings = request.app.state.settings
    return {
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
        "sweep_jobs": settings.max_sweeps,
        "sweep_kept_cells": messages.MAX_KEPT_CELLS,
        "sweep_kept_seconds": settings.sweep_keep,
    }


@router.get("/schema", summary="JSON Schema of experiments and stream messages")
async def json_schema() -> dict[str, Any]:
    return {
        "experiment": ANY_EXPERIMENT.json_schema(),
        "stream": {
            "client": stream_messages.CLIENT_MESSAGE.json_schema(),
            "server": stream_messages.SERVER_MESSAGE.json_schema(mode="serialization"),
        },
    }
