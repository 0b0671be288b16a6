"""The settings of a server: environment variables with the prefix SLOWDOWN_. README.md lists them all."""

import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "SLOWDOWN_"
DEFAULT_PORTS = {"http": 80, "https": 443}
HOST = re.compile(r"[a-z0-9._-]+|\[[0-9a-f:.]+\]")


def origin_of(url: str) -> str:
    """The origin of a web address as browsers write it: small letters, no default port, no path.

    Raises ValueError for what is no web address.
    """
    parts = urlsplit(url.strip())
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        raise ValueError(f"a web address starts with http:// or https:// and a name, got {url[:80]!r}")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname.encode("idna").decode("ascii")
    if not HOST.fullmatch(host):
        # An origin also stands in a header among words that spaces, semicolons and stars would turn into others.
        raise ValueError(f"one whole host name or address is needed, without a star, got {url[:80]!r}")
    port = "" if parts.port in (None, DEFAULT_PORTS[parts.scheme]) else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"


def check_address(url: str) -> str:
    """The address as it is. Raises ValueError for what is no web address."""
    origin_of(url)
    return url


def _check_any_address(url: str) -> str:
    return check_address(url) if url else url


Origins = Annotated[list[Annotated[str, AfterValidator(origin_of)]], NoDecode]


class Settings(BaseSettings):
    """Read from the environment once, when the server starts."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True)

    host: str = Field("127.0.0.1", description="The address to listen on; 0.0.0.0 lets other machines in.")
    port: int = Field(8000, ge=0, le=65535, description="The port to listen on; 0 takes a free one.")
    public_url: Annotated[str, AfterValidator(_check_any_address)] = Field(
        "",
        description="The address that people should open, when the server cannot know it (behind a proxy, in a "
        "container); it is printed at the start and accepted as an origin.",
    )
    allowed_origins: Origins = Field(
        [],
        description="Further web origins whose pages may open the stream, separated by commas, each whole: "
        "https://course.example.org.",
    )
    frame_origins: Origins = Field(
        [],
        description="Web origins whose pages may show /embed in a frame, separated by commas, each whole: "
        "https://course.example.org. Nobody, unless named.",
    )
    max_streams: int = Field(1000, ge=1, description="How many WebSocket connections are open at the same time.")
    max_waiting: int = Field(64, ge=1, description="How many large simulations may wait; one more is answered 503.")
    sweep_workers: int = Field(
        0, ge=0, le=256, description="How many processes compute sweeps; 0 takes one for each processor."
    )
    max_sweeps: int = Field(
        64,
        ge=1,
        description="How many large sweeps there may be, those that are kept among them; one more is answered 503.",
    )
    sweep_keep: float = Field(
        600.0, ge=1.0, le=86_400.0, description="Seconds for which a large sweep is kept after its end."
    )
    training_workers: int = Field(
        0, ge=0, le=256, description="How many processes train networks; 0 takes one for each processor."
    )
    max_trainings: int = Field(
        64, ge=1, description="How many trainings of networks may wait for a process; one more is refused."
    )
    training_keep: float = Field(
        600.0,
        ge=1.0,
        le=86_400.0,
        description="Seconds for which a training that is paused or has finished can be gone on with.",
    )
    data_folder: str = Field(
        "",
        description="The folder of files that the app does not hold, such as MNIST's; unless named, slowdown in "
        "~/.local/share.",
    )
    mnist_url: Annotated[str, AfterValidator(check_address)] = Field(
        "https://ossci-datasets.s3.amazonaws.com/mnist",
        description="The address of the folder from which slowdown data fetch mnist takes MNIST's files.",
    )
    scheduler: str = Field(
        "",
        description="The address of a Dask scheduler (tcp://…) whose workers compute sweeps instead; needs the extra "
        "`dask`.",
    )
    send_timeout: float = Field(
        10.0, ge=0.1, le=3600.0, description="Seconds after which a client that has stopped reading is dropped."
    )
    log_level: Literal["critical", "error", "warning", "info", "debug"] = Field(
        "warning", description="How much is logged: critical, error, warning, info or debug."
    )

    @field_validator("allowed_origins", "frame_origins", mode="before")
    @classmethod
    def _split(cls, value: str | list[str]) -> list[str]:
        return [origin.strip() for origin in value.split(",") if origin.strip()] if isinstance(value, str) else value

    @property
    def origins(self) -> frozenset[str]:
        """The origins beside the server's own that may open the stream."""
        return frozenset([*self.allowed_origins, *([origin_of(self.public_url)] if self.public_url else [])])
