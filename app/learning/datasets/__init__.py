"""What networks learn: toy problems drawn from a seed, digits, MNIST, and a user's own tables.

A new data set is one new file here: a subclass of `DataSet` (or `Points`) and `DATA_SETS = (TheSubclass(),)`.
"""

from app.learning.datasets.data import Data, Extent
from app.learning.datasets.data_set import DataSet
from app.learning.datasets.errors import DataError, FileProblem, TableProblem
from app.learning.datasets.options import Option
from app.learning.datasets.registry import DATA_SETS, data_set_named, load

__all__ = [
    "DATA_SETS",
    "Data",
    "DataError",
    "DataSet",
    "Extent",
    "FileProblem",
    "Option",
    "TableProblem",
    "data_set_named",
    "load",
]
