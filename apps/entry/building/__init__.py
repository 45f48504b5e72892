"""Conditions put together from rows: opened from what is stored, typed, and written back."""
