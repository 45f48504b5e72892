"""One form for each act on units, plans and targets."""
