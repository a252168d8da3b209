#!/usr/bin/env bash
# Installs PyArrow and DuckDB, with which the tests under test/peers exchange files, in .peers/pyarrow, which git ignores. Needs Python 3.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=.peers/pyarrow

if ! "$folder/bin/python" -c 'import duckdb, pyarrow' 2> /dev/null; then
  python3 -m venv "$folder"
  "$folder/bin/python" -m pip install --quiet pyarrow==26.0.1 duckdb==2.0.0
fi
