"""Work that a program tells of: counted here, told once a second and before whatever comes next."""

import json
import os
import threading
import unittest
import warnings

from .support import AgentTestCase


def total(messages):
    sums = {}
    for message in messages:
        for unit, count in message["values"].items():
            sums[unit] = sums.get(unit, 0) + count
    return sums


class WorkInARun(AgentTestCase):
    def setUp(self):
        super().setUp()
        import joulebook

        self.joulebook = joulebook

    def test_all_of_it_is_told_in_few_messages(self):
        with self.joulebook.track("t") as run:
            for _ in range(1000):
                run.done(samples=64, tokens=10)
        told = self.received("done")
        self.assertEqual(total(told), {"samples": 64000, "tokens": 10000})
        self.assertLess(len(told), 20)

    def test_it_belongs_before_the_end_of_its_epoch(self):
        with self.joulebook.track("t") as run:
            for _ in run.epochs(range(2)):
                run.done(samples=1)
                run.done(samples=2)
        kinds = [m["type"] for m in self.received() if m["type"] in ("done", "epoch")]
        self.assertEqual(kinds, ["done", "done", "epoch", "done", "epoch"])

    def test_threads_lose_nothing(self):
        with self.joulebook.track("t") as run:
            threads = [threading.Thread(target=lambda: [run.done(steps=1) for _ in range(500)]) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        self.assertEqual(total(self.received("done")), {"steps": 2000})

    def test_what_is_no_count_is_said_and_left_out(self):
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            with self.joulebook.track("t") as run:
                run.done(samples=1, miles=3)
                run.done(samples=-1)
                run.done(tokens=float("nan"))
        self.assertEqual(total(self.received("done")), {"samples": 1})
        self.assertEqual(len([w for w in said if "is left out" in str(w.message)]), 3)


class WorkUnderARun(AgentTestCase):
    def report(self, source):
        path = os.path.join(self.folder, "report.jsonl")
        self.script(source, JOULEBOOK_REPORT_FILE=path)
        with open(path, encoding="utf-8") as file:
            return [json.loads(line)["done"] for line in file]

    def test_goes_to_its_report_file_to_the_last_at_exit(self):
        lines = self.report("import joulebook\nfor _ in range(100): joulebook.done(samples=2)")
        self.assertEqual(sum(line["samples"] for line in lines), 200)
        self.assertLess(len(lines), 20)

    def test_a_forked_child_tells_only_of_its_own(self):
        lines = self.report(
            "import joulebook, os\njoulebook.done(samples=1)\njoulebook.done(samples=10)\npid = os.fork()\n"
            "joulebook.done(samples=100)\n"
            "if pid: os.waitpid(pid, 0)"
        )
        self.assertEqual(sum(line["samples"] for line in lines), 1 + 10 + 100 + 100)


if __name__ == "__main__":
    unittest.main()
