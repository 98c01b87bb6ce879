"""Callbacks by the documented order of calls, on stand-ins of the frameworks; on the frameworks themselves: test/interop."""

import copy
import json
import os
import pickle
import sys
import threading
import unittest
import warnings

from .support import HERE, PACKAGE, AgentTestCase

STAND_INS = os.path.join(HERE, "stand_ins")
FRAMEWORKS = ("transformers", "lightning", "pytorch_lightning", "keras", "sklearn", "lightgbm", "xgboost", "torch", "jax", "numpy", "joblib")
MODULES = ("huggingface", "lightning", "keras", "sklearn", "lightgbm", "xgboost")
OURS = ("joulebook.huggingface", "joulebook.lightning")


class CallbackTestCase(AgentTestCase):
    """The stand-ins are what is imported by the frameworks' names."""

    def setUp(self):
        super().setUp()
        sys.path.insert(0, STAND_INS)
        self.addCleanup(self._forget)
        for name in [n for n in os.environ if n.endswith(("RANK", "PROCID", "LOCALID"))]:
            del os.environ[name]
        import joulebook
        import lightning.pytorch
        import transformers
        from joulebook.huggingface import JoulebookCallback as HuggingFace
        from joulebook.lightning import JoulebookCallback as Lightning

        self.joulebook, self.lightning, self.transformers = joulebook, lightning.pytorch, transformers
        self.HuggingFace, self.Lightning = HuggingFace, Lightning

    @staticmethod
    def _forget():
        sys.path.remove(STAND_INS)
        for name in list(sys.modules):
            if name.partition(".")[0] in FRAMEWORKS or name in OURS:
                del sys.modules[name]

    def ends(self):
        return [(m["state"], m.get("error")) for m in self.received("end")]

    def work(self):
        sums = {}
        for message in self.received("done"):
            for unit, count in message["values"].items():
                sums[unit] = sums.get(unit, 0) + count
        return sums

    def epochs(self):
        return [(m["n"], m.get("of")) for m in self.received("epoch")]

    def trainer_script(self, source, **environment):
        return self.script(
            "import sys; sys.path.insert(0, %r)\nfrom transformers import *\nfrom joulebook.huggingface import JoulebookCallback\n%s" % (STAND_INS, source),
            check=False, **environment,
        )


class HuggingFaceTrainer(CallbackTestCase):
    def test_it_tells_of_the_steps_and_samples_that_were_trained_on(self):
        class Loader:
            dataset = range(50)

        args = self.transformers.Arguments()
        args.train_batch_size = 25
        trainer = self.transformers.Trainer([self.HuggingFace("digits")], args=args)
        trainer.loader = Loader()
        trainer.train()
        self.assertEqual(self.work(), {"steps": 6, "samples": 150})

    def test_of_a_stream_without_a_length_it_tells_whole_batches_and_where_nobody_knows_them_steps(self):
        args = self.transformers.Arguments()
        args.train_batch_size = 8
        self.transformers.Trainer([self.HuggingFace("digits")], args=args).train()
        self.assertEqual(self.work(), {"steps": 6, "samples": 48})

    def test_a_resumed_training_tells_only_of_what_it_has_done_itself(self):
        class Loader:
            dataset = range(50)

        trainer = self.transformers.Trainer([self.HuggingFace("digits")], epochs_done=2)
        trainer.loader = Loader()
        trainer.state.epoch, trainer.state.global_step = 2.0, 4
        trainer.train()
        self.assertEqual(self.work(), {"steps": 2, "samples": 50})

    def test_a_training_is_a_run_with_its_epochs_metrics_and_checkpoints(self):
        measured = self.HuggingFace("digits", tags=["t"], params={"seed": 7})
        trainer = self.transformers.Trainer([measured])
        self.assertEqual(trainer.train(), "trained")
        [start] = self.received("start")
        self.assertEqual(start["name"], "digits")
        self.assertEqual(start["tags"], ["t"])
        self.assertEqual(start["params"]["seed"], 7)
        self.assertEqual(start["params"]["learning_rate"], 0.01)
        self.assertEqual(self.epochs(), [(1, 3), (2, 3), (3, 3)])
        self.assertEqual([m["name"] for m in self.received("mark")], ["checkpoint-2", "checkpoint-4", "checkpoint-6"])
        self.assertEqual([m.get("step") for m in self.received("metric")], [1, 2, 3, 4, 5, 6, 6])
        self.assertEqual([list(m["values"]) for m in self.received("metric")][-2:], [["loss"], ["train_runtime"]])
        self.assertEqual(self.ends(), [("ok", None)])
        self.assertEqual(measured.energy.joules, 1119600.0)
        self.assertEqual(measured.result.state, "ok")

    def test_energy_is_added_to_the_logs_and_the_history(self):
        trainer = self.transformers.Trainer([self.HuggingFace()])
        trainer.train()
        self.assertEqual([entry["energy_wh"] for entry in trainer.state.log_history], [0.1] * 7)
        self.assertEqual(trainer.state.log_history[0]["co2e_g"], 0.5)
        bare = self.transformers.Trainer([self.HuggingFace(energy_in_logs=False)])
        bare.train()
        self.assertNotIn("energy_wh", bare.state.log_history[0])

    def test_metrics_in_groups_and_those_that_are_no_numbers(self):
        measured = self.HuggingFace(energy_in_logs=False)
        odd = {"loss": float("nan"), "epoch": 1.0, "name": "x", "array": [1, 2], "PER": {"f1": 0.5, "all": {"n": 3}}}
        odd["self"] = odd

        class Logs(self.transformers.TrainerCallback):
            def on_epoch_begin(self, args, state, control, **_):
                measured.on_log(args, state, control, logs=dict(odd, accuracy=0.25))

        self.transformers.Trainer([measured, Logs()]).train()
        told = self.received("metric")[0]["values"]
        self.assertEqual({n: v for n, v in told.items() if not n.startswith("self.")}, {"accuracy": 0.25, "PER.f1": 0.5, "PER.all.n": 3})

    def test_evaluations_are_a_stage(self):
        self.transformers.Trainer([self.HuggingFace()], evaluates=("due", "made")).train()
        order = [(m["type"], m.get("name", m.get("n"))) for m in self.received() if m["type"] in ("epoch", "stage")]
        self.assertEqual(order, [("epoch", 1), ("stage", "validate"), ("stage", None), ("epoch", 2), ("stage", "validate"), ("stage", None)] +
                         [("epoch", 3), ("stage", "validate"), ("stage", None)])

    def test_an_evaluation_that_was_due_and_is_not_made_ends_with_the_next_step(self):
        self.transformers.Trainer([self.HuggingFace()], evaluates=("due",)).train()
        self.assertEqual([m["name"] for m in self.received("stage")], ["validate", None] * 3)

    def test_a_training_that_logs_often_does_not_wait_for_the_agent_each_time(self):
        os.environ["FAKE_AGENT_SLOW_SNAPSHOT"] = "0.05"
        trainer = self.transformers.Trainer([self.HuggingFace()])
        trainer.train()
        self.assertEqual([entry["energy_wh"] for entry in trainer.state.log_history], [0.1] * 7)
        self.assertEqual(len(self.received("snapshot")), 1)
        trainer.train()  # another run begins at its own costs
        self.assertEqual(len(self.received("snapshot")), 2)

    def test_a_resumed_training_keeps_its_numbers(self):
        self.transformers.Trainer([self.HuggingFace()], epochs_done=2).train()
        self.assertEqual(self.epochs(), [(3, 3)])

    def test_trainings_one_after_the_other_are_runs_each(self):
        measured = self.HuggingFace()
        for _ in range(2):
            self.transformers.Trainer([measured]).train()
        self.assertEqual(len(self.received("start")), 2)
        self.assertEqual(self.ends(), [("ok", None)] * 2)
        self.assertEqual(self.epochs(), [(1, 3), (2, 3), (3, 3)] * 2)

    def test_an_exception_that_is_caught_ends_the_run_at_once(self):
        measured = self.HuggingFace()
        try:
            self.transformers.Trainer([measured], fails=MemoryError).train()
        except MemoryError:
            pass
        self.assertEqual([state for state, _ in self.ends()], ["failed"])
        self.assertIsNone(measured.run)

    def test_an_exception_that_somebody_keeps_ends_the_run_when_the_next_training_begins(self):
        kept, first = [], self.HuggingFace()
        try:
            self.transformers.Trainer([first], fails=MemoryError).train()
        except MemoryError as error:
            kept.append(error)
        self.assertIsNotNone(first.run)
        self.transformers.Trainer([self.HuggingFace()]).train()
        self.assertEqual([state for state, _ in self.ends()], ["failed", "ok"])
        self.assertEqual(len(self.received("start")), 2)

    def test_a_training_that_begins_anew_ends_the_one_before(self):
        self.transformers.Trainer([self.HuggingFace()], attempts=2).train()
        self.assertEqual([state for state, _ in self.ends()], ["failed", "ok"])
        self.assertEqual([m["type"] for m in self.received() if m["type"] in ("start", "end")], ["start", "end"] * 2)

    def test_an_exception_that_ends_the_program(self):
        done = self.trainer_script("Trainer([JoulebookCallback()], fails=lambda: ValueError('no such batch')).train()")
        self.assertIn("ValueError: no such batch", done.stderr)
        self.assertEqual(self.ends(), [("failed", "ValueError: no such batch")])

    def test_ctrl_c_that_ends_the_program(self):
        done = self.trainer_script("Trainer([JoulebookCallback()], fails=KeyboardInterrupt).train()")
        self.assertIn("KeyboardInterrupt", done.stderr)
        self.assertEqual(self.ends(), [("interrupted", None)])

    def test_only_the_first_rank_speaks(self):
        class Second(self.transformers.Arguments):
            process_index, local_process_index, world_size = 1, 1, 4

        class FirstOfSecondNode(self.transformers.Arguments):
            process_index, local_process_index, world_size = 2, 0, 4

        self.transformers.Trainer([self.HuggingFace()], args=Second()).train()
        self.assertFalse(os.path.exists(self.log))  # it would have joined a second later
        self.transformers.Trainer([self.HuggingFace(energy_in_logs=False)], args=FirstOfSecondNode()).train()
        self.assertEqual(self.epochs(), [(1, 3), (2, 3), (3, 3)])
        self.assertEqual(self.received("metric"), [])

    def test_a_later_rank_joins_and_is_silent(self):
        import joulebook._fit

        class Second(self.transformers.Arguments):
            process_index, local_process_index, world_size = 1, 1, 4

        later, joulebook._fit._LATER_S = joulebook._fit._LATER_S, 0.0
        self.addCleanup(setattr, joulebook._fit, "_LATER_S", later)
        measured = self.HuggingFace()
        self.transformers.Trainer([measured], args=Second()).train()
        self.assertEqual([k for k in self.kinds() if k != "eof"], ["hello", "start", "end"])
        self.assertEqual(measured.energy.joules, 1119600.0)
        self.assertNotIn("RANK", os.environ)

    def test_our_own_failures_stop_nothing(self):
        class Odd(self.transformers.State):
            num_train_epochs = property(lambda self: 3, lambda self, value: None)
            log_history = property(lambda self: [1 / 0], lambda self, value: None)

        trainer = self.transformers.Trainer([self.HuggingFace()])
        trainer.state = Odd()
        trainer.log = lambda logs: trainer.call("on_log", logs=logs)
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            self.assertEqual(trainer.train(), "trained")
        self.assertTrue(any("on_log() failed" in str(w.message) for w in caught), [str(w.message) for w in caught])
        os.environ["JOULEBOOK_STRICT"] = "1"
        with self.assertRaises(self.joulebook.JoulebookError):
            trainer.train()

    def test_a_start_that_fails_strictly_leaves_nothing_open(self):
        os.environ["JOULEBOOK_BIN"] = os.path.join(self.folder, "nowhere")
        measured = self.HuggingFace()
        os.environ["JOULEBOOK_STRICT"] = "1"
        with self.assertRaises(self.joulebook.JoulebookError):
            self.transformers.Trainer([measured]).train()
        self.assertFalse(measured._fit.is_open)
        self.assertIsNone(self.joulebook.current.innermost())

    def test_without_an_agent_the_training_goes_on(self):
        os.environ["JOULEBOOK_BIN"] = os.path.join(self.folder, "nowhere")
        measured = self.HuggingFace()
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            for _ in range(2):
                self.assertEqual(self.transformers.Trainer([measured]).train(), "trained")
        self.assertEqual(len([w for w in caught if issubclass(w.category, self.joulebook.JoulebookWarning)]), 1)
        self.assertIsNone(measured.energy)


class WithinAnotherRun(CallbackTestCase):
    def test_a_training_in_an_open_tracker_is_a_window_of_it(self):
        measured = self.HuggingFace("head")
        with self.joulebook.track("outer"):
            self.transformers.Trainer([measured]).train()
        self.assertEqual([m["name"] for m in self.received("start")], ["outer"])
        self.assertEqual([(m["op"], m.get("name")) for m in self.received("window")], [("begin", "head"), ("end", None)])
        self.assertEqual(self.epochs(), [(1, 3), (2, 3), (3, 3)])
        self.assertEqual(measured.energy.joules, 36.0)

    def test_trainings_in_one_run_count_on(self):
        measured = self.HuggingFace()
        with self.joulebook.track("outer"):
            for _ in range(2):
                self.transformers.Trainer([measured]).train()
        self.assertEqual(self.epochs(), [(1, 3), (2, 3), (3, 3), (4, 6), (5, 6), (6, 6)])

    def test_options_of_a_run_make_a_nested_run(self):
        with self.joulebook.track("outer"):
            self.transformers.Trainer([self.HuggingFace(params={"fold": 1})]).train()
            self.transformers.Trainer([self.HuggingFace(price=0.3, currency="EUR")]).train()
        self.assertEqual([m["params"].get("fold") for m in self.received("start") if "params" in m], [1, None])
        self.assertEqual([m["price"] for m in self.received("start") if "price" in m], [0.3])
        self.assertEqual(self.received("window"), [])
        self.assertEqual(len(self.ends()), 3)

    def test_an_exception_in_an_open_tracker_leaves_it_to_the_tracker(self):
        with self.assertRaises(ValueError):
            with self.joulebook.track("outer"):
                self.transformers.Trainer([self.HuggingFace()], fails=lambda: ValueError("no")).train()
        self.assertEqual(self.ends(), [("failed", "ValueError: no")])

    def test_under_joulebook_run_it_reports_into_that_run(self):
        report = os.environ["JOULEBOOK_REPORT_FILE"] = os.path.join(self.folder, "report.jsonl")
        os.environ["JOULEBOOK_RUN"] = "outer"
        open(report, "w").close()
        for _ in range(2):
            self.transformers.Trainer([self.HuggingFace()]).train()
        self.assertFalse(os.path.exists(self.log))
        with open(report) as file:
            lines = [json.loads(line) for line in file]
        self.assertEqual([line["epoch"] for line in lines if "epoch" in line and "step" not in line], [1, 2, 3, 4, 5, 6])
        self.assertEqual([line["epochs"] for line in lines if "epochs" in line], [3, 3, 3, 6, 6, 6])
        self.assertEqual([line["loss"] for line in lines if "loss" in line][:2], [1.0, 0.5])

    def test_after_the_end_of_a_run_that_is_still_named_it_is_a_run_of_its_own(self):
        os.environ["JOULEBOOK_REPORT_FILE"] = os.path.join(self.folder, "gone.jsonl")
        os.environ["JOULEBOOK_RUN"] = "outer"
        self.transformers.Trainer([self.HuggingFace()]).train()
        self.assertEqual(self.ends(), [("ok", None)])


class SideBySide(CallbackTestCase):
    """Trainings in two threads, both open at once."""

    def train(self):
        together = threading.Barrier(2)

        class Meet(self.transformers.TrainerCallback):
            def on_epoch_begin(self, *_, **__):
                together.wait(20)

        threads = [
            threading.Thread(target=self.transformers.Trainer([self.HuggingFace(name, energy_in_logs=False), Meet()]).train) for name in ("a", "b")
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def test_trainings_in_threads_are_runs_each_with_their_own_epochs(self):
        self.train()
        self.assertEqual(sorted(m["name"] for m in self.received("start")), ["a", "b"])
        self.assertEqual(sorted(self.epochs()), sorted([(1, 3), (2, 3), (3, 3)] * 2))
        self.assertEqual(self.ends(), [("ok", None)] * 2)

    def test_in_a_tracker_around_them_they_are_windows_of_it(self):
        with self.joulebook.track("outer"):
            self.train()
        self.assertEqual([m["name"] for m in self.received("start")], ["outer"])
        self.assertEqual(sorted(m["name"] for m in self.received("window") if m["op"] == "begin"), ["a", "b"])


class LightningTrainer(CallbackTestCase):
    def test_a_fit_has_epochs_metrics_and_validation_as_a_stage(self):
        measured = self.Lightning(energy_in_logs=True)
        trainer = self.lightning.Trainer([measured])
        trainer.fit(self)
        [start] = self.received("start")
        self.assertEqual(start["name"], type(self).__name__)
        self.assertEqual(start["params"], {"max_epochs": 2})
        self.assertEqual(self.epochs(), [(1, 2), (2, 2)])
        self.assertEqual([m["name"] for m in self.received("stage")], ["sanity check", None] + ["validate", None] * 2)
        self.assertEqual(self.received("metric")[0]["values"], {"loss": 0.25, "val_loss": 0.5})
        self.assertEqual(trainer.logged, [{"energy_wh": 0.1, "co2e_g": 0.5}] * 2)
        self.assertEqual(self.ends(), [("ok", None)])

    def test_a_test_is_a_run_of_its_own(self):
        trainer = self.lightning.Trainer([self.Lightning()])
        trainer.fit(self)
        trainer.test(self)
        self.assertEqual([m["name"] for m in self.received("start")], ["LightningTrainer", "test LightningTrainer"])
        self.assertEqual(self.received("metric")[-1]["values"]["test_loss"], 0.5)

    def test_exceptions_and_ctrl_c(self):
        for kind, fails in ((RuntimeError, lambda: RuntimeError("no")), (KeyboardInterrupt, KeyboardInterrupt)):
            with self.assertRaises(kind):
                self.lightning.Trainer([self.Lightning()], fails=fails).fit(self)
        self.assertEqual(self.ends(), [("failed", "RuntimeError: no"), ("interrupted", None)])

    def test_other_ranks_are_silent(self):
        self.lightning.Trainer([self.Lightning()], rank=1).fit(self)
        self.assertFalse(os.path.exists(self.log))


class AnyCallback(CallbackTestCase):
    def test_a_word_that_is_no_option_is_said_at_once(self):
        with self.assertRaises(TypeError):
            self.HuggingFace(parms={})

    def test_copies_are_fresh_and_leave_the_open_training_alone(self):
        measured = self.HuggingFace("a", tags=["t"])
        copies = []

        class Copies(self.transformers.TrainerCallback):
            def on_step_end(self, *_, **__):
                copies[:] = [copy.deepcopy(measured), pickle.loads(pickle.dumps(measured)), copy.copy(measured)]

        self.transformers.Trainer([measured, Copies()]).train()
        self.assertEqual(len(self.received("start")), 1)
        for twin in copies:
            self.assertIsNone(twin.run)
            self.transformers.Trainer([twin]).train()
        self.assertEqual([(m["name"], m["tags"]) for m in self.received("start")], [("a", ["t"])] * 4)

    @unittest.skipUnless(hasattr(os, "fork"), "needs fork")
    def test_a_forked_child_says_nothing(self):
        class Forks(self.transformers.TrainerCallback):
            def on_epoch_begin(self, *_, **__):
                child = os.fork()
                if child == 0:
                    measured.on_epoch_end(None, trainer.state, None)
                    measured.on_train_end(None, trainer.state, None)
                    os._exit(0)
                os.waitpid(child, 0)

        measured = self.HuggingFace()
        trainer = self.transformers.Trainer([measured, Forks()])
        trainer.train()
        self.assertEqual(self.epochs(), [(1, 3), (2, 3), (3, 3)])
        self.assertEqual(self.ends(), [("ok", None)])

    def test_our_modules_import_no_framework(self):
        source = "".join("import joulebook.%s\n" % name for name in MODULES)
        source += "print([name for name in %r if name in sys.modules])" % (FRAMEWORKS,)
        self.assertEqual(self.script(source).stdout, "[]\n")

    def test_a_framework_that_is_not_there_is_named(self):
        for name, framework in (("huggingface", "transformers"), ("lightning", "pytorch_lightning"), ("keras", "keras"), ("xgboost", "xgboost")):
            done = self.script("from joulebook.%s import JoulebookCallback" % name, "-I", "-S", check=False)
            self.assertIn("No module named '%s'" % framework, done.stderr)


if __name__ == "__main__":
    unittest.main()
