"""The magics in a real IPython."""

import os
import re
import unittest

from traitlets.config import Config
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

import joulebook
from tests.support import PACKAGE, AgentTestCase

_CONFIG = Config({"HistoryManager": {"hist_file": ":memory:"}})


class Notebook(AgentTestCase):
    def setUp(self):
        super().setUp()
        os.environ["IPYTHONDIR"] = self.folder
        self.shell = InteractiveShell.instance(config=_CONFIG)  # `display` knows only one
        self.shell.run_cell("%reload_ext joulebook", silent=True)

    def cell(self, source):
        """What a cell shows: its error, its text, the MIME bundles that it displays."""
        with capture_output() as shown:
            outcome = self.shell.run_cell(source, store_history=True)
        return outcome.error_before_exec or outcome.error_in_exec, shown.stdout, [output.data for output in shown.outputs]

    def test_a_cell_is_a_run_with_a_card(self):
        error, text, outputs = self.cell(
            '%%joulebook "my <cell>" --project p --param lr=0.1 --param opt=sgd --tag a --region FR -o cost\n'
            "x = 20\nprint('working')\nx + 1"
        )
        self.assertIsNone(error)
        self.assertRegex(text, r"working\n(?s:.*)Out\[\d+\]: .*21")
        (card,) = outputs
        html = card["text/html"]
        for part in ("my &lt;cell&gt;", "310 Wh ±5 %", "9.6 g ±5 % CO₂e", "grade B", "3.5 s", "3.2e+05 W"):
            self.assertIn(part, html)
        self.assertNotIn("<cell>", html)
        self.assertIn("Energy    310 Wh ±5 %", card["text/plain"])
        start = self.received("start")[0]
        self.assertEqual(
            (start["name"], start["project"], start["params"], start["tags"], start["region"]),
            ("my <cell>", "p", {"lr": 0.1, "opt": "sgd"}, ["a"], "FR"),
        )
        self.assertEqual((self.shell.user_ns["x"], self.shell.user_ns["_"]), (20, 21))
        self.assertEqual(self.shell.user_ns["cost"].energy.wh, 311)
        self.assertIn("310 Wh", self.shell.user_ns["cost"]._repr_html_())

    def test_an_error_in_the_cell_is_the_cells_own_and_the_card_is_shown(self):
        error, text, outputs = self.cell("%%joulebook\nprint('before')\n1 / 0")
        self.assertIsInstance(error, ZeroDivisionError)
        self.assertEqual(len(outputs), 1)
        self.assertIn("· failed", outputs[0]["text/html"])
        self.assertEqual(self.received("end")[0]["state"], "failed")

    def test_a_cell_that_is_no_python_is_not_measured(self):
        error, _, outputs = self.cell("%%joulebook\nnot = python")
        self.assertIsInstance(error, SyntaxError)
        self.assertEqual(outputs, [])
        self.assertFalse(os.path.exists(self.log))

    def test_the_agent_is_waited_for_so_that_a_short_cell_is_measured(self):
        self.cell("%%joulebook\nimport joulebook\nstarted = joulebook._current.innermost()._run.started")
        self.assertTrue(self.shell.user_ns["started"])

    def test_magics_shell_escapes_and_a_semicolon_work_inside(self):
        error, text, outputs = self.cell("%%joulebook -q\n!echo from the shell\n%time y = 5\ny;")
        self.assertIsNone(error)
        self.assertIn("from the shell", text)
        self.assertEqual((self.shell.user_ns["y"], outputs), (5, []))

    def test_inside_an_open_tracker_a_cell_is_a_window(self):
        self.cell("import joulebook; run = joulebook.track('notebook').start()")
        _, _, outputs = self.cell("%%joulebook part --stage train\njoulebook.log(a=1)")
        self.cell("run.end()")
        self.assertIn("part", outputs[0]["text/html"])
        self.assertEqual(len(self.received("start")), 1)
        self.assertEqual(self.received("window")[0]["name"], "part")
        self.assertEqual(self.received("stage")[0]["name"], "train")
        self.assertEqual(self.received("metric")[0]["values"], {"a": 1})

    def test_line_magics_start_look_and_end(self):
        self.cell("%joulebook start long --tag t")
        _, _, (now,) = self.cell("%joulebook")
        _, _, (end,) = self.cell("%joulebook end")
        self.assertIn("100 mWh", now["text/html"])
        self.assertIn("310 Wh", end["text/html"])
        _, text, _ = self.cell("%joulebook")
        self.assertIn("nothing is measured now", text)

    def test_what_it_does_not_know_is_refused_in_words(self):
        for source in ("%%joulebook --frobnicate\n1", "%%joulebook --param x\n1", "%joulebook dance", "%%joulebook --pue many\n1", "%%joulebook 'x\n1"):
            with self.subTest(source):
                with capture_output():
                    error, _, outputs = self.cell(source)
                self.assertIsInstance(error, UsageError)
                self.assertEqual(outputs, [])

    def test_a_cell_that_awaits_is_told_the_other_way(self):
        for source in ("await x", "async with x: pass\n1", "[a async for a in x]"):
            with self.subTest(source):
                with capture_output() as said:
                    error, _, outputs = self.cell("%%joulebook\n" + source)
                self.assertIsInstance(error, UsageError)
                self.assertIn("with joulebook.track()", str(error) + said.stderr)
                self.assertEqual(outputs, [])
        self.assertFalse(os.path.exists(self.log))

    def test_the_examples_of_the_guide(self):
        guide = os.path.join(os.path.dirname(PACKAGE), "docs", "guide", "python.md")
        with open(guide, encoding="utf-8") as file:
            examples = [source for source in re.findall(r"^```python\n(.*?)^```$", file.read(), re.M | re.S) if source[0] == "%"]
        self.assertGreater(len(examples), 3)
        for source in examples:
            with self.subTest(source):
                self.assertIsNone(self.cell(source)[0])
        self.assertEqual([m["name"] for m in self.received("start")], ["digits", "thesis"])

    def test_without_an_agent_the_cell_runs_and_there_is_no_card(self):
        os.environ["JOULEBOOK_BIN"] = "/nothing/here"
        with self.assertWarns(joulebook.JoulebookWarning):
            error, text, outputs = self.cell("%%joulebook\nprint('done')")
        self.assertEqual((error, text, outputs), (None, "done\n", []))


if __name__ == "__main__":
    unittest.main()
