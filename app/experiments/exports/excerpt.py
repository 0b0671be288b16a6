"""Cutting definitions out of their source files: the text as it stands, without what a reader at home can spare.

Left out are the types of arguments and results, the members of a class that nothing reads, all of a docstring but its
first paragraph, and on request what is done with arrays. Everything else keeps its words, comments and line breaks.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.experiments.exports.reached import Reached, array_parts
from app.experiments.exports.sources import Module, Name, defined_names, fields, read_module

REMARK = re.compile(r"  # (?:noqa|type: ignore)\b.*$", re.MULTILINE)
"""What our own tools are told at the end of a line."""


@dataclass(frozen=True)
class Edit:
    """Bytes `start` to `end` of a source become the text."""

    start: int
    end: int
    text: bytes = b""


class Excerpts:
    """The texts of everything that was reached."""

    def __init__(self, reached: Reached, *, on_floats: bool) -> None:
        self._reached = reached
        self._on_floats = on_floats

    def of_module(self, module: str) -> str:
        """What was reached of a module, in the order of its source, set apart as in a module."""
        nodes = {id(node): (name, node) for name, node in self._reached.names.items() if name.module == module}
        text, before = "", None
        for name, node in sorted(nodes.values(), key=lambda entry: entry[1].lineno):
            is_block = isinstance(node, ast.FunctionDef | ast.ClassDef)
            text += ("\n\n\n" if is_block or before else "\n") if before is not None else ""
            text += self._definition(name, node)
            before = is_block
        return REMARK.sub("", text) + "\n"

    def _definition(self, name: Name, node: ast.stmt) -> str:
        source = Source(read_module(name.module), self._on_floats)
        if not isinstance(node, ast.ClassDef):
            return source.text(node)
        text, before = source.head(node), None
        for statement in self._kept(name, node):
            is_apart = isinstance(statement, ast.FunctionDef) or isinstance(before, ast.FunctionDef)
            after_docstring = before is node.body[0] and _is_text(before)
            text += "\n\n" if before is not None and (is_apart or after_docstring) else "\n"
            text += source.text(statement, has_types=statement in fields(node))
            before = statement
        return text if before is not None else f"{text}\n    pass"

    def _kept(self, name: Name, node: ast.ClassDef) -> list[ast.stmt]:
        """What is left of a class: its docstring, and what is read, each with the text that documents it."""
        kept: list[ast.stmt] = []
        before = None
        for statement in node.body:
            if _is_text(statement):
                is_needed = before is None or before in kept
            else:
                is_needed = bool(self._reached.members[name].intersection(defined_names(statement)))
            if is_needed:
                kept.append(statement)
            before = statement
        return kept


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


class Source:
    """The text of a module by the nodes of its syntax tree."""

    def __init__(self, module: Module, on_floats: bool) -> None:
        self._bytes = module.source
        self._on_floats = on_floats
        self._lines = [0]
        for line in self._bytes.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))

    def head(self, node: ast.ClassDef) -> str:
        """The decorators of a class and its line `class …:`."""
        first, last = self._first_line(node), self._first_line(node.body[0])
        return self._bytes[self._lines[first - 1] : self._lines[last - 1]].decode().rstrip()

    def text(self, node: ast.stmt, *, has_types: bool = False) -> str:
        """The whole lines of a statement; with `has_types` (the field of a dataclass) just as they stand."""
        start, end = self._lines[self._first_line(node) - 1], self._lines[node.end_lineno or node.lineno]
        pieces, done = [], start
        for edit in () if has_types else sorted(self._edits(node), key=lambda edit: edit.start):
            pieces += [self._bytes[done : edit.start], edit.text]
            done = edit.end
        return b"".join([*pieces, self._bytes[done:end]]).decode().rstrip()

    def _first_line(self, node: ast.stmt) -> int:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
        return node.lineno

    def _start(self, node: ast.expr | ast.stmt | ast.arg) -> int:
        return self._lines[node.lineno - 1] + node.col_offset

    def _end(self, node: ast.expr | ast.stmt | ast.arg) -> int:
        return self._lines[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)

    def _edits(self, node: ast.AST) -> Iterator[Edit]:
        if self._on_floats and array_parts(node):
            if isinstance(node, ast.If):
                yield Edit(self._lines[node.lineno - 1], self._lines[node.end_lineno or node.lineno])
            elif isinstance(node, ast.IfExp):
                yield Edit(self._start(node), self._start(node.orelse))
                yield from self._edits(node.orelse)
            return
        if isinstance(node, ast.FunctionDef):
            yield from self._signature(node)
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            yield Edit(self._end(node.target), self._end(node.annotation))
        elif isinstance(node, ast.Expr) and _is_text(node):
            yield from self._shortened(node)
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, ast.arguments):
                yield from self._edits(child)

    def _signature(self, node: ast.FunctionDef) -> Iterator[Edit]:
        """Arguments and result without their types; a default then follows its `=` without spaces."""
        given = node.args
        plain = [*given.posonlyargs, *given.args]
        defaults: dict[int, ast.expr] = {
            id(argument): value
            for argument, value in [
                *zip(plain[len(plain) - len(given.defaults) :], given.defaults, strict=True),
                *zip(given.kwonlyargs, given.kw_defaults, strict=True),
            ]
            if value is not None
        }
        for argument in [*plain, *given.kwonlyargs, given.vararg, given.kwarg]:
            if argument is not None and argument.annotation is not None:
                name_ends = self._start(argument) + len(argument.arg.encode())
                if id(argument) in defaults:
                    yield Edit(name_ends, self._start(defaults[id(argument)]), b"=")
                else:
                    yield Edit(name_ends, self._end(argument.annotation))
        if node.returns is not None:
            arrow = self._bytes.rindex(b"->", 0, self._start(node.returns))
            yield Edit(len(self._bytes[:arrow].rstrip()), self._end(node.returns))

    def _shortened(self, node: ast.Expr) -> Iterator[Edit]:
        """A docstring's first paragraph alone."""
        start, end = self._start(node), self._end(node)
        text = self._bytes[start:end]
        if text.startswith(b'"""') and b"\n\n" in text:
            yield Edit(start, end, text[: text.index(b"\n\n")].rstrip() + b'"""')
