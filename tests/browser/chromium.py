"""Where this machine's Chromium is. `python -m tests.browser.chromium` prints its path, or fails without one."""

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


def find_chromium() -> str | None:
    """Return the path of the browser that CHROMIUM names, else of the first of the usual ones; None without any."""
    named = os.environ.get("CHROMIUM")
    return next(filter(None, map(shutil.which, [named] if named else NAMES)), None)


if __name__ == "__main__":
    path = find_chromium()
    if path is None:
        sys.exit("no Chromium found")
    sys.stdout.write(path + "\n")
