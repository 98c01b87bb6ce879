import os
import pickle
import subprocess
import sys
import warnings

from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.datasets import make_classification
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import check_estimator

from .support import CallbackTestCase, burn

import joulebook
from joulebook.sklearn import measure, track_fit

X, Y = make_classification(200, 10, random_state=0)


class Burner(ClassifierMixin, BaseEstimator):
    """Takes half a second of CPU time to fit."""

    def __init__(self, depth=1):
        self.depth = depth

    def fit(self, x, y):
        burn(0.5)
        self.classes_ = [0, 1]
        return self

    def predict(self, x):
        return [0] * len(x)


class MeasuredEstimators(CallbackTestCase):
    def test_a_fit_is_a_run_with_the_estimator_s_parameters(self):
        model = measure(RandomForestClassifier(n_estimators=20, oob_score=True, random_state=0), project="forest")
        self.assertIs(model.fit(X, Y), model)
        self.check_energy(model.measurement_.energy)
        [record] = self.records()
        self.assertEqual((record["name"], record["state"], record["project"]), ("RandomForestClassifier", "ok", "forest"))
        self.assertEqual(record["params"]["n_estimators"], 20)
        self.assertEqual(record["metrics"], {"oob_score": model.oob_score_})

    def test_scikit_learn_s_own_checks_pass(self):
        with joulebook.track("checks"), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it names the checks that need further packages
            for estimator in (LogisticRegression(), PCA(n_components=1)):
                check_estimator(measure(estimator))

    def test_it_computes_what_the_plain_one_computes(self):
        plain = make_pipeline(StandardScaler(), RandomForestClassifier(n_estimators=5, random_state=0))
        measured = measure(plain)
        self.assertEqual(repr(measured), repr(plain))
        self.assertEqual(sorted(measured.get_params()), sorted(plain.get_params()))
        self.assertEqual(measured.set_params(randomforestclassifier__n_estimators=7).get_params()["randomforestclassifier__n_estimators"], 7)
        twin = clone(measured)
        self.assertIs(type(twin), type(measured))
        with joulebook.track("scores"):
            scores = [list(cross_val_score(model, X, Y, cv=3)) for model in (clone(measured), clone(plain).set_params(randomforestclassifier__n_estimators=7))]
        self.assertEqual(scores[0], scores[1])

    def test_a_search_is_one_run_with_the_work_of_its_processes(self):
        search = measure(GridSearchCV(Burner(), {"depth": [1, 2]}, cv=2, n_jobs=2)).fit(X, Y)
        [record] = self.records()
        self.assertEqual(record["name"], "GridSearchCV")
        self.assertEqual(record["metrics"], {"best_score": search.best_score_})
        self.assertEqual(record["params"]["best.depth"], search.best_params_["depth"])
        self.assertGreater(record["usage"]["cpuS"], 0.9 * 5 * 0.5)

    def test_a_measured_estimator_within_a_search(self):
        with joulebook.track("search"):
            one = GridSearchCV(measure(LogisticRegression()), {"C": [0.1, 1]}, cv=2).fit(X, Y)
        [record] = self.records()
        self.assertEqual(record["energy"]["stages"]["LogisticRegression"]["count"], 5)
        two = GridSearchCV(measure(LogisticRegression()), {"C": [0.1, 1]}, cv=2, n_jobs=2).fit(X, Y)  # its worker processes fit plain ones
        self.assertEqual(one.best_score_, two.best_score_)
        self.assertEqual([r["name"] for r in self.records()], ["search", "LogisticRegression"])

    def test_a_stored_model_does_not_need_joulebook(self):
        path = os.path.join(self.folder, "model.pickle")
        with open(path, "wb") as file:
            pickle.dump(measure(LogisticRegression()).fit(X, Y), file)
        source = "import pickle, sys\nmodel = pickle.load(open(%r, 'rb'))\nprint(type(model).__name__, 'joulebook' in sys.modules)" % path
        self.assertEqual(subprocess.check_output([sys.executable, "-c", source]), b"LogisticRegression False\n")

    def test_a_fit_that_fails(self):
        with self.assertRaises(ValueError):
            measure(LogisticRegression()).fit(X, Y[:5])
        with self.assertRaises(ValueError):
            with track_fit(LogisticRegression(C=3)) as run:
                LogisticRegression().fit(X, Y[:5])
        self.assertEqual([r["state"] for r in self.records()], ["failed"] * 2)
        self.assertEqual(self.records()[1]["params"]["C"], 3)
        self.assertEqual(run.result.state, "failed")
