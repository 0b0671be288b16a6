"""REST for softmax and cross-entropies of several classes: what the page /softmax shows, and more than it has room for.

Each answer is microseconds of work on a few numbers, so it is made where it is asked. An infinite cost goes over the
wire as null, and `infinite` says of which examples.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from fastapi import APIRouter
from fastapi.responses import Response

from app.learning.elementwise import Array
from app.learning.multiclass import FORMS, Answers, Batch, least
from app.learning.softmax_layer import SoftmaxLayer, recovered
from app.web.api import API, PROBLEMS, body_like
from app.web.cross_entropy_messages import CrossEntropyAnswer, CrossEntropyRequest
from app.web.softmax_messages import InverseAnswer, InverseRequest, SoftmaxAnswer, SoftmaxRequest
from app.web.wire import to_json

router = APIRouter(prefix=API, tags=["Softmax"])


def _described(example: dict[str, Any]) -> dict[str, Any]:
    return {
        "responses": {status: PROBLEMS[status] for status in (400, 413, 422)},
        "openapi_extra": body_like(example),
    }


def _json(content: dict[str, Any]) -> Response:
    return Response(to_json(_in_order(content)), media_type="application/json")


def _in_order(value: Any) -> Any:
    """The same with the numbers of every array in the order in which they are written: orjson takes no other."""
    if isinstance(value, dict):
        return {name: _in_order(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_in_order(each) for each in value]
    return np.ascontiguousarray(value) if isinstance(value, np.ndarray) else value


def layer_answer(body: SoftmaxRequest) -> dict[str, Any]:
    """A `SoftmaxAnswer`."""
    z = np.array(body.z)
    layer = SoftmaxLayer(z, body.sharpness)
    sigmoids = layer.sigmoids
    return {
        "a": layer.a,
        "sum": math.fsum(layer.a),
        "jacobian": layer.jacobian,
        "sigmoids": {"a": sigmoids, "sum": math.fsum(sigmoids)},
        "truth": None if body.label is None else _truth(layer, body.label),
        "raised": None if body.raised is None else _raised(layer, body.raised, body.by),
        "also": [SoftmaxLayer(z, c).a for c in body.other_sharpnesses],
    }


def _truth(layer: SoftmaxLayer, label: int) -> dict[str, Any]:
    wanted = layer.wanting(label)
    return {
        "label": label,
        "cost": wanted.log_likelihood,
        "delta": wanted.delta,
        "quadratic": {"cost": wanted.quadratic, "delta": wanted.quadratic_delta},
    }


def _raised(layer: SoftmaxLayer, index: int, by: float) -> dict[str, Any]:
    return {"index": index, "by": by, "a": layer.with_raised(index, by).a, "change": layer.change(index, by)}


def inverse_answer(body: InverseRequest) -> dict[str, Any]:
    """An `InverseAnswer`."""
    z = recovered(np.array(body.a), body.constant)
    return {"z": z, "a": SoftmaxLayer(z).a}


def cross_entropy_answer(body: CrossEntropyRequest) -> dict[str, Any]:
    """A `CrossEntropyAnswer`."""
    p, answered = body.wanted, body.answered
    answers = Answers.of_logits(answered) if body.q is None else Answers.of_probabilities(answered)
    return {
        "q": answers.q,
        "forms": _forms(p, answers),
        "least": {name: least(p, name) for name in FORMS},
        "clipped": None if body.clip is None else _clipped(p, answers, body.clip),
    }


def _clipped(p: Array, answers: Answers, at: float) -> dict[str, Any]:
    clipped = answers.clipped(at)
    return {"at": at, "elements": np.argwhere(clipped.q != answers.q), "forms": _forms(p, clipped)}


def _forms(p: Array, answers: Answers) -> dict[str, Any]:
    return {name: _form(form, p, answers) for name, form in FORMS.items()}


def _form(form: Callable[[Array, Answers], Batch], p: Array, answers: Answers) -> dict[str, Any]:
    batch = form(p, answers)
    values = batch.values
    return {
        "values": values,
        "terms": batch.terms,
        "mean_per_example": batch.mean_per_example,
        "mean_over_elements": batch.mean_over_elements,
        "infinite": np.flatnonzero(np.isinf(values)),
    }


@router.post(
    "/softmax",
    summary="A softmax layer taken apart",
    response_model=SoftmaxAnswer,
    **_described({"z": [2.5, -1, 3.2, 0.5], "label": 1, "raised": 3}),
)
async def softmax_layer(body: SoftmaxRequest) -> Response:
    """Outputs, Jacobian, the log-likelihood and the quadratic cost with their δ, and the outputs after raising one z.

    The same z through sigmoids are there to compare. `c` is the sharpness of eq. 83; at "max" the Jacobian is 0, and an
    output that is wrong has no δ.
    """
    return _json(layer_answer(body))


@router.post(
    "/softmax/inverse",
    summary="Weighted inputs from the outputs of a softmax",
    response_model=InverseAnswer,
    **_described({"a": [0.1, 0.2, 0.3, 0.4], "constant": 0}),
)
async def softmax_inverse(body: InverseRequest) -> Response:
    """z = ln a + C, which a softmax turns into a again, whatever C is."""
    return _json(inverse_answer(body))


@router.post(
    "/cross-entropy",
    summary="Cross-entropy of several classes, in both forms",
    response_model=CrossEntropyAnswer,
    **_described({"p": [[1, 0, 0], [1, 0, 0]], "q": [[0.5, 0.2, 0.3], [0.8, 0.1, 0.1]]}),
)
async def cross_entropy(body: CrossEntropyRequest) -> Response:
    """−Σ p ln q and −Σ [p ln q + (1 − p) ln(1 − q)] of each example, their means, and what clipping makes of them.

    0 ln 0 is 0. Where something is wanted that has been given no chance at all, the cost is infinite: it is null, and
    its example is in `infinite`.
    """
    return _json(cross_entropy_answer(body))
