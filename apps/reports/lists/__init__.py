"""Lists taken out as they stand on screen: their rows, and what each says of itself."""
