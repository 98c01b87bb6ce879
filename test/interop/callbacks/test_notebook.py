from IPython.core.interactiveshell import InteractiveShell

from .support import CallbackTestCase

SET_UP = """
import numpy, lightgbm
from joulebook.lightgbm import JoulebookCallback
measured = JoulebookCallback()

def train(*callbacks):
    data = lightgbm.Dataset(numpy.zeros((8, 2)), numpy.arange(8) % 2)
    lightgbm.train({"objective": "binary", "verbose": -1}, data, 5, callbacks=[measured, *callbacks])

def fails(error):
    def callback(env):
        raise error
    return callback
"""


class Notebook(CallbackTestCase):
    def test_a_cell_that_fails_or_is_interrupted_ends_its_training(self):
        shell = InteractiveShell.instance()
        shell.showtraceback = lambda *_, **__: None
        for cell in (SET_UP, "train(fails(ValueError('no')))", "train(fails(KeyboardInterrupt()))", "train()"):
            shell.run_cell(cell)
            self.assertIsNone(shell.user_ns["measured"].run)
        first, second, third = self.records()
        self.assertEqual([r["state"] for r in (first, second, third)], ["failed", "interrupted", "ok"])
        self.assertIn("ValueError: no", [n["text"] for n in first["notes"]])
        self.assertEqual(shell.events.callbacks["post_run_cell"], [])
