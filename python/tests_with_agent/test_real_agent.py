"""The client against the built agent."""

import os
import signal
import unittest
import warnings

from tests_with_agent.support import RealAgentCase
import joulebook


class RealAgent(RealAgentCase):
    def test_a_training_with_all_its_parts(self):
        with joulebook.track("python", project="p", params={"lr": 0.1}, tags=["t"], interval=0.2) as run:
            with run.stage("train"):
                for n in run.epochs(range(4)):
                    with run.window("forward") as window:
                        self.burn(0.15)
                    run.log(loss=1 / (n + 1), step=n)
                snapshot = run.snapshot()
            run.mark("saved")
            run.note("fine")
        self.check_energy(window.energy)
        self.check_energy(run.energy)
        self.check_energy(run.result.machine)
        self.check_energy(snapshot.forecast)
        self.assertIsInstance(run.co2, joulebook.Carbon)
        self.assertGreaterEqual(run.duration, 0.6)
        record = self.record_of("python", "ok")
        self.assertEqual(record["id"], run.result.run)
        self.assertEqual((record["project"], record["params"], record["tags"]), ("p", {"lr": 0.1}, ["t"]))
        self.assertEqual(record["metrics"], {"loss": 0.25})
        self.assertEqual([e["n"] for e in record["energy"]["epochs"]], [1, 2, 3, 4])
        self.assertEqual(record["energy"]["stages"]["forward"]["count"], 4)
        self.assertIn("train", record["energy"]["stages"])
        self.assertEqual([m["name"] for m in record["marks"]], ["saved"])
        self.assertEqual(record["energy"]["wall"]["attributed"]["value"], run.energy.value)
        self.assertGreater(record["usage"]["cpuS"], 0.4)

    def test_a_block_that_fails(self):
        with self.assertRaises(ValueError):
            with joulebook.track("fails"):
                raise ValueError("no")
        self.assertIn("ValueError: no", [n["text"] for n in self.record_of("fails", "failed")["notes"]])

    def test_a_nested_run_knows_its_parent(self):
        with joulebook.track("outer") as outer:
            with joulebook.track("inner", params={"a": 1}) as inner:
                pass
        record = self.record_of("inner", "ok")
        self.assertEqual((record["parentId"], record["rootId"]), (outer.result.run, outer.result.run))
        self.assertEqual(record["id"], inner.result.run)
        self.assertNotIn("parentId", self.record_of("outer", "ok"))

    def test_a_forked_child_reports_into_the_run(self):
        with joulebook.track("forks"):
            child = os.fork()
            if child == 0:
                joulebook.log(child=7)
                os._exit(0)
            self.assertEqual(os.waitpid(child, 0)[1], 0)
        self.assertEqual(self.record_of("forks", "ok")["metrics"], {"child": 7})

    def test_a_killed_program_leaves_its_run(self):
        process = self.script(
            "import os, signal\n"
            "joulebook.track('killed').start()\njoulebook.log(a=1)\nos.kill(os.getpid(), signal.SIGKILL)\n"
        )
        process.communicate(timeout=30)
        self.assertEqual(process.returncode, -signal.SIGKILL)
        self.assertEqual(self.record_of("killed", "interrupted")["metrics"], {"a": 1})

    def test_a_killed_program_leaves_its_run_though_a_forked_child_lives(self):
        read, write = os.pipe()
        process = self.script(
            "import os, signal\n"
            "joulebook.track('orphan').start()\n"
            "if os.fork() == 0:\n"
            "    os.close(1); os.close(2); os.read(%d, 1); os._exit(0)\n"
            "os.kill(os.getpid(), signal.SIGKILL)\n" % read,
            pass_fds=[read],
        )
        try:
            process.communicate(timeout=30)
            self.record_of("orphan", "interrupted")
        finally:
            os.close(write)
            os.close(read)

    def test_ctrl_c(self):
        process = self.script(
            "with joulebook.track('ctrl-c'):\n    print('go', flush=True)\n"
            # A signal between the last look at it and pause() would be waited for in vain.
            "    import time\n    while True: time.sleep(0.05)\n",
            start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        self.assertEqual(process.stdout.readline(), b"go\n")
        os.killpg(process.pid, signal.SIGINT)
        _, stderr = process.communicate(timeout=30)
        self.assertIn(b"KeyboardInterrupt", stderr)
        self.assertNotIn(b"joulebook:", stderr)
        self.record_of("ctrl-c", "interrupted")

    def test_a_book_that_cannot_be_written_does_not_stop_anything(self):
        path = os.path.join(self.folder, "file")
        with open(path, "w") as file:
            file.write("no book")
        os.environ["JOULEBOOK_STRICT"] = "0"
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            with joulebook.track("x", book=os.path.join(path, "book")) as run:
                run.log(a=1)
        self.assertTrue([w for w in caught if issubclass(w.category, joulebook.JoulebookWarning)])


if __name__ == "__main__":
    unittest.main()
