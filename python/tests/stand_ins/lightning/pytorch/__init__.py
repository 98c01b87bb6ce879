"""Calls callbacks as Lightning documents it; nothing else of it."""

from types import SimpleNamespace


class Callback:
    def setup(self, trainer, pl_module, stage): ...
    def teardown(self, trainer, pl_module, stage): ...
    def on_train_batch_end(self, trainer, pl_module, outputs, batch, batch_idx): ...
    def on_train_epoch_end(self, trainer, pl_module): ...
    def on_validation_start(self, trainer, pl_module): ...
    def on_validation_end(self, trainer, pl_module): ...
    def on_exception(self, trainer, pl_module, exception): ...


class Trainer:
    def __init__(self, callbacks, max_epochs=2, rank=0, fails=None):
        self.callbacks = callbacks
        self.max_epochs = max_epochs
        self.max_steps = -1
        self.current_epoch = 0
        self.global_step = 0
        self.global_rank = self.local_rank = rank
        self.world_size = 1
        self.fails = fails
        self.state = SimpleNamespace(fn=None)
        self.callback_metrics = {}
        self.logged = []
        self.loggers = [SimpleNamespace(log_metrics=lambda metrics, step: self.logged.append(metrics))]
        self.logger = self.loggers[0]

    def call(self, hook, *args, **kwargs):
        for callback in self.callbacks:
            getattr(callback, hook)(self, self.module, *args, **kwargs)

    def fit(self, module):
        self._run("fit", module, self._fit)

    def test(self, module):
        self._run("test", module, lambda: self.callback_metrics.update(test_loss=0.5))

    def _run(self, fn, module, work):
        self.module = module
        self.state.fn = fn
        try:
            self.call("setup", stage=fn)
            work()
            self.call("teardown", stage=fn)
        except BaseException as exception:
            self.call("on_exception", exception)
            raise

    def _fit(self):
        self.sanity_checking = True
        self.call("on_validation_start")
        self.call("on_validation_end")
        self.sanity_checking = False
        while self.current_epoch < self.max_epochs:
            self.global_step += 1
            self.call("on_train_batch_end", None, None, 0)
            if self.fails is not None:
                raise self.fails()
            self.call("on_validation_start")
            self.callback_metrics.update(loss=0.25, val_loss=0.5)
            self.call("on_validation_end")
            self.call("on_train_epoch_end")
            self.current_epoch += 1
