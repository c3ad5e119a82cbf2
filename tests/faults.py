"""A service whose documents can hang, die and break, for the tests: what is in the text says how."""

from __future__ import annotations

import os
import re
import signal
import time

from cleaner.service import work
from cleaner.service.work import Job, Outcome

LOOPS, LOOPS_OUTSIDE, DIES, BREAKS, SLEEPS = (
    "page that loops",
    "page in C",
    "page that kills",
    "secret page",
    "slow page",
)


def run(job: Job) -> Outcome:
    """What a process does with a job, and some more."""
    text = job.source if isinstance(job.source, str) else job.source.decode()
    while LOOPS in text:
        pass
    if LOOPS_OUTSIDE in text:
        re.match(r"(a+)+b", "a" * 60)  # looks at 2**60 ways without a look at signals
    if DIES in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if BREAKS in text:
        raise RuntimeError(text)
    if SLEEPS in text:
        time.sleep(0.3)
    return work.run(job)
