"""When Python looks for garbage that points to itself. Most of what a request makes goes without being looked for."""

import gc

# Objects made until the youngest are looked through: some requests' worth, a few megabytes. Python's own 700 would
# look some forty times in each request at rows that are all still in use, 5 % of its time.
YOUNGEST = 30_000


def settle() -> None:
    """What is loaded lives as long as the process: it need not be looked through again, nor copied by a worker."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNGEST, *gc.get_threshold()[1:])
