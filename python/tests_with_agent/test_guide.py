"""The examples of the guide's pages for Python, as they stand there, with the built agent."""

import os
import re
import subprocess
import sys
import unittest

from tests_with_agent.support import PACKAGE, RealAgentCase, without_steal

GUIDE = os.path.join(os.path.dirname(PACKAGE), "docs", "guide")
PAGES = ("python.md", "studies-from-code.md")


def examples():
    found = []
    for page in PAGES:
        with open(os.path.join(GUIDE, page), encoding="utf-8") as file:
            found += re.findall(r"^```python\n(.*?)^```$", file.read(), re.M | re.S)
    return [source for source in found if not source.startswith("%")]


class Guide(RealAgentCase):
    def test_there_are_examples(self):
        self.assertGreaterEqual(len(examples()), 6)

    def test_each_example_runs_and_complains_of_nothing(self):
        for source in examples():
            with self.subTest(source.strip().splitlines()[-1]):
                before = len(self.records())
                done = subprocess.run(
                    [sys.executable, "-"], input=source, env=dict(os.environ, PYTHONPATH=PACKAGE), cwd=self.folder,
                    stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, timeout=60,
                )
                self.assertEqual((done.returncode, without_steal(done.stderr)), (0, ""))
                self.assertGreater(len(self.records()), before)


if __name__ == "__main__":
    unittest.main()
