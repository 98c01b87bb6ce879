"""Runs that stand side by side in one program, in threads or tasks: each is part of the run that they were started in, not of its neighbour."""

import unittest

from tests_with_agent.support import RealAgentCase

THREADS = """
import threading
together = threading.Barrier(4)
def trial(i):
    with joulebook.track('trial %d' % i, params={'i': i}, wait=True):
        together.wait(30)  # all are open
        joulebook.log(i=i)
        together.wait(30)
with joulebook.track('search'):
    threads = [threading.Thread(target=trial, args=[i]) for i in range(3)]
    [t.start() for t in threads]
    together.wait(30)
    helper = threading.Thread(target=lambda: joulebook.log(helper=1)); helper.start(); helper.join()
    together.wait(30)
    [t.join() for t in threads]
"""

TASKS = """
import asyncio
async def trial(i, ready, go):
    with joulebook.track('trial %d' % i, params={'i': i}, wait=True):
        ready.release(); await go.wait()
        joulebook.log(i=i)
async def main():
    ready, go = asyncio.Semaphore(0), asyncio.Event()
    with joulebook.track('search'):
        tasks = [asyncio.ensure_future(trial(i, ready, go)) for i in range(3)]
        for _ in tasks: await ready.acquire()
        joulebook.log(helper=1)
        go.set(); await asyncio.gather(*tasks)
asyncio.run(main())
"""

WINDOWS = """
import concurrent.futures
def part(i):
    with joulebook.track('part', nested='window') as window: pass
    return window
with joulebook.track('search', wait=True):
    with concurrent.futures.ThreadPoolExecutor(3) as pool: list(pool.map(part, range(6)))
"""


ALONE = """
import threading
together = threading.Barrier(3)
def training(i):
    together.wait(30)  # all begin at once
    with joulebook.track('training %d' % i, params={'i': i}):
        together.wait(30)
        end = time.monotonic() + 0.5
        while time.monotonic() < end: pass
        together.wait(30)
threads = [threading.Thread(target=training, args=[i]) for i in range(3)]
[t.start() for t in threads]
[t.join() for t in threads]
"""


class SideBySide(RealAgentCase):
    def records_of(self, source):
        self.assertEqual(self.ran(self.script(source)), (0, "", ""))
        return {record["name"]: record for record in self.records()}

    def check_trials(self, source):
        found = self.records_of(source)
        search = found.pop("search")
        self.assertEqual(search["metrics"], {"helper": 1})
        self.assertEqual({name: r["parentId"] for name, r in found.items()}, {"trial %d" % i: search["id"] for i in range(3)})
        self.assertEqual([found["trial %d" % i]["metrics"] for i in range(3)], [{"i": i} for i in range(3)])

    def test_in_threads(self):
        self.check_trials(THREADS)

    def test_in_tasks(self):
        self.check_trials(TASKS)

    def test_with_nothing_around_them_the_program_counts_once(self):
        found = self.records_of("import time\n" + ALONE)
        [root] = [r for r in found.values() if "parentId" not in r]
        self.assertEqual({r["rootId"] for r in found.values()}, {root["id"]})
        self.assertEqual(len(found), 3)

    def test_windows_of_threads_where_they_are_asked_for(self):
        found = self.records_of(WINDOWS)
        self.assertEqual(list(found), ["search"])
        self.assertEqual(found["search"]["energy"]["stages"]["part"]["count"], 6)


if __name__ == "__main__":
    unittest.main()
