"""For each workload: statements that make its tables, the query that is measured, and its answer from columns."""

import numpy


def pairs(file):
    return (
        f"read_csv('{{{file}}}', header = false, delim = '\\t', columns = {{{{'k': 'BIGINT', 'v': 'BIGINT'}}}})"
    )


lines = "read_csv('{lines}', header = false, delim = '\\t', columns = {{'line': 'VARCHAR'}})"
texts = "read_csv('{texts}', header = false, delim = '\\t', columns = {{'k': 'BIGINT', 'v': 'VARCHAR'}})"
words = "(SELECT unnest(string_split(line, ' ')) AS word FROM {source})"


def counted(source):
    return f"SELECT word, count(*) AS n FROM {words.replace('{source}', source)} GROUP BY word"


def whole(*names):
    """The answer that the query itself gives, in one row."""
    return lambda columns: {name: int(columns[name][0]) for name in names}


def count_answer(columns):
    numbers = numpy.array([int(word[4:]) for word in columns["word"]])
    return {
        "distinct": len(numbers),
        "total": int(columns["n"].sum()),
        "checksum": int((columns["n"] * numbers).sum()),
    }


def sort_answer(columns):
    keys = columns["k"]
    return {
        "rows": len(keys),
        "ordered": int(bool((keys[1:] >= keys[:-1]).all())),
        "checksum": int((keys ^ columns["v"]).sum()),
    }


def join_answer(columns):
    return {"rows": len(columns["k"]), "checksum": int((columns["k"] ^ columns["v"] ^ columns["w"]).sum())}


def group_answer(columns):
    return {
        "groups": len(columns["k"]),
        "largest": int(columns["n"].max()),
        "checksum": int((columns["k"] ^ columns["most"]).sum()),
    }


queries = {
    "word-count": ([f"CREATE TABLE lines AS SELECT * FROM {lines}"], counted("lines"), count_answer),
    "large-word-count": (
        [],
        'SELECT count(*) AS "distinct", sum(n) AS total, sum(n * substr(word, 5)::INT) AS checksum '
        f"FROM ({counted(lines)})",
        whole("distinct", "total", "checksum"),
    ),
    "sort": (
        [f"CREATE TABLE pairs AS SELECT * FROM {pairs('pairs')}"],
        "SELECT k, v FROM pairs ORDER BY k",
        sort_answer,
    ),
    "large-sort": (
        [],
        f"WITH sorted AS MATERIALIZED (SELECT k, v FROM {pairs('pairs')} ORDER BY k) "
        "SELECT count(*) AS rows, bool_and(k >= before) AS ordered, sum(xor(k, v)) AS checksum "
        "FROM (SELECT k, v, lag(k, 1, 0::BIGINT) OVER () AS before FROM sorted)",
        whole("rows", "ordered", "checksum"),
    ),
    "large-external-sort": (
        [],
        f"WITH sorted AS MATERIALIZED (SELECT k, v FROM {texts} ORDER BY k) "
        "SELECT count(*) AS rows, bool_and(k >= before) AS ordered, "
        "sum(xor(k, ascii(v) * 256 + ascii(right(v, 1)))) AS checksum "
        "FROM (SELECT k, v, lag(k, 1, 0::BIGINT) OVER () AS before FROM sorted)",
        whole("rows", "ordered", "checksum"),
    ),
    "join": (
        [
            f"CREATE TABLE l AS SELECT * FROM {pairs('left')}",
            f"CREATE TABLE r AS SELECT * FROM {pairs('right')}",
        ],
        "SELECT l.k, l.v, r.v AS w FROM l JOIN r USING (k)",
        join_answer,
    ),
    "large-join": (
        [],
        "SELECT count(*) AS rows, sum(xor(xor(l.k, l.v), r.v)) AS checksum "
        f"FROM {pairs('left')} l JOIN {pairs('right')} r ON l.k = r.k",
        whole("rows", "checksum"),
    ),
    "group": (
        [f"CREATE TABLE pairs AS SELECT * FROM {pairs('pairs')}"],
        "SELECT k, len(vs) AS n, list_max(vs) AS most FROM (SELECT k, list(v) AS vs FROM pairs GROUP BY k)",
        group_answer,
    ),
}
