"""The OpenAPI document: valid, and true of what is served."""

from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import settings
from schemathesis.checks import CheckFunction
from schemathesis.generation.modes import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.experiments.schema import MAX_EPOCHS
from app.learning.activations import ACTIVATIONS
from app.learning.costs import COSTS
from app.main import create_app
from app.web.settings import Settings
from tests.servers import Server

DOCUMENT: dict[str, Any] = create_app(Settings()).openapi()
CHECKS: list[CheckFunction] = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def with_shorter_batches(document: dict[str, Any]) -> dict[str, Any]:
    """The document with a small limit of experiments: to make up batches of ten thousand takes minutes."""
    document["components"]["schemas"]["SimulationRequest"]["properties"]["experiments"]["maxItems"] = 20
    return document


GENERATED = schemathesis.openapi.from_dict(with_shorter_batches(create_app(Settings()).openapi()))
GENERATED.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])


@GENERATED.parametrize()
@settings(max_examples=25, deadline=None)
def test_what_is_served_is_as_described(case: schemathesis.Case[Any], server: Server) -> None:
    case.body = shortened(case.body)
    case.call_and_validate(base_url=server.url, checks=CHECKS)


def shortened(value: Any) -> Any:
    """The same with fewer epochs where they are allowed: a batch of the longest runs would take a minute."""
    if isinstance(value, dict):
        return {name: _fewer(held) if name == "epochs" else shortened(held) for name, held in value.items()}
    return [shortened(held) for held in value] if isinstance(value, list) else value


def _fewer(epochs: Any) -> Any:
    is_long = isinstance(epochs, int) and 100 < epochs <= MAX_EPOCHS
    return epochs % 100 + 1 if is_long else shortened(epochs)


def test_the_document_is_served(client: httpx.Client) -> None:
    answer = client.get("/openapi.json")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == DOCUMENT


def test_the_document_is_valid() -> None:
    GENERATED.validate()


def test_every_route_for_programs_is_in_it_and_no_page_is() -> None:
    assert set(DOCUMENT["paths"]) == {
        "/api/v1/presets",
        "/api/v1/limits",
        "/api/v1/schema",
        "/api/v1/problems",
        "/api/v1/simulations",
        "/api/v1/sweeps",
        "/api/v1/sweeps/{job_id}",
        "/api/v1/sweeps/{job_id}/result",
        "/api/v1/curves",
        "/api/v1/plateaus",
        "/api/v1/rates",
        "/api/v1/surfaces",
        "/api/v1/exports",
        "/api/v1/softmax",
        "/api/v1/softmax/inverse",
        "/api/v1/cross-entropy",
        "/healthz",
        "/readyz",
        "/version",
    }


def test_names_come_from_the_registries() -> None:
    fields = DOCUMENT["components"]["schemas"]["NeuronExperiment"]["properties"]
    assert fields["cost"]["enum"] == list(COSTS)
    assert fields["activation"]["enum"] == list(ACTIVATIONS)


@pytest.mark.parametrize("status", ["400", "413", "422", "503"])
def test_every_problem_is_described_under_its_own_media_type(status: str) -> None:
    content = DOCUMENT["paths"]["/api/v1/simulations"]["post"]["responses"][status]["content"]
    assert content == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
