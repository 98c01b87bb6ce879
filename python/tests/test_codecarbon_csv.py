"""emissions.csv: whole rows, whoever else writes."""

import csv
import os
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

from .codecarbon_support import data, hush, logged

from joulebook.codecarbon._locked_file import LockedFile
from joulebook.codecarbon.external.task import Task
from joulebook.codecarbon.output import EmissionsData, FileOutput, TaskEmissionsData

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

WRITER = """
import sys
sys.path[:0] = [%r, %r]
from tests.codecarbon_support import data
from joulebook.codecarbon.output import FileOutput
folder, mode, run = sys.argv[1:]
output = FileOutput("emissions.csv", folder, mode)
for n in range(20):
    output.out(data(run_id=run, duration=n, project_name='a "quoted",\\nname'), None)
""" % (PACKAGE, PACKAGE)


class Csv(unittest.TestCase):
    def setUp(self):
        hush(self)
        self.folder = tempfile.mkdtemp(prefix="joulebook-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.path = os.path.join(self.folder, "emissions.csv")

    def rows(self, name="emissions.csv"):
        with open(os.path.join(self.folder, name), newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def write(self, *figures, mode="append"):
        for one in figures:
            FileOutput("emissions.csv", self.folder, mode).out(one, one)

    def test_the_columns_are_the_fields_in_their_order(self):
        self.write(data())
        with open(self.path, encoding="utf-8") as file:
            self.assertEqual(file.readline().strip().split(","), list(EmissionsData.__dataclass_fields__))
        self.assertEqual(len(EmissionsData.__dataclass_fields__), 38)

    def test_what_is_not_known_is_an_empty_cell_in_its_own_column(self):
        self.write(data(gpu_energy=float("nan"), region=None), data(region="x"))
        first, second = self.rows()
        self.assertEqual((first["gpu_energy"], first["region"], first["on_cloud"]), ("", "", "N"))
        self.assertEqual((second["region"], second["wue"]), ("x", "0"))

    def test_bytes_that_are_no_text_leave_a_file_that_can_be_read(self):
        for name in (os.fsdecode(b"caf\xe9"), "\ud800", "zwölf"):
            self.write(data(project_name=name))
        self.assertEqual([row["project_name"] for row in self.rows()], ["caf\\udce9", "\\ud800", "zwölf"])

    def test_eight_processes_append_a_hundred_and_sixty_whole_rows(self):
        self.at_once("append")
        self.assertEqual(len(self.rows()), 160)

    def test_eight_processes_update_to_eight_whole_rows(self):
        self.at_once("update")
        self.assertEqual([row["duration"] for row in self.rows()], ["19"] * 8)

    def at_once(self, mode):
        command = [sys.executable, "-S", "-c", WRITER, self.folder, mode]
        writers = [subprocess.Popen(command + ["run-%d" % n], stderr=subprocess.DEVNULL) for n in range(8)]
        self.assertEqual([writer.wait(60) for writer in writers], [0] * 8)
        for row in self.rows():
            self.assertEqual((len(row), row["project_name"], None in row), (38, 'a "quoted",\nname', False))
        self.assertEqual(os.listdir(self.folder), ["emissions.csv"])

    def test_update_leaves_every_other_byte(self):
        self.write(data(run_id="a", project_name='x\r\n"y", run-1'), data(run_id="run-1"), data(run_id="c"))
        with open(self.path, "rb") as file:
            before = file.read()
        self.write(data(run_id="run-1", duration=99.0), mode="update")
        with open(self.path, "rb") as file:
            after = file.read()
        lines = before.split(b"\n2026")
        self.assertTrue(after.startswith(lines[0] + b"\n2026" + lines[1]))
        self.assertEqual([row["run_id"] for row in self.rows()], ["a", "c", "run-1"])
        self.assertEqual(self.rows()[2]["duration"], "99.0")

    def test_update_appends_where_several_rows_of_the_run_were_appended(self):
        self.write(data(), data())
        self.write(data(), mode="update")
        self.assertEqual(len(self.rows()), 3)

    def test_a_file_of_other_columns_is_kept_as_backup_and_begun_anew(self):
        for n in range(2):
            with open(self.path, "w", encoding="utf-8") as file:
                file.write("timestamp,project_name,run_id\n2021,%d,x\n" % n)
            self.write(data())
        self.assertEqual(len(self.rows()), 1)
        self.assertEqual(self.rows("emissions.csv.bak")[0]["project_name"], "0")
        self.assertEqual(self.rows("emissions.csv_0.bak")[0]["project_name"], "1")

    def test_more_columns_another_order_and_line_ends_are_gone_on_with(self):
        columns = ["extra"] + list(reversed(list(data().values)))
        with open(self.path, "w", newline="", encoding="utf-8-sig") as file:
            file.write(",".join(columns) + "\r\n" + "1," * 38 + "1")  # no line end after the last row
        self.write(data(run_id="a"))
        self.write(data(run_id="b"), data(run_id="a", duration=7), mode="update")
        with open(self.path, "rb") as file:
            text = file.read()
        self.assertTrue(text.startswith(b"\xef\xbb\xbfextra,wue"))
        self.assertEqual(text.count(b"\r\n"), text.count(b"\n"))
        with open(self.path, newline="", encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([(row["run_id"], row["extra"], row["duration"]) for row in rows[1:]], [("b", "", "10.0"), ("a", "", "7")])
        self.assertEqual(os.listdir(self.folder), ["emissions.csv"])

    def test_an_empty_file_gets_its_header(self):
        open(self.path, "w").close()
        output = FileOutput("emissions.csv", self.folder)
        self.assertTrue(output.has_valid_headers(data()))
        output.out(data(), None)
        self.assertEqual(len(self.rows()), 1)

    def test_wrong_settings_are_refused_as_in_codecarbon(self):
        with self.assertRaises(ValueError):
            FileOutput("e.csv", self.folder, "replace")
        with self.assertRaises(OSError):
            FileOutput("e.csv", os.path.join(self.folder, "missing"))

    def test_a_link_stays_a_link_and_rights_stay(self):
        real = os.path.join(self.folder, "real.csv")
        os.symlink("real.csv", self.path)
        self.write(data())
        os.chmod(real, 0o640)
        self.write(data(duration=3), mode="update")
        self.assertTrue(os.path.islink(self.path))
        self.assertEqual(os.stat(real).st_mode & 0o777, 0o640)
        self.assertEqual(self.rows("real.csv")[0]["duration"], "3")

    def test_a_full_disk_leaves_no_half_row(self):
        self.write(data())
        size = os.path.getsize(self.path)
        program = WRITER.replace("range(20)", "range(1)")
        limited = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (%d, %d))\n" % (size + 50, size + 50)
        done = subprocess.run(
            [sys.executable, "-S", "-c", "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n" + limited + program,
             self.folder, "append", "x"], stderr=subprocess.PIPE,
        )
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(os.path.getsize(self.path), size)

    def test_tasks_are_written_whole_with_all_their_columns(self):
        tasks = []
        for name in ("load", "train, really"):
            task = Task(name)
            task.emissions_data = data(cpu_utilization_percent=42.0)
            tasks.append(task.out())
        FileOutput("emissions.csv", self.folder).task_out(tasks, "base")
        rows = self.rows("emissions_base_run-1.csv")
        self.assertEqual(list(rows[0]), list(TaskEmissionsData.__dataclass_fields__))
        self.assertEqual([row["task_name"] for row in rows], ["load", "train, really"])
        self.assertEqual(rows[0]["cpu_utilization_percent"], "42.0")


class Locks(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="joulebook-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.path = os.path.join(self.folder, "file")

    def test_a_second_holder_waits(self):
        hold = "import sys; sys.path.insert(0, %r)\nfrom joulebook.codecarbon._locked_file import LockedFile\n" % PACKAGE
        hold += "import time\nwith LockedFile(%r):\n print('held', flush=True); time.sleep(0.5)" % self.path
        other = subprocess.Popen([sys.executable, "-S", "-c", hold], stdout=subprocess.PIPE)
        self.addCleanup(other.stdout.close)
        other.stdout.readline()
        begin = time.monotonic()
        with LockedFile(self.path):
            self.assertGreater(time.monotonic() - begin, 0.3)
        other.wait()

    def test_a_lock_file_of_a_writer_without_flock_is_minded_until_it_is_stale(self):
        lock = self.path + ".lock"
        open(lock, "w").close()
        self.assertFalse(LockedFile(self.path)._try())
        os.utime(lock, (time.time() - 120,) * 2)
        with LockedFile(self.path):
            self.assertFalse(os.path.exists(lock))

    def test_a_file_that_was_replaced_meanwhile_is_opened_anew(self):
        with LockedFile(self.path) as held:
            os.rename(self.path, self.path + ".bak")
            self.assertFalse(held._is_still_there())
        with LockedFile(self.path) as file:
            os.write(file.fd, b"new")
        self.assertEqual(os.path.getsize(self.path), 3)


class Logged(unittest.TestCase):
    def test_where_rows_go_is_said(self):
        with logged("INFO") as lines:
            FileOutput("emissions.csv", tempfile.gettempdir())
        self.assertIn("emissions.csv", lines[0])


if __name__ == "__main__":
    unittest.main()
