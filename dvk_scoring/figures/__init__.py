"""Units' figures in: tables of CSV, XLSX and Parquet become one checked frame of whole numbers with their states."""
