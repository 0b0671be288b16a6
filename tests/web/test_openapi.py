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

GENERATED = schemathesis.openapi.from_dict(create_app(Settings()).openapi())
GENERATED.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])


@GENERATED.parametrize()
@settings(max_examples=25, deadline=None)
def test_what_is_served_is_as_described(case: schemathesis.Case[Any], server: Server) -> None:
    case.call_and_validate(base_url=server.url, checks=CHECKS)


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
        "/api/v1/simulations",
        "/api/v1/curves",
        "/api/v1/plateaus",
        "/api/v1/rates",
        "/api/v1/surfaces",
        "/api/v1/exports",
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


def test_the_example_of_the_document_works(client: httpx.Client) -> None:
    body = DOCUMENT["paths"]["/api/v1/simulations"]["post"]["requestBody"]["content"]["application/json"]["example"]
    answer = client.post("/api/v1/simulations", json=body)
    assert answer.status_code == 200
    assert len(answer.json()["results"]) == len(body["experiments"])
