"""Tables as Parquet, a row group at a time, for the extra `parquet` (pyarrow).

A file has the columns of the CSV (table.py, summaries.py) under the same names, with nulls where the CSV is empty.
pyarrow is imported only when a file is begun.
"""

from collections.abc import Mapping
from typing import Any

KINDS = {int: "int64", float: "double", str: "string"}


class _Sink:
    """What pyarrow writes to: hands on what has come since it was last asked."""

    closed = False

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Everything is there already."""

    def close(self) -> None:
        self.closed = True

    def take(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


class ParquetFile:
    """A file being written. Each call gives the bytes that follow those of the last."""

    def __init__(self, names: Mapping[str, type]) -> None:
        """The columns in order, each of whole numbers (int), numbers (float) or texts (str). Raises ImportError."""
        import pyarrow
        from pyarrow.parquet import ParquetWriter

        self._arrow = pyarrow
        self._schema = pyarrow.schema(
            [pyarrow.field(name, pyarrow.type_for_alias(KINDS[kind])) for name, kind in names.items()]
        )
        self._sink = _Sink()
        self._writer = ParquetWriter(pyarrow.PythonFile(self._sink, "w"), self._schema)

    def group(self, columns: Mapping[str, Any]) -> bytes:
        """One row group. A column is an array or a list in which None and NaN are nulls."""
        arrays = [self._arrow.array(columns[field.name], type=field.type, from_pandas=True) for field in self._schema]
        self._writer.write_table(self._arrow.Table.from_arrays(arrays, schema=self._schema))
        return self._sink.take()

    def end(self) -> bytes:
        """The end of the file."""
        self._writer.close()
        return self._sink.take()
