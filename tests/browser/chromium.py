"""Where Chromium is here and how it is started. `python -m tests.browser.chromium` prints its path, or fails."""

import os
import shutil
import sys

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)

LIGHT = "chromium-headless-shell"
"""Chromium without the window and what belongs to it: it does a page in half the time, and the page cannot tell."""

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""How it is started: without a screen, and without anything that it would do by itself."""


def find_chromium(*, light: bool = False) -> str | None:
    """Return the path of the browser that CHROMIUM names, else of the first of the usual ones; None without any.

    `light` would rather have the headless shell. Who measures speed wants the browser that people have.
    """
    named = os.environ.get("CHROMIUM")
    names = [named] if named else [LIGHT, *NAMES] if light else NAMES
    return next(filter(None, map(shutil.which, names)), None)


if __name__ == "__main__":
    path = find_chromium(light=True)
    if path is None:
        sys.exit("no Chromium found")
    sys.stdout.write(path + "\n")
