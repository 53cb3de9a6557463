"""The house stands: no import reaches up, in the tower of apps or inside one of them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

APPS = ["core", "accounts", "exercises", "sessions_app", "programs", "training", "trainhub"]
# Inside an app, by a module's first name under it. What is not named here is a model or a domain module.
FORMS = {"forms"}
FACES = {"views", "admin", "urls", "management", "middleware", "adapter", "context_processors", "templatetags"}
# Modules of core that exist to know the request, and are used by views only.
REQUEST_HELPERS = {"core.htmx", "core.views", "core.access", "core.conditional", "core.paging"}
REQUEST = ("django.http", "django.views", "django.shortcuts", "django.contrib.messages")


def module_name(path: Path) -> str:
    name = ".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts)
    return name.removesuffix(".__init__")


def sources() -> list[Path]:
    paths = (path for app in APPS for path in (settings.BASE_DIR / app).rglob("*.py"))
    return sorted(path for path in paths if "tests" not in path.parts and "migrations" not in path.parts)


MODULES = {module_name(path): path for path in sources()}


def imports(source: str, module: str, is_package: bool = False, top_level: bool = False) -> Iterator[str]:
    """The modules that a source imports, as absolute names: `from a import b` gives both `a` and `a.b`.

    With `top_level`, only those run when the module itself is imported: they are what makes a circle.
    """
    for node in _statements(ast.parse(source), top_level):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = module.split(".")
            if node.level:
                package = package[: len(package) - node.level + (1 if is_package else 0)]
            base = ".".join([*(package if node.level else []), *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _statements(tree: ast.AST, top_level: bool) -> Iterator[ast.AST]:
    if not top_level:
        yield from ast.walk(tree)
        return
    for node in ast.iter_child_nodes(tree):
        typing_only = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) and not typing_only:
            yield node
            yield from _statements(node, top_level)


def imports_of(module: str, top_level: bool = False) -> set[str]:
    path = MODULES[module]
    return set(imports(path.read_text(), module, path.name == "__init__.py", top_level))


def layer(module: str) -> int:
    """0 models and domain, 1 forms, 2 views and the other faces."""
    parts = module.split(".")
    first = parts[1] if len(parts) > 1 else ""
    return 2 if first in FACES or first.endswith("_views") else 1 if first in FORMS or first.endswith("_forms") else 0


def reaching_up(module: str, imported: set[str]) -> list[str]:
    """Which of the imported modules belong to an app above this module's."""
    above = APPS[APPS.index(module.split(".")[0]) + 1 :]
    return sorted(name for name in imported if name.split(".")[0] in above)


def test_every_app_is_in_the_tower():
    ours = {app for app in settings.INSTALLED_APPS if (settings.BASE_DIR / app).is_dir()}
    assert ours <= set(APPS)
    assert {"core", "accounts", "exercises", "sessions_app", "programs"} <= ours
    assert len(MODULES) > 20


@pytest.mark.parametrize("module", MODULES)
def test_no_import_reaches_up_the_tower(module):
    assert reaching_up(module, imports_of(module)) == []


@pytest.mark.parametrize("module", MODULES)
def test_no_import_reaches_up_inside_an_app(module):
    app = module.split(".")[0]
    own = {name for name in imports_of(module) if name in MODULES and name.split(".")[0] == app}
    assert sorted(name for name in own if layer(name) > layer(module)) == []


@pytest.mark.parametrize("module", [name for name in MODULES if layer(name) == 0 and not name.startswith("trainhub")])
def test_domain_modules_know_no_request(module):
    if module not in REQUEST_HELPERS:
        assert sorted(name for name in imports_of(module) if name.startswith(REQUEST)) == []


def test_modules_import_each_other_in_no_circle():
    edges = {
        module: sorted(
            name
            for name in imports_of(module, top_level=True) & set(MODULES)
            # `from package import module` names the package too, which is no circle of ours
            if name != module and not module.startswith(name + ".")
        )
        for module in MODULES
    }
    done: set[str] = set()

    def walk(module: str, path: tuple[str, ...]) -> list[str]:
        if module in path:
            return [" -> ".join([*path[path.index(module) :], module])]
        if module in done:
            return []
        found = [circle for name in edges[module] for circle in walk(name, (*path, module))]
        done.add(module)
        return found

    assert [circle for module in edges for circle in walk(module, ())] == []


@pytest.mark.parametrize(
    ("source", "module", "expected"),
    [
        ("import programs.models", "core.text", ["programs.models"]),
        ("from programs import models", "sessions_app.models", ["programs", "programs.models"]),
        ("from ..programs import models", "exercises.models", ["programs", "programs.models"]),
        (
            "def late():\n    from programs.models import Program",
            "core.text",
            ["programs.models", "programs.models.Program"],
        ),
        ("from core import text\nfrom . import models", "programs.schedule", []),
    ],
)
def test_the_rule_sees_every_way_to_import(source, module, expected):
    assert reaching_up(module, set(imports(source, module))) == expected
