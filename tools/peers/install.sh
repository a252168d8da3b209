#!/usr/bin/env bash
# Installs the engines that the benchmark compares with: tools/peers/install.sh [checkout of Atomic in Rust]
# They go to .peers, which git ignores, or to $BENCH_PEERS. Needs Python 3 and Java 17; for Atomic, Rust.
set -euo pipefail
cd "$(dirname "$0")/../.."
peers=${BENCH_PEERS:-$PWD/.peers}
mkdir -p "$peers"

python3 -m venv "$peers/python"
"$peers/python/bin/python" -m pip install --quiet pyspark==4.3.0 duckdb==2.0.0 numpy==2.4.6

# The wheel of PySpark holds Spark itself, and the Scala compiler too.
spark=$("$peers/python/bin/python" -c 'import os, pyspark; print(os.path.dirname(pyspark.__file__))')
ln -sfn "$spark/jars" "$peers/spark-jars"
rm -rf "$peers/spark-classes"
mkdir "$peers/spark-classes"
java -cp "$peers/spark-jars/*" scala.tools.nsc.Main -deprecation -usejavacp \
  -d "$peers/spark-classes" tools/bench/contestants/spark/*.scala

if [ $# -gt 0 ]; then
  programs=(bench_pi bench_wordcount bench_sort bench_join)
  target=${CARGO_TARGET_DIR:-$peers/atomic-rust/target}
  mkdir -p "$peers/atomic-rust"
  (cd "$1" && CARGO_TARGET_DIR=$target cargo build --release "${programs[@]/#/--package=}")
  for program in "${programs[@]}"; do cp "$target/release/$program" "$peers/atomic-rust/"; done
  git -C "$1" log -1 --format='%h of %cs' > "$peers/atomic-rust/version"
fi
