"""Errors of a sweep's surroundings, some of which travel."""

import pickle

from app.experiments.sweeps.errors import MissingExtra, VersionsDiffer


def test_an_error_of_a_worker_arrives_as_it_was() -> None:
    error = pickle.loads(pickle.dumps(VersionsDiffer("1.0", "0.9")))  # noqa: S301 (its own)
    assert isinstance(error, VersionsDiffer)
    assert str(error) == "every worker must have version 1.0 of the app, got 0.9"


def test_a_missing_extra_says_how_to_get_it() -> None:
    assert str(MissingExtra("Parquet", "parquet")) == (
        "Parquet needs the extra 'parquet': pip install 'learning-slowdown-lab[parquet]'"
    )
