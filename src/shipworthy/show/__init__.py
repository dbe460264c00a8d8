"""Floor 3: records to words, pictures and pages. Computes no result."""
