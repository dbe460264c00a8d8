"""Numbers in sentences."""


def figure(value: float, digits: int = 4, *, grouped_from: int = 1_000) -> str:
    """A number as so many digits tell it, never with an exponent, and in groups of three.

    Args:
        value: to be told.
        digits: significant ones, at least 1.
        grouped_from: least number written in groups; 10,000 where it may be a year.

    >>> figure(16_714.2), figure(2107.4), figure(0.123456, 2), figure(2013, grouped_from=10_000)
    ('16,710', '2,107', '0.12', '2013')
    """
    rounded = float(f"{value:.{digits}g}")
    return f"{rounded:{',' if abs(rounded) >= grouped_from else ''}.15g}"
