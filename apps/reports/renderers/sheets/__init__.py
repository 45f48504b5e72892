"""The parts of a workbook."""
