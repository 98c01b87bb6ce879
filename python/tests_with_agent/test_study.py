"""Studies against the built joulebook."""

import json
import os
import signal
import threading
import unittest
import warnings

from tests_with_agent.support import RealAgentCase
import joulebook

SEARCH = {
    "objective": {"metric": "loss", "goal": "minimize"},
    "resource": "epoch",
    "max_resource": 4,
    "budget": "6 trials",
    "parameters": {"lr": {"min": 0.0, "max": 1.0}, "opt": ["adam", "sgd"], "net": {"parameters": {"width": [8, 16]}}},
    "search": {"sampler": "random", "stopper": "none", "seed": 7, "warm_start": "none"},
}


def loss_at(lr, epoch):
    return abs(lr - 0.3) + 1 / epoch


class Studies(RealAgentCase):
    def study(self, name, **more):
        study = joulebook.study(dict(SEARCH, name=name, **more), interval=0.1)
        self.addCleanup(study.close)
        return study

    def trials_of(self, name):
        """As the command line has them."""
        import subprocess

        done = subprocess.run(
            [os.environ["JOULEBOOK_BIN"], "study", "show", name, "--json"], stdout=subprocess.PIPE, universal_newlines=True,
        )
        return json.loads(done.stdout)["data"]["list"]

    def test_a_function_is_tried_until_the_budget_is_spent(self):
        def train(trial):
            for epoch in range(4):
                self.burn(0.005)
                decision = trial.report(epoch, loss=loss_at(trial.params["lr"], epoch + 1), other=1)
                self.assertFalse(decision.should_stop)

        seen = []
        with self.study("digits") as study:
            best = study.optimize(train, callbacks=[lambda of, trial: seen.append((of is study, trial.fate.state))])
            trials = study.trials
            self.assertEqual(study.over, "all its trials have been tried")
            self.assertEqual(study.best_params, best.params)
        self.assertEqual(seen, [(True, "complete")] * 6)
        self.assertEqual([trial.number for trial in trials], list(range(6)))
        self.assertEqual(best.value, min(trial.value for trial in trials))
        self.assertEqual(best.resource, 4)
        self.check_energy(study.energy)
        root = self.record_of("digits", "ok")
        record = self.record_of("digits-2", "ok")
        self.assertEqual((record["kind"], record["parentId"]), ("trial", root["id"]))
        self.assertEqual(record["params"]["lr"], trials[2].params["lr"])
        self.assertEqual(record["metrics"], {"loss": trials[2].value, "other": 1})
        self.assertEqual([epoch["n"] for epoch in record["energy"]["epochs"]], [0, 1, 2, 3])
        self.assertGreater(sum(trial.joules for trial in trials), 0)
        self.assertLess(sum(trial.joules for trial in trials), study.energy.value * 1.001)

    def test_a_loop_over_trials_and_one_that_asks_and_tells(self):
        with self.study("loops") as study:
            for trial in study:
                self.assertEqual(os.environ["JOULEBOOK_TRIAL"], str(trial.number))
                trial.report(loss=trial.params["lr"])
                if trial.number == 1:
                    trial.tell(loss=0.125)
                if trial.number == 2:
                    trial.report(loss=0.75)
                    break
            trial.tell()
            self.assertNotIn("JOULEBOOK_TRIAL", os.environ)
            fourth = study.ask()
            study.tell(fourth, 0.5)
            study.tell(study.ask(), state="failed")
        told = [(trial["state"], trial["values"]) for trial in self.trials_of("loops")]
        self.assertEqual(told[1:], [("complete", [0.125]), ("complete", [0.75]), ("complete", [0.5]), ("failed", [None])])

    def test_what_the_function_raises_is_a_failed_trial_tried_again_as_the_search_says(self):
        def train(trial):
            if trial.number == 1:
                raise ValueError("no luck %d" % trial.attempt)
            if trial.number == 2:
                raise joulebook.TrialStopped("not worth it")
            return {"loss": 0.25} if trial.number == 3 else 0.5

        fates = []
        with self.study("raises", budget="4 trials", retry={"max": 1, "on": ["exit"]}) as study:
            with self.assertLogs("joulebook", "WARNING") as logs:
                study.optimize(train, callbacks=[lambda _, trial: fates.append((trial.number, trial.fate.state, trial.fate.why))])
            self.assertEqual(study.best_value, 0.25)
        self.assertEqual(fates, [
            (0, "complete", None), (1, "waiting", "ValueError: no luck 1"), (1, "failed", "ValueError: no luck 2"),
            (2, "stopped", "not worth it"), (3, "complete", None),
        ])
        self.assertIn("trial 1 of raises failed\nTraceback", logs.output[0])
        self.assertIn("ValueError: no luck 1", [note["text"] for note in self.records_of("raises-1")[0]["notes"]])

    def records_of(self, name):
        return [record for record in self.records() if record["name"] == name]

    def test_a_function_that_always_fails_ends_the_search(self):
        calls = []

        def train(trial):
            calls.append(trial)
            return undefined  # noqa: F821

        with self.study("bad", budget="100 trials") as study:
            with self.assertLogs("joulebook", "WARNING"), self.assertRaisesRegex(joulebook.JoulebookError, "the search ends") as caught:
                study.optimize(train)
        self.assertIsInstance(caught.exception.__cause__, NameError)
        self.assertLessEqual(len(calls), 5)

    def test_a_callback_may_end_the_call(self):
        with self.study("ended") as study:
            study.optimize(lambda trial: 1, callbacks=[lambda of, trial: of.stop() if trial.number == 1 else None])
            self.assertEqual((len(study.trials), study.over), (2, None))
            study.optimize(lambda trial: 1)
            self.assertEqual(len(study.trials), 6)

    def test_what_is_searched_as_a_float_is_one(self):
        deep = {"parameters": {"x": {"min": 0.0, "max": 4.0, "step": 1.0}}}
        more = {"lr": {"min": 0.0, "max": 1.0, "step": 1.0}, "n": {"min": 1, "max": 2}, "deep": deep}
        with self.study("floats", parameters=more) as study:
            params = study.ask().params
        self.assertEqual([type(value) for value in (params["lr"], params["n"], params["deep"]["x"])], [float, int, float])

    def test_the_stoppers_word_is_heard(self):
        search = dict(SEARCH["search"], stopper={"type": "threshold", "upper": 1})
        with self.study("stops", search=search) as study:
            trial = study.ask()
            self.assertEqual(trial.report(0, loss=0.5).action, "continue")
            self.assertFalse(trial.should_stop())
            decision = trial.report(1, loss=2.5)
            self.assertEqual((decision.action, trial.should_stop()), ("stop", True))
            self.assertTrue(decision.reason)
            self.assertEqual(trial.tell().state, "stopped")

    def test_threads_share_the_study(self):
        together = threading.Barrier(3)

        def train(trial):
            together.wait(20)  # three are in flight at once, or this fails
            return trial.params["lr"]

        with self.study("threads", budget="9 trials", workers=3) as study:
            study.optimize(train)
            self.assertEqual([trial.state for trial in study.trials], ["complete"] * 9)

    def test_ctrl_c_ends_the_search_and_the_same_program_goes_on(self):
        source = (
            "import time\n"
            "def train(trial):\n"
            "    print('trial', trial.number, trial.attempt, flush=True)\n"
            "    if trial.number == 2 and trial.attempt == 1:\n"
            "        while True: time.sleep(0.05)\n"
            "    return trial.params['lr']\n"
            "with joulebook.study(%r, name='ctrl-c') as study:\n"
            "    study.optimize(train)\n" % (SEARCH,)
        )
        process = self.script(
            source, start_new_session=True, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler)
        )
        while process.stdout.readline() != b"trial 2 1\n":
            pass
        os.killpg(process.pid, signal.SIGINT)
        _, stderr = process.communicate(timeout=30)
        self.assertIn(b"KeyboardInterrupt", stderr)
        self.assertNotIn(b"joulebook:", stderr)
        self.record_of("ctrl-c", "interrupted")
        code, out, stderr = self.ran(self.script(source))
        self.assertEqual((code, out.split("\n")[0], stderr), (0, "trial 2 2", ""))
        self.assertEqual([trial["state"] for trial in self.trials_of("ctrl-c")], ["complete"] * 6)

    def test_a_killed_program_goes_on(self):
        source = (
            "import os, signal\n"
            "def train(trial):\n"
            "    trial.report(loss=1.0)\n"
            "    if trial.number == 1 and trial.attempt == 1: os.kill(os.getpid(), signal.SIGKILL)\n"
            "    return trial.params['lr']\n"
            "joulebook.study(%r, name='killed').optimize(train)\n" % (SEARCH,)
        )
        killed = self.script(source)
        killed.communicate(timeout=30)
        self.assertEqual(killed.returncode, -signal.SIGKILL)
        self.record_of("killed", "interrupted")
        self.assertEqual(self.ran(self.script(source)), (0, "", ""))
        trials = self.trials_of("killed")
        self.assertEqual([(trial["state"], trial["attempts"]) for trial in trials],
                         [("complete", 1), ("complete", 2)] + [("complete", 1)] * 4)

    def test_what_a_tracker_and_a_child_log_inside_a_trial_reaches_the_study(self):
        import subprocess
        import sys

        def train(trial):
            if trial.number == 0:
                joulebook.log(loss=0.5, epoch=4)
            elif trial.number == 1:
                with joulebook.track("inner") as run:
                    run.log(loss=0.25, epoch=4)
            else:
                source = "import joulebook; joulebook.log(loss=0.125, epoch=4)"
                subprocess.run([sys.executable, "-c", source], check=True, env=dict(os.environ, PYTHONPATH=sys.path[0]))

        with self.study("logs") as study:
            study.optimize(train, n_trials=3)
        self.assertEqual([(t["values"], t["resource"]) for t in self.trials_of("logs")], [([0.5], 4), ([0.25], 4), ([0.125], 4)])
        self.assertEqual(self.record_of("inner", "ok")["parentId"], self.records_of("logs-1")[0]["id"])

    def test_what_is_logged_in_a_trial_is_the_trials_also_where_a_tracker_stands_around_the_study(self):
        with joulebook.track("around") as around:
            with self.study("inside") as study:
                for trial in study:
                    joulebook.log(loss=0.5, epoch=4)
                    wait_until(lambda: study.trials[trial.number].values != [None])
                    break
                trial.tell()
                joulebook.log(after=1)
        self.assertEqual(self.trials_of("inside")[0]["values"], [0.5])
        record = self.record_of("around", "ok")
        self.assertEqual(record["metrics"], {"after": 1})
        self.assertEqual(self.record_of("inside", "ok")["parentId"], around.result.run)

    def test_a_trial_that_says_nothing_ends_with_the_budget(self):
        def train(trial):
            while not trial.should_stop():
                self.burn(0.02)
            self.assertTrue(joulebook.should_stop())

        with self.study("spent", budget={"time": "1s"}) as study:
            study.optimize(train)
            self.assertEqual((study.over, study.trials[0].state), ("its budget of time is spent", "stopped"))
            self.assertEqual(study.trials[0].why, "its budget of time is spent")
        self.assertFalse(joulebook.should_stop())

    def test_a_study_that_is_left_alone_spends_no_time(self):
        with self.study("idle") as study:
            study.ask().tell(0.5)
            before = study.summary["spent"]
            threading.Event().wait(0.3)
            self.burn(0.1)
            study.ask().tell(0.25)
            after = study.summary["spent"]
        self.assertLess(after["time"] - before["time"], 0.3)

    def test_a_paused_trial_goes_on_from_its_checkpoint(self):
        seen = []

        def train(trial):
            path = os.path.join(trial.checkpoint_dir, "epoch")
            start = 0
            if trial.resumed:
                with open(path) as file:
                    start = int(file.read())
            seen.append((trial.number, start))
            for epoch in range(start + 1, 5):
                with open(path, "w") as file:
                    file.write(str(epoch))
                if trial.report(epoch, loss=loss_at(trial.params["lr"], epoch)).should_stop:
                    return

        with self.study("pauses", budget="9 trials", search=dict(SEARCH["search"], stopper={"type": "asha-promotion", "eta": 2})) as study:
            study.optimize(train)
            trials = study.trials
        self.assertTrue(any(start > 0 for _, start in seen), seen)
        self.assertIn("complete", [trial.state for trial in trials])
        self.assertTrue(all(trial.attempts == 1 for trial in trials))
        for number, start in seen:
            self.assertEqual(start == 0, seen.index((number, start)) == [n for n, _ in seen].index(number))

    def test_optunas_questions_are_answered_where_they_fit_the_search(self):
        with self.study("suggests") as study:
            trial = study.ask()
            self.assertEqual(trial.suggest_float("lr", 0, 1), trial.params["lr"])
            self.assertEqual(trial.suggest_categorical("opt", ("adam", "sgd")), trial.params["opt"])
            self.assertEqual(trial.suggest_categorical("net.width", [8, 16]), trial.params["net"]["width"])
            for ask in (
                lambda: trial.suggest_float("lr", 0, 2),
                lambda: trial.suggest_float("lr", 0, 1, log=True),
                lambda: trial.suggest_int("lr", 0, 1),
                lambda: trial.suggest_categorical("opt", ["adam"]),
                lambda: trial.suggest_float("momentum", 0, 1),
            ):
                self.assertRaises(joulebook.JoulebookError, ask)

    def test_what_is_refused_is_raised(self):
        with self.assertRaisesRegex(joulebook.JoulebookError, 'unknown key "mx"(.|\n)*Did you mean `max`'):
            self.study("x", parameters={"lr": {"min": 0.0, "mx": 1.0}})
        with self.assertRaisesRegex(joulebook.JoulebookError, "a budget of carbon cannot be kept"):
            self.study("x", budget="100 g")
        with self.assertRaisesRegex(joulebook.JoulebookError, "none.yaml: there is no such file"):
            joulebook.study(os.path.join(self.folder, "none.yaml"))
        with self.assertRaises(TypeError):
            joulebook.study("search.yaml", budget="1 Wh")
        with self.assertRaises(TypeError):
            joulebook.study(dict(SEARCH, name="x", budget={1, 2}))
        with self.study("held") as held:
            with self.assertRaisesRegex(joulebook.JoulebookError, "another process works on the study held"):
                self.study("held")
            trial = held.ask()
            for wrong in ({"loss": "high"}, {"loss": None}, {"values": [1]}):
                self.assertRaises(TypeError, lambda: trial.report(1, **wrong))
            self.assertRaises(TypeError, lambda: trial.report(0.93, 5))
            self.assertRaises(ValueError, lambda: trial.report(-1, loss=1))
            self.assertEqual(trial.report(loss=float("nan")).action, "stop")
        with self.assertRaisesRegex(joulebook.JoulebookError, "the study is closed"):
            held.ask()
        os.environ["JOULEBOOK_BIN"] = os.path.join(self.folder, "no-such")
        with self.assertRaisesRegex(joulebook.JoulebookError, "cannot be started"):
            self.study("x")

    def test_a_forked_child_does_not_speak_for_its_parent(self):
        with self.study("forks") as study:
            trial = study.ask()
            child = os.fork()
            if child == 0:
                try:
                    trial.report(loss=1)
                except joulebook.JoulebookError:
                    os._exit(7)
                os._exit(0)
            self.assertEqual(os.WEXITSTATUS(os.waitpid(child, 0)[1]), 7)
            trial.tell(0.5)

    def test_numbers_of_numpys_kind_are_numbers(self):
        class Scalar:
            def __init__(self, value):
                self.value = value

            def __float__(self):
                return float(self.value)

            def __index__(self):
                return int(self.value)

            def item(self):
                return self.value

        with self.study("numpy", max_resource=Scalar(4)) as study:
            trial = study.ask()
            trial.report(Scalar(3), loss=Scalar(0.5))
            self.assertEqual(trial.tell().values, [0.5])
            self.assertEqual(study.trials[0].resource, 3)

    def test_a_study_left_open_is_closed_with_the_program(self):
        process = self.script("study = joulebook.study(%r, name='open')\nstudy.ask().tell(0.5)\n" % (SEARCH,))
        self.assertEqual(self.ran(process, timeout=30), (0, "", ""))
        self.record_of("open", "ok")


def wait_until(holds):
    import time

    deadline = time.monotonic() + 20
    while not holds():
        if time.monotonic() > deadline:
            raise AssertionError("it did not come")
        time.sleep(0.01)


class WithoutWarnings(RealAgentCase):
    def test_a_study_warns_of_what_is_worth_a_warning_and_of_nothing_else(self):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            with joulebook.study(name="plain", objective="loss", parameters={"lr": [0.1, 0.2]}) as study:
                study.optimize(lambda trial: trial.params["lr"], n_trials=1)
        said = [str(one.message) for one in caught if issubclass(one.category, joulebook.JoulebookWarning)]
        self.assertEqual(len(said), 1)
        self.assertIn('objective "loss": minimize, by its name', said[0])

    def test_a_report_of_another_name_than_is_sought_is_warned_of_by_the_report(self):
        with joulebook.study(name="slip", objective="loss:min", parameters={"lr": [0.1, 0.2]}) as study:
            trial = study.ask()
            with self.assertWarnsRegex(joulebook.JoulebookWarning, "(?s)the trial reports los .*Did you mean `loss`"):
                trial.report(los=1.0)
            trial.tell(0.5)


if __name__ == "__main__":
    unittest.main()
