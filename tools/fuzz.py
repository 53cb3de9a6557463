"""Sends hostile requests to every address and every form, in process, and says what broke.

.venv/bin/python tools/fuzz.py 50000                 on SQLite
.venv/bin/python tools/fuzz.py 50000 postgres        on a PostgreSQL of its own
FUZZ_SEED=monday .venv/bin/python tools/fuzz.py 500  others than yesterday

The same number and seed send the same requests. It ends with 1 when an answer was a 5xx, ran a script of ours or of
anybody, led to another site, or showed what is another coach's: trainhub/tests/test_fuzz.py.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools import test  # noqa: E402

ATTACK = ["trainhub/tests/test_fuzz.py", "-k", "hostile", "-rP", "--tb=short"]


def main(arguments: list[str]) -> int:
    numbers = [argument for argument in arguments if argument.isdecimal()]
    os.environ["FUZZ"] = numbers[0] if numbers else "50000"
    database = [argument for argument in arguments if argument in ("sqlite", "postgres")] or ["sqlite"]
    return test.main([*database, *ATTACK])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
