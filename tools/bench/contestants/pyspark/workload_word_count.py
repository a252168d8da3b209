from operator import add


def prepare(sc, problem):
    with open(problem["files"]["lines"]) as file:
        lines = file.read().splitlines()
    partitions = problem["partitions"]

    def job():
        words = sc.parallelize(lines, partitions).flatMap(lambda line: line.split(" "))
        return words.map(lambda word: (word, 1)).reduceByKey(add).collect()

    return job, answer


def answer(counts):
    return {
        "distinct": len(counts),
        "total": sum(n for _, n in counts),
        "checksum": sum(n * int(word[4:]) for word, n in counts),
    }
