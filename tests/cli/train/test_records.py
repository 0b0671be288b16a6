"""Records of trainings while they come in, and when a disk is full."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.cli.problems import Failed
from app.cli.train.keep import Keep
from app.cli.train.records import CsvRecords, JsonRecords, Records, Result
from app.cli.train.state import Planned
from app.experiments.networks.run import NetworkRun
from app.experiments.networks.schema import NetworkExperiment
from app.experiments.trace import Columns

EPOCHS = 5


def experiment(**fields: Any) -> NetworkExperiment:
    return NetworkExperiment.model_validate({"epochs": EPOCHS, **fields})


@pytest.fixture(scope="module")
def rows() -> list[Columns]:
    """The rows of a short training."""
    return list(NetworkRun(experiment()).rows())


def results(count: int) -> list[Result]:
    return [Result(Planned(number, experiment(seed=number), Path())) for number in range(count)]


def take(records: Records, result: Result, row: Columns) -> None:
    result.blocks.append(row)
    records.add(result.number, row)


def end(records: Records, result: Result) -> None:
    result.is_over = True
    records.end(result.number)


def epochs_in(text: str) -> list[tuple[int, int]]:
    return [(int(line["run"]), int(line["epoch"])) for line in csv.DictReader(io.StringIO(text))]


def test_rows_are_in_the_file_as_soon_as_they_come(tmp_path: Path, rows: list[Columns]) -> None:
    (result,) = found = results(1)
    records = CsvRecords(Keep(str(tmp_path / "o.csv"), force=False), found, 1)
    take(records, result, rows[0])
    assert epochs_in((tmp_path / "o.csv").read_text()) == [(0, 0)]
    take(records, result, rows[1])
    assert epochs_in((tmp_path / "o.csv").read_text()) == [(0, 0), (0, 1)]
    records.finish()


def test_runs_that_take_turns_stand_one_after_the_other(tmp_path: Path, rows: list[Columns]) -> None:
    found = results(2)
    records = CsvRecords(Keep(str(tmp_path / "o.csv"), force=False), found, 1)
    for row in rows:
        take(records, found[1], row)
        take(records, found[0], row)
    end(records, found[1])
    end(records, found[0])
    records.finish()
    expected = [(run, epoch) for run in range(2) for epoch in range(EPOCHS + 1)]
    assert epochs_in((tmp_path / "o.csv").read_text()) == expected


@pytest.mark.parametrize(("every", "kept"), [(1, [0, 1, 2, 3, 4, 5]), (2, [0, 2, 4, 5]), (5, [0, 5]), (100, [0, 5])])
@pytest.mark.parametrize("kind", [CsvRecords, JsonRecords])
def test_one_row_in_so_many_and_the_last_one(
    kind: Callable[..., Records], every: int, kept: list[int], tmp_path: Path, rows: list[Columns]
) -> None:
    (result,) = found = results(1)
    records = kind(Keep(str(tmp_path / "o"), force=False), found, every)
    for row in rows:
        take(records, result, row)
    end(records, result)
    records.finish()
    text = (tmp_path / "o").read_text()
    if kind is CsvRecords:
        assert epochs_in(text) == [(0, epoch) for epoch in kept]
    else:
        assert json.loads(text)["results"][0]["trace"]["epoch"] == kept


class Full(io.BytesIO):
    """A file on a disk that takes the first line and no more."""

    def flush(self) -> None:
        if self.getbuffer().nbytes > 400:
            raise OSError(28, "No space left on device")

    def close(self) -> None:
        raise OSError(28, "No space left on device")


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setattr(Keep, "open", lambda _: Full())
        yield


@pytest.mark.usefixtures("full")
def test_a_disk_that_is_full_for_a_while_costs_no_row(
    tmp_path: Path, rows: list[Columns], capsys: pytest.CaptureFixture[str]
) -> None:
    (result,) = found = results(1)
    records = CsvRecords(Keep(str(tmp_path / "o.csv"), force=False), found, 1)
    for row in rows:
        take(records, result, row)
    assert capsys.readouterr().err.count("It is tried again at the end.") == 1
    end(records, result)
    records.finish()
    assert [epoch for _, epoch in epochs_in((tmp_path / "o.csv").read_text())] == list(range(EPOCHS + 1))


def test_a_disk_that_stays_full_is_said_and_the_rows_are_elsewhere(rows: list[Columns]) -> None:
    (result,) = found = results(1)
    records = CsvRecords(Keep("/dev/full", force=False), found, 1)
    for row in rows:
        take(records, result, row)
    with pytest.raises(Failed, match=r"^Cannot write /dev/full: No space left on device\. It is in ") as failure:
        records.finish()
    place = Path(str(failure.value).removesuffix(" instead.").rpartition(" ")[2])
    assert len(epochs_in(place.read_text())) == EPOCHS + 1
    place.unlink()


def test_a_run_without_rows_has_no_lines(tmp_path: Path) -> None:
    for kind, text in ((CsvRecords, ""), (JsonRecords, '{"results":[]}\n')):
        records = kind(Keep(str(tmp_path / "o"), force=True), results(2), 1)
        records.finish()
        written = (tmp_path / "o").read_text()
        assert written.startswith("run,epoch,cost,") if kind is CsvRecords else written == text


def test_a_summary_that_nobody_told_follows_from_the_rows(rows: list[Columns]) -> None:
    run = NetworkRun(experiment())
    list(run.rows())
    (result,) = results(1)
    result.blocks = list(rows)
    result.about = {"saturated_at_start": run.state().history.saturated_at_start}
    result.sum_up()
    assert result.summary == run.summary
    assert result.is_stopped


def test_columns_are_the_rows_in_order(rows: list[Columns]) -> None:
    (result,) = results(1)
    assert result.columns is None
    result.blocks = list(rows)
    columns = result.columns
    assert columns is not None
    assert np.array_equal(columns["epoch"], np.arange(EPOCHS + 1))
    assert result.epoch == EPOCHS
