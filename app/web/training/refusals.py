"""What a client may not ask of its training, whatever state that is in."""

from collections.abc import Sequence

from app.experiments.networks.schema import NetworkExperiment
from app.experiments.schema import MAX_EPOCHS
from app.web.client_messages import refusal
from app.web.stream_messages import SetMessage, check_work


def refuse_more_than_allowed(run_id: str, epochs: int, lanes: Sequence[NetworkExperiment], last: Sequence[int]) -> None:
    """Whether lanes that end at the epochs `last` may have so many more. Raises `BadMessage`."""
    most = MAX_EPOCHS - max(last)
    if epochs > most:
        reason = f"epochs must be at most {most}, for {MAX_EPOCHS} in all, got {epochs}"
        raise refusal(422, run_id, "epochs", reason)
    try:
        check_work(sum(lane.model_copy(update={"epochs": epochs}).work for lane in lanes))
    except ValueError as error:
        raise refusal(422, run_id, "epochs", str(error)) from None


def lanes_meant(message: SetMessage, count: int) -> Sequence[int]:
    """The lanes of a new learning rate, of `count`. Raises `BadMessage`."""
    if message.lane is None:
        return range(count)
    if message.lane >= count:
        raise refusal(422, message.id, "lane", f"lane must be at most {count - 1} in this run, got {message.lane}")
    return [message.lane]
