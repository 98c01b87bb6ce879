"""The package is typed, strictly, and so is what its users write."""

import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
import unittest

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Types(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="joulebook-")
        self.addCleanup(shutil.rmtree, self.folder)

    def mypy(self, *arguments):
        return subprocess.run(
            [sys.executable, "-m", "mypy", "--cache-dir", os.path.join(self.folder, "cache"), *arguments],
            cwd=PACKAGE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True,
        )

    def test_the_package_itself(self):
        done = self.mypy()  # as pyproject.toml says: strict, the whole package
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_a_users_program(self):
        path = os.path.join(self.folder, "user.py")
        with open(path, "w") as file:
            file.write(textwrap.dedent("""
                import joulebook

                @joulebook.track
                def plain(a: int) -> str: return str(a)

                @joulebook.track("named", params={"lr": 0.1})
                async def later(a: int) -> bytes: return b""

                with joulebook.track("x", tags=["a"], strict=True) as run:
                    for item in run.epochs(["a"]):
                        reveal_type(item)
                    run.log(loss=1.0, step=3)
                    with run.window("w") as window, run.stage("s"):
                        reveal_type(window.energy)
                reveal_type(plain)
                reveal_type(later)
                reveal_type(run.result)
                plain("wrong")
                run.log(step="wrong")
                joulebook.track("x", tag="wrong")
            """))
        done = self.mypy("--strict", "--no-pretty", path)
        said = [line.split(": ", 1)[1] for line in done.stdout.splitlines() if line.startswith(path)]
        self.assertEqual(
            [text for text in said if not text.startswith("note: ") or "Revealed" in text],
            [
                'note: Revealed type is "str"',
                'note: Revealed type is "joulebook._results.Energy | None"',
                'note: Revealed type is "def (a: int) -> str"',
                'note: Revealed type is "def (a: int) -> typing.Coroutine[Any, Any, bytes]"',
                'note: Revealed type is "joulebook._results.Result | None"',
                'error: Argument 1 to "plain" has incompatible type "str"; expected "int"  [arg-type]',
                'error: Argument "step" to "log" of "Reporting" has incompatible type "str"; expected "float | SupportsIndex | None"  [arg-type]',
                'error: Unexpected keyword argument "tag" for overloaded function "__call__" of "WithOrWithoutBrackets"; '
                'did you mean "tags"?  [call-overload]',
                'error: No overload variant of "__call__" of "WithOrWithoutBrackets" matches argument types "str", "str"  [call-overload]',
            ],
            done.stdout,
        )

    def test_a_program_that_searches(self):
        path = os.path.join(self.folder, "user.py")
        with open(path, "w") as file:
            file.write(textwrap.dedent("""
                import joulebook

                def train(trial: joulebook.Trial) -> float:
                    reveal_type(trial.report(1, accuracy=0.5).should_stop)
                    return trial.suggest_float("lr", 0, 1)

                with joulebook.study({"parameters": {"lr": [1, 2]}}, name="x", budget="1 Wh") as study:
                    reveal_type(study.optimize(train, n_trials=3))
                    for trial in study:
                        reveal_type(trial)
                        trial.report(1, 0.5)
                    study.optimize(lambda trial: "high")
                joulebook.studdy()
            """))
        done = self.mypy("--strict", "--no-pretty", path)
        said = [line.split(": ", 1)[1] for line in done.stdout.splitlines() if line.startswith(path) and "defined in" not in line]
        self.assertEqual(
            said,
            [
                'note: Revealed type is "bool"',
                'note: Revealed type is "joulebook._study.StudyTrial | None"',
                'note: Revealed type is "joulebook._trial.Trial"',
                'error: Argument 2 to "report" of "Trial" has incompatible type "float"; expected "Mapping[str, Any] | None"  [arg-type]',
                'error: Argument 1 to "optimize" of "Study" has incompatible type "Callable[[Trial], str]"; '
                'expected "Callable[[Trial], float | Sequence[float] | Mapping[str, float] | None]"  [arg-type]',
                'error: Incompatible return value type (got "str", expected "float | Sequence[float] | Mapping[str, float] | None")  [return-value]',
                'error: Module has no attribute "studdy"; maybe "study"?  [attr-defined]',
            ],
            done.stdout,
        )

    def test_a_program_of_codecarbons(self):
        path = os.path.join(self.folder, "user.py")
        with open(path, "w") as file:
            file.write(textwrap.dedent("""
                from joulebook.codecarbon import EmissionsTracker, OfflineEmissionsTracker, OutputMethod, track_emissions

                with OfflineEmissionsTracker(country_iso_code="FRA", output_methods=[OutputMethod.CSV], pue=1.2) as tracker:
                    reveal_type(tracker)
                reveal_type(tracker.stop())
                EmissionsTracker(project_name=3)
                EmissionsTracker(projct_name="p")
                OfflineEmissionsTracker(measure_power_secs="soon")
                track_emissions(offline=True, country_iso_code="FRA", log_level=10)
                track_emissions(offline="yes")
            """))
        done = self.mypy("--strict", "--no-pretty", path)
        said = [line.split(": ", 1)[1] for line in done.stdout.splitlines() if line.startswith(path) and "defined in" not in line]
        self.assertEqual(
            said,
            [
                'note: Revealed type is "joulebook.codecarbon.emissions_tracker.OfflineEmissionsTracker"',
                'note: Revealed type is "float | None"',
                'error: Argument "project_name" to "EmissionsTracker" has incompatible type "int"; expected "str | None"  [arg-type]',
                'error: Unexpected keyword argument "projct_name" for "EmissionsTracker"; did you mean "project_name"?  [call-arg]',
                'error: Argument "measure_power_secs" to "OfflineEmissionsTracker" has incompatible type "str"; '
                'expected "float | None"  [arg-type]',
                'error: Argument "offline" to "track_emissions" has incompatible type "str"; expected "bool | None"  [arg-type]',
            ],
            done.stdout,
        )


if __name__ == "__main__":
    unittest.main()
