"""`slowdown data`: which data sets there are, and those that have to be fetched."""
