"""What a piece of work costs its own process."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def measured() -> Iterator[None]:
    """Prints «seconds megabytes»: the time of the block, and the highest memory of the process up to its end."""
    began = time.perf_counter()
    yield
    seconds = time.perf_counter() - began
    status = Path("/proc/self/status").read_text()
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))
    sys.stdout.write(f"{seconds:.3f} {peak / 1024:.1f}\n")
