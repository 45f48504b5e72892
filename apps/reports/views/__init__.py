"""The screens of reports and of lists."""
