import json
import os
import shutil
import signal
import subprocess
import sys
import time
import unittest
import warnings

from tests.support import PACKAGE, AgentTestCase
import joulebook
import joulebook._run


def everything(run):
    """Uses all that there is; nothing may raise."""
    for _ in run.epochs(range(3)):
        run.log(loss=1.0)
    with run.stage("s"), run.window("w") as window:
        run.mark("m")
    run.params(a=1)
    run.tag("t")
    run.note("n")
    run.epoch(4)
    return run.snapshot(), window.energy


class Unmeasured(AgentTestCase):
    def check_one_warning(self, part, timeout=5.0):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            for _ in range(2):
                with joulebook.track("x", timeout=timeout) as run:
                    self.assertEqual(everything(run), (None, None))
                self.assertIsNone(run.energy)
                self.assertIsNone(run.co2)
                self.assertIsNone(run.result)
        texts = [str(w.message) for w in caught if issubclass(w.category, joulebook.JoulebookWarning)]
        self.assertEqual(len(texts), 1, texts)
        self.assertIn(part, texts[0])
        self.assertEqual(os.path.basename(caught[0].filename), os.path.basename(__file__))
        joulebook._trouble._said.clear()
        os.environ["JOULEBOOK_STRICT"] = "1"
        with self.assertRaises(joulebook.JoulebookError):
            with joulebook.track("x", timeout=timeout) as run:
                everything(run)

    def test_no_agent_anywhere(self):
        # From a copy of the package elsewhere: this checkout may have an agent.
        shutil.copytree(os.path.join(PACKAGE, "joulebook"), os.path.join(self.folder, "a", "joulebook"))
        done = subprocess.run(
            [sys.executable, "-c", "import joulebook\nfor _ in 1, 2:\n with joulebook.track('x') as t: t.log(a=1)\n print(t.energy)"],
            env={"PYTHONPATH": os.path.join(self.folder, "a"), "PATH": "/nothing"},
            cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True,
        )
        self.assertEqual((done.returncode, done.stdout), (0, "None\nNone\n"), done.stderr)
        self.assertEqual(done.stderr.count("no joulebook was found"), 1)

    def test_a_named_agent_that_is_not_there(self):
        os.environ["JOULEBOOK_BIN"] = os.path.join(self.folder, "missing")
        self.check_one_warning("cannot be started")

    def test_an_agent_that_ends_at_once(self):
        os.environ["FAKE_AGENT_MODE"] = "dead"
        self.check_one_warning("ended with status 7")

    def test_an_agent_that_refuses(self):
        os.environ["FAKE_AGENT_MODE"] = "refuse"
        self.check_one_warning("no run today\n  why: it is so\n  fix: do otherwise")

    def test_an_agent_that_never_answers(self):
        os.environ["FAKE_AGENT_MODE"] = "stuck"
        began = time.monotonic()
        self.check_one_warning("did not answer within 0.3 s", timeout=0.3)
        self.assertLess(time.monotonic() - began, 8)

    def test_warnings_as_errors_do_not_end_the_program(self):
        done = self.script("with joulebook.track(): print('on')", "-W", "error", JOULEBOOK_BIN="/nothing/here")
        self.assertEqual(done.stdout, "on\n")
        self.assertIn("cannot be started", done.stderr)


class Broken(AgentTestCase):
    def test_an_agent_that_crashes_in_the_middle(self):
        os.environ["FAKE_AGENT_MODE"] = "crash"
        with self.assertWarnsRegex(joulebook.JoulebookWarning, "exit status is 3"):
            with joulebook.track() as run:
                run.epoch(1)
                self.assertIsNone(run.snapshot())
                for _ in range(1000):
                    run.log(a=1)
        self.assertIsNone(run.energy)
        self.assertNotIn("JOULEBOOK_RUN", os.environ)

    def test_a_late_answer_is_an_answer(self):
        os.environ["FAKE_AGENT_MODE"] = "slow-start"
        with joulebook.track("late", timeout=0.5) as run:
            run.log(a=1)
        self.assertEqual(run.energy.wh, 311)

    def test_what_is_no_protocol_is_passed_over(self):
        os.environ["FAKE_AGENT_MODE"] = "noise"
        with joulebook.track() as run:
            pass
        self.assertEqual(run.energy.wh, 311)

    def test_a_program_that_is_no_agent_and_does_not_stop_talking(self):
        for says in ("yes '{}'", "yes", "yes '[1]'", "cat /dev/zero"):
            with self.subTest(says):
                with open(os.path.join(self.folder, "joulebook"), "w") as file:
                    file.write("#!/bin/sh\nexec %s\n" % says)
                joulebook._run._broken.clear()
                joulebook._trouble._said.clear()
                began = time.process_time()
                with self.assertWarnsRegex(joulebook.JoulebookWarning, "is no agent"):
                    with joulebook.track() as run:
                        run.snapshot()
                        for _ in range(1000):
                            run.log(a=1)
                self.assertIsNone(run.energy)
                self.assertLess(time.process_time() - began, 2)

    def test_a_program_that_a_broken_pipe_would_kill_outlives_its_agent(self):
        done = self.script(
            "import os, signal\n"
            "signal.signal(signal.SIGPIPE, signal.SIG_DFL)\n"
            "with joulebook.track(wait=True) as run:\n"
            "    agent = run._run.agent._process\n"
            "    agent.kill(); agent.wait()\n"
            "    for i in range(100): run.log(a=i)\n"
            "print(signal.pthread_sigmask(signal.SIG_BLOCK, ()), signal.sigpending(), flush=True)\n"
            "os.kill(os.getpid(), signal.SIGPIPE)\n",
            check=False,
        )
        self.assertEqual((done.returncode, done.stdout), (-signal.SIGPIPE, "set() set()\n"), done.stderr)

    def test_a_program_that_closes_all_descriptors_loses_its_measurement_and_nothing_else(self):
        done = self.script(
            "import os\n"
            "with joulebook.track():\n"
            "    os.closerange(3, 50)\n"
            "    joulebook.log(a=1)\n"
            "print('JOULEBOOK_RUN' in os.environ)\n"
        )
        self.assertEqual(done.stdout, "False\n")
        self.assertIn("the agent ended", done.stderr)
        self.assertNotIn("failed", done.stderr)

    def test_a_full_pipe_drops_metrics_and_says_so(self):
        fifo = os.path.join(self.folder, "hold")
        os.mkfifo(fifo)
        os.environ.update(FAKE_AGENT_MODE="deaf", FAKE_AGENT_HOLD=fifo)
        with self.assertWarnsRegex(joulebook.JoulebookWarning, "metric lines were dropped"):
            with joulebook.track(timeout=0.2) as run:
                hold = open(fifo, "wb")
                began = time.monotonic()
                for step in range(20_000):
                    run.log(step=step, loss=0.123456789)
                run.epoch(1)
                took = time.monotonic() - began
                agent = run._run.agent
        hold.close()
        self.assertLess(took, 10)
        self.assertGreater(agent.dropped, 1000)
        self.assertLess(agent.dropped, 20_000 - 1000)

    def test_complaints_about_quiet_messages_are_said(self):
        with self.assertWarnsRegex(joulebook.JoulebookWarning, "unknown type"):
            with joulebook.track() as run:
                run._run.agent.send({"type": "frobnicate"})
                run.snapshot()
        self.assertEqual(run.energy.wh, 311)

    def test_what_cannot_be_written_as_json_does_not_raise(self):
        with self.assertWarns(joulebook.JoulebookWarning):
            with joulebook.track() as run:
                run.epoch(object())
        self.assertEqual(run.energy.wh, 311)

    def test_what_goes_wrong_differently_at_every_step_does_not_drown_the_program(self):
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            with joulebook.track() as run:
                for i in range(1000):
                    run.log(a=1, step="step %d" % i)
        self.assertEqual(len(said), 50)
        self.assertIn("no more are shown", str(said[-1].message))
        self.assertEqual(len(self.received("metric")), 1000)

    def test_a_sync_that_fails(self):
        with self.assertWarnsRegex(joulebook.JoulebookWarning, "ZeroDivisionError|division"):
            with joulebook.track(sync=lambda: 1 / 0) as run:
                run.epoch(1)
        self.assertEqual(run.energy.wh, 311)


class Options(AgentTestCase):
    def test_what_the_agent_would_refuse_is_said_and_left_out_and_the_rest_is_measured(self):
        class Hostile:
            def __str__(self):
                raise RuntimeError("no")

        cases = [
            ({"interval": 0.001}, "interval=0.001"), ({"pue": 0.5}, "pue=0.5"), ({"pue": float("inf")}, "pue=inf"),
            ({"scope": "galaxy"}, "scope='galaxy'"), ({"intensity": "green"}, "intensity='green'"), ({"params": 3}, "params=3"),
            ({"project": Hostile()}, "RuntimeError: no"),
        ]
        for given, said in cases:
            with self.subTest(said):
                with self.assertWarns(joulebook.JoulebookWarning) as caught:
                    with joulebook.track("x", timeout="soon", tags=7, **given) as run:
                        pass
                self.assertIn(said, str(caught.warning))
                self.assertEqual(run.energy.wh, 311)
                self.assertNotIn(next(iter(given)), self.received("start")[-1])
                with self.assertRaises(joulebook.JoulebookError):
                    joulebook.track("x", strict=True, **given)

    def test_numbers_and_paths_of_other_kinds_are_taken(self):
        import decimal
        import pathlib

        with joulebook.track("x", pue=decimal.Decimal("1.5"), book=pathlib.Path("b"), project=7, tags=("a", 1), interval=1):
            pass
        start = self.received("start")[0]
        self.assertEqual(
            [start[name] for name in ("pue", "book", "project", "tags", "intervalS")], [1.5, "b", "7", ["a", "1"], 1]
        )


class Strict(AgentTestCase):
    def test_raises_for_the_tracker_s_trouble_and_not_for_facts_of_the_machine(self):
        for code, raises in (("E_METER", True), ("E_BOOK_WRITE", True), ("E_SHARE", False), ("E_REGION", False)):
            os.environ["FAKE_AGENT_WARNINGS"] = json.dumps([{"code": code, "what": "see " + code}])
            with self.subTest(code), self.assertRaises(joulebook.JoulebookError) if raises else self.assertWarns(joulebook.JoulebookWarning) as caught:
                with joulebook.track("x", strict=True) as run:
                    pass
                self.assertEqual(run.energy.wh, 311)
            self.assertIn(code, str(caught.exception if raises else caught.warning))


class Processes(AgentTestCase):
    def test_a_forked_child_leaves_the_agent_alone_and_reports_by_file(self):
        reports = os.path.join(self.folder, "reports.jsonl")
        done = self.script(
            "import os\n"
            "with joulebook.track('parent') as run:\n"
            "    w = run.window('w')\n"
            "    child = os.fork()\n"
            "    if child == 0:\n"
            "        run.log(child=1); joulebook.log(child=2); run.stage('s'); w.end(); run.snapshot()\n"
            "        sys.exit(0)\n"
            "    assert os.waitpid(child, 0)[1] == 0\n"
            "    run.log(parent=1)\n"
            "    w.end()\n"
            "print(run.energy)\n",
            FAKE_AGENT_REPORT=reports,
        )
        self.assertEqual(done.stdout, "310 Wh ±5 %\n")
        self.assertEqual(done.stderr, "")
        self.assertEqual(self.kinds(), ["hello", "start", "window", "metric", "window", "end", "eof"])
        with open(reports) as file:
            text = file.read()
        self.assertEqual([text.count(part) for part in ('"child":1', '"child":2', '"stage":"s"')], [1, 1, 1])

    def test_the_end_of_the_parent_reaches_the_agent_though_a_forked_child_lives(self):
        read, write = os.pipe()
        self.addCleanup(os.close, write)
        script = (
            "import os, signal\n"
            "joulebook.track('parent').start()\n"
            "if os.fork() == 0:\n"
            "    os.close(1); os.close(2); os.read(%d, 1); os._exit(0)\n"
            "os.kill(os.getpid(), signal.SIGKILL)\n" % read
        )
        path = os.path.join(self.folder, "killed.py")
        with open(path, "w") as file:
            file.write("import sys; sys.path.insert(0, %r)\nimport joulebook\n%s" % (PACKAGE, script))
        done = subprocess.run([sys.executable, path], pass_fds=[read], timeout=30)
        os.close(read)
        self.assertEqual(done.returncode, -signal.SIGKILL)
        self.assertEqual(self.kinds(), ["hello", "start", "eof"])

    def test_multiprocessing_by_fork_and_spawn(self):
        reports = os.path.join(self.folder, "reports.jsonl")
        self.script(
            "import multiprocessing\n"
            "def work(x):\n"
            "    joulebook.log(x=x)\n"
            "    return x\n"
            "if __name__ == '__main__':\n"
            "    with joulebook.track():\n"
            "        for way in 'fork', 'spawn':\n"
            "            with multiprocessing.get_context(way).Pool(2) as pool:\n"
            "                assert pool.map(work, range(4)) == [0, 1, 2, 3]\n",
            FAKE_AGENT_REPORT=reports,
        )
        with open(reports) as file:
            self.assertEqual(len(file.readlines()), 8)
        self.assertEqual(self.kinds(), ["hello", "start", "end", "eof"])

    def test_a_program_that_forgets_to_end_is_closed_at_exit(self):
        self.script("joulebook.track('x').start()")
        self.assertEqual(self.received("end")[0]["state"], "ok")

    def test_a_program_that_fails_before_the_end_is_closed_as_failed(self):
        done = self.script("joulebook.track('x').start()\nraise ValueError('no')", check=False)
        self.assertEqual(done.returncode, 1)
        end = self.received("end")[0]
        self.assertEqual((end["state"], end["error"]), ("failed", "ValueError: no"))

    def test_stdout_stays_the_programs_own_and_no_thread_or_handler_is_left(self):
        done = self.script(
            "import signal, threading\n"
            "before = [signal.getsignal(s) for s in range(1, 32)]\n"
            "with joulebook.track() as run:\n"
            "    run.epoch(1)\n"
            "    assert threading.active_count() == 1\n"
            "    assert [signal.getsignal(s) for s in range(1, 32)] == before\n"
            "print('done')\n",
            "-X", "dev",
        )
        self.assertEqual((done.stdout, done.stderr), ("done\n", ""))

    def test_ctrl_c_ends_the_run_as_interrupted(self):
        source = "with joulebook.track():\n    print('go', flush=True)\n    import signal; signal.pause()\n"
        path = os.path.join(self.folder, "wait.py")
        with open(path, "w") as file:
            file.write("import sys; sys.path.insert(0, %r)\nimport joulebook\n%s" % (PACKAGE, source))
        process = subprocess.Popen(
            [sys.executable, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
            # a shell without job control may have had us ignore it, and that is inherited
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        self.assertEqual(process.stdout.readline(), b"go\n")
        os.killpg(process.pid, signal.SIGINT)
        _, stderr = process.communicate(timeout=20)
        self.assertIn(b"KeyboardInterrupt", stderr)
        self.assertEqual(self.received("end")[0]["state"], "interrupted")

    def test_thousands_of_open_descriptors(self):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        want = 1500 if hard == resource.RLIM_INFINITY else min(1500, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, want), hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        taken = [os.open("/dev/null", os.O_RDONLY) for _ in range(want - 100)]
        self.addCleanup(lambda: [os.close(fd) for fd in taken])
        with joulebook.track() as run:
            run.log(a=1)
        self.assertEqual(run.energy.wh, 311)


class Reports(AgentTestCase):
    def test_under_run_and_without_a_tracker_lines_go_to_the_file(self):
        import json

        path = os.path.join(self.folder, "reports.jsonl")
        os.environ["JOULEBOOK_REPORT_FILE"] = path
        joulebook.log(loss=0.5, step=3, bad=float("nan"))
        joulebook.log({"stage": 3, "acc": 1})
        joulebook.epoch(1, of=4, acc=0.9)
        joulebook.mark("here")
        with joulebook.stage("train"):
            pass
        joulebook.log(only=float("nan"))
        with open(path) as file:
            lines = [json.loads(line) for line in file]
        self.assertTrue(all(isinstance(line.pop("t"), float) for line in lines))
        self.assertEqual(
            lines,
            [
                {"loss": 0.5, "step": 3},
                {"acc": 1},
                {"epoch": 1, "epochs": 4, "acc": 0.9},
                {"mark": "here"},
                {"stage": "train"},
                {"stage": None},
            ],
        )
        self.assertFalse(os.path.exists(self.log))

    def test_without_a_file_they_go_nowhere(self):
        joulebook.log(a=1)
        joulebook.epoch(1)
        joulebook.mark("m")
        with joulebook.stage("s"):
            pass
        self.assertEqual(os.listdir(self.folder), ["joulebook"])

    def test_a_file_that_cannot_be_written(self):
        os.environ["JOULEBOOK_REPORT_FILE"] = os.path.join(self.folder, "no", "folder")
        with self.assertWarnsRegex(joulebook.JoulebookWarning, "report file cannot be written"):
            joulebook.log(a=1)

    def test_a_tracker_without_agent_inside_a_run_still_reports(self):
        path = os.path.join(self.folder, "reports.jsonl")
        os.environ.update(JOULEBOOK_REPORT_FILE=path, JOULEBOOK_BIN="/nothing")
        with self.assertWarns(joulebook.JoulebookWarning):
            with joulebook.track() as run:
                run.log(a=1)
        with open(path) as file:
            self.assertIn('"a":1', file.read())


class Speed(AgentTestCase):
    def test_a_step_costs_microseconds(self):
        with joulebook.track() as run:
            best = min(self._seconds_per_log(run) for _ in range(7))
        self.assertLess(best, 60e-6)  # 20 µs is typical; the bound leaves room for a slow or busy machine

    @staticmethod
    def _seconds_per_log(run, count=300):
        began = time.process_time()
        for step in range(count):
            run.log(step=step, loss=0.25, accuracy=0.5)
        return (time.process_time() - began) / count

    def test_import_is_light(self):
        code = (
            "import sys; before = set(sys.modules); import joulebook; new = set(sys.modules) - before\n"
            "heavy = {'json', 'subprocess', 'asyncio', 'inspect', 'typing', 'logging', 'shutil', 'tempfile', 'socket', 're'}\n"
            "print(sorted(heavy & new))"
        )
        done = subprocess.run(
            [sys.executable, "-S", "-c", code], env={"PYTHONPATH": PACKAGE}, stdout=subprocess.PIPE, check=True,
        )
        self.assertEqual(done.stdout.decode().strip(), "[]")


if __name__ == "__main__":
    unittest.main()
