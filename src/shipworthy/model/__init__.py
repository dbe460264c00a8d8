"""Floor 2: what learns from rows and answers for rows."""

from shipworthy.foundation.surroundings import settle

settle()
