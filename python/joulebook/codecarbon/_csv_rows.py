"""Rows of a CSV file, written whole or not at all."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from typing import Any, BinaryIO, Iterator, List, Mapping, Optional, Sequence

from ._locked_file import LockedFile

_BOM = b"\xef\xbb\xbf"


def encode_row(cells: Sequence[Any], end: str = "\n") -> bytes:
    """One record of RFC 4180. What is not known (``None``, NaN) is empty; bytes that are no text are written out, for one would keep
    pandas from reading any row."""
    text = io.StringIO()
    csv.writer(text, lineterminator=end).writerow(["" if c is None or c != c else c for c in cells])
    return text.getvalue().encode("utf-8", "backslashreplace")


def records(file: BinaryIO) -> Iterator[bytes]:
    """The records of an open file as they stand, line ends and all; a quoted cell may hold some."""
    begun = b""
    for line in file:
        begun += line
        if begun.count(b'"') % 2 == 0:
            yield begun
            begun = b""
    if begun:
        yield begun


def decode_record(record: bytes) -> List[str]:
    """The cells of one record."""
    text = record[len(_BOM):] if record.startswith(_BOM) else record
    return next(csv.reader(io.StringIO(text.decode("utf-8", "surrogateescape"), newline="")), [])


class Table:
    """A CSV file that is locked. Make it inside ``with LockedFile(path) as file``."""

    def __init__(self, file: LockedFile) -> None:
        self._file = file
        with open(file.path, "rb") as opened:
            self._header = next(records(opened), b"")
        self.columns: Optional[List[str]] = decode_record(self._header) or None
        self._end = "\r\n" if self._header.endswith(b"\r\n") else "\n"

    def append(self, values: Mapping[str, Any]) -> None:
        """Appends a row under the file's own columns, with the header where the file is new."""
        fd = self._file.fd
        size = os.fstat(fd).st_size
        data = b""
        if self.columns is None:
            data = encode_row(list(values))
        elif size and os.pread(fd, 1, size - 1) != b"\n":
            data = self._end.encode("ascii")
        data += self._row(values)
        if os.write(fd, data) != len(data):
            os.ftruncate(fd, size)  # a full disk: no half row
            raise OSError("the disk is full: nothing was written to %s" % self._file.path)

    def update(self, key: str, values: Mapping[str, Any]) -> None:
        """Puts a row in the place of the one row of the same ``key``; appends where there is none, or several."""
        if self.columns is None or key not in self.columns:
            self.append(values)
            return
        folder, name = os.path.split(self._file.path)
        fd, fresh = tempfile.mkstemp(prefix=name + ".", suffix=".new", dir=folder)
        try:
            with os.fdopen(fd, "wb") as new:
                if self._copy_others(new, key, str(values[key])) != 1:
                    self.append(values)
                    return
                new.write(self._row(values))
                new.flush()
                os.fsync(new.fileno())
            os.chmod(fresh, os.stat(self._file.path).st_mode & 0o7777)
            os.replace(fresh, self._file.path)
        finally:
            if os.path.exists(fresh):
                os.unlink(fresh)

    def _copy_others(self, new: BinaryIO, key: str, value: str) -> int:
        """Copies all but the rows of one key, byte for byte; how many those are."""
        at = (self.columns or []).index(key)
        needle = value.encode("utf-8", "backslashreplace")
        left_out = 0
        with open(self._file.path, "rb") as old:
            for record in records(old):
                if needle in record and decode_record(record)[at : at + 1] == [value]:
                    left_out += 1
                else:
                    new.write(record if record.endswith(b"\n") else record + self._end.encode("ascii"))
        return left_out

    def _row(self, values: Mapping[str, Any]) -> bytes:
        columns = list(values) if self.columns is None else self.columns
        return encode_row([values.get(column) for column in columns], self._end)
