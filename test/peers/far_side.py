"""The far side of the round trips: reads what was saved, or writes what is to be read, and says so as tagged JSON."""

import datetime
import glob
import json
import sys

import pyarrow as pa
import pyarrow.csv
import pyarrow.ipc
import pyarrow.json
import pyarrow.parquet as pq

epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
millisecond = datetime.timedelta(milliseconds=1)

scalars = {
    "boolean": pa.bool_(),
    "number": pa.float64(),
    "int32": pa.int32(),
    "bigint": pa.int64(),
    "string": pa.string(),
    "date": pa.timestamp("ms", "UTC"),
    "binary": pa.binary(),
    "null": pa.null(),
}


def type_of(kind):
    if isinstance(kind, list):
        return pa.list_(type_of(kind[0]))
    if isinstance(kind, dict):
        return pa.struct([(name, type_of(of)) for name, of in kind.items()])
    return scalars[kind]


def untagged(value):
    if isinstance(value, list):
        return [untagged(each) for each in value]
    if not isinstance(value, dict):
        return value
    [(tag, of)] = value.items()
    if tag == "float":
        return float(of)
    if tag == "int":
        return int(of)
    if tag == "date":
        return epoch + of * millisecond
    if tag == "hex":
        return bytes.fromhex(of)
    return {name: untagged(each) for name, each in of.items()}


def tagged(value, kind):
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(kind, list):
        return [tagged(each, kind[0]) for each in value]
    if isinstance(kind, dict):
        return {"struct": {name: tagged(value[name], of) for name, of in kind.items()}}
    if kind in ("number", "int32"):
        return {"float": repr(float(value))}
    if kind == "bigint":
        return {"int": str(value)}
    if kind == "date":
        return {"date": (value - epoch) // millisecond}
    return {"hex": value.hex()}


def read(case):
    schema = pa.schema(type_of(case["schema"]))
    form, path = case["format"], case["path"]
    tables = []
    for part in sorted(glob.glob(glob.escape(path) + "/part-*")):
        if form == "parquet":
            tables.append(pq.ParquetFile(part, page_checksum_verification=True).read())
        elif form == "arrow":
            tables.append(pa.ipc.open_file(part).read_all())
        elif open(part, "rb").read(1) == b"":
            continue
        elif form == "json":
            options = pyarrow.json.ParseOptions(explicit_schema=schema)
            tables.append(pyarrow.json.read_json(part, parse_options=options))
        else:
            texts = {name: pa.string() for name in schema.names}
            parse = pyarrow.csv.ParseOptions(newlines_in_values=True)
            convert = pyarrow.csv.ConvertOptions(column_types=texts)
            tables.append(pyarrow.csv.read_csv(part, parse_options=parse, convert_options=convert))
    for table in tables:
        table.validate(full=True)
    if form in ("parquet", "arrow"):
        kinds = [str(field.type) for table in tables for field in table.schema]
        same = all(table.schema.names == schema.names for table in tables)
        wanted = [str(field.type) for field in schema] * len(tables)
        if not same or [each.replace("element:", "item:") for each in kinds] != wanted:
            raise ValueError(f"{path} has {kinds}, and not {wanted}")
    return [tagged(row, case["schema"]) for table in tables for row in table.to_pylist()]


def write(case):
    schema = pa.schema(type_of(case["schema"]))
    table = pa.Table.from_pylist([untagged(row) for row in case["rows"]], schema=schema)
    form, path, options = case["format"], case["path"], case["options"]
    if form == "parquet":
        pq.write_table(table, path, **options)
    elif form == "arrow":
        size = options.pop("size")
        with pa.ipc.new_file(path, schema, options=pa.ipc.IpcWriteOptions(**options)) as out:
            for batch in table.to_batches(max_chunksize=size):
                out.write_batch(batch)
    elif form == "csv":
        pyarrow.csv.write_csv(table, path)
    else:
        with open(path, "w", encoding="utf-8") as out:
            for row in table.to_pylist():
                out.write(json.dumps(row) + "\n")


cases = json.load(sys.stdin)
json.dump([read(case) if case["do"] == "read" else write(case) for case in cases], sys.stdout)
