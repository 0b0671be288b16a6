"""What axe-core finds wrong with a page."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page


def findings(page: Page, context: str | dict[str, Any] | None = None, rules: dict[str, Any] | None = None) -> list[str]:
    """Every place that breaks a rule: on the whole page, or in that part of it.

    Describing all that keeps the rules as well would take half of the time, and megabytes.
    """
    options = {"resultTypes": ["violations"], "rules": rules or {}}
    found = Axe().run(page, context=context, options=options).response["violations"]
    return [f"{rule['id']}: {node['target']} {node['html'][:120]}" for rule in found for node in rule["nodes"]]
