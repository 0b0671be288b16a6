"""The page /softmax: what it shows before its scripts, computed as they would have it computed."""

import math
from dataclasses import dataclass, field
from typing import Any, Literal

from app import __version__
from app.web.api import API
from app.web.assets import Assets
from app.web.cross_entropy_messages import CLIP, CrossEntropyRequest
from app.web.page_data import slot_of
from app.web.softmax_api import cross_entropy_answer, inverse_answer, layer_answer
from app.web.softmax_messages import LARGEST_LOGIT, MAX_SHARPNESS, InverseRequest, SoftmaxRequest

OUTPUTS = 4
"""The chapter's four sliders."""
TONES = 10
"""Strengths of colour of the Jacobian's cells (css/softmax.css)."""
SHARPNESSES: list[float | Literal["max"]] = [0.1, 0.3, 1.0, 3.0, 10.0, "max"]
"""Those that the page shows side by side."""
SHARPEST = 20.0
"""Where the slider of c ends, but for its last stop, the maximum."""
ROWS, CLASSES = 50, 12
"""Of a batch on the page; REST takes more."""
TYPED_LOGIT = 1000.0
"""The bound of a z that is typed beside its slider; the logits of a batch may be as large as REST takes them."""

SLOTS = tuple(map(slot_of, ("log-likelihood", "quadratic")))
"""The colours of the two costs (css/tokens.css)."""

OPENING: dict[str, Any] = {
    "z": [2.5, -1.0, 3.2, 0.5],
    "c": 1.0,
    "label": 1,
    "raised": 3,
    "by": 1.0,
    "a": [0.1, 0.2, 0.3, 0.4],
    "constant": 0.0,
    "given": "q",
    "p": [[1.0, 0.0, 0.0], [1.0, 0.0, 0.0]],
    "q": [[0.5, 0.2, 0.3], [0.8, 0.1, 0.1]],
    "example": 0,
}
"""What the page begins with: the chapter's sliders, a true class that is held for improbable, the worked example."""

BATCHES: dict[str, dict[str, Any]] = {
    "two": {"title": "Two answers", "given": "q", "p": OPENING["p"], "q": OPENING["q"]},
    "soft": {
        "title": "Soft targets",
        "given": "q",
        "p": [[0.7, 0.2, 0.1], [0.25, 0.5, 0.25]],
        "q": [[0.7, 0.2, 0.1], [0.1, 0.8, 0.1]],
    },
    "zero": {
        "title": "A zero in q",
        "given": "q",
        "p": [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]],
        "q": [[0.5, 0.2, 0.3], [0.6, 0.0, 0.4]],
    },
    "logits": {
        "title": "Huge logits",
        "given": "z",
        "p": [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        "q": [[2.5, -1.0, 0.5], [30.0, 0.0, -5.0], [0.0, 900.0, -100.0]],
    },
}
"""Batches to begin with: the multi-class article's, targets between 0 and 1, an infinite cost, and one hidden by
clipping alone."""


@dataclass(frozen=True)
class SoftmaxContext:
    """The page: its opening, the answers to it, and what its scripts need to know."""

    opening: dict[str, Any]
    layer: dict[str, Any]
    inverse: dict[str, Any]
    entropy: dict[str, Any]
    batches: dict[str, dict[str, Any]]
    data: dict[str, Any]
    sharpnesses: list[float | Literal["max"]]
    clip: float = CLIP
    bound: float = TYPED_LOGIT
    tones: list[list[int]] = field(default_factory=list)
    """How strong the colour of each cell of the Jacobian is."""
    slots: tuple[int, ...] = SLOTS


def softmax_context(assets: Assets) -> SoftmaxContext:  # noqa: ARG001 (every page is made from its assets)
    """Everything that the page shows before its scripts."""
    asked = {name: OPENING[name] for name in ("z", "label", "raised", "by")}
    layer = layer_answer(SoftmaxRequest(**asked, also=SHARPNESSES))
    return SoftmaxContext(
        opening=OPENING,
        layer=layer,
        inverse=inverse_answer(InverseRequest(a=OPENING["a"])),
        entropy=cross_entropy_answer(CrossEntropyRequest(p=OPENING["p"], q=OPENING["q"])),
        batches=BATCHES,
        sharpnesses=SHARPNESSES,
        tones=[[tone(value, 1.0) for value in row] for row in layer["jacobian"].tolist()],
        data={
            "version": __version__,
            "api": API,
            "opening": OPENING,
            "batches": BATCHES,
            "clip": CLIP,
            "sharpest": SHARPEST,
            "sharpnesses": SHARPNESSES,
            "tones": TONES,
            "limits": {
                "rows": ROWS,
                "classes": CLASSES,
                "logit": TYPED_LOGIT,
                "tableLogit": LARGEST_LOGIT,
                "sharpest": MAX_SHARPNESS,
            },
        },
    )


def tone(value: float, c: float) -> int:
    """The strength of the colour of a derivative, of which none is larger than c/4; 0 for none at all."""
    return min(TONES, math.ceil(TONES * abs(value) / (c / 4.0)))
