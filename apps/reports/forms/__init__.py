"""The forms of reports, and of the tables that offices keep."""
