"""What something would do to the figures, and whom it would describe, before it is done."""
