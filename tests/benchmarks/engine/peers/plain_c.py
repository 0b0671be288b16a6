"""C: descend.c, compiled for this very machine. The practical limit, and no library at all."""

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from tests.benchmarks.engine.work import Answer, Array, Work

SOURCE = Path(__file__).with_name("descend.c")
FLAGS = ("-O3", "-march=native", "-ffast-math", "-fopenmp", "-fPIC", "-c")
LINKED = ("-fopenmp", "-shared")
"""Without -ffast-math, with which a library makes whoever loads it take the smallest numbers for zero."""
WIDE = ("-mprefer-vector-width=512",)
"""gcc prefers half of AVX-512's width of its own; measured, the whole is 1.7 times as fast where it is there."""


def tuned(work: Work) -> Callable[[], Answer]:
    """Raises `ModuleNotFoundError`, as a missing library does, where there is no gcc."""
    compiler = shutil.which("gcc")
    if compiler is None:
        raise ModuleNotFoundError("gcc is not installed")
    with tempfile.TemporaryDirectory() as folder:
        compiled, library = (Path(folder) / name for name in ("descend.o", "descend.so"))

        def is_made(*command: str | Path) -> bool:
            return subprocess.run([compiler, *command], capture_output=True, check=False).returncode == 0  # noqa: S603 (our own source)

        if not any(is_made(*flags, SOURCE, "-o", compiled) for flags in (FLAGS + WIDE, FLAGS)) or not is_made(
            *LINKED, compiled, "-o", library, "-lm"
        ):
            raise ModuleNotFoundError("gcc compiles no OpenMP here")
        descend = ctypes.CDLL(str(library)).descend
    columns = work.columns()
    half, output = np.empty(work.runs), np.empty(work.runs)

    def pointer(values: Array) -> ctypes.c_void_p:
        return values.ctypes.data_as(ctypes.c_void_p)

    def run() -> Answer:
        runs, epochs = ctypes.c_int64(work.runs), ctypes.c_int64(work.epochs)
        is_quadratic = ctypes.c_int(work.cost == "quadratic")
        descend(*map(pointer, columns), runs, epochs, is_quadratic, pointer(half), pointer(output))
        return {"epochs_to_half": half, "final_output": output}

    return run
