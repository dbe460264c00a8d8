"""Does a column look as if it were about persons?"""

import re
from collections.abc import Callable
from typing import Final

import polars as pl

from shipworthy.data.words import words_of

_SAMPLE: Final = 1_000

# words as they stand in names of columns, lower case, parted by single blanks
_NAMES: Final[tuple[tuple[str, str], ...]] = (
    ("e-mail addresses", r"\be ?mails?\b|\bmail address\b|\bcorreo\b|\bcourriel\b|邮箱|почта"),
    (
        "phone numbers",
        r"\b(tele)?phones?( (no|nr|number))?$|\bmobile (no|nr|number|phone)\b|\btelefon[eo]?(nummer)?\b"
        r"|\btéléphone\b|\bhandy(nummer)?\b|\bteléfono\b|\bcelular\b|\bcell phone\b|\bfax\b"
        r"|电话|手机|телефон",
    ),
    (
        "names of persons",
        r"\b(first|last|full|given|family|middle|maiden|sur) ?names?\b|\bsurname\b|\bvorname\b|\bnachname\b"
        r"|\bfamilienname\b|\bprénom\b|\bprenom\b|\bnom de famille\b|\bapellidos?\b|\bcognome\b|\bsobrenome\b"
        r"|\b(customer|client|patient|passenger|employee|contact|owner|driver|student|user|guest|person|kunden"
        r"|patienten|mitarbeiter) ?name\b|姓名|фамилия|отчество",
    ),
    (
        "street addresses",
        r"\b(street|home|postal|mailing|billing|shipping) ?address\b|^address( line)?( \d)?$"
        r"|\bstreet( name)?$|\bstra(ß|ss)e$|\b(wohn|post)?(adresse|anschrift)$|^rue$"
        r"|\bdirecci[oó]n\b|\bindirizzo\b|\bendereço\b|地址|адрес",
    ),
    (
        "dates of birth",
        r"\bbirth ?(date|day)\b|\bdate of birth\b|\bdob\b|\bgeburts(datum|tag)\b|\bdate de naissance\b"
        r"|\bfecha de nacimiento\b|\bdata di nascita\b|\bdata de nascimento\b|生日|出生日期|дата рождения",
    ),
    (
        "numbers of identity papers",
        r"\bssn\b|\bsocial security\b|\bpassport( (no|nr|number))?$|\bnational id\b|\bsteuer ?id\b|\biban\b"
        r"|\b(credit )?card (no|nr|number)\b|\bdni\b|\bcpf\b|身份证|паспорт",
    ),
)

_STREET: Final = (
    r"(?i)^\d+[a-z]?\s+.*\b(street|st|avenue|ave|road|rd|lane|ln|boulevard|blvd|drive|dr|court|ct)\b\.?"
    r"|(straße|strasse|str\.|weg|gasse|platz|allee)\s+\d+"
    r"|^\d+,?\s+(rue|avenue|boulevard|via|calle|rua)\s"
)
_IPV4: Final = r"^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$"
_IPV6: Final = r"(?i)^([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}$|^([0-9a-f]{1,4}:){1,6}(:[0-9a-f]{1,4}){1,6}$"
_TITLED: Final = r"\b(Mr|Mrs|Miss|Ms|Dr|Herr|Frau|Mme|Sr|Sra)\b\.?\s"

# what the values say: words, pattern, share of values that must match
_VALUES: Final[tuple[tuple[str, str, float], ...]] = (
    ("e-mail addresses", r"[\w.+-]+@[\w-]+\.[\w.-]+", 0.05),
    (
        "phone numbers",
        r"^(\+|00)\d{1,3}[\s(./-]?[\d\s()./-]{6,16}$|^(\(\d{3}\)\s?|\d{3}[-. ])\d{3}[-. ]\d{4}$",
        0.5,
    ),
    ("social security numbers", r"^\d{3}-\d{2}-\d{4}$", 0.5),
    ("IP addresses", _IPV4, 0.5),
    ("IP addresses", _IPV6, 0.5),
    ("street addresses", _STREET, 0.5),
    ("names of persons", _TITLED, 0.2),
)


def looks_personal(name: str, series: pl.Series) -> str | None:
    """The reason why a column looks personal, or None.

    Looks at the words of its name in several languages and at up to 1,000 different values, evenly spaced. A
    name alone does not suffice where the values cannot be what it says, such as a yes or no under `phone`.

    >>> looks_personal("contact", pl.Series(["ann@example.org", "bob@example.org"]))
    'values look like e-mail addresses'
    >>> looks_personal("price", pl.Series([1.5, 2.5])) is None
    True
    """
    if series.dtype.is_float() or series.dtype == pl.Boolean or series.dtype.is_nested():
        return None
    sample = _sample(series)
    if not sample.len():
        return None
    by_values = _by_values(sample)
    if by_values:
        return f"values look like {by_values}"
    words = words_of(name)
    for reason, pattern in _NAMES:
        if re.search(pattern, words) and _may_be(reason, sample):
            return f"its name says {reason}"
    return None


def _sample(series: pl.Series) -> pl.Series:
    # looking at a part of the rows first keeps millions of rows cheap
    step = max(1, series.len() // (20 * _SAMPLE))
    values = series.gather_every(step).drop_nulls().unique(maintain_order=True)
    return values.gather_every(max(1, -(-values.len() // _SAMPLE)))


def _by_values(sample: pl.Series) -> str:
    if sample.dtype.is_temporal():
        return ""
    text = sample.cast(pl.String).str.strip_chars()
    if sample.dtype == pl.String or isinstance(sample.dtype, pl.Categorical | pl.Enum):
        for reason, pattern, share in _VALUES:
            if _share(text.str.contains(pattern)) >= share:
                return reason
        if _passes(text, r"^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$", _is_iban):
            return "bank account numbers"
    if _passes(text, r"^[3-6]\d{12,18}$", _is_card):
        return "payment card numbers"
    return ""


def _may_be(reason: str, sample: pl.Series) -> bool:
    """Whether the values could be what the column's name says."""
    if sample.dtype.is_temporal():
        return reason == "dates of birth"
    if sample.dtype.is_integer():
        numbered = reason in ("phone numbers", "numbers of identity papers")
        return numbered and _share(sample.cast(pl.String).str.len_chars() >= 7) > 0.5
    return sample.len() > 2 or reason == "dates of birth"


def _passes(text: pl.Series, pattern: str, test: Callable[[str], bool]) -> bool:
    compact = text.str.replace_all(r"[\s-]", "")
    fitting = compact.filter(compact.str.contains(pattern))
    if fitting.len() < max(2, 0.5 * text.len()):
        return False
    return sum(test(value) for value in fitting) >= 0.9 * fitting.len()


def _is_iban(value: str) -> bool:
    """Remainder 1 modulo 97 (ISO 13616)."""
    return int("".join(str(int(sign, 36)) for sign in value[4:] + value[:4])) % 97 == 1


def _is_card(value: str) -> bool:
    """Luhn's sum is divisible by ten (ISO/IEC 7812-1)."""
    digits = [int(sign) for sign in reversed(value)]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _share(answers: pl.Series) -> float:
    return float(answers.sum()) / answers.len()
