"""What a worker does with a batch: read it, check it, write it, take it back."""
