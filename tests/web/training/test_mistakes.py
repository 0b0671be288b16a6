"""Why a training has ended before its time."""

import logging

import pytest

from app.web.training.mistakes import broken, lost, unfit


def test_what_cannot_be_done_names_its_lane() -> None:
    found = unfit(1, "mnist must be in the data folder")
    assert (found.status, found.errors[0].field, found.detail) == (422, "experiments.1", found.errors[0].message)
    assert unfit(None, "no").errors[0].field == "experiments"


def test_our_own_mistakes_are_logged_and_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        for found in (broken("Traceback: secret"), lost(3)):
            assert found.status == 500
            assert "secret" not in found.detail
    assert "secret" in caplog.text
    assert "3 worker processes" in caplog.text
