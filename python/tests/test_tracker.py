import asyncio
import decimal
import os
import threading
import unittest

from tests.support import AgentTestCase
import joulebook


class Blocks(AgentTestCase):
    def test_a_run_from_hello_to_end(self):
        with joulebook.track("digits", params={"lr": 0.1, "opt": "sgd", "n": 3, "x": float("nan")}, tags=["a"], pue=1.2) as run:
            self.assertTrue(run.is_open)
            self.assertIsNone(run.result)
            self.assertEqual(str(run.energy), "100 mWh ±5 %")
            for e in run.epochs(range(4)):
                run.log(loss=1 / (e + 1), step=e)
            run.mark("saved")
            run.params(late=True)
            run.note("fine")
            run.tag("b")
        kinds = self.kinds()
        self.assertEqual(kinds[:2], ["hello", "start"])
        self.assertEqual(kinds[-2:], ["end", "eof"])
        start = self.received("start")[0]
        self.assertEqual(start["params"], {"lr": 0.1, "opt": "sgd", "n": 3, "x": "nan"})
        self.assertEqual((start["name"], start["tags"], start["pue"], start["pid"]), ("digits", ["a"], 1.2, os.getpid()))
        self.assertNotIn("region", start)
        self.assertEqual([(m["n"], m["of"]) for m in self.received("epoch")], [(1, 4), (2, 4), (3, 4), (4, 4)])
        self.assertEqual([m["epoch"] for m in self.received("metric")], [1, 2, 3, 4])
        self.assertEqual(self.received("end")[0]["state"], "ok")
        ids = [m["id"] for m in self.received() if "id" in m]
        self.assertEqual(ids, sorted(set(ids)))
        times = [m["t"] for m in self.received() if "t" in m]
        self.assertEqual(times, sorted(times))
        self.assertEqual(str(run.energy), "310 Wh ±5 %")
        self.assertEqual(str(run.co2), "9.6 g ±5 %")
        self.assertEqual(run.result.machine.joules, 3 * run.energy.joules)
        self.assertEqual(run.duration, 3.5)
        self.assertFalse(run.is_open)

    def test_an_exception_is_recorded_and_goes_on(self):
        cases = [
            (ValueError("bad"), "failed", "ValueError: bad"),
            (KeyboardInterrupt(), "interrupted", None),
            (SystemExit(3), "failed", None),
            (SystemExit(0), "ok", None),
            (asyncio.CancelledError(), "interrupted", None),
        ]
        for error, state, text in cases:
            with self.subTest(state):
                with self.assertRaises(type(error)):
                    with joulebook.track() as run:
                        raise error
                end = self.received("end")[-1]
                self.assertEqual((end["state"], end.get("error")), (state, text))
                self.assertEqual(run.result.state, state)
        self.assertEqual([e.get("exitCode") for e in self.received("end")], [None, None, 3, 0, None])

    def test_windows_nest_and_overlap(self):
        with joulebook.track() as run:
            with run.window("outer") as outer:
                with run.window("inner") as inner:
                    pass
                self.assertEqual(inner.energy.joules, 36)
                self.assertIsNone(outer.energy)
            a = run.window("a")
            b = run.window("b")
            self.assertEqual(a.end().name, "a")
            self.assertEqual(b.end().name, "b")
            self.assertEqual(b.end().name, "b")
            forgotten = run.window("forgotten")
        self.assertEqual(forgotten.energy.joules, 36)
        begins = [m for m in self.received("window") if m["op"] == "begin"]
        self.assertEqual([(m["name"], m.get("parent")) for m in begins], [("outer", None), ("inner", "1"), ("a", None), ("b", "3"), ("forgotten", None)])
        ends = [m["window"] for m in self.received("window") if m["op"] == "end"]
        self.assertEqual(ends, ["2", "1", "3", "4", "5"])

    def test_stages_as_call_and_as_block(self):
        with joulebook.track() as run:
            run.stage("train")
            with run.stage("eval"):
                with joulebook.stage("deep"):
                    pass
            run.stage(None)
        self.assertEqual([m["name"] for m in self.received("stage")], ["train", "eval", "deep", "eval", "train", None])

    def test_a_stage_left_by_another_is_not_entered_again(self):
        with joulebook.track() as run:
            with run.stage("a"):
                run.stage("b")
        self.assertEqual([m["name"] for m in self.received("stage")], ["a", "b"])

    def test_snapshot_and_forecast(self):
        with joulebook.track() as run:
            first = run.snapshot()
            for n in range(1, 4):
                run.epoch(n, of=20, loss=0.5)
            later = run.snapshot()
        self.assertEqual((first.power, first.energy.wh, first.forecast), (12.5, 0.1, None))
        self.assertEqual((later.forecast.wh, later.remaining), (2.0, 9.0))
        self.assertIsNone(run.snapshot())

    def test_epochs_left_by_break_or_of_unknown_number(self):
        with joulebook.track() as run:
            for e in run.epochs(iter("abc"), start=5):
                if e == "b":
                    break
        self.assertEqual([(m["n"], m.get("of")) for m in self.received("epoch")], [(5, None)])

    def test_what_is_no_finite_number_is_left_out(self):
        class Scalar:
            def __float__(self):
                return 2.5

        class Broken:
            def __float__(self):
                raise RuntimeError("no")

        with joulebook.track() as run:
            run.log({"a": Scalar(), "b": Broken()}, c=float("inf"), d=True, e="text", f=None, g=10**400, h=7)
        self.assertEqual(self.received("metric")[0]["values"], {"a": 2.5, "d": 1.0, "h": 7})

    def test_steps_and_epochs_of_other_kinds_of_number(self):
        class Integer:  # as NumPy's
            def __init__(self, value):
                self.value = value

            def __index__(self):
                return self.value

        with joulebook.track() as run:
            run.log(a=1, step=Integer(4), epoch=decimal.Decimal("0.5"))
            run.epoch(Integer(1), of=Integer(3))
            for _ in run.epochs("b", start=Integer(2)):
                pass
        metric = self.received("metric")[0]
        self.assertEqual((metric["step"], metric["epoch"]), (4, 0.5))
        self.assertEqual([(m["n"], m["of"]) for m in self.received("epoch")], [(1, 3), (2, 2)])

    def test_a_step_or_epoch_that_is_no_number_is_said_and_takes_nothing_with_it(self):
        with joulebook.track() as run:
            for wrong in ("x", float("nan"), object):
                with self.subTest(wrong), self.assertWarnsRegex(joulebook.JoulebookWarning, "step=.* is left out"):
                    run.log(a=1, step=wrong)
            with self.assertWarnsRegex(joulebook.JoulebookWarning, "epoch=.* is left out"):
                run.epoch("one", a=2)
        self.assertEqual([m["values"] for m in self.received("metric")], [{"a": 1}] * 3 + [{"a": 2}])
        self.assertEqual(self.received("epoch"), [])

    def test_a_length_that_cannot_be_told(self):
        class Loader:
            def __iter__(self):
                return iter("ab")

            def __len__(self):
                raise NotImplementedError

        with joulebook.track() as run:
            self.assertEqual("".join(run.epochs(Loader())), "ab")
        self.assertEqual([(m["n"], m.get("of")) for m in self.received("epoch")], [(1, None), (2, None)])

    def test_log_with_an_epoch_alone_ends_it(self):
        with joulebook.track() as run:
            run.log(epoch=3, loss=0.5)
            run.log(epoch=4, step=10, loss=0.4)
        self.assertEqual([(m["n"], m["values"]) for m in self.received("epoch")], [(3, {"loss": 0.5})])
        self.assertEqual([(m["epoch"], m["step"]) for m in self.received("metric")], [(4, 10)])

    def test_started_and_ended_by_hand_twice(self):
        run = joulebook.track("x").start()
        self.assertIs(run.start(), run)
        self.assertEqual(run.end("stopped").state, "stopped")
        self.assertEqual(run.end().state, "stopped")
        run.start()
        run.end()
        self.assertEqual([m["state"] for m in self.received("end")], ["stopped", "ok"])

    def test_copies_report_by_file_and_keep_what_was_measured(self):
        import copy
        import pickle

        reports = os.environ["FAKE_AGENT_REPORT"] = os.path.join(self.folder, "reports.jsonl")
        with joulebook.track("x", params={"a": 1}, sync=lambda: None) as run:
            with run.window("w") as window:
                pass
            self.assertEqual(window.energy.joules, 36)
            for copied in (pickle.loads(pickle.dumps(run)), copy.deepcopy(run)):
                self.assertFalse(copied.is_open)
                copied.log(loss=1)
            self.assertEqual(pickle.loads(pickle.dumps(window)).energy, window.energy)
        self.assertEqual(pickle.loads(pickle.dumps(run.result)).energy, run.energy)
        self.assertEqual(len(self.received("start")), 1)
        with open(reports) as file:
            self.assertEqual(len(file.readlines()), 2)

    def test_sync_comes_before_each_boundary(self):
        calls = []
        with joulebook.track(sync=lambda: calls.append(1)) as run:
            run.log(a=1)
            self.assertEqual(len(calls), 0)
            run.epoch(1)
            run.mark("m")
            with run.window("w"):
                pass
            self.assertEqual(len(calls), 4)
        self.assertEqual(len(calls), 5)


class Nesting(AgentTestCase):
    def test_only_a_name_is_a_window_of_the_open_run(self):
        with joulebook.track("outer"):
            with joulebook.track("inner") as inner:
                joulebook.log(x=1)
        self.assertEqual(len(self.received("start")), 1)
        self.assertEqual(inner.energy.joules, 36)
        self.assertEqual(self.received("window")[0]["name"], "inner")

    def test_with_parameters_it_is_a_run_of_its_own_that_knows_its_parent(self):
        with joulebook.track("search"):
            outer = os.environ["JOULEBOOK_RUN"]
            with joulebook.track("trial", params={"lr": 1}) as trial:
                self.assertNotEqual(os.environ["JOULEBOOK_RUN"], outer)
                joulebook.log(x=1)
            self.assertIs(trial._run.started["nested"], True)
            self.assertEqual(os.environ["JOULEBOOK_RUN"], outer)
        self.assertNotIn("JOULEBOOK_RUN", os.environ)
        self.assertEqual({m["name"] for m in self.received("start")}, {"search", "trial"})

    def test_a_variable_that_somebody_else_changed_is_theirs(self):
        with joulebook.track():
            os.environ["JOULEBOOK_RUN"] = "other"
        self.assertEqual(os.environ["JOULEBOOK_RUN"], "other")

    def test_module_functions_reach_the_open_tracker_from_any_thread(self):
        with joulebook.track():
            threads = [threading.Thread(target=lambda i=i: [joulebook.log(i=i, n=n) for n in range(200)]) for i in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        got = sorted((m["values"]["i"], m["values"]["n"]) for m in self.received("metric"))
        self.assertEqual(got, [(i, n) for i in range(8) for n in range(200)])

    def test_overlapping_coroutines_keep_their_windows_apart(self):
        async def work(name, other):
            with joulebook.track(name):
                await other
                with joulebook.track(name + ".in"):
                    await asyncio.sleep(0)

        async def main():
            gate = asyncio.get_running_loop().create_future()
            tasks = [asyncio.ensure_future(work(name, asyncio.shield(gate))) for name in "ab"]
            await asyncio.sleep(0)
            gate.set_result(None)
            await asyncio.gather(*tasks)

        with joulebook.track("root"):
            asyncio.run(main())
        begins = {m["name"]: (m["window"], m.get("parent")) for m in self.received("window") if m["op"] == "begin"}
        self.assertEqual(begins["a.in"][1], begins["a"][0])
        self.assertEqual(begins["b.in"][1], begins["b"][0])
        self.assertEqual((begins["a"][1], begins["b"][1]), (None, None))


class Decorators(AgentTestCase):
    def test_functions(self):
        @joulebook.track("named", tags="t")
        def add(a, b=1):
            """Adds."""
            return a + b

        @joulebook.track
        def bare():
            return 5

        self.assertEqual((add(1), add(1, b=2), bare(), add.__doc__), (2, 3, 5, "Adds."))
        names = [m["name"] for m in self.received("start")]
        self.assertEqual(names[:2], ["named", "named"])
        self.assertTrue(names[2].endswith("bare"), names)
        self.assertEqual(self.received("start")[0]["tags"], ["t"])

    def test_methods_of_every_kind_stay_what_they_are(self):
        class Model:
            @joulebook.track
            def plain(self, x):
                return self, x

            @joulebook.track
            @staticmethod
            def static(x):
                return x

            @joulebook.track
            @classmethod
            def of_class(cls, x):
                return cls, x

        model = Model()
        self.assertEqual((model.plain(1), model.static(2), Model.static(3), model.of_class(4)), ((model, 1), 2, 3, (Model, 4)))

    def test_a_class_stays_a_class_and_that_is_said(self):
        with self.assertWarnsRegex(joulebook.JoulebookWarning, "decorate its methods"):

            @joulebook.track
            class Model:
                pass

        self.assertIsInstance(Model(), Model)

    def test_a_function_that_raises(self):
        @joulebook.track
        def fails():
            raise KeyError("k")

        with self.assertRaises(KeyError):
            fails()
        self.assertEqual(self.received("end")[0]["state"], "failed")

    def test_async_functions(self):
        @joulebook.track
        async def twice(x):
            await asyncio.sleep(0)
            joulebook.log(x=x)
            return 2 * x

        self.assertTrue(asyncio.iscoroutinefunction(twice))
        self.assertEqual(asyncio.run(twice(4)), 8)
        self.assertEqual(self.kinds(), ["hello", "start", "metric", "end", "eof"])

    def test_generators(self):
        @joulebook.track
        def echo():
            got = []
            try:
                while True:
                    got.append((yield len(got)))
            except LookupError:
                return got

        generator = echo()
        self.assertFalse(os.path.exists(self.log))
        self.assertEqual(next(generator), 0)
        self.assertEqual(generator.send("a"), 1)
        with self.assertRaises(StopIteration) as stop:
            generator.throw(LookupError())
        self.assertEqual(stop.exception.value, ["a"])
        self.assertEqual(self.received("end")[0]["state"], "ok")
        closed = echo()
        next(closed)
        closed.close()
        self.assertEqual([m["state"] for m in self.received("end")], ["ok", "ok"])

    def test_async_generators(self):
        seen = []

        @joulebook.track
        async def echo():
            try:
                x = yield 0
                while True:
                    try:
                        x = yield x
                    except LookupError:
                        x = yield "caught"
            finally:
                seen.append("closed")

        async def main():
            generator = echo()
            self.assertEqual(await generator.__anext__(), 0)
            self.assertEqual(await generator.asend(7), 7)
            self.assertEqual(await generator.athrow(LookupError()), "caught")
            await generator.aclose()
            return [x async for x in short()]

        @joulebook.track
        async def short():
            yield 1
            yield 2

        self.assertEqual(asyncio.run(main()), [1, 2])
        self.assertEqual(seen, ["closed"])
        self.assertEqual([m["state"] for m in self.received("end")], ["ok", "ok"])


if __name__ == "__main__":
    unittest.main()
