import pairs
from workload_sort_large import run_of, runs_answer


def prepare(sc, problem):
    records = pairs.read(problem["files"]["pairs"])

    def job():
        return sc.parallelize(records, problem["partitions"]).sortByKey().collect()

    return job, lambda ordered: runs_answer([run_of(ordered)])
