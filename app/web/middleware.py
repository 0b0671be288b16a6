"""What a request passes before it reaches a route: the limit of its body, and HEAD.

The security headers have a module of their own (security.py).
"""

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.problems import answer, problem


class BodyLimit:
    """Refuses a body of more than `most` bytes as a problem: unread when its length is declared, else on the way.

    `elsewhere` has another limit for single paths. Starlette has such a limit too, but answers in plain text, and
    nothing can change that answer.
    """

    def __init__(self, app: ASGIApp, most: int, elsewhere: Mapping[str, int] | None = None) -> None:
        self._app = app
        self._most = most
        self._elsewhere = elsewhere or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._elsewhere.get(scope["path"], self._most)
        detail = f"the body may hold at most {most} bytes"
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdecimal() and int(declared) > most:
            await answer(problem(413, detail))(scope, receive, send)
            return
        received = 0

        async def receive_counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > most:
                raise HTTPException(413, detail)
            return message

        await self._app(scope, receive_counted, send)


class HeadAsGet:
    """Routes HEAD as GET, which FastAPI does not; the server beneath leaves the body out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        await self._app(scope, receive, send)
