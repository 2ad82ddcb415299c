"""The ground that tests stand on: databases, a browser and a fence around the network."""
