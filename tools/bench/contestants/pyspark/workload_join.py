import pairs
from workload_join_large import sums_of, sums_answer


def prepare(sc, problem):
    left = pairs.read(problem["files"]["left"])
    right = pairs.read(problem["files"]["right"])
    partitions = problem["partitions"]

    def job():
        # Spark would add the partitions of both sides up; everyone has the same number.
        return sc.parallelize(left, partitions).join(sc.parallelize(right, partitions), partitions).collect()

    return job, lambda rows: sums_answer(sums_of(rows))
