"""The WebSocket /api/v1/stream: runs computed in short blocks and sent as fast as the socket takes them.

One session is one socket. It listens and, beside that, sends at most one run; a new run replaces the old one. A
message that cannot be followed gets `failed`, and the socket lives on. A client that stops reading holds nothing but
its own socket: sending is given up after a while, which frees the session, and the operating system is told to give
up such a connection too (server.py).
"""

import asyncio
import json
from typing import Any

from fastapi import APIRouter, WebSocket
from pydantic import BaseModel, ValidationError
from starlette.websockets import WebSocketDisconnect

from app.experiments.complaints import Complaint, quote
from app.experiments.run import Run
from app.web.api import API
from app.web.messages import (
    CLIENT_MESSAGES,
    RUN_ID,
    Failed,
    RunMessage,
    Started,
    StopMessage,
    Stopped,
)
from app.web.problems import Problem, problem, problem_of
from app.web.security import is_own_origin
from app.web.settings import Settings
from app.web.wire import summarise, to_json

POLICY_VIOLATION = 1008
TRY_AGAIN_LATER = 1013

router = APIRouter()


class ClientGone(Exception):
    """The client has closed the socket or has stopped reading from it."""


class BadMessage(Exception):
    """A message that cannot be followed."""

    def __init__(self, run_id: str | None, what: Problem) -> None:
        super().__init__(what.detail)
        self.run_id = run_id
        self.problem = what


class OpenStreams:
    """How many streams are open, and how many may be."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._open = 0

    @property
    def is_full(self) -> bool:
        return self._open >= self._most

    def __enter__(self) -> None:
        self._open += 1

    def __exit__(self, *_: object) -> None:
        self._open -= 1


@router.websocket(f"{API}/stream")
async def stream(websocket: WebSocket) -> None:
    settings: Settings = websocket.app.state.settings
    streams: OpenStreams = websocket.app.state.streams
    if not is_own_origin(websocket, settings.origins):
        await websocket.close(POLICY_VIOLATION)
        return
    await websocket.accept()
    if streams.is_full:
        await websocket.close(TRY_AGAIN_LATER, "too many streams are open here; try again soon")
        return
    with streams:
        await Session(websocket, settings.send_timeout).serve()


class Session:
    def __init__(self, websocket: WebSocket, send_timeout: float) -> None:
        self._websocket = websocket
        self._send_timeout = send_timeout
        self._run_id: str | None = None
        self._sending: asyncio.Task[None] | None = None

    async def serve(self) -> None:
        """Until the client goes. A failure to send ends the listening too, and the other way round."""
        try:
            async with asyncio.TaskGroup() as tasks:
                await self._listen(tasks)
        except* (ClientGone, WebSocketDisconnect):
            pass

    async def _listen(self, tasks: asyncio.TaskGroup) -> None:
        while True:
            try:
                message = parse(await self._receive())
                if isinstance(message, StopMessage):
                    await self._stop(message)
                else:
                    await self._replace(message, tasks)
            except BadMessage as bad:
                await self._send(Failed(id=bad.run_id, problem=bad.problem))
            await asyncio.sleep(0)  # messages that already wait come without a pause, and would shut others out

    async def _receive(self) -> str | None:
        """The next text; None for a binary frame."""
        event = await self._websocket.receive()
        if event["type"] == "websocket.disconnect":
            raise ClientGone
        return event.get("text")

    async def _stop(self, message: StopMessage) -> None:
        """Answers `stopped` whatever the run was doing: it may just have finished, and the client wants to know."""
        if message.id == self._run_id:
            await self._cancel()
        await self._send(Stopped(id=message.id))

    async def _replace(self, message: RunMessage, tasks: asyncio.TaskGroup) -> None:
        """Starts a run. The one that it replaces ends with `stopped`, so that every run has an end."""
        if await self._cancel() and self._run_id is not None:
            await self._send(Stopped(id=self._run_id))
        self._run_id = message.id
        self._sending = tasks.create_task(self._play(message))

    async def _cancel(self) -> bool:
        """Whether a run was under way; if so, it no longer is."""
        if self._sending is None or self._sending.done():
            return False
        self._sending.cancel()
        await asyncio.wait([self._sending])
        return True

    async def _play(self, message: RunMessage) -> None:
        """Sends a run; lanes take turns, block by block, so that all their pictures start at once."""
        await self._send(Started(id=message.id, lanes=message.experiments))
        runs = [Run(experiment, message.explain) for experiment in message.experiments]
        unfinished = {lane: run.columns(message.every) for lane, run in enumerate(runs)}
        while unfinished:
            for lane, blocks in list(unfinished.items()):
                columns = next(blocks, None)
                if columns is None:
                    del unfinished[lane]
                elif len(columns["epoch"]) > 0:
                    await self._send({"type": "rows", "id": message.id, "lane": lane, "columns": columns})
                await asyncio.sleep(0)
        summaries = [await summarise(run) for run in runs]
        await self._send({"type": "finished", "id": message.id, "summaries": summaries})

    async def _send(self, message: BaseModel | dict[str, Any]) -> None:
        body = message.model_dump() if isinstance(message, BaseModel) else message
        try:
            async with asyncio.timeout(self._send_timeout):
                await self._websocket.send_text(to_json(body).decode())
        except (TimeoutError, WebSocketDisconnect, RuntimeError):
            raise ClientGone from None


def parse(text: str | None) -> RunMessage | StopMessage:
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
