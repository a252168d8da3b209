from operator import add


def prepare(sc, problem):
    path = problem["files"]["lines"]

    def job():
        words = sc.textFile(path, problem["partitions"]).flatMap(lambda line: line.split(" "))
        counts = words.map(lambda word: (word, 1)).reduceByKey(add)
        sums = counts.map(lambda pair: (1, pair[1], pair[1] * int(pair[0][4:])))
        return sums.reduce(lambda a, b: (a[0] + b[0], a[1] + b[1], a[2] + b[2]))

    return job, lambda sums: dict(zip(("distinct", "total", "checksum"), sums))
