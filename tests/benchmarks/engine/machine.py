"""What was measured on: processor, cores, how busy the machine was, versions."""

import importlib.metadata
import os
import platform
import shutil
import subprocess
from pathlib import Path
from typing import Any

PACKAGES = ("numpy", "numba", "torch", "jax", "jaxlib", "scikit-learn")


def describe() -> dict[str, Any]:
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "load": load(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "gcc": _gcc(),
    } | {name: _version(name) for name in PACKAGES}


def load() -> float:
    """The load average of the last minute; 0 where the system has none."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else 0.0


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _gcc() -> str | None:
    gcc = shutil.which("gcc")
    if gcc is None:
        return None
    return subprocess.run([gcc, "-dumpfullversion"], capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
