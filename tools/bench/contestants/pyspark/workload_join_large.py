import pairs


def prepare(sc, problem):
    partitions = problem["partitions"]

    def side(name):
        return sc.textFile(problem["files"][name], partitions).map(pairs.parse)

    def job():
        rows = side("left").join(side("right"), partitions)
        sums = rows.mapPartitions(lambda part: [sums_of(part)])
        return sums.reduce(lambda a, b: (a[0] + b[0], a[1] + b[1]))

    return job, sums_answer


def sums_of(rows):
    count, checksum = 0, 0
    for key, (left, right) in rows:
        count += 1
        checksum += key ^ left ^ right
    return count, checksum


def sums_answer(sums):
    return {"rows": sums[0], "checksum": sums[1]}
