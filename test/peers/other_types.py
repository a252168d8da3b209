"""Writes a file for every type that our own tables do not have, with PyArrow, and some with DuckDB where it is installed."""

import datetime
import decimal
import sys

import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as pq

folder = sys.argv[1]
when = datetime.datetime(1969, 12, 31, 23, 59, 59)

columns = {
    "small integers": pa.array([None, -128, 127], pa.int8()),
    "unsigned integers": pa.array([None, 0, 2**32 - 1], pa.uint32()),
    "large unsigned integers": pa.array([None, 0, 2**64 - 1], pa.uint64()),
    "large integers": pa.array([None, -(2**63), 2**53 + 1], pa.int64()),
    "halves": pa.array([None, 1.5, -0.0, float("inf"), 65504.0], pa.float16()),
    "floats": pa.array([None, 0.5, float("-inf")], pa.float32()),
    "days": pa.array([None, datetime.date(1, 1, 1)], pa.date32()),
    "milliseconds of days": pa.array([None, datetime.date(1969, 12, 31)], pa.date64()),
    "seconds": pa.array([None, when], pa.timestamp("s")),
    "milliseconds": pa.array([None, -1], pa.timestamp("ms")),
    "microseconds": pa.array([None, -1000], pa.timestamp("us", "Europe/Vienna")),
    "nanoseconds": pa.array([None, -1000000], pa.timestamp("ns")),
    "fine times": pa.array([1], pa.timestamp("us")),
    "far times": pa.array([2**45], pa.timestamp("s")),
    "far days": pa.array([2**31 - 1], pa.date32()),
    "bytes of one length": pa.array([None, b"abc"], pa.binary(3)),
    "large binary": pa.array([None, b"", b"abc"], pa.large_binary()),
    "large texts": pa.array([None, "", "é" * 30000], pa.large_string()),
    "text views": pa.array([None, "", "short", "longer than twelve bytes"], pa.string_view()),
    "marks and zeros": pa.array(["\ufeffa", "x\0y"]),
    "a dictionary": pa.array([None, "a", "b", "a"]).dictionary_encode(),
    "a dictionary of integers": pa.array([None, 5, 6, 5], pa.int64()).dictionary_encode(),
    "lists of a dictionary": pa.array([None, [], ["a", None]], pa.list_(pa.dictionary(pa.int8(), pa.string()))),
    "large lists": pa.array([None, [], [1, None]], pa.large_list(pa.int32())),
    "lists of one length": pa.array([None, [1, 2], [None, 3]], pa.list_(pa.int32(), 2)),
    "maps": pa.array([None, [], [("b", 1), ("a", None)]], pa.map_(pa.string(), pa.int32())),
    "lists of maps": pa.array([None, [], [[("a", 1)], None, []]], pa.list_(pa.map_(pa.string(), pa.int32()))),
    "deep nulls": pa.array(
        [None, [], [[], None, [[{"a": [1, None]}, None]]]],
        pa.list_(pa.list_(pa.list_(pa.struct([("a", pa.list_(pa.int32()))])))),
    ),
    "structs of nulls": pa.array(
        [None, {"a": None, "b": {"c": None}}, {"a": 1, "b": None}],
        pa.struct([("a", pa.int32()), ("b", pa.struct([("c", pa.int32())]))]),
    ),
    "nothing but nulls": pa.array([None, None], pa.null()),
    "no records": pa.array([], pa.int32()),
    "decimals": pa.array([decimal.Decimal("1.10")], pa.decimal128(10, 2)),
    "times of day": pa.array([5], pa.time32("ms")),
    "maps by numbers": pa.array([[(2, "x"), (1, None)]], pa.map_(pa.int32(), pa.string())),
    "list views": pa.array([[1]], pa.list_view(pa.int32())),
    "runs": pa.RunEndEncodedArray.from_arrays([2, 3], ["a", "b"]),
}
tables = {name: pa.table([column], names=["x"]) for name, column in columns.items()}
tables["one name twice"] = pa.table([pa.array([1]), pa.array(["x"])], names=["x", "x"])

for name, table in tables.items():
    if name != "runs":
        pq.write_table(table, f"{folder}/{name}.parquet", row_group_size=2)
    with pa.ipc.new_file(f"{folder}/{name}.arrow", table.schema) as out:
        out.write_table(table, max_chunksize=2)
    packed = pa.ipc.IpcWriteOptions(compression="lz4", emit_dictionary_deltas=False)
    with pa.ipc.new_stream(f"{folder}/{name}.arrows", table.schema, options=packed) as out:
        out.write_table(table, max_chunksize=2)

query = """select i as id, i % 7 = 0 as is_seventh, if(i % 3 = 0, null, 'name ' || i % 5) as name, i / 2 as half,
  [i::varchar, null] as list, {'a': i::integer, 'b': {'c': 'x'}} as struct, map {'k': i::integer} as map,
  date '2020-01-01' + (i % 9)::integer as day, uuid 'eeccb8c5-9943-b2bb-bb5e-222f4e14b687' as uuid
  from range(3000) t(i)"""
try:
    import duckdb
except ImportError:
    sys.exit()
for codec in ("uncompressed", "snappy", "gzip", "zstd", "brotli", "lz4_raw"):
    for version in ("V1", "V2"):
        options = f"format parquet, compression {codec}, parquet_version {version}, row_group_size 2048"
        duckdb.execute(f"copy ({query}) to '{folder}/{codec}-{version}.duckdb' ({options})")
duckdb.execute(f"copy (select interval 3 days as x) to '{folder}/an interval.duckdb' (format parquet)")
