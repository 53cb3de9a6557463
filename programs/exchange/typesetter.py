"""typst, in a process of its own. `pdf.py` starts it, gives it one JSON object and takes the file that it writes.

What typst has once laid out it keeps for the next time: a year with its sheets would stay 250 MB of each process that
ever wrote one. So this one ends with its file, and takes the memory with it; it may have so much and no more, and
`pdf.py` starts so many at once and no more.
Nothing of ours is imported here, as that would cost more than the file does.
"""

from __future__ import annotations

import json
import sys
from typing import Any


def main() -> None:
    asked = json.load(sys.stdin.buffer)
    sys.path[:] = asked["path"]
    _limit_memory(asked["most_memory"])
    sys.stdout.buffer.write(compiled(asked))


def compiled(asked: dict[str, Any]) -> bytes:
    import typst

    folder = asked["folder"]
    made = typst.compile(
        f"{folder}/program.typ",
        root=folder,
        # Letters that ours lack come from typst's own typefaces, then from those of the machine.
        font_paths=typst.Fonts(include_system_fonts=True, font_paths=asked["fonts"]),
        sys_inputs={"data": asked["data"]},
        **asked["options"],
    )
    return b"".join(made) if isinstance(made, list) else made  # pictures come page by page


def _limit_memory(most: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    main()
