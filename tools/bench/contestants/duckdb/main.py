"""The workloads that are also a query, in DuckDB: a process for each problem."""

import duckdb

from queries import queries
from serve import problem, serve

if __name__ == "__main__":
    given = problem()
    prepare, query, answer = queries[given["workload"]]
    db = duckdb.connect(config={"threads": given["slots"]})
    for statement in prepare:
        db.execute(statement.format(**given["files"]))
    # Rows come to the client as a column of numbers or strings each, which is how one uses it.
    serve(lambda: db.execute(query.format(**given["files"])).fetchnumpy(), answer)
