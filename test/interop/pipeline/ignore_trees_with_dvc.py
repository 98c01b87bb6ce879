"""Asks DVC which files of a repository it sees: for each line of stdin, `[root, paths]` in JSON, the files and whether each path is ignored, as JSON."""

import json
import os
import sys
import warnings

from dvc.fs import localfs
from dvc.ignore import DvcIgnoreFilter

warnings.simplefilter("ignore")

for line in sys.stdin:
    root, paths = json.loads(line)
    seen = DvcIgnoreFilter(localfs, root)
    found = sorted(os.path.relpath(path, root) for path in seen.find(localfs, root))
    checked = [seen.check_ignore(os.path.join(root, path)).match for path in paths]
    print(json.dumps([found, checked]), flush=True)
