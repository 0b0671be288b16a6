"""The house: imports point down only, in Python and in JavaScript.

    app/learning  <  app/experiments  <  app/web  <  app/cli/, app/main.py

    static/js/: everything else  <  charts/  <  widgets/  <  pages/

Each rule is a function from sources to a list of offences, so that it can be shown to find one.

It is long because each rule stands beside the source that it must object to.
"""

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

import pytest

from tests.servers import ROOT

FLOORS = ["app.learning", "app.experiments", "app.web", "app"]
"""Lowest first; "app" stands for cli/ and main.py."""

Sources = Mapping[str, str]
"""The text of every module by its name ("app.web.api") or path below static/js ("charts/theme.js")."""


def python_sources() -> Sources:
    modules = {}
    for file in sorted((ROOT / "app").rglob("*.py")):
        parts = file.relative_to(ROOT).with_suffix("").parts
        modules[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file.read_text(encoding="utf-8")
    return modules


def javascript_sources() -> Sources:
    folder = ROOT / "static" / "js"
    files = sorted(folder.rglob("*.js"))
    return {file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8") for file in files}


# Python


def imports(source: str) -> Iterator[str]:
    """The dotted names that a module imports, at its top or anywhere in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute here"
            # "from app import web" imports app.web; "from app import __version__" only app
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def floor_of(name: str) -> int:
    return next(level for level, floor in enumerate(FLOORS) if name == floor or name.startswith(f"{floor}."))


def upward_imports(sources: Sources) -> list[str]:
    """Modules that import from a floor above their own. The package `app` itself holds the version alone."""
    return [
        f"{name} imports {imported}"
        for name, source in sources.items()
        for imported in imports(source)
        if imported.startswith("app.") and imported != "app.__version__" and floor_of(imported) > floor_of(name)
    ]


MAY_COMPILE = "app.learning.ensembles.vectors"
"""The one module of the mathematics that knows another package than numpy: numba, which is optional."""


def forbidden_packages(sources: Sources) -> list[str]:
    """Outside packages on floors that must not know them."""
    web = {"fastapi", "starlette", "uvicorn", "websockets", "httpx", "jinja2", "typer", "orjson", "pydantic_settings"}
    offences = []
    for name, source in sources.items():
        for imported in imports(source):
            package = imported.partition(".")[0]
            is_standard = package in sys.stdlib_module_names
            own = ("app", "numpy", "numba") if name == MAY_COMPILE else ("app", "numpy")
            if name.startswith("app.learning") and not (is_standard or package in own):
                offences.append(f"{name} imports {imported}")
            if name.startswith("app.experiments") and package in web:
                offences.append(f"{name} imports {imported}")
    return offences


def test_python_imports_point_down_only() -> None:
    assert upward_imports(python_sources()) == []


def test_the_mathematics_knows_numpy_alone_and_experiments_know_no_web() -> None:
    assert forbidden_packages(python_sources()) == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("app.learning.costs", "from app.experiments.schema import Experiment"),
        ("app.learning.costs", "import app.web.api"),
        ("app.learning.costs", "def f():\n    from app.experiments import schema"),
        ("app.learning.costs", "from app import web"),
        ("app.learning.costs", "from app import experiments"),
        ("app.experiments.run", "from app.web.wire import to_json"),
        ("app.experiments.run", "from app.main import create_app"),
        ("app.web.server", "from app.main import create_app"),
        ("app.web.server", "import app.cli"),
    ],
)
def test_an_import_that_points_up_is_found(name: str, source: str) -> None:
    assert len(upward_imports({name: source})) == 1


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("app.learning.costs", "import pydantic"),
        ("app.learning.costs", "from scipy.special import expit"),
        ("app.learning.ensembles.quick", "import numba"),
        ("app.learning.ensembles.vectors", "import scipy"),
        ("app.experiments.run", "from fastapi import Request"),
        ("app.experiments.run", "import starlette.types"),
    ],
)
def test_a_package_that_a_floor_must_not_know_is_found(name: str, source: str) -> None:
    assert len(forbidden_packages({name: source})) == 1


def test_every_module_of_the_application_is_looked_at() -> None:
    assert {"app.main", "app.cli", "app.web.stream", "app.experiments.run", "app.learning.neuron"} <= set(
        python_sources()
    )


# JavaScript

COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", re.DOTALL)
STATIC_IMPORT = re.compile(r"""^\s*(?:import|export)\b(?:[^"';=()]*\bfrom)?\s*["']([^"']+)["']""", re.MULTILINE)
DYNAMIC_IMPORT = re.compile(r"""\bimport\(\s*["']([^"']+)["']""")
MAY_IMPORT = {
    "pages": {"pages", "widgets", "charts", ""},
    "widgets": {"widgets", "charts", ""},
    "charts": {"charts", ""},
    "": {""},
}


def code_of(source: str) -> str:
    """A module without its comments, in which types are imported freely."""
    return COMMENT.sub("", source)


def javascript_imports(name: str, source: str) -> list[str]:
    """What a module imports, as paths below static/js; what is no path of ours, as it stands."""
    code = code_of(source)
    targets = STATIC_IMPORT.findall(code) + DYNAMIC_IMPORT.findall(code)
    return [_resolve(name, target) if target.startswith(".") else target for target in targets]


def _resolve(name: str, target: str) -> str:
    parts = list(PurePosixPath(name).parent.parts)
    for part in PurePosixPath(target).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def folder_of(name: str) -> str:
    """The floor of a module: "pages", "widgets" or "charts", or "" for what knows no page at all."""
    folder = name.partition("/")[0]
    return folder if folder in MAY_IMPORT else ""


def wrong_directions(sources: Sources) -> list[str]:
    """Imports that point up, lead out of the folder, or end nowhere."""
    return [
        f"{name} imports {target}"
        for name, source in sources.items()
        for target in javascript_imports(name, source)
        if target not in sources or folder_of(target) not in MAY_IMPORT[folder_of(name)]
    ]


def imported_pages(sources: Sources) -> list[str]:
    return [
        f"{name} imports {target}"
        for name, source in sources.items()
        for target in javascript_imports(name, source)
        if folder_of(target) == "pages"
    ]


def cycles(sources: Sources) -> list[str]:
    """Modules that import themselves, however far around."""
    graph = {name: set(javascript_imports(name, source)) & set(sources) for name, source in sources.items()}
    found = []
    for start in graph:
        reached: set[str] = set()
        waiting = list(graph[start])
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached.add(name)
                waiting.extend(graph[name])
        if start in reached:
            found.append(start)
    return found


def mentions_of_plotly(sources: Sources) -> list[str]:
    """Modules outside charts/ that touch the library. They may load the module that loads it."""
    return [
        name
        for name, source in sources.items()
        if folder_of(name) != "charts" and re.search(r"\bPlotly\b", code_of(source))
    ]


def global_assignments(sources: Sources) -> list[str]:
    pattern = r"\b(?:window|globalThis|self)\s*(?:\.\s*\w+|\[[^\]]*\])\s*(?:=(?!=)|\+=|\?\?=|\|\|=)"
    also = r"\bObject\.(?:assign|defineProperty)\(\s*(?:window|globalThis|self)\b"
    return [name for name, source in sources.items() if re.search(f"{pattern}|{also}", code_of(source))]


JAVASCRIPT_RULES = [wrong_directions, imported_pages, cycles, mentions_of_plotly, global_assignments]


@pytest.mark.parametrize("rule", JAVASCRIPT_RULES, ids=lambda rule: rule.__name__)
def test_the_scripts_keep_the_rule(rule: object) -> None:
    assert callable(rule)
    assert rule(javascript_sources()) == []


HOUSE = {
    "pages/story.js": 'import { Panel } from "../widgets/panel.js";\nimport { chart } from "../charts/chart.js";\n',
    "widgets/panel.js": 'import { chart } from "../charts/chart.js";\nimport { form } from "./form.js";\n',
    "widgets/form.js": 'import {\n  plain,\n} from "../format.js";\n',
    "charts/chart.js": 'import { theme } from "./theme.js";\nPlotly.react();\n',
    "charts/theme.js": 'export const INK = "--ink";\n/** @typedef {import("../pages/story.js").A} A */\n',
    "trace.js": 'import { plain } from "./format.js"; // import { x } from "./pages/story.js";\n',
    "format.js": "export const plain = (/** @type {number} */ v) => `${v}` + window.location.href;\n",
}


@pytest.mark.parametrize("rule", JAVASCRIPT_RULES, ids=lambda rule: rule.__name__)
def test_a_house_in_order_passes(rule: object) -> None:
    assert callable(rule)
    assert rule(HOUSE) == []


@pytest.mark.parametrize(
    ("rule", "name", "line"),
    [
        (wrong_directions, "widgets/form.js", 'import { story } from "../pages/story.js";'),
        (wrong_directions, "charts/theme.js", 'import { form } from "../widgets/form.js";'),
        (wrong_directions, "charts/theme.js", 'const form = await import("../widgets/form.js");'),
        (wrong_directions, "format.js", 'import { theme } from "./charts/theme.js";'),
        (wrong_directions, "format.js", 'export { theme } from "./charts/theme.js";'),
        (wrong_directions, "format.js", 'import "./widgets/form.js";'),
        (wrong_directions, "format.js", 'import {\n  theme,\n} from "./charts/theme.js";'),
        (wrong_directions, "format.js", 'import { gone } from "./gone.js";'),
        (wrong_directions, "format.js", 'import { html } from "https://cdn.example.org/html.js";'),
        (imported_pages, "pages/other.js", 'import { story } from "./story.js";'),
        (cycles, "format.js", 'import { trace } from "./trace.js";'),
        (cycles, "format.js", 'import { self } from "./format.js";'),
        (mentions_of_plotly, "widgets/form.js", "Plotly.react(element);"),
        (mentions_of_plotly, "pages/story.js", "const { Plotly } = window;"),
        (global_assignments, "format.js", "window.format = plain;"),
        (global_assignments, "format.js", 'globalThis["format"] = plain;'),
        (global_assignments, "format.js", "window.formats ??= [];"),
        (global_assignments, "format.js", "Object.assign(window, { plain });"),
    ],
)
def test_an_offence_against_the_rule_is_found(rule: object, name: str, line: str) -> None:
    assert callable(rule)
    assert rule({**HOUSE, name: HOUSE.get(name, "") + line + "\n"}) != []


def test_the_scripts_are_looked_at() -> None:
    sources = javascript_sources()
    assert {folder_of(name) for name in sources} == set(MAY_IMPORT)
    imported = [target for name, source in sources.items() for target in javascript_imports(name, source)]
    assert len(imported) > 10


def test_tests_mirror_modules() -> None:
    """A test file of the three floors is named for a module, or for a side of one; a few are about several."""
    about_several = {"web/test_openapi.py"}
    for floor in ("experiments", "web"):
        modules = [file.stem for file in (ROOT / "app" / floor).glob("*.py")]
        for file in (ROOT / "tests" / floor).glob("test_*.py"):
            name = file.stem.removeprefix("test_")
            is_named = any(name == module or name.startswith(f"{module}_") for module in modules)
            assert is_named or f"{floor}/{file.name}" in about_several, file.name


@pytest.mark.parametrize("floor", ["experiments", "web"])
def test_every_module_has_its_tests(floor: str) -> None:
    modules = {file.name for file in (ROOT / "app" / floor).glob("*.py")} - {"__init__.py"}
    tests = {file.name.removeprefix("test_") for file in (ROOT / "tests" / floor).glob("test_*.py")}
    assert modules <= tests
