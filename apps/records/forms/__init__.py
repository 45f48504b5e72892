"""One form for each act on people."""
