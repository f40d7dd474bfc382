#!/usr/bin/env python3
"""yusuan in Spark: on_spark.py FOLDER OUT writes the facts as Parquet."""

import sys

from pyspark.sql import SparkSession
from pyspark.sql.pandas.types import from_arrow_schema
from yusuan import workers


def facts(batches):
    """The facts of batches of files, which are bytes with their paths."""
    for batch in batches:
        pairs = zip(batch["path"].to_pylist(), batch["content"].to_pylist())
        yield from workers.rows(workers.convert(pairs, sheets=["facts"]), "facts").to_batches()


if __name__ == "__main__":
    spark = SparkSession.builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", 32).getOrCreate()
    files = spark.read.format("binaryFile").options(pathGlobFilter="*.pdf", recursiveFileLookup=True).load(sys.argv[1])
    schema = from_arrow_schema(workers.row_schema("facts"))
    files.select("path", "content").mapInArrow(facts, schema).write.parquet(sys.argv[2])
