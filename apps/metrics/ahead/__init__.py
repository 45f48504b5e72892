"""What is coming: figures of days ahead, verdicts that turn, and what it would take."""
