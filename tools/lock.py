"""Compiles requirements*.in to requirements*.txt: every version and hash, for every platform, no host and no path."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPILE = ["pip", "compile", "--universal", "--python-version=3.11", "--generate-hashes", "--no-header", "--quiet"]
COMPILE += ["--no-emit-index-url", "--no-emit-find-links", *sys.argv[1:]]  # --upgrade, --upgrade-package NAME

if __name__ == "__main__":
    uv = str(ROOT / ".venv" / "bin" / "uv")
    for source, target in (
        ("requirements.in", "requirements.txt"),
        ("requirements-dev.in", "requirements-dev.txt"),
        ("tools/uv.in", "tools/uv.txt"),
        ("requirements-smaller.in", "requirements-smaller.txt"),
    ):
        alone = ["--no-deps"] if "smaller" in source else []  # what it needs, requirements.txt names
        subprocess.run([uv, *COMPILE, *alone, "--output-file", target, source], cwd=ROOT, check=True)
