"""Who may talk to the server, and what a page of it may do.

The pages load scripts, styles, pictures and data from this server alone: no inline script, nothing from elsewhere.
Nothing in the stack beneath checks where a WebSocket handshake comes from; without `is_own_origin` any web page that
somebody visits could drive the server on that person's own machine.
"""

from collections.abc import Container, Iterable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
"""The hash of nothing. plotly.js adds an empty style element and fills it through the object model, which this
admits; a style element with any text in it is still refused."""

MAP_STYLE = "'sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o='"
"""The hash of the map style that plotly.js adds as it loads, in each of its builds."""

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": f"'self' {EMPTY_STYLE} {MAP_STYLE}",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def policy(frame_ancestors: Iterable[str] = ()) -> str:
    """The Content-Security-Policy of a page that may be shown in a frame by pages of these origins, and by our own.

    Without an origin nobody may show it: that is the policy of every answer that does not set one.
    """
    origins = " ".join(frame_ancestors)
    directives = POLICY | ({"frame-ancestors": f"'self' {origins}"} if origins else {})
    return "; ".join(f"{directive} {sources}" for directive, sources in directives.items())


HEADERS = {
    "Content-Security-Policy": policy(),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class SecurityHeaders:
    """Adds `HEADERS` to every HTTP answer that does not set them itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)


def is_own_origin(websocket: WebSocket, others: Container[str]) -> bool:
    """Whether the page that opens this socket came from this server or from one of the `others`.

    Origins are compared whole. A client that sends none is no browser, and there is no page to be wary of.
    """
    origin = websocket.headers.get("origin")
    if origin is None:
        return True
    scheme = "https" if websocket.url.scheme == "wss" else "http"
    return origin == f"{scheme}://{websocket.headers.get('host', '')}" or origin in others
