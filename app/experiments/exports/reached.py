"""What a piece of code needs of our own functions, classes and constants, and nothing that it does not.

Starting from the names in the code, everything that they reach is looked up in the module that defines it. Of a class
only those members are kept that are read by name somewhere and are what a class in use would find: a base's method
that all of them override is left out, and so is one that is added later and not called from here.

The types of variables are not followed: a member counts as read wherever any attribute of its name is. So too much may
be kept, never too little.
"""

import ast
from collections.abc import Callable, Iterator

from app.experiments.exports.sources import Name, ancestry, defined_names, fields, members, read_module

UNNEEDED = {"__post_init__"}
"""A dataclass's checks of its fields: what is exported has passed them."""


class Reached:
    """Everything that `code` needs.

    `where` says which module knows a global name that the code uses. `on_floats` leaves out what elementary functions
    do when they are given arrays. Raises ValueError for sources that cannot be put into one file.
    """

    def __init__(self, code: str, where: dict[str, str], *, on_floats: bool) -> None:
        self.names: dict[Name, ast.stmt] = {}
        self.members: dict[Name, set[str]] = {}
        """Of each class, the names in its body that are kept."""
        self.imports: set[tuple[str, str | None, str]] = set()
        """What comes from other packages: the module, the name there (None for the module) and the name here."""
        self._on_floats = on_floats
        self._in_use: dict[Name, None] = {}
        self._read: set[str] = set()
        self._asked_of_bases: set[tuple[Name, str]] = set()
        self._note(ast.parse(code), lambda name: self._look_up(name, where.get(name)))
        while self._follow_attributes():
            pass
        self._refuse_twins()

    @property
    def modules(self) -> list[str]:
        """The modules that something was found in, each after those that it imports."""
        found = sorted({name.module for name in self.names})
        ordered: dict[str, None] = {}

        def place(module: str) -> None:
            for needed in read_module(module).imports.values():
                if needed.module in found and needed.module not in ordered:
                    place(needed.module)
            ordered[module] = None

        for module in found:
            place(module)
        return list(ordered)

    def _keep(self, found: Name, *, is_used: bool = True) -> None:
        """`is_used` is False for a class that is only a base of another, or somebody's type."""
        node = read_module(found.module).definitions[found.name]
        if isinstance(node, ast.ClassDef) and is_used:
            self._in_use[found] = None
        if found in self.names:
            return
        self.names[found] = node
        if not isinstance(node, ast.ClassDef):
            self._visit(node, found)
            return
        self.members[found] = {name for field in fields(node) for name in defined_names(field)}
        for part in [*node.bases, *(field.annotation for field in fields(node))]:
            self._visit(part, found, is_used=False)
        for part in [*node.decorator_list, *(field.value for field in fields(node) if field.value)]:
            self._visit(part, found)

    def _visit(self, node: ast.AST, inside: Name, *, is_used: bool = True) -> None:
        for attribute in self._note(node, lambda name: self._look_up(name, inside.module, is_used=is_used)):
            if ast.unparse(attribute.value) == "super()":
                self._asked_of_bases.add((inside, attribute.attr))

    def _note(self, node: ast.AST, name_found: Callable[[str], None]) -> list[ast.Attribute]:
        """Tells of every name in the node, and notes the attributes that are read. A text's own are none of ours."""
        attributes = []
        for part in parts(node, self._on_floats):
            if isinstance(part, ast.Name):
                name_found(part.id)
            elif isinstance(part, ast.Attribute) and not isinstance(part.value, ast.Constant):
                self._read.add(part.attr)
                attributes.append(part)
        return attributes

    def _look_up(self, name: str, module: str | None, *, is_used: bool = True) -> None:
        if module is None:
            return
        here = read_module(module)
        if name in here.definitions:
            self._keep(Name(module, name), is_used=is_used)
        elif name in here.imports:
            needed = here.imports[name]
            if needed.is_foreign:
                self.imports.add((needed.module, needed.name, name))
            elif needed.name == name:
                self._look_up(name, needed.module, is_used=is_used)
            else:
                raise ValueError(f"{module} must import {name} out of its module and by its own name, to be exported")

    def _follow_attributes(self) -> bool:
        """Keeps what the attributes read so far are in the classes in use; whether that was anything new."""
        wanted = []
        for used in list(self._in_use):
            line = list(ancestry(used))
            special = {name for _, node in line for name in members(node) if name.startswith("__")} - UNNEEDED
            wanted += [(line, attribute) for attribute in sorted(self._read | special)]
            for place, (owner, _) in enumerate(line):
                wanted += [(line[place + 1 :], asked) for by, asked in self._asked_of_bases if by == owner]
        is_new = False
        for line, attribute in wanted:
            for owner, node in line:
                if attribute in members(node):
                    if attribute not in self.members[owner]:
                        self.members[owner].add(attribute)
                        self._visit(members(node)[attribute], owner)
                        is_new = True
                    break
        return is_new

    def _refuse_twins(self) -> None:
        modules: dict[str, str] = {}
        for found in self.names:
            other = modules.setdefault(found.name, found.module)
            if other != found.module:
                raise ValueError(f"{found.module} and {other} both define {found.name}: one file cannot hold both")


def parts(node: ast.AST, on_floats: bool) -> Iterator[ast.AST]:
    """The node and all that is in it, except types and, on floats, what is done with arrays."""
    yield node
    left_out = array_parts(node) if on_floats else []
    match node:
        case ast.arg(annotation=annotation) | ast.FunctionDef(returns=annotation):
            left_out.append(annotation)
        case ast.AnnAssign(annotation=annotation):
            left_out.append(annotation)
    for child in ast.iter_child_nodes(node):
        if not any(child is part for part in left_out):
            yield from parts(child, on_floats)


def array_parts(node: ast.AST) -> list[ast.AST | None]:
    """What is left out of `if isinstance(v, np.ndarray): …` and `… if isinstance(v, np.ndarray) else …` on floats."""
    match node:
        case ast.If(test=test, body=body, orelse=[]) if _is_array_test(test):
            return [test, *body]
        case ast.IfExp(test=test, body=body) if _is_array_test(test):
            return [test, body]
        case _:
            return []


def _is_array_test(test: ast.expr) -> bool:
    match test:
        case ast.BoolOp(op=ast.Or(), values=values):
            return all(_is_array_test(value) for value in values)
        case ast.Call(func=ast.Name(id="isinstance"), args=[_, kind]):
            return ast.unparse(kind) == "np.ndarray"
        case _:
            return False
