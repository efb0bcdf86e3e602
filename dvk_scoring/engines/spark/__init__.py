"""Spark: what a plan says of a unit is computed by Polars in batches of rows, what it says across units by Spark.

So every digit is made by the steps of the engine ``polars``; Spark splits the units, counts and ranks them and writes.
``worker`` and ``intake`` run on the executors, which need this package; the other modules on the driver.
"""

import warnings
from importlib.util import find_spec

from dvk_scoring.extras import lacking
from dvk_scoring.problem import DvkError

if absent := [name for name in ("pyspark", "pyarrow", "pandas") if find_spec(name) is None]:
    raise DvkError([lacking("spark", absent[0])])
# Spark asks which pandas is there, and uses none of it here.
warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
