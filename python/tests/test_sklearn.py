"""Measured estimators; on scikit-learn itself: test/interop."""

import copy
import inspect
import pickle
import unittest
import warnings

from .support import AgentTestCase

import joulebook  # noqa: E402
from joulebook.sklearn import measure, track_fit  # noqa: E402


class Estimator:
    """As scikit-learn's conventions have it."""

    def __init__(self, depth=3, inner=None):
        self.depth = depth
        self.inner = inner

    def get_params(self, deep=True):
        return {"depth": self.depth, "inner": self.inner}

    def fit(self, x, y=None, *, sample_weight=None):
        """Fits."""
        if y == "bad":
            raise ValueError("bad y")
        self.score_ = 1
        self.n_iter_ = 7
        return self

    def fit_transform(self, x, y=None):
        return self.fit(x, y).score_

    @property
    def fit_predict(self):
        raise AttributeError("not with this estimator")


@measure
class Decorated(Estimator):
    pass


class MeasuredEstimators(AgentTestCase):
    def test_a_fit_is_a_run_named_after_the_class(self):
        plain = Estimator(depth=5, inner=object())
        model = measure(plain, tags=["t"])
        self.assertIs(model.fit([1]), model)
        [start] = self.received("start")
        self.assertEqual((start["name"], start["params"], start["tags"]), ("Estimator", {"depth": 5}, ["t"]))
        self.assertEqual([m["values"] for m in self.received("metric")], [{"n_iter": 7}])
        self.assertEqual(self.received("end")[0]["state"], "ok")
        self.assertEqual(model.measurement_.energy.joules, 1119600.0)
        self.assertFalse(hasattr(plain, "score_"))

    def test_it_looks_like_the_class_itself(self):
        model = measure(Estimator())
        self.assertIsInstance(model, Estimator)
        self.assertEqual(type(model).__name__, "Estimator")
        self.assertEqual(inspect.signature(model.fit), inspect.signature(Estimator().fit))
        self.assertIs(type(model).fit, Estimator.fit)
        self.assertEqual(model.fit.__doc__, "Fits.")
        self.assertFalse(hasattr(model, "fit_predict"))
        self.assertFalse(any(name.endswith("_") for name in vars(model)))
        self.assertIsNone(model.measurement_)

    def test_a_fit_within_a_fit_is_not_measured_twice(self):
        self.assertEqual(measure(Estimator()).fit_transform([1]), 1)
        self.assertEqual(len(self.received("start")), 1)

    def test_a_failing_fit_fails_the_run_and_is_raised_on(self):
        model = measure(Estimator())
        with self.assertRaisesRegex(ValueError, "bad y"):
            model.fit([1], "bad")
        [end] = self.received("end")
        self.assertEqual((end["state"], end["error"]), ("failed", "ValueError: bad y"))
        model.fit([1])
        self.assertEqual(self.received("end")[-1]["state"], "ok")

    def test_in_an_open_tracker_it_is_a_window(self):
        with joulebook.track("outer"):
            model = measure(Estimator()).fit([1])
        self.assertEqual([m["name"] for m in self.received("start")], ["outer"])
        self.assertEqual([m.get("name") for m in self.received("window")], ["Estimator", None])
        self.assertEqual(model.measurement_.energy.joules, 36.0)

    def test_pickled_it_is_the_plain_estimator(self):
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            model = measure(Estimator(depth=2)).fit([1])
            read = pickle.loads(pickle.dumps(model, protocol))
            self.assertIs(type(read), Estimator)
            self.assertEqual(vars(read), {"depth": 2, "inner": None, "score_": 1, "n_iter_": 7})

    def test_copies_stay_measured(self):
        for twin in (copy.copy(measure(Estimator())), copy.deepcopy(measure(Estimator())), type(measure(Estimator()))(), measure(measure(Estimator()))):
            twin.fit([1])
        self.assertEqual(len(self.received("start")), 4)

    def test_as_a_decorator_of_a_class(self):
        model = Decorated(depth=1).fit([1])
        self.assertEqual(self.received("start")[0]["name"], "Decorated")
        self.assertIs(type(pickle.loads(pickle.dumps(model))), Decorated)

    def test_parameters_that_cannot_be_had_stop_nothing(self):
        class Odd(Estimator):
            def get_params(self, deep=True):
                raise RuntimeError("no")

        measure(Odd()).fit([1])
        self.assertNotIn("inner", self.received("start")[0].get("params", {}))

    def test_without_an_agent_it_fits(self):
        import os

        os.environ["JOULEBOOK_BIN"] = "/nonexistent"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model = measure(Estimator()).fit([1])
        self.assertEqual(model.score_, 1)
        self.assertIsNone(model.measurement_)

    def test_a_context_manager_with_the_parameters_of_an_estimator(self):
        with track_fit(Estimator(depth=4), params={"data": "iris"}) as run:
            run.log(accuracy=0.5)
        [start] = self.received("start")
        self.assertEqual((start["name"], start["params"]), ("Estimator", {"depth": 4, "data": "iris"}))

    def test_a_word_that_is_no_option_is_said_at_once(self):
        with self.assertRaises(TypeError):
            measure(Estimator(), nmae="x")


if __name__ == "__main__":
    unittest.main()
