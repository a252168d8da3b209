"""The workloads that are also a query, in DuckDB: a process for each problem."""

import duckdb

from queries import queries
from serve import problem, serve

def limits(given):
    """What it may hold in memory."""
    return {"memory_limit": f"{given['memory']}MB"} if "memory" in given else {}


if __name__ == "__main__":
    given = problem()
    prepare, query, answer = queries[given["workload"]]
    db = duckdb.connect(config={"threads": given["slots"], **limits(given)})
    for statement in prepare:
        db.execute(statement.format(**given["files"]))
    # Rows come to the client as a column of numbers or strings each, which is how one uses it.
    serve(lambda: db.execute(query.format(**given["files"])).fetchnumpy(), answer)
