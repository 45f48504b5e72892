"""Figures made into documents; one module for each kind of report."""
