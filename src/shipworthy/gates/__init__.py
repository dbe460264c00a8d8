"""Floor 4: claims and evidence to verdicts. Knows neither models nor frames."""
