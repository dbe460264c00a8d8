"""Floor 4: the promise and the chance. Knows neither models nor frames."""
