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
      case "pi" | "pi-large"     => Serve(Pi(sc, problem))
      case "word-count"          => Serve(WordCount(sc, problem))
      case "word-count-large"    => Serve(WordCount.large(sc, problem))
      case "sort"                => Serve(Sort(sc, problem))
      case "sort-large"          => Serve(Sort.large(sc, problem))
      case "join"                => Serve(Join(sc, problem))
      case "join-large"          => Serve(Join.large(sc, problem))
      case "group"               => Serve(Group(sc, problem))
      case "logistic-regression" => Serve(LogisticRegression(sc, problem))
      case "k-means"             => Serve(KMeans(sc, problem))
      case "page-rank"           => Serve(PageRank(sc, problem))
    }
    sc.stop()
  }
}
