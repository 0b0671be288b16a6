"""What the softmax page shows before its scripts, and what they are told."""

import json
import re
from typing import Any

import httpx
import pytest

from app.web.cross_entropy_messages import MAX_NUMBERS, MAX_ROWS
from app.web.page_data import decimals
from app.web.softmax import BATCHES, CLASSES, OPENING, OUTPUTS, ROWS, SLOTS, TONES, tone
from app.web.softmax_messages import MAX_CLASSES


@pytest.fixture
def html(client: httpx.Client) -> str:
    return client.get("/softmax").text


@pytest.fixture
def data(html: str) -> dict[str, Any]:
    (block,) = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', html, re.DOTALL)
    found: dict[str, Any] = json.loads(block)
    return found


def numbers_of(html: str, part: str) -> list[float]:
    """The exact numbers within an element that is named so, up to the next such element's end."""
    inner = html.partition(f'data-part="{part}"')[2].partition("</figure>")[0]
    return [float(value) for value in re.findall(r'<data [^>]*value="([^"]*)"', inner)]


def test_the_chapters_sliders_stand_there_with_their_outputs(html: str, client: httpx.Client) -> None:
    assert OPENING["z"] == [2.5, -1.0, 3.2, 0.5]
    assert len(OPENING["z"]) == OUTPUTS
    answer = client.post("/api/v1/softmax", json={"z": OPENING["z"], "label": OPENING["label"]}).json()
    assert numbers_of(html, "layer") == [*answer["a"], answer["sum"]]
    truth = answer["truth"]
    pairs = zip(truth["delta"], truth["quadratic"]["delta"], strict=True)
    assert numbers_of(html, "truth") == [truth["cost"], *(number for pair in pairs for number in pair)]
    assert numbers_of(html, "jacobian")[:16] == [number for row in answer["jacobian"] for number in row]
    assert decimals(answer["sigmoids"]["sum"]) in html


def test_the_worked_example_is_read_without_scripts(html: str) -> None:
    table = html.partition('data-part="entropy-table"')[2].partition("</table>")[0]
    shown = re.findall(r"<data [^>]*>([^<]*)</data>", table)
    assert shown[:4] == ["0.6931", "1.2730", "0.6931", "1.2730"]
    assert shown[8:10] == ["0.4581", "0.8534"]
    assert shown[12:14] == ["0.1527", "0.2845"]


@pytest.mark.parametrize("name", BATCHES)
def test_every_batch_is_one_that_the_server_takes(name: str, client: httpx.Client) -> None:
    batch = BATCHES[name]
    answer = client.post("/api/v1/cross-entropy", json={"p": batch["p"], batch["given"]: batch["q"]})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["forms"]["categorical"]["infinite"] == [1]) == (name == "zero")
    hidden = answer.json()["clipped"]["elements"] != []
    assert hidden == (name in {"zero", "logits"})


def test_what_fits_on_the_page_fits_into_a_request(data: dict[str, Any]) -> None:
    assert data["limits"]["rows"] == ROWS <= MAX_ROWS
    assert data["limits"]["classes"] == CLASSES <= MAX_CLASSES
    assert ROWS * CLASSES <= MAX_NUMBERS


def test_costs_have_their_own_colours(html: str) -> None:
    assert SLOTS == (3, 0)
    assert "cost-3" in html


def test_the_strongest_colour_is_that_of_the_steepest_slope() -> None:
    assert (tone(0.25, 1.0), tone(-0.25, 1.0), tone(2.5, 10.0)) == (TONES, TONES, TONES)
    assert (tone(1e-9, 1.0), tone(0.0, 1.0)) == (1, 0)


def test_no_two_elements_have_the_same_id(html: str) -> None:
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert sorted(set(ids)) == sorted(ids)
