"""Calls callbacks as transformers' Trainer documents it; nothing else of it."""

from types import SimpleNamespace


class TrainerCallback:
    pass


for _event in (
    "init_end", "train_begin", "train_end", "epoch_begin", "epoch_end", "step_begin", "pre_optimizer_step", "optimizer_step", "substep_end",
    "step_end", "evaluate", "predict", "save", "log", "prediction_step",
):
    setattr(TrainerCallback, "on_" + _event, lambda self, args, state, control, **kwargs: None)


class Arguments:
    output_dir = "out"
    run_name = "out"
    learning_rate = 0.01
    num_train_epochs = 3
    process_index = 0
    local_process_index = 0
    world_size = 1


class State:
    def __init__(self):
        self.epoch = 0.0
        self.global_step = 0
        self.num_train_epochs = 3
        self.log_history = []


class Trainer:
    """Three epochs of two steps; what ``fails`` makes is raised in the second step."""

    def __init__(self, callbacks, args=None, fails=None, attempts=1, epochs_done=0, evaluates=()):
        self.callbacks = callbacks
        self.args = args or Arguments()
        self.state = State()
        self.fails = fails
        self.attempts = attempts
        self.epochs_done = epochs_done
        self.evaluates = evaluates  # "due" at each epoch's end, and "made"
        self.loader = None
        self.control = SimpleNamespace(should_evaluate=False)
        self.call("on_init_end")

    def call(self, event, **kwargs):
        for callback in self.callbacks:
            getattr(callback, event)(self.args, self.state, self.control, model=None, train_dataloader=self.loader, **kwargs)

    def log(self, logs):
        logs["epoch"] = self.state.epoch
        self.state.log_history.append(dict(logs, step=self.state.global_step))
        self.call("on_log", logs=logs)
        return logs

    def train(self):
        for attempt in range(self.attempts):  # auto_find_batch_size begins anew after running out of memory
            self.call("on_train_begin")
            if attempt + 1 == self.attempts:
                return self.loop()

    def loop(self):
        for epoch in range(self.epochs_done, self.state.num_train_epochs):
            self.call("on_epoch_begin")
            for step in range(2):
                self.call("on_step_begin")
                self.state.global_step += 1
                self.state.epoch = epoch + (step + 1) / 2
                if self.fails is not None and self.state.global_step == 2:
                    raise self.fails()
                self.call("on_step_end")
                self.log({"loss": 1 / self.state.global_step})
            self.control.should_evaluate = "due" in self.evaluates
            self.call("on_epoch_end")
            if "made" in self.evaluates:
                self.log({"eval_loss": 0.5})
                self.call("on_evaluate")
            self.control.should_evaluate = False
            self.call("on_save")
        self.log({"train_runtime": 1.5})
        self.call("on_train_end")
        return "trained"
