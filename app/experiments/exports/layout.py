"""Writing values and imports as a formatter of Python code would, in lines of our own width."""

import json
from collections.abc import Collection, Iterable
from typing import Any

from app.experiments.schema import Experiment

WIDTH = 120


def literal(value: Any, taken: int = 0, indent: int = 0) -> str:
    """Lists, dictionaries, texts and numbers as Python. `taken` is what stands on its line beside it.

    What does not fit on a line has a line for each item; a dictionary always has.
    """
    if not isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)
    if isinstance(value, list) and not any(isinstance(item, dict) for item in value):
        line = "[" + ", ".join(literal(item) for item in value) + "]"
        if len(line) + taken <= WIDTH and "\n" not in line:
            return line
    inner = indent + 4
    keys = [f"{literal(key)}: " for key in value] if isinstance(value, dict) else [""] * len(value)
    items = value.values() if isinstance(value, dict) else value
    lines = [
        " " * inner + key + literal(item, inner + len(key) + 1, inner) for key, item in zip(keys, items, strict=True)
    ]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return "\n".join([opening, *(f"{line}," for line in lines), " " * indent + closing])


def parameters(experiments: Iterable[Experiment]) -> str:
    """The fields that a person can change, as the list `EXPERIMENTS`."""
    return f"EXPERIMENTS = {literal([experiment.model_dump(exclude={'kind'}) for experiment in experiments])}\n"


def registry(name: str, each: str, constructions: Iterable[str]) -> str:
    """A dictionary like those of costs.py and activations.py, by name."""
    members = list(constructions)
    listed = f"({', '.join(members)}{',' if len(members) == 1 else ''})"
    line = f"{name} = {{{each}.name: {each} for {each} in {listed}}}\n"
    if len(line) <= WIDTH + 1:
        return line
    return f"{name} = {{\n    {each}.name: {each}\n    for {each} in {listed}\n}}\n"


def import_lines(imports: Iterable[tuple[str, str | None, str]], first: Collection[str]) -> str:
    """Import statements out of (module, name there or None, name here); the packages `first` have their own block."""
    statements: dict[str, list[str]] = {}
    for module, name, here in sorted(imports, key=str):
        if name is None:
            statements[f"import {module}" + (f" as {here}" if here != module else "")] = []
        else:
            statements.setdefault(f"from {module} import ", []).append(name if name == here else f"{name} as {here}")
    blocks: dict[bool, list[str]] = {True: [], False: []}
    for statement in sorted(statements, key=lambda statement: (statement.startswith("from"), statement)):
        is_first = statement.split()[1].partition(".")[0] in first
        blocks[is_first].append(statement + ", ".join(statements[statement]))
    return "\n\n".join("\n".join(block) for block in blocks.values() if block) + "\n"
