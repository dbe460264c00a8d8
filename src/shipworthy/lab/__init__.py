"""Floor 4: candidates to predictions."""

from shipworthy.foundation.surroundings import settle

settle()
