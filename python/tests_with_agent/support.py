"""A book of its own for each test, and the built agent of this checkout: `npm run build` first. JOULEBOOK_BIN may name another."""


import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, PACKAGE)

import joulebook  # noqa: E402


# The machine of the tests is a real one: on a busy host a run rightly warns of what the host took.
STEAL = re.compile(r"^.*: JoulebookWarning: joulebook: the host took .*\n(?:  .*\n)*", re.MULTILINE)


def without_steal(stderr):
    """What a program wrote, but for that warning and the line of the source below it."""
    return STEAL.sub("", stderr)


class RealAgentCase(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="joulebook-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.addCleanup(self.check_nothing_is_left)
        before = dict(os.environ)
        self.addCleanup(lambda: (os.environ.clear(), os.environ.update(before)))
        for name in list(os.environ):
            if name.startswith("JOULEBOOK_") and name != "JOULEBOOK_BIN":
                del os.environ[name]
        os.environ.setdefault("JOULEBOOK_BIN", os.path.join(os.path.dirname(PACKAGE), "bin", "joulebook"))
        os.environ["JOULEBOOK_DIR"] = os.path.join(self.folder, "book")
        os.environ["JOULEBOOK_REGISTRY"] = self.folder
        os.environ["TMPDIR"] = self.folder
        os.environ["JOULEBOOK_STRICT"] = "1"  # whatever goes wrong is seen here

    def records(self):
        found = []
        for path in sorted(glob.glob(os.path.join(self.folder, "book", "runs", "*", "*", "*", "run.json"))):
            with open(path, encoding="utf-8") as file:
                found.append(json.load(file))
        return found

    def record_of(self, name, state):
        """Waits for the agent, which outlives the program by a moment."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            for record in self.records():
                if record["name"] == name and record["state"] != "running":
                    self.assertEqual(record["state"], state)
                    return record
            time.sleep(0.02)
        self.fail("no record of %s: %s" % (name, [(r["name"], r["state"]) for r in self.records()]))

    def check_nothing_is_left(self):
        """Every run that was begun is closed, and the files for reports have gone."""
        deadline = time.monotonic() + 20
        left = self.left_behind()
        while left and time.monotonic() < deadline:
            time.sleep(0.02)
            left = self.left_behind()
        self.assertEqual(left, [])

    def left_behind(self):
        reports = glob.glob(os.path.join(self.folder, "joulebook-*.jsonl"))
        runs = os.path.join(self.folder, "book", "runs", "*", "*", "*")
        records = {os.path.dirname(path) for path in glob.glob(os.path.join(runs, "run.json"))}
        open_runs = [folder for folder in glob.glob(runs) if folder not in records]
        return reports + open_runs + [r["name"] for r in self.records() if r["state"] == "running"]

    def script(self, source, **options):
        path = os.path.join(self.folder, "script.py")
        with open(path, "w", encoding="utf-8") as file:
            file.write("import sys; sys.path.insert(0, %r)\nimport joulebook\n%s" % (PACKAGE, source))
        return subprocess.Popen([sys.executable, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)

    def ran(self, process, timeout=60):
        """Waits for the end of a program: its status and what it wrote."""
        out, err = process.communicate(timeout=timeout)
        return process.returncode, out.decode(), without_steal(err.decode())

    def burn(self, seconds):
        end = time.process_time() + seconds
        while time.process_time() < end:
            pass

    def check_energy(self, energy):
        self.assertIsInstance(energy, joulebook.Energy)
        self.assertEqual(energy.unit, "J")
        known = [end for end in (energy.low, energy.value, energy.high) if end is not None]
        self.assertTrue(known, "neither value nor bounds")
        self.assertEqual(known, sorted(known))
        self.assertGreaterEqual(known[0], 0)
