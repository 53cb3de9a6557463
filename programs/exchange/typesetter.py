"""typst, in a process of its own. `pdf.py` starts it, gives it one JSON object and takes the file that it writes.

What typst has once laid out it keeps for the next time: a year with its sheets would stay 250 MB of each process that
ever wrote one. So this one ends with its file, and takes the memory with it; it may have so much memory and time and no
more, and `pdf.py` starts so many at once and no more. A long program comes in parts: each is set by a process that ends
before the next one begins, so that the longest takes no more memory than a part, and the files are joined.
Of ours only the joining is imported here: more would cost more than the file does.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from functools import partial
from typing import Any


def main() -> None:
    asked = json.load(sys.stdin.buffer)
    sys.path[:] = asked["path"]
    _limit_memory(asked["most_memory"])
    until = time.monotonic() + asked["longest_s"]
    _limit_time(until)
    sys.stdout.buffer.write(written(asked, until))


def written(asked: dict[str, Any], until: float) -> bytes:
    import typst

    # Letters that ours lack come from typst's own typefaces, then from those of the machine.
    fonts = typst.Fonts(include_system_fonts=True, font_paths=asked["fonts"])

    def compiled(template: str, data: str, **options: Any) -> bytes:
        folder = asked["folder"]
        made = typst.compile(
            f"{folder}/{template}", root=folder, font_paths=fonts, sys_inputs={"data": data}, **options
        )
        return b"".join(made) if isinstance(made, list) else made  # pictures come page by page

    if len(asked["parts"]) == 1:
        return compiled("program.typ", asked["parts"][0], **asked["options"])
    from programs.exchange.joining import Whole

    whole = Whole()
    with closing(_in_processes((partial(compiled, "program.typ", data) for data in asked["parts"]), until)) as parts:
        for part in parts:
            whole.add(part)
    wide = json.dumps({"wide": whole.wide})
    (feet,) = _in_processes([partial(compiled, "feet.typ", wide, pdf_tags=False)], until)
    return whole.file(feet)


def _in_processes(makes: Iterable[Callable[[], bytes]], until: float) -> Generator[bytes, None, None]:
    """What each makes, in a process of its own. The next one has begun when the one before is given, and not sooner.
    None goes on when this is closed.

    Where none can be split off they are made in this one, with the memory that they keep.
    """
    if sys.platform == "win32":
        yield from (make() for make in makes)
        return
    begun: list[tuple[int, int]] = []  # one at the most
    try:
        for make in makes:
            made = [_ended(*begun.pop())] if begun else []
            begun.append(_begun(make, until))
            yield from made
        yield _ended(*begun.pop())
    finally:
        for child, reads in begun:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            os.close(reads)


def _begun(make: Callable[[], bytes], until: float) -> tuple[int, int]:
    reads, writes = os.pipe()
    child = os.fork()
    if child:
        os.close(writes)
        return child, reads
    _limit_time(until)
    os.close(reads)
    with open(writes, "wb") as end:
        end.write(make())
    os._exit(0)


def _ended(child: int, reads: int) -> bytes:
    with open(reads, "rb") as end:
        made = end.read()
    _child, status = os.waitpid(child, 0)
    if code := os.waitstatus_to_exitcode(status):
        sys.exit(f"A part ended with {code}" + " (MemoryError)" * (code < 0))
    return made


def _limit_time(until: float) -> None:
    """Of this process, whoever waits for it or does not: what it splits off has no limit until it sets its own."""
    if hasattr(signal, "setitimer"):  # not on Windows
        signal.setitimer(signal.ITIMER_REAL, max(until - time.monotonic(), 0.001))


def _limit_memory(most: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    main()
