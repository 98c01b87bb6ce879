"""When the end of a call is noticed, which ranks there are, and how rounds make epochs."""

import os
import sys
import unittest

from .support import PACKAGE  # noqa: F401

from joulebook._fit_call import FitCall
from joulebook._ranks import Ranks, Told, ranks_of
from joulebook._rounds import Rounds

HERE = __name__.partition(".")[0]


class EndOfACall(unittest.TestCase):
    def setUp(self):
        self.left = []

    def fit(self, then=lambda: None, functions=("fit",)):
        big = ["kept"]
        call = FitCall(HERE, functions, self.left.append)
        self.assertEqual(self.left, [])
        then()
        self.assertEqual(big, ["kept"])
        return call

    def test_a_return_is_noticed(self):
        self.fit()
        self.assertEqual(self.left, [None])

    def test_a_caught_exception_is_noticed_when_it_is_over(self):
        try:
            self.fit(lambda: 1 / 0)
        except ZeroDivisionError as error:
            self.assertEqual(self.left, [])
            del error
        self.assertEqual(len(self.left), 1)

    def test_a_call_that_was_told_to_end_is_not_noticed(self):
        def fit():
            FitCall(HERE, ("fit",), self.left.append).forget()

        fit()
        self.assertEqual(self.left, [])

    def test_calls_in_calls_are_told_apart(self):
        self.fit(lambda: self.assertEqual((self.fit(), self.left)[1], [None]))
        self.assertEqual(self.left, [None, None])

    def test_two_that_watch_one_call_both_notice(self):
        def fit():
            first, second = (FitCall(HERE, ("fit",), self.left.append) for _ in range(2))
            return first, second

        fit()
        self.assertEqual(self.left, [None, None])

    def test_a_call_that_is_not_there_is_not_watched(self):
        call = self.fit(functions=("train",))
        self.assertIsNone(call.frame)
        self.assertEqual(self.left, [])

    def test_an_exception_that_was_there_before_is_not_the_call_s(self):
        try:
            raise ValueError("before")
        except ValueError:
            self.assertIsNone(FitCall(HERE, ("fit",), self.left.append).own_exception())
            call = FitCall(HERE, ("fit",), self.left.append)
            try:
                raise KeyError("own")
            except KeyError as error:
                self.assertIs(call.own_exception(), error)


class RanksOfAJob(unittest.TestCase):
    def test_launchers(self):
        for environment, world, local in (
            ({}, 0, 0),
            ({"RANK": "5", "LOCAL_RANK": "1", "WORLD_SIZE": "8"}, 5, 1),
            ({"RANK": "5"}, 5, 0),  # one process a machine
            ({"LOCAL_RANK": "2"}, 2, 2),
            ({"LOCAL_RANK": "0", "NODE_RANK": "1"}, 1, 0),
            ({"OMPI_COMM_WORLD_RANK": "3", "OMPI_COMM_WORLD_LOCAL_RANK": "1"}, 3, 1),
            ({"PMI_RANK": "3", "MPI_LOCALRANKID": "0"}, 3, 0),
            ({"SLURM_PROCID": "4", "SLURM_LOCALID": "0"}, 4, 0),
            ({"SLURM_PROCID": "4", "SLURM_LOCALID": "0", "RANK": "0", "LOCAL_RANK": "0"}, 0, 0),  # torchrun in srun
            ({"RANK": "5", "SLURM_PROCID": "5", "SLURM_LOCALID": "1"}, 5, 1),  # a script's own RANK=$SLURM_PROCID
            ({"PMI_RANK": "3", "SLURM_PROCID": "3", "SLURM_LOCALID": "1"}, 3, 1),  # srun --mpi=pmi2
            ({"RANK": "first", "SLURM_PROCID": "1", "SLURM_LOCALID": "1"}, 1, 1),
            ({"RANK": "", "LOCAL_RANK": "-1"}, 0, 0),
            ({"RANK": "²"}, 0, 0),
        ):
            with self.subTest(environment):
                self.assertEqual(ranks_of(environment), Ranks(world, local))

    def test_what_only_a_framework_knows_is_told_for_a_moment(self):
        before = dict(os.environ)
        self.addCleanup(lambda: (os.environ.clear(), os.environ.update(before)))
        for name in ("RANK", "LOCAL_RANK", "WORLD_SIZE"):
            os.environ.pop(name, None)
        os.environ["RANK"] = "7"
        with Told(Ranks(3, 1, 4)):
            self.assertEqual([os.environ[n] for n in ("RANK", "LOCAL_RANK", "WORLD_SIZE")], ["7", "1", "4"])
        self.assertEqual([os.environ.get(n) for n in ("RANK", "LOCAL_RANK", "WORLD_SIZE")], ["7", None, None])
        with Told(Ranks(0, 0, 1)):
            self.assertNotIn("LOCAL_RANK", os.environ)


class RoundsOfBoosting(unittest.TestCase):
    def test_epochs_are_at_most_a_hundred_and_the_last_round_ends_the_last(self):
        for planned in list(range(1, 250)) + [999, 1000, 12345]:
            rounds = Rounds(planned)
            ended = [e for e in map(rounds.epoch_ended_by, range(1, planned + 1)) if e is not None]
            self.assertEqual(ended, list(range(1, rounds.of + 1)))
            self.assertLessEqual(rounds.of, 100)

    def test_a_number_that_is_asked_for_and_an_end_that_nobody_knows(self):
        self.assertEqual([Rounds(10, 4).epoch_ended_by(done) for done in (3, 4, 8, 9, 10)], [None, 1, 2, None, 3])
        self.assertEqual([Rounds(None).epoch_ended_by(done) for done in (9, 10, 20)], [None, 1, 2])
        self.assertIsNone(Rounds(None).of)


if __name__ == "__main__":
    unittest.main()
