"""Wheel and source distribution, made with the standard tools and installed without a network."""

import ast
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest
import zipfile

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = os.path.dirname(PACKAGE)
NO_NETWORK = {"PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def run(*command, **options):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True, **options)
    if done.returncode != 0:
        raise AssertionError("%s: %s" % (" ".join(command), done.stdout))
    return done.stdout


class Packaging(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="joulebook-")
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        # From a copy: building leaves folders behind.
        source = os.path.join(cls.folder, "source")
        ignored = shutil.ignore_patterns("__pycache__", "*.egg-info", "build", "dist", ".mypy_cache")
        shutil.copytree(PACKAGE, source, ignore=ignored)
        cls.dist = os.path.join(cls.folder, "dist")
        # The wheel is built from the source distribution, so that is whole too.
        run(sys.executable, "-m", "build", "--no-isolation", "--outdir", cls.dist, source, env=dict(os.environ, **NO_NETWORK))
        cls.made = sorted(os.listdir(cls.dist))
        with open(os.path.join(ROOT, "package.json"), encoding="utf-8") as file:
            cls.version = json.load(file)["version"]

    def test_one_of_each_for_every_python(self):
        self.assertEqual(self.made, ["joulebook-%s-py3-none-any.whl" % self.version, "joulebook-%s.tar.gz" % self.version])

    def test_the_wheel_holds_the_package_and_nothing_else(self):
        with zipfile.ZipFile(os.path.join(self.dist, self.made[0])) as wheel:
            names = set(wheel.namelist())
            metadata = wheel.read("joulebook-%s.dist-info/METADATA" % self.version).decode()
        expected = set()
        for folder, _, files in os.walk(os.path.join(PACKAGE, "joulebook")):
            for name in files:
                if name.endswith((".py", ".typed")):
                    expected.add(os.path.relpath(os.path.join(folder, name), PACKAGE))
        self.assertEqual({name for name in names if name.endswith((".py", ".typed"))}, expected)
        self.assertEqual({name.split("/")[0] for name in names}, {"joulebook", "joulebook-%s.dist-info" % self.version})
        self.assertIn("joulebook-%s.dist-info/licenses/LICENSE" % self.version, names)
        self.assertIn("Requires-Python: >=3.9\n", metadata)
        self.assertIn("License-Expression: Apache-2.0\n", metadata)
        self.assertNotIn("Requires-Dist", metadata)

    def test_the_source_distribution_holds_no_byte_code(self):
        with tarfile.open(os.path.join(self.dist, self.made[1])) as sdist:
            names = sdist.getnames()
        self.assertTrue(any(name.endswith("/joulebook/py.typed") for name in names))
        self.assertEqual([name for name in names if "__pycache__" in name], [])

    def test_installed_in_a_fresh_environment_it_runs_without_joulebook_and_with_it(self):
        fresh = os.path.join(self.folder, "fresh")
        run(sys.executable, "-m", "venv", fresh)
        python = os.path.join(fresh, "bin", "python")
        run(python, "-m", "pip", "install", "--quiet", "--no-deps", os.path.join(self.dist, self.made[0]), env=dict(os.environ, **NO_NETWORK))
        program = os.path.join(self.folder, "program.py")
        with open(program, "w") as file:
            file.write(
                "import joulebook\n"
                "with joulebook.track('installed') as run:\n    run.log(loss=1)\n"
                "print(joulebook.__file__, run.energy is not None)\n"
            )
        base = {"HOME": self.folder, "PATH": "/nothing"}
        without = subprocess.run(
            [python, program], env=base, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True,
        )
        where, measured = without.stdout.split()
        self.assertTrue(os.path.realpath(where).startswith(os.path.realpath(fresh)))
        self.assertEqual((without.returncode, measured), (0, "False"))
        self.assertIn("npm install -g joulebook", without.stderr)
        fake = os.path.join(PACKAGE, "tests", "fake_agent.py")
        binary = os.path.join(self.folder, "node_modules", ".bin", "joulebook")
        os.makedirs(os.path.dirname(binary))
        with open(binary, "w") as file:
            file.write('#!/bin/sh\nexec "%s" -S "%s"\n' % (sys.executable, fake))
        os.chmod(binary, 0o755)
        self.assertTrue(run(python, program, env=base, cwd=self.folder).endswith("True\n"))


class Sources(unittest.TestCase):
    def test_only_the_standard_library_is_imported_at_module_level(self):
        if not hasattr(sys, "stdlib_module_names"):
            self.fail("needs Python 3.10: older ones cannot name their standard library")
        for folder, _, files in os.walk(os.path.join(PACKAGE, "joulebook")):
            for name in files:
                if not name.endswith(".py"):
                    continue
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    tree = ast.parse(file.read())
                for node in tree.body:
                    modules = []
                    if isinstance(node, ast.Import):
                        modules = [alias.name for alias in node.names]
                    elif isinstance(node, ast.ImportFrom) and node.level == 0:
                        modules = [node.module]
                    for module in modules:
                        top = module.split(".")[0]
                        self.assertTrue(top in sys.stdlib_module_names or top == "joulebook", "%s imports %s" % (name, module))


if __name__ == "__main__":
    unittest.main()
