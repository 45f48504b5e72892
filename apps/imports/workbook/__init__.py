"""Reading the workbooks of offices: guarded, without a database and without screens."""
