"""The screens of reports, and of the tables that offices keep."""
