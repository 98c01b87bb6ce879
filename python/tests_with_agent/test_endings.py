"""However a program ends, and whatever becomes of the agent: the run is closed, and the program is as it would be without us."""

import os
import signal
import subprocess
import sys
import unittest

from tests_with_agent.support import PACKAGE, RealAgentCase

BURN = "import time\ndef burn(s):\n    end = time.process_time() + s\n    while time.process_time() < end: pass\n"


class EndingCase(RealAgentCase):
    def ended(self, source, status=0, stderr="", **options):
        """Runs a program to its end, which must be the program's own; what it wrote."""
        code, out, err = self.ran(self.script(source, **options))
        self.assertEqual((code, err), (status, stderr))
        return out


class OfTheProgram(EndingCase):
    def test_os_exit(self):
        self.ended("import os\nwith joulebook.track('x'):\n    joulebook.log(a=1)\n    os._exit(3)\n", 3)
        self.assertEqual(self.record_of("x", "interrupted")["metrics"], {"a": 1})

    def test_os_exit_at_once(self):
        self.ended("import os\njoulebook.track('x').start()\nos._exit(0)\n")
        self.record_of("x", "interrupted")

    def test_sys_exit(self):
        self.ended("with joulebook.track('x'):\n    sys.exit(3)\n", 3)
        self.assertEqual(self.record_of("x", "failed")["exitCode"], 3)

    def test_sys_exit_in_a_thread(self):
        self.ended(
            "import threading\n"
            "def work():\n"
            "    with joulebook.track('thread'):\n"
            "        sys.exit(4)\n"
            "with joulebook.track('main'):\n"
            "    thread = threading.Thread(target=work); thread.start(); thread.join()\n"
        )
        thread, main = self.record_of("thread", "failed"), self.record_of("main", "ok")
        self.assertEqual((thread["exitCode"], thread["parentId"]), (4, main["id"]))

    def test_a_daemon_thread_that_never_ends(self):
        self.ended(
            "import threading, time\n"
            "def work(ready):\n"
            "    with joulebook.track('daemon') as run:\n"
            "        ready.set()\n"
            "        while True: run.log(a=1); time.sleep(0.001)\n"
            "ready = threading.Event()\n"
            "threading.Thread(target=work, args=[ready], daemon=True).start()\n"
            "ready.wait(); time.sleep(0.2)\n"
        )
        self.record_of("daemon", "ok")

    def test_runs_of_many_threads_at_once(self):
        self.ended(
            "import os, threading\n"
            "def work(i):\n"
            "    with joulebook.track('t%d' % i, params={'i': i}):\n"
            "        joulebook.log(i=i)\n"
            "threads = [threading.Thread(target=work, args=[i]) for i in range(4)]\n"
            "[t.start() for t in threads]; [t.join() for t in threads]\n"
            "assert 'JOULEBOOK_RUN' not in os.environ and 'JOULEBOOK_REPORT_FILE' not in os.environ\n"
        )
        for i in range(4):
            self.assertEqual(self.record_of("t%d" % i, "ok")["metrics"], {"i": i})

    def test_what_happens_while_python_shuts_down(self):
        self.ended(
            "class Late:\n"
            "    def __init__(self): self.run = joulebook.track('late').start()\n"
            "    def __del__(self):\n"
            "        self.run.log(a=1); self.run.end()\n"
            "        with joulebook.track('too late') as run: run.log(a=1)\n"
            "late = Late()\n"
            "late.self = late\n",
        )
        self.record_of("late", "ok")

    def test_asyncio(self):
        self.ended(
            "import asyncio\n"
            "async def cancelled():\n"
            "    with joulebook.track('cancelled', params={'a': 1}):\n"
            "        await asyncio.sleep(60)\n"
            "async def main():\n"
            "    with joulebook.track('main'):\n"
            "        task = asyncio.ensure_future(cancelled())\n"
            "        await asyncio.sleep(0.1)\n"
            "        task.cancel()\n"
            "        await asyncio.gather(task, return_exceptions=True)\n"
            "asyncio.run(main())\n"
        )
        self.assertEqual(self.record_of("cancelled", "interrupted")["parentId"], self.record_of("main", "ok")["id"])

    def test_another_program_in_its_place(self):
        self.assertEqual(self.ended("import os\njoulebook.track('x').start()\nos.execlp('echo', 'echo', 'gone')\n"), "gone\n")
        self.record_of("x", "interrupted")

    def test_sigterm(self):
        self.ended("import os, signal\nwith joulebook.track('x'):\n    os.kill(os.getpid(), signal.SIGTERM)\n", -signal.SIGTERM)
        self.record_of("x", "interrupted")

    def test_a_kill_of_the_whole_process_group(self):
        process = self.script(
            "import os, signal\nwith joulebook.track('x'):\n    os.killpg(os.getpid(), signal.SIGKILL)\n", start_new_session=True
        )
        process.communicate(timeout=30)
        self.record_of("x", "interrupted")

    def test_a_working_folder_that_has_been_removed(self):
        process = self.script(
            "import os, tempfile\n"
            "folder = os.path.realpath(tempfile.mkdtemp()); os.chdir(folder); os.rmdir(folder)\n"
            "with joulebook.track('x', params={'folder': folder}): pass\n"
        )
        process.communicate(timeout=30)  # the agent's shell may complain of the folder
        self.assertEqual(process.returncode, 0)
        record = self.record_of("x", "ok")
        self.assertEqual(record["cwd"], record["params"]["folder"])

    def test_a_program_without_descriptors_of_its_own(self):
        with open(os.devnull, "wb") as nothing:
            process = subprocess.Popen(
                ["sh", "-c", '"$@" <&- >&- 2>&-', "sh", sys.executable, "-c", "import joulebook\nwith joulebook.track('x') as r: r.log(a=1)"],
                env=dict(os.environ, PYTHONPATH=PACKAGE), stdout=nothing, stderr=nothing,
            )
            self.assertEqual(process.wait(30), 0)
        self.assertEqual(self.record_of("x", "ok")["metrics"], {"a": 1})


class OfItsChildren(EndingCase):
    def pools(self, method):
        self.ended(
            BURN + "import multiprocessing\n"
            "def work(x):\n"
            "    burn(0.05)\n"
            "    joulebook.log(x=x)\n"
            "    return x\n"
            "if __name__ == '__main__':\n"
            "    with joulebook.track('pool'):\n"
            "        with multiprocessing.get_context(%r).Pool(2) as pool:\n"
            "            assert pool.map(work, range(4)) == [0, 1, 2, 3]\n" % method
        )
        record = self.record_of("pool", "ok")
        self.assertIn(record["metrics"].get("x"), range(4))
        self.assertGreater(record["usage"]["cpuS"], 0.15)

    def test_a_pool_by_fork(self):
        self.pools("fork")

    def test_a_pool_by_spawn(self):
        self.pools("spawn")

    def test_a_pool_by_forkserver(self):
        self.pools("forkserver")

    def test_runs_of_their_own_that_they_forget_to_end(self):
        for method in ("fork", "spawn", "forkserver"):
            with self.subTest(method):
                self.ended(
                    "import multiprocessing\n"
                    "def work():\n"
                    "    joulebook.track('child %s', params={'a': 1}).start()\n"
                    "if __name__ == '__main__':\n"
                    "    with joulebook.track('parent %s'):\n"
                    "        p = multiprocessing.get_context('%s').Process(target=work)\n"
                    "        p.start(); p.join(); assert p.exitcode == 0\n" % (method, method, method)
                )
                parent = self.record_of("parent " + method, "ok")
                self.assertEqual(self.record_of("child " + method, "ok")["parentId"], parent["id"])

    def test_a_program_started_at_once_is_part_of_the_run(self):
        child = os.path.join(self.folder, "child.py")
        with open(child, "w") as file:
            file.write("import joulebook\njoulebook.log(reported=1)\nwith joulebook.track('child'): pass\n")
        self.ended(
            "import subprocess\n"
            "with joulebook.track('parent'):\n"
            "    subprocess.run([sys.executable, %r], check=True)\n" % child,
            env=dict(os.environ, PYTHONPATH=PACKAGE),
        )
        parent = self.record_of("parent", "ok")
        self.assertEqual(parent["metrics"], {"reported": 1})
        self.assertEqual(self.record_of("child", "ok")["parentId"], parent["id"])

    def test_a_child_that_outlives_the_run_reports_nowhere(self):
        self.ended(
            "import os\n"
            "read, write = os.pipe()\n"
            "with joulebook.track('parent'):\n"
            "    child = os.fork()\n"
            "    if child == 0:\n"
            "        os.close(write); os.read(read, 1)\n"
            "        joulebook.log(late=1); os._exit(0)\n"
            "os.close(write)\n"
            "assert os.waitpid(child, 0)[1] == 0\n"
        )
        self.assertEqual(self.record_of("parent", "ok")["metrics"], {})


class OfTheAgent(EndingCase):
    def test_killed_in_the_middle(self):
        out = self.quietly_ended(
            "import os, signal, time\n"
            "with joulebook.track('x') as run:\n"
            "    run.snapshot()\n"
            "    os.kill(run._run.agent._process.pid, signal.SIGKILL); time.sleep(0.1)\n"
            "    for i in range(1000): run.log(a=i)\n"
            "    run.epoch(1); run.mark('m'); run.energy\n"
            "    with run.window('w') as w, run.stage('s'): pass\n"
            "    w.energy\n"
            "    child = os.fork()\n"
            "    if child == 0: joulebook.log(child=1); os._exit(0)\n"
            "    os.waitpid(child, 0)\n"
            "print(run.energy)\n",
            "the agent has ended before the run",
        )
        self.assertEqual(out, "None\n")
        self.joulebook("ls")  # whoever looks at the book next closes it
        record = self.record_of("x", "lost")
        self.assertEqual((record["metrics"], [m["name"] for m in record["marks"]]), ({"a": 999, "child": 1}, ["m"]))

    def quietly_ended(self, source, *warnings):
        """The program ends well, with these warnings."""
        code, out, err = self.ran(self.script(source, env=dict(os.environ, JOULEBOOK_STRICT="0")))
        self.assertEqual(code, 0, err)
        self.assertEqual(err.count("JoulebookWarning"), len(warnings), err)
        for warning in warnings:
            self.assertIn(warning, err)
        return out

    def joulebook(self, *arguments):
        subprocess.run([os.environ["JOULEBOOK_BIN"], *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)

    def test_one_that_hangs_delays_only_what_asks_it_and_not_for_long(self):
        out = self.quietly_ended(
            "import os, signal, time\n"
            "run = joulebook.track('x', timeout=0.5).start()\n"
            "run.snapshot()\n"
            "pid = run._run.agent._process.pid\n"
            "os.kill(pid, signal.SIGSTOP)\n"
            "began = time.monotonic()\n"
            "for i in range(20000): run.log(step=i, loss=0.123456789)\n"
            "run.epoch(1); run.mark('m')\n"
            "with run.window('w') as w, run.stage('s'): pass\n"
            "told = time.monotonic()\n"
            "assert w.energy is None and run.energy is None\n"
            "asked = time.monotonic()\n"
            "assert run.end() is None\n"
            "print(told - began < 3, asked - told < 1, time.monotonic() - asked < 1)\n"
            "os.kill(pid, signal.SIGCONT)\n",
            "metric lines were dropped", "did not answer within 0.5 s",
        )
        self.assertEqual(out, "True True True\n")
        self.record_of("x", "interrupted")  # it has not got as far as our `end`, which the full pipe did not take

    def test_a_full_disk(self):
        disk = os.path.join(self.folder, "disk")
        os.mkdir(disk)
        mounts = ["unshare", "--map-root-user", "--mount"]
        may = subprocess.run([*mounts, "mount", "-t", "tmpfs", "tmpfs", disk], stderr=subprocess.PIPE, universal_newlines=True)
        if may.returncode != 0:
            if "tmpfs" in os.environ.get("JOULEBOOK_ALLOW_MISSING", "").replace(",", " ").split():
                sys.stderr.write("not tried, as JOULEBOOK_ALLOW_MISSING says: tmpfs (%s)\n" % may.stderr.strip())
                return
            self.fail("tmpfs is not to be had here (%s); JOULEBOOK_ALLOW_MISSING=tmpfs goes without" % may.stderr.strip())
        program = os.path.join(self.folder, "program.py")
        with open(program, "w") as file:
            file.write(
                "import joulebook\n"
                "with joulebook.track('x') as run:\n"
                "    for i in range(5000): run.log(step=i, loss=0.123456789)\n"
                "    joulebook.log(a=1)\n"
                "print(run.energy is not None)\n"
            )
        done = subprocess.run(
            [*mounts, "sh", "-c", 'mount -t tmpfs -o size=64k tmpfs "$1" && cd "$1" && exec "$2" "$3"', "sh", disk, sys.executable, program],
            env=dict(os.environ, PYTHONPATH=PACKAGE, TMPDIR=disk, JOULEBOOK_DIR=os.path.join(disk, "book"), JOULEBOOK_STRICT="0"),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, timeout=60,
        )
        self.assertEqual((done.returncode, done.stdout), (0, "True\n"), done.stderr)
        self.assertRegex(done.stderr, "JoulebookWarning")
        self.assertIn("no space left", done.stderr)

    def test_the_time_before_its_first_reading_is_a_gap(self):
        self.ended("import time\nwith joulebook.track('x'): time.sleep(0.5)\n")
        record = self.record_of("x", "ok")
        (gap,) = record["gaps"]
        self.assertAlmostEqual(gap["atS"], 0, places=6)
        self.assertGreater(gap["durationS"], 0.01)
        self.assertLess(gap["durationS"], record["durationS"])
        self.assertGreater(record["durationS"], 0.5)

    def test_what_ended_before_its_first_reading_is_unknown_and_not_nothing(self):
        out = self.quietly_ended(
            "with joulebook.track('short') as run:\n"
            "    with run.window('w') as w: pass\n"
            "print(run.energy, run.co2, w.energy, run.energy.value)\n",
            "ended before the tracker had taken its first reading",
        )
        self.assertEqual(out, "unknown unknown unknown None\n")
        record = self.record_of("short", "ok")
        self.assertLess(record["durationS"], record["gaps"][0]["durationS"])
        self.assertIsNone(record["energy"]["wall"]["attributed"]["value"])
        self.assertIsNone(record["energy"]["stages"]["w"]["attributed"]["value"])

    def test_a_start_that_waits_leaves_nothing_of_the_block_before_the_first_reading(self):
        self.ended(
            BURN + "from joulebook._time import boot_seconds\n"
            "before = boot_seconds()\n"
            "with joulebook.track('short', wait=True) as run:\n"
            "    run.note(str(boot_seconds() - before)); burn(0.05)\n",
            env=dict(os.environ, JOULEBOOK_STRICT="0"),
        )
        record = self.record_of("short", "ok")
        # 50 ms, less what the two counts of 10 ms (user and system), each cut off, may hide: four of them.
        self.assertGreaterEqual(record["usage"]["cpuS"], 0.04)
        (waited,) = (float(note["text"]) for note in record["notes"])
        self.assertLess(sum(gap["durationS"] for gap in record["gaps"]), waited / 2)  # the run began when the agent was there

    def test_a_run_lasts_as_long_as_its_program_says_though_the_agent_has_a_backlog(self):
        self.ended(
            "import os, signal, time\n"
            "with joulebook.track('x') as run:\n"
            "    run.snapshot()\n"
            "    began = time.monotonic()\n"
            "    os.kill(run._run.agent._process.pid, signal.SIGSTOP)\n"
            "    for i in range(1000): run.log(a=i)\n"
            "    if os.fork() == 0: time.sleep(1); os.kill(run._run.agent._process.pid, signal.SIGCONT); os._exit(0)\n"
            "print(time.monotonic() - began)\n"
        )
        self.assertLess(self.record_of("x", "ok")["durationS"], 0.9)

    def test_a_nested_run_whose_agent_is_faster_is_nested_all_the_same(self):
        slow = os.path.join(self.folder, "slow")
        with open(slow, "w") as file:
            file.write('#!/bin/sh\nsleep 0.4\nexec "%s" "$@"\n' % os.environ["JOULEBOOK_BIN"])
        os.chmod(slow, 0o755)
        self.ended(
            "with joulebook.track('outer', agent=[%r, 'agent'], strict=False):\n"
            "    with joulebook.track('inner', params={'a': 1}): pass\n" % slow
        )
        self.assertEqual(self.record_of("inner", "ok")["parentId"], self.record_of("outer", "ok")["id"])

    def test_many_short_runs_leave_no_process_behind(self):
        self.ended(
            "import glob, time\n"
            "def children():\n"
            "    return ''.join(open(path).read() for path in glob.glob('/proc/self/task/*/children')).split()\n"
            "for i in range(5):\n"
            "    with joulebook.track('r%d' % i): pass\n"
            "from joulebook import _agent\n"
            "deadline = time.monotonic() + 10\n"
            "while children() and time.monotonic() < deadline: _agent._reap(); time.sleep(0.02)\n"
            "assert not children(), children()\n"
        )


if __name__ == "__main__":
    unittest.main()
