"""Units' figures in: tables of CSV, XLSX, ODS and Parquet become one checked frame of whole numbers with states."""
