"""A book of its own for each test, measured by the built agent of this checkout."""

import glob
import json
import math
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
sys.path.insert(0, os.path.join(ROOT, "python"))

import joulebook  # noqa: E402


class CallbackTestCase(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="joulebook-")
        self.addCleanup(shutil.rmtree, self.folder, True)
        before = dict(os.environ)
        self.addCleanup(lambda: (os.environ.clear(), os.environ.update(before)))
        for name in list(os.environ):
            if name.startswith("JOULEBOOK_"):
                del os.environ[name]
        os.environ.update(
            JOULEBOOK_BIN=os.path.join(ROOT, "bin", "joulebook"), JOULEBOOK_DIR=os.path.join(self.folder, "book"),
            JOULEBOOK_REGISTRY=self.folder, JOULEBOOK_STRICT="1",  # whatever goes wrong is seen here
        )

    def records(self):
        """Records of the runs that have ended, in the order of their beginning."""
        found = []
        for path in glob.glob(os.path.join(self.folder, "book", "runs", "*", "*", "*", "run.json")):
            with open(path, encoding="utf-8") as file:
                found.append(json.load(file))
        return sorted((r for r in found if r["state"] != "running"), key=lambda r: r["startedAt"])

    def records_in_time(self, count):
        """The same, once there are so many: an agent outlives its program by a moment."""
        deadline = time.monotonic() + 20
        while len(self.records()) < count and time.monotonic() < deadline:
            time.sleep(0.02)
        self.assertEqual(len(self.records()), count)
        return self.records()

    def listed(self, filter=""):
        """What ``joulebook ls --json`` says of the book."""
        words = [os.environ["JOULEBOOK_BIN"], "ls", "--json", "--sort=start"] + ([filter] if filter else [])
        told = subprocess.run(words, stdout=subprocess.PIPE, universal_newlines=True, check=True).stdout
        return json.loads(told)["data"]["runs"]

    def check_work(self, done, record):
        """A run has told of that much work and no more, and its energy for a thousand of each is a number that the index finds it by."""
        self.assertEqual(record["done"], done)
        energy = record["energy"]["wall"]["attributed"]["value"]
        for unit, count in done.items():
            per = 1000 * energy / count
            self.assertTrue(math.isfinite(per) and per > 0, per)
            field = "per1k" + unit.capitalize()
            near = "%s>%.9gJ %s<%.9gJ id:%s" % (field, 0.999 * per, field, 1.001 * per, record["id"])
            self.assertEqual([one["id"] for one in self.listed(near)], [record["id"]])

    def script(self, source, **options):
        """Starts a program in a process group of its own."""
        path = os.path.join(self.folder, "script.py")
        with open(path, "w", encoding="utf-8") as file:
            file.write("import sys; sys.path.insert(0, %r)\n%s" % (os.path.join(ROOT, "python"), source))
        return subprocess.Popen(
            [sys.executable, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler), **options,
        )

    def interrupted(self, source):
        """A program that gets Ctrl-C once it has printed "go": what it wrote to stderr."""
        process = self.script(source)
        self.assertEqual(process.stdout.readline(), "go\n")
        os.killpg(process.pid, signal.SIGINT)
        return process.communicate(timeout=60)[1]

    def epochs(self, record):
        return [epoch["n"] for epoch in record["energy"]["epochs"]]

    def check_energy(self, energy):
        self.assertIsInstance(energy, joulebook.Energy)
        known = [end for end in (energy.low, energy.value, energy.high) if end is not None]
        self.assertTrue(known)
        self.assertEqual(known, sorted(known))


def burn(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
