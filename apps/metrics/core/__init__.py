"""From facts to figures: pandas, NumPy and the standard library; no Django, no clock."""
