"""What is kept from one call of `measure` to the next, because other rows of the same grid will ask for it again."""

from app.learning.ensembles.sharing import find_places
from app.learning.ensembles.table import table_of, thresholds_of


def forget() -> None:
    """Drops all of it: the next call computes everything, as whoever measures how long that takes wants it."""
    for kept in (find_places, table_of, thresholds_of):
        kept.cache_clear()
