"""Self-ratings: instruments as data, their scoring, change over time and the risk in single answers."""
