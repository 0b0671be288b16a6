"""`make bench`: measures, prints a table, and writes JSON with `--json FILE`. Nothing here passes or fails."""

import argparse
import json
import sys
from pathlib import Path

from tests.benchmarks import compute, lab, page


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="also write the numbers to this file")
    chosen = parser.parse_args()
    results = {"server": compute.measure()}
    results |= {f"front page, plotly.js of the {name}": numbers for name, numbers in page.measure().items()}
    results |= {f"the lab, {name}": numbers for name, numbers in lab.measure().items()}
    for title, numbers in results.items():
        sys.stdout.write(f"\n{title}\n")
        for name, value in numbers.items():
            sys.stdout.write(f"  {value:10.1f}  {name}\n")
    if chosen.json:
        chosen.json.write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    main()
