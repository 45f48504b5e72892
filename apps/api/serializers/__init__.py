"""The shapes of what is asked and answered, one resource a file."""
