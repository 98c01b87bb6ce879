import copy

import lightgbm
import xgboost
from sklearn.base import clone
from sklearn.datasets import make_classification
from sklearn.model_selection import GridSearchCV

from .support import CallbackTestCase

import joulebook
from joulebook.lightgbm import JoulebookCallback as ForLightGBM
from joulebook.xgboost import JoulebookCallback as ForXGBoost

X, Y = make_classification(400, 10, random_state=0)
BINARY = {"objective": "binary", "verbose": -1, "num_leaves": 7}
LOGISTIC = {"objective": "binary:logistic", "max_depth": 2}


def lightgbm_sets():
    train = lightgbm.Dataset(X[:200], Y[:200])
    return train, [lightgbm.Dataset(X[200:], Y[200:], reference=train)]


def xgboost_sets():
    return xgboost.DMatrix(X[:200], Y[:200]), [(xgboost.DMatrix(X[200:], Y[200:]), "valid")]


class LightGBM(CallbackTestCase):
    def test_a_training_is_a_run_with_metrics_of_each_round(self):
        measured, scores = ForLightGBM(), {}
        train, valid = lightgbm_sets()
        booster = lightgbm.train(BINARY, train, 12, valid_sets=valid, callbacks=[measured, lightgbm.record_evaluation(scores)])
        self.assertEqual(booster.num_trees(), 12)
        self.check_energy(measured.energy)
        [record] = self.records()
        self.assertEqual((record["name"], record["state"]), ("lightgbm", "ok"))
        self.assertEqual(record["params"], {"objective": "binary", "num_leaves": 7, "rounds": 12})
        self.assertEqual(record["metrics"], {"valid_0_binary_logloss": scores["valid_0"]["binary_logloss"][-1]})
        self.assertEqual(self.epochs(record), list(range(1, 13)))

    def test_many_rounds_make_few_epochs(self):
        lightgbm.train(BINARY, lightgbm_sets()[0], 250, callbacks=[ForLightGBM()])
        lightgbm.train(BINARY, lightgbm_sets()[0], 50, callbacks=[ForLightGBM(rounds_per_epoch=20)])
        self.assertEqual([self.epochs(r) for r in self.records()], [list(range(1, 85)), [1, 2, 3]])

    def test_early_stopping_is_no_failure(self):
        measured = ForLightGBM()
        train, valid = lightgbm_sets()
        stop = lightgbm.early_stopping(2, verbose=False)
        booster = lightgbm.train(BINARY, train, 1000, valid_sets=valid, callbacks=[stop, measured])
        self.assertLess(booster.current_iteration(), 1000)
        self.assertEqual(measured.result.state, "ok")
        lightgbm.cv(BINARY, lightgbm.Dataset(X, Y), 1000, nfold=2, callbacks=[measured, stop])
        self.assertEqual(measured.result.state, "ok")
        self.assertIn("valid_binary_logloss_std", self.records()[1]["metrics"])

    def test_the_scikit_learn_class(self):
        measured = ForLightGBM("boost")
        lightgbm.LGBMClassifier(n_estimators=5, verbose=-1).fit(X, Y, callbacks=[measured])
        [record] = self.records()
        self.assertEqual((record["name"], record["params"]["rounds"], self.epochs(record)), ("boost", 5, [1, 2, 3, 4, 5]))

    def test_a_training_that_goes_on_from_a_model(self):
        first = lightgbm.train(BINARY, lightgbm_sets()[0], 4)
        lightgbm.train(BINARY, lightgbm_sets()[0], 3, init_model=first, callbacks=[ForLightGBM()])
        self.assertEqual(self.epochs(self.records()[0]), [5, 6, 7])

    def test_exceptions_before_and_within_a_training(self):
        def fails(env):
            if env.iteration == 3:
                raise MemoryError("full")

        measured = ForLightGBM()
        for params, callbacks, kind in ((BINARY, [fails], MemoryError), (dict(BINARY, objective="none such"), [], lightgbm.basic.LightGBMError)):
            try:
                lightgbm.train(params, lightgbm_sets()[0], 10, callbacks=[measured, *callbacks])
            except kind:
                pass
            self.assertIsNone(measured.run)
        self.assertEqual([r["state"] for r in self.records()], ["failed"] * 2)
        self.assertEqual(self.epochs(self.records()[0]), [1, 2, 3])


class XGBoost(CallbackTestCase):
    def test_a_training_is_a_run_with_metrics_of_each_round(self):
        measured, scores = ForXGBoost(), {}
        train, valid = xgboost_sets()
        booster = xgboost.train(LOGISTIC, train, 250, evals=valid, evals_result=scores, verbose_eval=False, callbacks=[measured])
        self.assertEqual(booster.num_boosted_rounds(), 250)
        self.check_energy(measured.energy)
        [record] = self.records()
        self.assertEqual((record["name"], record["state"]), ("xgboost", "ok"))
        self.assertEqual(record["params"], {"objective": "binary:logistic", "max_depth": 2, "rounds": 250})
        self.assertAlmostEqual(record["metrics"]["valid_logloss"], scores["valid"]["logloss"][-1])
        self.assertEqual(self.epochs(record), list(range(1, 85)))

    def test_cross_validation_and_early_stopping(self):
        xgboost.cv(LOGISTIC, xgboost.DMatrix(X, Y), 5, callbacks=[ForXGBoost()])
        measured = ForXGBoost()
        model = xgboost.XGBClassifier(n_estimators=1000, early_stopping_rounds=2, callbacks=[measured])
        model.fit(X[:200], Y[:200], eval_set=[(X[200:], Y[200:])], verbose=False)
        self.assertEqual([r["state"] for r in self.records()], ["ok"] * 2)
        self.assertIn("test_logloss_std", self.records()[0]["metrics"])
        self.assertIn("validation_0_logloss", self.records()[1]["metrics"])

    def test_clones_and_the_processes_of_a_search(self):
        model = xgboost.XGBClassifier(n_estimators=3, callbacks=[ForXGBoost("fold")])
        clone(model).fit(X, Y)
        self.assertEqual([r["name"] for r in self.records()], ["fold"])
        with joulebook.track("search"):
            GridSearchCV(model, {"max_depth": [2, 3]}, cv=2, n_jobs=2).fit(X, Y)
        [_, record] = self.records()
        self.assertEqual((record["name"], self.epochs(record)), ("search", [1, 2, 3]))  # of the last fit, which is not a worker's

    def test_an_exception_within_a_training(self):
        class Fails(xgboost.callback.TrainingCallback):
            def after_iteration(self, model, epoch, evals_log):
                raise MemoryError("full")

        measured = ForXGBoost()
        try:
            xgboost.train(LOGISTIC, xgboost_sets()[0], 10, callbacks=[measured, Fails()])
        except MemoryError:
            pass
        self.assertIsNone(measured.run)
        self.assertEqual([r["state"] for r in self.records()], ["failed"])

    def test_a_copy_is_fresh(self):
        measured = ForXGBoost("a")
        xgboost.train(LOGISTIC, xgboost_sets()[0], 2, callbacks=[measured])
        self.assertIsNone(copy.deepcopy(measured).result)
