"""What serve.ts is for contestants in Python."""

import gc
import json
import sys
import time


def problem():
    """What this process was started with."""
    return json.loads(sys.argv[1])


def serve(job, answer, collect=lambda: None):
    """Says that the data is ready, then runs the job for every line; only the job is measured.

    What the job before has left is collected first, by `collect` where that is not Python's.
    """
    say({"ready": True})
    for line in sys.stdin:
        if line.strip() != "run":
            return
        gc.collect()
        collect()
        start = time.perf_counter()
        result = job()
        ms = (time.perf_counter() - start) * 1000
        say({"ms": ms, "answer": answer(result)})
        del result


def say(message):
    print("BENCH " + json.dumps(message), flush=True)
