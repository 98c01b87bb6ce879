"""Ranks of one job, each with a tracker of its own, against the built agent."""

import os
import subprocess
import sys
import unittest

from tests_with_agent.support import PACKAGE, RealAgentCase
import joulebook

JOB = {"WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "29512"}

#: A rank that begins its run when it is told, works for a second, and ends when it is told.
RANK = """
import sys; sys.path.insert(0, %r)
import joulebook, time
sys.stdin.readline()
with joulebook.track("second", wait=True):
    print("measured", flush=True)
    end = time.process_time() + 1
    while time.process_time() < end: pass
print("done", flush=True)
sys.stdin.readline()
"""


class RanksOfAJob(RealAgentCase):
    def test_work_of_a_rank_that_the_first_one_has_started_counts_once(self):
        # As Lightning does: the first rank starts the others before any run has begun.
        environment = dict(os.environ, RANK="1", LOCAL_RANK="1", **JOB)
        second = subprocess.Popen(
            [sys.executable, "-c", RANK % PACKAGE], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, universal_newlines=True,
        )
        os.environ.update(RANK="0", LOCAL_RANK="0", **JOB)
        with joulebook.track("first", wait=True, interval=0.2):
            second.stdin.write("\n")
            second.stdin.flush()
            self.assertEqual([second.stdout.readline(), second.stdout.readline()], ["measured\n", "done\n"])
        second.communicate("\n")
        root = self.record_of("first", "ok")
        self.assertEqual(self.record_of("second", "ok")["parentId"], root["id"])
        self.assertGreater(root["usage"]["cpuS"], 0.95)
        self.assertLess(root["usage"]["cpuS"], 1.5)  # not once more in what it tells


if __name__ == "__main__":
    unittest.main()
