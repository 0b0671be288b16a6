"""FastAPI: pages, REST, stream, errors, limits, security, settings."""
