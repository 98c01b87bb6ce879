"""DVC's command line, imported once: each line of stdin asks for one command, which a fork of this process runs."""

import json
import os
import sys
import tempfile

import dvc.cli
import dvc.commands.add  # noqa: F401
import dvc.commands.checkout  # noqa: F401
import dvc.commands.commit  # noqa: F401
import dvc.commands.gc  # noqa: F401
import dvc.commands.repro  # noqa: F401
import dvc.commands.status  # noqa: F401
import dvc.repo  # noqa: F401
import dvc.repo.index  # noqa: F401
import dvc.repo.reproduce  # noqa: F401
import dvc.stage.run  # noqa: F401
import networkx  # noqa: F401

dvc.cli.parse_args(["status"])  # loads the parser with all that it needs


def run(question, stdout, stderr):
    os.chdir(question["cwd"])
    os.environ.clear()
    os.environ.update(question["env"])
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(stdout.fileno(), 1)
    os.dup2(stderr.fileno(), 2)
    sys.argv = ["dvc", *question["args"]]
    code = dvc.cli.main(question["args"])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code & 255)


def answer(question):
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        pid = os.fork()
        if pid == 0:
            try:
                run(question, stdout, stderr)
            finally:
                os._exit(70)
        _, status = os.waitpid(pid, 0)
        stdout.seek(0)
        stderr.seek(0)
        return {
            "code": os.waitstatus_to_exitcode(status),
            "stdout": stdout.read().decode(),
            "stderr": stderr.read().decode(),
        }


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
