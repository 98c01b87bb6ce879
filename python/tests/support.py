"""A folder of its own and a fake agent for each test."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
PACKAGE = os.path.dirname(HERE)
FAKE = [sys.executable, "-S", os.path.join(HERE, "fake_agent.py")]

sys.path.insert(0, PACKAGE)

import joulebook._trouble  # noqa: E402

_OURS = ("JOULEBOOK_", "FAKE_AGENT_")


class AgentTestCase(unittest.TestCase):
    """JOULEBOOK_BIN is the fake agent; its log is `self.log`."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="joulebook-")
        self.addCleanup(shutil.rmtree, self.folder)
        before = dict(os.environ)
        self.addCleanup(self._restore, before)
        for name in list(os.environ):
            if name.startswith(_OURS):
                del os.environ[name]
        self.log = os.path.join(self.folder, "received.jsonl")
        os.environ["FAKE_AGENT_LOG"] = self.log
        os.environ["TMPDIR"] = self.folder  # a fake agent that hangs leaves its file for reports
        os.environ["JOULEBOOK_BIN"] = self.program()
        joulebook._trouble._said.clear()
        broken = sys.modules.get("joulebook._run")
        if broken is not None:
            broken._broken.clear()

    @staticmethod
    def _restore(before):
        os.environ.clear()
        os.environ.update(before)

    def program(self):
        path = os.path.join(self.folder, "joulebook")
        with open(path, "w") as file:
            file.write('#!/bin/sh\n[ "$1" = agent ] || exit 2\nexec "%s" -S "%s"\n' % (sys.executable, FAKE[-1]))
        os.chmod(path, 0o755)
        return path

    def received(self, kind=None):
        """Messages that the agents got, in order. Agents outlive their runs by a moment, and programs too: they are waited for."""
        deadline = time.monotonic() + 20
        messages = self._logged()
        while not self._is_whole(messages) and time.monotonic() < deadline:
            time.sleep(0.005)
            messages = self._logged()
        return [m for m in messages if kind is None or m["type"] == kind]

    @staticmethod
    def _is_whole(messages):
        kinds = [m["type"] for m in messages]
        return kinds.count("eof") == kinds.count("hello") > 0

    def _logged(self):
        try:
            with open(self.log, encoding="utf-8") as file:
                return [json.loads(line) for line in file if line.endswith("\n")]
        except FileNotFoundError:
            return []

    def kinds(self):
        return [m["type"] for m in self.received()]

    def script(self, source, *arguments, check=True, **environment):
        """Runs a program that uses the client in a process of its own."""
        path = os.path.join(self.folder, "script.py")
        with open(path, "w", encoding="utf-8") as file:
            file.write("import sys; sys.path.insert(0, %r)\nimport joulebook\n%s" % (PACKAGE, source))
        done = subprocess.run(
            [sys.executable, *arguments, path],
            env=dict(os.environ, **environment), stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=30,
            universal_newlines=True,
        )
        if check:
            self.assertEqual(done.returncode, 0, done.stderr)
        return done
