"""``emissions.csv`` and the task file."""

from __future__ import annotations

import os
from typing import Any, List, Optional

from .._csv_rows import Table, encode_row
from .._locked_file import LockedFile
from ..core.util import backup
from ..external.logger import logger
from .base_output import BaseOutput
from .emissions_data import EmissionsData, TaskEmissionsData


#: Each time the file was one of other columns and has been kept as a backup.
_TRIES = 10


class FileOutput(BaseOutput):
    """Writes rows of ``emissions.csv``: whole ones, under a lock, whoever else writes.

    A file whose header lacks some of the columns is kept as ``.bak`` and begun anew, as CodeCarbon does; one with more, or in
    another order, is gone on with. ``on_csv_write="update"`` puts a run's row in the place of its last one.
    """

    def __init__(self, output_file_name: str, output_dir: str, on_csv_write: str = "append") -> None:
        if on_csv_write not in ("append", "update"):
            raise ValueError("Unknown `on_csv_write` value: %s (should be one of 'append' or 'update')" % (on_csv_write,))
        if not os.path.exists(output_dir):
            raise OSError("Folder '%s' doesn't exist !" % (output_dir,))
        self.output_file_name = output_file_name
        self.output_dir = output_dir
        self.on_csv_write = on_csv_write
        self.save_file_path = os.path.join(output_dir, output_file_name)
        logger.info("Emissions data (if any) will be saved to file %s", os.path.abspath(self.save_file_path))

    def has_valid_headers(self, data: EmissionsData, headers: Optional[List[str]] = None) -> bool:
        """Whether the file has a column for each field; also where it is empty."""
        if headers is None:
            with open(self.save_file_path, "rb"), LockedFile(self.save_file_path) as file:
                headers = Table(file).columns
        return headers is None or set(data.values) <= set(headers)

    def out(self, total: EmissionsData, delta: Any = None) -> None:
        """Writes the run's row."""
        for _ in range(_TRIES):
            if self._written(total):
                return
        raise OSError("%s: others keep putting files of other columns in its place" % self.save_file_path)

    def _written(self, total: EmissionsData) -> bool:
        with LockedFile(self.save_file_path) as file:
            table = Table(file)
            if table.columns is not None and not self.has_valid_headers(total, table.columns):
                logger.warning("The CSV format has changed, backing up old emission file.")
                backup(file.path)
                return False  # those who wait for the old file's lock look again, as we do
            if self.on_csv_write == "update":
                table.update("run_id", total.values)
            else:
                table.append(total.values)
            return True

    def task_out(self, data: List[TaskEmissionsData], experiment_name: str) -> None:
        """Writes all tasks so far into the run's task file, which it replaces at once."""
        if not data:
            return
        name = "emissions_%s_%s.csv" % (experiment_name, data[0].run_id)
        path = os.path.join(self.output_dir, name)
        fresh = "%s.%d.new" % (path, os.getpid())
        with open(fresh, "wb") as file:
            file.write(encode_row(list(data[0].values)))
            for task in data:
                file.write(encode_row(list(task.values.values())))
        os.replace(fresh, path)
