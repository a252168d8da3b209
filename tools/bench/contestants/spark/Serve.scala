package bench

import org.json4s._
import org.json4s.jackson.JsonMethods
import scala.io.StdIn

/** What this process was started with. */
final case class Problem(
    workload: String,
    size: Map[String, Long],
    files: Map[String, String],
    partitions: Int,
    slots: Int
)

object Problem {
  def parse(text: String): Problem = {
    implicit val formats: Formats = DefaultFormats
    JsonMethods.parse(text).extract[Problem]
  }
}

/** A job with its data at hand, and what its result boils down to. */
final case class Prepared[T](job: () => T, answer: T => Seq[(String, Any)])

object Serve {

  /** Says that the data is ready, then runs the job for every line; only the job is measured. */
  def apply[T](prepared: Prepared[T]): Unit = {
    say("{\"ready\":true}")
    Iterator.continually(StdIn.readLine()).takeWhile(_ == "run").foreach { _ =>
      // What the job before has left is not this one's to collect.
      System.gc()
      val start = System.nanoTime()
      val result = prepared.job()
      val ms = (System.nanoTime() - start) / 1e6
      val answer = prepared.answer(result).map { case (name, value) => "\"" + name + "\":" + value }
      say("{\"ms\":" + ms + ",\"answer\":{" + answer.mkString(",") + "}}")
    }
  }

  private def say(message: String): Unit = {
    println("BENCH " + message)
    Console.flush()
  }
}
