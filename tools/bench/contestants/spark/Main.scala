package bench

import org.apache.spark.{SparkConf, SparkContext}

/** Spark's RDDs from Scala: a process for each problem. */
object Main {
  def main(args: Array[String]): Unit = {
    val problem = Problem.parse(args(0))
    val conf = new SparkConf()
      .setMaster(s"local[${problem.slots}]")
      .setAppName("bench")
      .set("spark.driver.maxResultSize", "0")
      .set("spark.driver.bindAddress", "127.0.0.1")
      .set("spark.ui.enabled", "false")
    val sc = new SparkContext(conf)
    sc.setLogLevel("ERROR")
    problem.workload match {
      case "pi" | "large-pi"     => Serve(Pi(sc, problem))
      case "word-count"          => Serve(WordCount(sc, problem))
      case "large-word-count"    => Serve(WordCount.large(sc, problem))
      case "sort"                => Serve(Sort(sc, problem))
      case "large-sort"          => Serve(Sort.large(sc, problem))
      case "join"                => Serve(Join(sc, problem))
      case "large-join"          => Serve(Join.large(sc, problem))
      case "group"               => Serve(Group(sc, problem))
      case "logistic-regression" | "large-logistic-regression" =>
        Serve(LogisticRegression(sc, problem))
      case "large-external-sort" => Serve(ExternalSort(sc, problem))
      case "k-means"             => Serve(KMeans(sc, problem))
      case "page-rank"           => Serve(PageRank(sc, problem))
    }
    sc.stop()
  }
}
