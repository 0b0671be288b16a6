"""Reading what a client of the stream says, and why it cannot be followed."""

import json

from pydantic import ValidationError

from app.experiments.complaints import Complaint, quote
from app.web.problems import Problem, problem, problem_of
from app.web.stream_messages import CLIENT_MESSAGES, RUN_ID, ClientMessage


class BadMessage(Exception):
    """A message that cannot be followed."""

    def __init__(self, run_id: str | None, what: Problem) -> None:
        super().__init__(what.detail)
        self.run_id = run_id
        self.problem = what


def refusal(status: int, run_id: str, field: str, message: str) -> BadMessage:
    """About one field of a message that is right by itself, but not now or not here."""
    return BadMessage(run_id, problem(status, message, [Complaint(field, message)]))


def parse(text: str | None) -> ClientMessage:
    """The message in a text frame. Raises `BadMessage`."""
    if text is None:
        raise BadMessage(None, problem(400, "messages are JSON in text frames, got a binary frame"))
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadMessage(None, problem(400, f"the message is not JSON: {getattr(error, 'msg', 'too deep')}")) from None
    if not isinstance(content, dict):
        raise BadMessage(None, problem(422, f"a message must be an object, got {quote(content)}"))
    run_id = _readable_id(content.get("id"))
    kind = content.get("type")
    if not isinstance(kind, str) or kind not in CLIENT_MESSAGES:
        complaint = Complaint("type", f"type must be one of {', '.join(CLIENT_MESSAGES)}, got {quote(kind)}")
        raise BadMessage(run_id, problem(422, complaint.message, [complaint]))
    try:
        return CLIENT_MESSAGES[kind].model_validate(content)
    except ValidationError as error:
        raise BadMessage(run_id, problem_of(error)) from None


def _readable_id(value: object) -> str | None:
    """The id of a message that cannot be followed, if it is one that can be sent back."""
    try:
        return RUN_ID.validate_python(value)
    except ValidationError:
        return None
