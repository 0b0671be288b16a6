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


def find_chromium() -> str | None:
    """Return the path of the browser that CHROMIUM names, else of the first of the usual ones; None without any."""
    named = os.environ.get("CHROMIUM")
    return next(filter(None, map(shutil.which, [named] if named else NAMES)), None)


if __name__ == "__main__":
    path = find_chromium()
    if path is None:
        sys.exit("no Chromium found")
    sys.stdout.write(path + "\n")
