"""The WebSocket /api/v1/stream: runs sent as fast as they are computed and the socket takes them.

One session is one socket. It listens and, beside that, sends what its run has to say: a run of neurons, computed here
(neuron_runs.py), or a training of networks, computed by a worker (training/). A new run replaces the old one. A message
that cannot be followed gets `failed`, and the socket lives on. A client that stops reading holds nothing but its own
socket: sending is given up after a while, which frees the session, and the operating system is told to give up such a
connection too (server.py).
"""

import asyncio
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, WebSocket
from pydantic import BaseModel
from starlette.websockets import WebSocketDisconnect

from app.web.api import API
from app.web.client_messages import BadMessage, parse, refusal
from app.web.neuron_runs import play
from app.web.security import is_own_origin
from app.web.settings import Settings
from app.web.stream_messages import Control, Failed, RunMessage, StopMessage, Stopped
from app.web.training.training import Training
from app.web.training.trainings import Trainings
from app.web.wire import to_json

POLICY_VIOLATION = 1008
TRY_AGAIN_LATER = 1013

router = APIRouter()


class ClientGone(Exception):
    """The client has closed the socket or has stopped reading from it."""


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
        await Session(websocket, settings.send_timeout, websocket.app.state.trainings).serve()


@dataclass
class Shown:
    """The run that a socket shows."""

    id: str
    sending: asyncio.Task[None]
    training: Training | None
    """Where networks are trained."""

    @property
    def is_under_way(self) -> bool:
        return self.training.is_under_way if self.training is not None else not self.sending.done()

    async def end(self) -> None:
        """After this nothing more of it is sent."""
        if self.training is not None:
            self.training.stop()
        if not self.sending.done():
            self.sending.cancel()
            await asyncio.wait([self.sending])


class Session:
    def __init__(self, websocket: WebSocket, send_timeout: float, trainings: Trainings) -> None:
        self._websocket = websocket
        self._send_timeout = send_timeout
        self._trainings = trainings
        self._shown: Shown | None = None

    async def serve(self) -> None:
        """Until the client goes. A failure to send ends the listening too, and the other way round."""
        try:
            async with asyncio.TaskGroup() as tasks:
                await self._listen(tasks)
        except* (ClientGone, WebSocketDisconnect):
            pass
        finally:
            if self._shown is not None and self._shown.training is not None:
                self._shown.training.stop()

    async def _listen(self, tasks: asyncio.TaskGroup) -> None:
        while True:
            try:
                message = parse(await self._receive())
                if isinstance(message, RunMessage):
                    await self._replace(message, tasks)
                elif isinstance(message, StopMessage):
                    await self._stop(message)
                else:
                    self._training(message).obey(message)
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
        if self._shown is not None and message.id == self._shown.id:
            await self._shown.end()
        await self._send(Stopped(id=message.id))

    async def _replace(self, message: RunMessage, tasks: asyncio.TaskGroup) -> None:
        """Starts a run. The one that it replaces ends with `stopped`, so that every run has an end."""
        if self._shown is not None:
            was_under_way = self._shown.is_under_way
            await self._shown.end()
            if was_under_way:
                await self._send(Stopped(id=self._shown.id))
            self._shown = None
        if message.is_training:
            training = self._trainings.begin(message)
            self._shown = Shown(message.id, tasks.create_task(self._forward(training)), training)
        else:
            self._shown = Shown(message.id, tasks.create_task(self._play(message)), None)

    def _training(self, message: Control) -> Training:
        """The training that is meant. Raises `BadMessage`."""
        if self._shown is None or message.id != self._shown.id:
            reason = f"id must name the run of this socket, got {message.id!r}"
            raise refusal(404, message.id, "id", reason)
        if self._shown.training is None:
            reason = f"id must name a training of networks, and {message.id!r} is a run of neurons"
            raise refusal(409, message.id, "id", reason)
        return self._shown.training

    async def _play(self, message: RunMessage) -> None:
        async with aclosing(play(message)) as parts:
            async for part in parts:
                await self._send(part)

    async def _forward(self, training: Training) -> None:
        """What comes of a training, until the session or another run ends it."""
        while True:
            await self._send_text(await training.outbox.take())
            training.has_been_read()

    async def _send(self, message: BaseModel | dict[str, Any]) -> None:
        body = message.model_dump() if isinstance(message, BaseModel) else message
        await self._send_text(to_json(body).decode())

    async def _send_text(self, text: str) -> None:
        try:
            async with asyncio.timeout(self._send_timeout):
                await self._websocket.send_text(text)
        except (TimeoutError, WebSocketDisconnect, RuntimeError):
            raise ClientGone from None
