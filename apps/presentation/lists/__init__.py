"""Lists that a screen shows a page of and a file holds whole: the same rows, the same order."""
