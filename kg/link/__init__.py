"""New facts from old: which task serves which focus area, and the figures of the network."""
