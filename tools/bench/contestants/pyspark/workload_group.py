import pairs


def prepare(sc, problem):
    records = pairs.read(problem["files"]["pairs"])
    partitions = problem["partitions"]

    def job():
        groups = sc.parallelize(records, partitions).groupByKey(partitions)
        return groups.map(lambda group: summarise(*group)).collect()

    return job, answer


def summarise(key, values):
    n, most = 0, None
    for value in values:
        n += 1
        if most is None or value > most:
            most = value
    return key, n, most


def answer(groups):
    return {
        "groups": len(groups),
        "largest": max(n for _, n, _ in groups),
        "checksum": sum(key ^ most for key, _, most in groups),
    }
