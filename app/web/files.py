"""Where templates and static files lie: inside the package when it is installed, beside it in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_ROOT = _PACKAGE if (_PACKAGE / "templates").is_dir() else _PACKAGE.parent

STATIC = _ROOT / "static"
TEMPLATES = _ROOT / "templates"
