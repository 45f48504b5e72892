"""Figures over time: on the tree of any day, and what changed between two days."""
