"""The settings of a server: environment variables with the prefix SLOWDOWN_. README.md lists them all."""

from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Settings(BaseSettings):
    """Read from the environment once, when the server starts."""

    model_config = SettingsConfigDict(env_prefix="SLOWDOWN_", frozen=True)

    host: str = Field("127.0.0.1", description="The address to listen on; 0.0.0.0 lets other machines in.")
    port: int = Field(8000, ge=0, le=65535, description="The port to listen on; 0 takes a free one.")
    public_url: str = Field(
        "",
        description="The address that people should open, when the server cannot know it (behind a proxy, in a "
        "container); it is printed at the start and accepted as an origin.",
    )
    allowed_origins: Annotated[list[str], NoDecode] = Field(
        [],
        description="Further web origins whose pages may open the stream, separated by commas, each whole: "
        "https://course.example.org.",
    )
    max_streams: int = Field(1000, ge=1, description="How many WebSocket connections are open at the same time.")
    max_waiting: int = Field(64, ge=1, description="How many large simulations may wait; one more is answered 503.")
    send_timeout: float = Field(
        10.0, gt=0.0, description="Seconds after which a client that has stopped reading is dropped."
    )
    log_level: str = Field(
        "warning",
        pattern="^(critical|error|warning|info|debug)$",
        description="How much is logged: critical, error, warning, info or debug.",
    )

    @field_validator("allowed_origins", mode="before")
    @classmethod
    def _split(cls, value: str | list[str]) -> list[str]:
        return [origin.strip() for origin in value.split(",") if origin.strip()] if isinstance(value, str) else value

    @property
    def origins(self) -> frozenset[str]:
        """The origins beside the server's own that may open the stream."""
        return frozenset(origin.rstrip("/") for origin in [*self.allowed_origins, self.public_url] if origin)
