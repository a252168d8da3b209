#!/usr/bin/env bash
# A real S3-compatible server for the tests: tools/peers/s3-server.sh [install | run ADDRESS FOLDER]
# `install` builds it from the Go module proxy, once, into .peers, which git ignores, or $BENCH_PEERS. `run` serves a
# folder, whose subfolders are buckets, at an address such as 127.0.0.1:7070, with ROOT_ACCESS_KEY and ROOT_SECRET_KEY.
set -euo pipefail
cd "$(dirname "$0")/../.."
version=v1.8.0
bin=${BENCH_PEERS:-$PWD/.peers}/s3/$version

if [ "${1:-install}" = install ]; then
  [ -x "$bin/versitygw" ] || GOBIN=$bin go install "github.com/versity/versitygw/cmd/versitygw@$version"
  "$bin/versitygw" --version
else
  exec "$bin/versitygw" --port "$2" posix "$3"
fi
