"""What a study is told, before it is said to anybody."""

import json
import os
import tempfile
import unittest
from fractions import Fraction

from tests.support import PACKAGE  # puts the package on the path
import joulebook
from joulebook._study_values import named_values, search_text, step_of


class Array:
    def __init__(self, values):
        self.values = values

    def tolist(self):
        return self.values


class Values(unittest.TestCase):
    def test_a_number_is_the_objectives_and_several_are_in_their_order(self):
        self.assertEqual(named_values(0.5, {}, ["loss"]), {"loss": 0.5})
        self.assertEqual(named_values((1, 2), {"other": 3}, ["loss", "size"]), {"loss": 1, "size": 2, "other": 3})
        self.assertEqual(named_values({"loss": Fraction(1, 4)}, {}, ["loss"]), {"loss": 0.25})
        self.assertEqual(named_values(None, {}, ["loss"]), {})
        for wrong in (1, (1,), "x", b"x", {"loss": "x"}, {"loss": None}, {"loss": object()}):
            with self.assertRaises(TypeError, msg=wrong):
                named_values(wrong, {}, ["loss", "size"])

    def test_what_json_has_no_word_for_has_one(self):
        inf = float("inf")
        given = {"a": float("nan"), "b": inf, "c": -inf, "d": 10**400, "e": -(10**400), "f": True}
        said = named_values(given, {}, ["a"])
        self.assertEqual(said, {"a": "NaN", "b": "Infinity", "c": "-Infinity", "d": "Infinity", "e": "-Infinity", "f": 1.0})
        json.dumps(said, allow_nan=False)

    def test_a_step_is_a_number_from_0_on(self):
        self.assertEqual([step_of(None), step_of(0), step_of(2.5)], [None, 0, 2.5])
        for wrong in (-1, float("nan"), float("inf")):
            self.assertRaises(ValueError, step_of, wrong)
        self.assertRaises(TypeError, step_of, "1")

    def test_a_search_of_arrays_ranges_and_paths_is_json(self):
        text = search_text({"a": range(3), "b": Array([0.5, 1.0]), "c": (1, 2.0), "d": os.fspath("x")})
        self.assertEqual(json.loads(text), {"a": [0, 1, 2], "b": [0.5, 1.0], "c": [1, 2.0], "d": "x"})
        self.assertIn("1.0", text)  # a float stays one: a range of floats is none of whole numbers
        for wrong in ({1, 2}, object(), float("nan")):
            with self.assertRaises((TypeError, ValueError)):
                search_text({"a": wrong})


class WithoutJoulebook(unittest.TestCase):
    def setUp(self):
        before = dict(os.environ)
        self.addCleanup(lambda: (os.environ.clear(), os.environ.update(before)))

    def test_a_program_that_is_no_joulebook_is_told_by_its_end(self):
        with self.assertRaisesRegex(joulebook.JoulebookError, "has ended(.|\n)*exit status is 3"):
            joulebook.study(name="x", agent=["/bin/sh", "-c", "exit 3"])

    def test_the_stop_file_is_looked_for(self):
        os.environ.pop("JOULEBOOK_STOP_FILE", None)
        self.assertFalse(joulebook.should_stop())
        with tempfile.TemporaryDirectory() as folder:
            path = os.environ["JOULEBOOK_STOP_FILE"] = os.path.join(folder, "stop")
            self.assertFalse(joulebook.should_stop())
            open(path, "w").close()
            self.assertTrue(joulebook.should_stop())

    def test_studies_cost_nobody_else_their_import(self):
        import subprocess
        import sys

        source = "import sys, joulebook; print([m for m in sys.modules if 'study' in m or 'trial' in m]); joulebook.Study, joulebook.Trial"
        done = subprocess.run([sys.executable, "-c", source], stdout=subprocess.PIPE, universal_newlines=True, env=dict(os.environ, PYTHONPATH=PACKAGE))
        self.assertEqual((done.returncode, done.stdout), (0, "[]\n"))
        self.assertRaises(AttributeError, lambda: joulebook.Studies)


if __name__ == "__main__":
    unittest.main()
