import pairs


def prepare(sc, problem):
    path = problem["files"]["pairs"]

    def job():
        records = sc.textFile(path, problem["partitions"]).map(pairs.parse)
        return records.sortByKey().mapPartitions(lambda part: [run_of(part)]).collect()

    return job, runs_answer


def run_of(records, number_of=int):
    """What is left of sorted pairs: rows, whether in order, first key, last key, checksum of what a value is."""
    rows, ordered, first, last, checksum = 0, True, None, -1, 0
    for key, value in records:
        if rows == 0:
            first = key
        if key < last:
            ordered = False
        rows += 1
        last = key
        checksum += key ^ number_of(value)
    return rows, ordered, first, last, checksum


def runs_answer(runs):
    full = [run for run in runs if run[0] > 0]
    ordered = all(run[1] for run in full) and all(a[3] <= b[2] for a, b in zip(full, full[1:]))
    return {
        "rows": sum(run[0] for run in full),
        "ordered": int(ordered),
        "checksum": sum(run[4] for run in full),
    }
