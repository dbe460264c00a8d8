"""Floor 3: what is shipped."""

from shipworthy.foundation.surroundings import settle

settle()
