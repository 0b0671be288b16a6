"""Places for large requests, counted."""

from app.web.slots import Slots


def test_places_are_counted_from_entry_to_exit() -> None:
    slots = Slots(max_waiting=1)
    with slots, slots:
        assert not slots.is_full
        with slots:
            assert slots.is_full
    assert not slots.is_full
