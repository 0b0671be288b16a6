"""Our modules as syntax trees: which names they define and import, and what stands in their classes.

Not here: which of it an export needs (reached.py) and how that is cut out of the text (excerpt.py).
"""

import ast
import importlib
import inspect
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

FOREIGN = {"numpy", *sys.stdlib_module_names}
"""The packages that an exported script imports; whatever else it needs is copied into it."""


@dataclass(frozen=True)
class Name:
    """A global name and the module that defines it."""

    module: str
    name: str


@dataclass(frozen=True)
class Import:
    """`from module import name`, or `import module` when there is no name."""

    module: str
    name: str | None

    @property
    def is_foreign(self) -> bool:
        return self.module.partition(".")[0] in FOREIGN


@dataclass(frozen=True)
class Module:
    source: bytes
    """UTF-8, because the columns of a syntax tree count bytes."""
    docstring: str
    definitions: dict[str, ast.stmt]
    imports: dict[str, Import]
    """By the name that they have in this module."""


@cache
def read_module(name: str) -> Module:
    source = inspect.getsource(importlib.import_module(name))
    tree = ast.parse(source)
    definitions: dict[str, ast.stmt] = {}
    imports: dict[str, Import] = {}
    for node in tree.body:
        definitions.update(dict.fromkeys(defined_names(node), node))
        if isinstance(node, ast.Import):
            imports.update({alias.asname or alias.name: Import(alias.name, None) for alias in node.names})
        elif isinstance(node, ast.ImportFrom) and node.module:
            imports.update({alias.asname or alias.name: Import(node.module, alias.name) for alias in node.names})
    return Module(source.encode(), ast.get_docstring(tree) or "", definitions, imports)


def defined_names(node: ast.stmt) -> list[str]:
    """The names that a statement of a module or a class defines."""
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
        case ast.Assign(targets=targets):
            return [part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)]
        case _:
            return []


def members(node: ast.ClassDef) -> dict[str, ast.stmt]:
    """What a class gives a value to; a mere declaration (`name: str`) is none."""
    return {
        name: statement
        for statement in node.body
        if not (isinstance(statement, ast.AnnAssign) and statement.value is None)
        for name in defined_names(statement)
    }


def fields(node: ast.ClassDef) -> list[ast.AnnAssign]:
    """The fields of a dataclass; none of another class."""
    if not any("dataclass" in ast.unparse(decorator) for decorator in node.decorator_list):
        return []
    return [statement for statement in node.body if isinstance(statement, ast.AnnAssign)]


def ancestry(name: Name) -> Iterator[tuple[Name, ast.ClassDef]]:
    """The class and its bases that are ours, in the order in which Python looks an attribute up."""
    cls: type = getattr(importlib.import_module(name.module), name.name)
    for base in cls.__mro__:
        if not Import(base.__module__, base.__name__).is_foreign:
            node = read_module(base.__module__).definitions[base.__name__]
            if isinstance(node, ast.ClassDef):
                yield Name(base.__module__, base.__name__), node


def construction(instance: object, known: Iterable[object]) -> str:
    """The call that makes an instance, as its module has it: the k-th instance of a class is made by its k-th call."""
    cls = type(instance)
    module = read_module(cls.__module__)
    calls = [
        part
        for statement in ast.parse(module.source).body
        if isinstance(statement, ast.Assign | ast.AnnAssign)
        for part in ast.walk(statement)
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id == cls.__name__
    ]
    place = next(place for place, other in enumerate(o for o in known if type(o) is cls) if other is instance)
    return ast.unparse(calls[place]) if place < len(calls) else f"{cls.__name__}()"


def names_in(code: str) -> set[str]:
    return {part.id for part in ast.walk(ast.parse(code)) if isinstance(part, ast.Name)}
