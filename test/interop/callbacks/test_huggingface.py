"""transformers' own callback handler, state and flow of control, in the order in which its Trainer, which needs PyTorch, calls them."""

from types import SimpleNamespace

from transformers import TrainerControl, TrainerState
from transformers.trainer_callback import CallbackHandler, DefaultFlowCallback, PrinterCallback, TrainerCallback
from transformers.trainer_utils import IntervalStrategy

from .support import CallbackTestCase

from joulebook.huggingface import JoulebookCallback


def arguments(**more):
    told = dict(
        output_dir="out", run_name=None, num_train_epochs=2, max_steps=-1, learning_rate=5e-5, logging_first_step=False,
        logging_strategy=IntervalStrategy.STEPS, eval_strategy=IntervalStrategy.NO, save_strategy=IntervalStrategy.EPOCH, eval_delay=0,
        process_index=0, local_process_index=0, world_size=1, lr_scheduler_type=IntervalStrategy.NO,
    )
    return SimpleNamespace(**dict(told, **more))


def train(callbacks, args, steps=4, loader=None, tokens=0):
    handler = CallbackHandler([DefaultFlowCallback, *callbacks], None, None, None, None)
    handler.train_dataloader = loader
    state = TrainerState(stateful_callbacks=[]) if hasattr(TrainerState(), "stateful_callbacks") else TrainerState()
    state.num_train_epochs, state.logging_steps, state.save_steps, state.eval_steps = args.num_train_epochs, 2, 500, 500
    state.max_steps = steps * args.num_train_epochs
    control = TrainerControl()

    def log(logs):
        state.log_history.append(dict(logs, step=state.global_step))
        return handler.on_log(args, state, control, logs)

    control = handler.on_init_end(args, state, control)
    control = handler.on_train_begin(args, state, control)
    for epoch in range(args.num_train_epochs):
        control = handler.on_epoch_begin(args, state, control)
        for step in range(steps):
            control = handler.on_step_begin(args, state, control)
            control = handler.on_optimizer_step(args, state, control)
            state.global_step += 1
            state.epoch = epoch + (step + 1) / steps
            state.num_input_tokens_seen += tokens
            control = handler.on_step_end(args, state, control)
            if control.should_log:
                control = log({"loss": 1 / state.global_step})
        control = handler.on_epoch_end(args, state, control)
        if control.should_evaluate:
            control = log({"eval_loss": 0.25})
            control = handler.on_evaluate(args, state, control, {"eval_loss": 0.25})
        if control.should_save:
            control = handler.on_save(args, state, control)
    control = log({"train_runtime": 1.0})
    handler.on_train_end(args, state, control)
    return state


class HuggingFace(CallbackTestCase):
    def test_it_is_a_callback_of_transformers(self):
        self.assertTrue(issubclass(JoulebookCallback, TrainerCallback))
        self.assertEqual({n for n in vars(JoulebookCallback.__mro__[1]) if n.startswith("on_")} - set(dir(TrainerCallback)), set())

    def test_a_training_is_a_run(self):
        measured = JoulebookCallback("tiny", tags=["t"])
        state = train([measured, PrinterCallback], arguments())
        self.check_energy(measured.energy)
        [record] = self.records()
        self.assertEqual((record["name"], record["state"], record["tags"]), ("tiny", "ok", ["t"]))
        self.assertEqual(self.epochs(record), [1, 2])
        self.assertEqual(record["metrics"]["loss"], 1 / 8)
        self.assertEqual([m["name"] for m in record["marks"]], ["checkpoint-4", "checkpoint-8"])
        self.assertEqual(record["params"]["learning_rate"], 5e-5)
        self.assertEqual(record["params"]["lr_scheduler_type"], "no")
        self.assertIn("energy_wh", state.log_history[-1])

    def test_evaluations_are_a_stage(self):
        train([JoulebookCallback()], arguments(eval_strategy=IntervalStrategy.EPOCH))
        [record] = self.records()
        self.assertEqual(record["energy"]["stages"]["validate"]["count"], 2)
        self.assertEqual(record["metrics"]["eval_loss"], 0.25)

    def test_the_work_of_a_training_is_in_the_book_with_its_energy(self):
        loader = SimpleNamespace(dataset=range(30))  # the last batch of each epoch is a short one
        train([JoulebookCallback()], arguments(train_batch_size=8), loader=loader, tokens=500)
        [record] = self.listed()
        self.check_work({"samples": 2 * 30, "tokens": 8 * 500, "steps": 8}, record)

    def test_of_a_stream_whole_batches_count(self):
        train([JoulebookCallback()], arguments(train_batch_size=8, gradient_accumulation_steps=2))
        [record] = self.listed()
        self.check_work({"samples": 8 * 16, "steps": 8}, record)

    def test_ranks_as_the_arguments_know_them(self):
        train([JoulebookCallback()], arguments(process_index=1, local_process_index=1, world_size=2))
        self.assertEqual(self.records(), [])
