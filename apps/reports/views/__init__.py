"""The screens of reports, of lists, and of the tables that offices keep."""
