import keras
import numpy

from .support import CallbackTestCase

import joulebook
from joulebook.keras import JoulebookCallback

X = numpy.random.default_rng(0).normal(size=(64, 4))
Y = (X[:, 0] > 0).astype("float32")

SCRIPT = """
import keras, numpy, time
from joulebook.keras import JoulebookCallback
model = keras.Sequential([keras.layers.Dense(1)])
model.compile("sgd", "mse")

class Then(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        %s

model.fit(numpy.zeros((8, 2)), numpy.zeros(8), epochs=9, verbose=0, callbacks=[JoulebookCallback("then"), Then()])
"""


def model_of():
    model = keras.Sequential([keras.layers.Dense(4), keras.layers.Dense(1, activation="sigmoid")], name="net")
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model


class Keras(CallbackTestCase):
    def test_the_backend_is_jax(self):
        self.assertEqual(keras.backend.backend(), "jax")

    def test_a_fit_is_a_run_with_epochs_metrics_and_validation_as_a_stage(self):
        measured = JoulebookCallback(energy_in_logs=True)
        history = model_of().fit(X, Y, epochs=3, batch_size=16, validation_split=0.25, verbose=0, callbacks=[measured]).history
        self.check_energy(measured.energy)
        self.assertEqual(len(history["energy_wh"]), 3)
        self.assertEqual(history["energy_wh"], sorted(history["energy_wh"]))
        [record] = self.records()
        self.assertEqual((record["name"], record["state"]), ("net", "ok"))
        self.assertEqual(record["params"], {"epochs": 3, "steps": 3, "optimizer": "Adam"})
        self.assertEqual(self.epochs(record), [1, 2, 3])
        self.assertEqual(record["metrics"], {name: history[name][-1] for name in ("accuracy", "loss", "val_accuracy", "val_loss")})
        self.assertEqual(record["energy"]["stages"]["validate"]["count"], 3)
        self.assertEqual([e["metrics"]["val_loss"] for e in record["energy"]["epochs"]], history["val_loss"])

    def test_the_steps_of_a_fit_are_in_the_book_with_their_energy(self):
        model = model_of()
        model.fit(X, Y, epochs=3, batch_size=16, validation_split=0.25, verbose=0, callbacks=[JoulebookCallback()])
        # The optimizer counts on from where it was: the second run has its own steps only.
        model.fit(X, Y, epochs=5, initial_epoch=3, batch_size=8, verbose=0, callbacks=[JoulebookCallback()])
        [first, second] = self.listed()
        self.check_work({"steps": 3 * 3}, first)
        self.check_work({"steps": 2 * 8}, second)

    def test_samples_that_a_program_tells_of_stand_beside_them(self):
        measured = JoulebookCallback()

        class Tells(keras.callbacks.Callback):
            def on_train_batch_end(self, batch, logs=None):
                measured.run.done(samples=16)

        model_of().fit(X, Y, epochs=2, batch_size=16, verbose=0, callbacks=[measured, Tells()])
        [record] = self.listed()
        self.check_work({"samples": 2 * 64, "steps": 2 * 4}, record)

    def test_a_resumed_fit_and_early_stopping(self):
        model, measured = model_of(), JoulebookCallback()
        model.fit(X, Y, epochs=2, verbose=0, callbacks=[measured])
        model.fit(X, Y, epochs=5, initial_epoch=2, verbose=0, callbacks=[measured])
        model.fit(X, Y, epochs=50, verbose=0, callbacks=[measured, keras.callbacks.EarlyStopping("loss", min_delta=9, patience=1)])
        self.assertEqual([self.epochs(r) for r in self.records()], [[1, 2], [3, 4, 5], [1, 2]])
        self.assertEqual([r["state"] for r in self.records()], ["ok"] * 3)

    def test_within_a_tracker_it_is_a_window(self):
        with joulebook.track("outer", project="p"):
            measured = JoulebookCallback("head")
            model_of().fit(X, Y, epochs=2, verbose=0, callbacks=[measured])
        [record] = self.records()
        self.assertEqual(self.epochs(record), [1, 2])
        self.assertEqual(record["energy"]["stages"]["head"]["count"], 1)
        self.check_energy(measured.energy)

    def test_an_exception_that_is_caught(self):
        class Fails(keras.callbacks.Callback):
            def on_epoch_end(self, epoch, logs=None):
                raise MemoryError("full")

        measured = JoulebookCallback()
        try:
            model_of().fit(X, Y, epochs=5, verbose=0, callbacks=[measured, Fails()])
        except MemoryError:
            pass
        self.assertIsNone(measured.run)
        [record] = self.records()
        self.assertEqual((record["state"], self.epochs(record)), ("failed", [1]))
        model_of().fit(X, Y, epochs=1, verbose=0, callbacks=[measured])
        self.assertEqual([r["state"] for r in self.records()], ["failed", "ok"])

    def test_an_exception_that_ends_the_program(self):
        stderr = self.script(SCRIPT % "raise MemoryError('full')").communicate(timeout=60)[1]
        self.assertIn("MemoryError: full", stderr)
        [record] = self.records_in_time(1)
        self.assertEqual(record["state"], "failed")
        self.assertIn("MemoryError: full", [n["text"] for n in record["notes"]])

    def test_ctrl_c(self):
        self.assertIn("KeyboardInterrupt", self.interrupted(SCRIPT % "print('go', flush=True); time.sleep(60)"))
        [record] = self.records_in_time(1)
        self.assertEqual((record["name"], record["state"], self.epochs(record)), ("then", "interrupted", [1]))

    def test_a_model_can_be_stored_after_a_measured_fit(self):
        model = model_of()
        model.fit(X, Y, epochs=1, verbose=0, callbacks=[JoulebookCallback()])
        model.save(self.folder + "/model.keras")
        self.assertEqual(keras.saving.load_model(self.folder + "/model.keras").count_params(), model.count_params())
