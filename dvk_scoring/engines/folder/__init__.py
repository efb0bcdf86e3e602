"""A folder of Parquet in, a folder out, a batch of units at a time: on Spark, or from the disk of one machine.

What a plan says of a unit is computed by the steps of the engine ``polars``; ``parts`` says what is asked of the units
together; ``local`` and ``engines.spark.parts`` answer it.
"""
