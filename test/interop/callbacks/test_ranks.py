"""Three ranks of a torchrun on this machine, each with its callback."""

import os
import subprocess
import sys

from .support import ROOT, CallbackTestCase

RANK = """
import sys; sys.path.insert(0, %r)
import os, time, numpy, lightgbm
from joulebook.lightgbm import JoulebookCallback

def slow(env):
    until = time.process_time() + 0.1
    while time.process_time() < until: pass
    if os.environ["RANK"] == "0" and env.iteration == env.end_iteration - 1:  # all end together, as those of a job do
        while not (os.path.exists("done1") and os.path.exists("done2")): time.sleep(0.01)

data = lightgbm.Dataset(numpy.random.default_rng(0).normal(size=(64, 4)), numpy.arange(64) %% 2)
lightgbm.train({"objective": "binary", "verbose": -1, "num_threads": 1}, data, 30, callbacks=[JoulebookCallback("job"), slow])
open("done" + os.environ["RANK"], "w").close()
"""


class Ranks(CallbackTestCase):
    def test_ranks_of_one_machine_are_one_root_that_has_the_first_one_s_epochs(self):
        told = dict(WORLD_SIZE="3", LOCAL_WORLD_SIZE="3", MASTER_ADDR="127.0.0.1", MASTER_PORT="29500", TORCHELASTIC_RUN_ID="callbacks")
        source = RANK % os.path.join(ROOT, "python")
        ranks = [
            subprocess.Popen([sys.executable, "-c", source], cwd=self.folder, env=dict(os.environ, RANK=str(n), LOCAL_RANK=str(n), **told))
            for n in (2, 1, 0)
        ]
        self.assertEqual([rank.wait(120) for rank in ranks], [0, 0, 0])
        records = self.records_in_time(3)
        roots = [r for r in records if "parentId" not in r]
        self.assertEqual(len(roots), 1, [(r["name"], r.get("parentId")) for r in records])
        self.assertEqual(self.epochs(roots[0]), list(range(1, 31)))
        self.assertEqual([self.epochs(r) for r in records if "parentId" in r], [[], []])
        self.assertGreater(roots[0]["usage"]["cpuS"], 3 * 30 * 0.1 * 0.5)  # the others' work but for their first second, in which they wait for the first
