"""What serve.ts is for contestants in Python."""

import json
import sys
import time


def problem():
    """What this process was started with."""
    return json.loads(sys.argv[1])


def serve(job, answer):
    """Says that the data is ready, then runs the job for every line; only the job is measured."""
    say({"ready": True})
    for line in sys.stdin:
        if line.strip() != "run":
            return
        start = time.perf_counter()
        result = job()
        ms = (time.perf_counter() - start) * 1000
        say({"ms": ms, "answer": answer(result)})


def say(message):
    print("BENCH " + json.dumps(message), flush=True)
