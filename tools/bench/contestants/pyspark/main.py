"""Spark's RDDs from Python: a process for each problem."""

import importlib
from pyspark import SparkConf, SparkContext

from serve import problem, serve

modules = {
    "large-pi": "pi",
    "large-logistic-regression": "logistic_regression",
    "large-external-sort": "external_sort",
    "large-word-count": "word_count_large",
    "large-sort": "sort_large",
    "large-join": "join_large",
}

if __name__ == "__main__":
    given = problem()
    conf = (
        SparkConf()
        .setMaster(f"local[{given['slots']}]")
        .setAppName("bench")
        .set("spark.driver.memory", f"{given.get('memory', 8192)}m")
        .set("spark.driver.maxResultSize", "0")
        .set("spark.driver.bindAddress", "127.0.0.1")
        .set("spark.ui.enabled", "false")
    )
    sc = SparkContext(conf=conf)
    sc.setLogLevel("ERROR")
    name = modules.get(given["workload"], given["workload"].replace("-", "_"))
    job, answer = importlib.import_module(f"workload_{name}").prepare(sc, given)
    serve(job, answer, sc._jvm.java.lang.System.gc)
    sc.stop()
