"""Where an attempt does worst: regions of the rows, searched on some cases and confirmed on others."""
