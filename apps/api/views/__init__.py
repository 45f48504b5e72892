"""What the API answers, one resource a file."""
