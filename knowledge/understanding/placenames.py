"""The names by which countries and French territories go, with their ISO 3166-1 codes.

Names come from CLDR (through babel) and, for what sellers say besides, from here. A region has the empty code.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from babel import Locale

FRENCH = frozenset({"FR", "GP", "GF", "MQ", "RE", "YT", "PM", "MF", "BL", "NC", "PF", "WF"})
_LANGUAGES = ("en", "fr")
REGION = ""  # a place that is no single country
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ"})
_EXTRA = {"uk": "GB", "u.k.": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "holland": "NL", "usa": "US", "the states": "US"}
_EXTRA |= {
    "turkey": "TR",
    "guyana": "GF",
    "guyane": "GF",
    "reunion island": "RE",
    "la reunion": "RE",
    "ile de la reunion": "RE",
    "tahiti": "PF",
    "polynesie francaise": "PF",
}
_EXTRA |= {
    "corsica": "FR",
    "corse": "FR",
    "frnace": "FR",
    "farnce": "FR",
    "germny": "DE",
    "itlay": "IT",
    "spian": "ES",
    "belguim": "BE",
    "czech republic": "CZ",
}
_EXTRA |= dict.fromkeys(("paris", "lyon", "marseille", "toulouse", "bordeaux", "lille", "nantes", "strasbourg"), "FR")
_EXTRA |= {"madrid": "ES", "barcelona": "ES", "milan": "IT", "rome": "IT", "berlin": "DE", "brussels": "BE", "shenzhen": "CN", "lisbon": "PT", "warsaw": "PL"}
_EXTRA |= dict.fromkeys(("saint martin", "saint-martin", "st martin", "st-martin", "st. martin"), "MF")
_EXTRA |= {f"{saint} barth{rest}": "BL" for saint in ("saint", "st", "st.") for rest in ("elemy", "elemey", "s", "")} | {
    "saint-barthelemy": "BL",
    "st-barthelemy": "BL",
}
_EXTRA |= {f"{saint} pierre {join} miquelon": "PM" for saint in ("saint", "st", "st.") for join in ("and", "et", "&")} | {"saint-pierre-et-miquelon": "PM"}
_EXTRA |= {"wallis and futuna": "WF", "wallis et futuna": "WF", "wallis-et-futuna": "WF", "nouvelle-caledonie": "NC", "bosnia": "BA"}
_EXTRA |= dict.fromkeys(
    (
        "europe",
        "eu",
        "the eu",
        "european union",
        "eea",
        "schengen",
        "worldwide",
        "everywhere",
        "anywhere",
        "abroad",
        "internationally",
        "overseas",
        "dom-tom",
        "dom tom",
        "domtom",
        "drom",
        "drom-com",
        "overseas territories",
        "french overseas territories",
        "overseas departments",
        "french islands",
        "other countries",
        "all countries",
        "other eu countries",
        "eu countries",
        "european countries",
        "the world",
        "rest of the world",
        "rest of europe",
        "rest of the eu",
        "scandinavia",
        "the nordics",
        "benelux",
        "the baltics",
    ),
    REGION,
)
CAPITAL = frozenset({"jersey", "georgia", "jordan", "guinea", "chad", "maurice", "man"})
"""Names that are other words as well: only read where goods are said to go to, and never in small letters."""
LETTERS = {
    code.lower(): code for code in ("FR", "ES", "DE", "BE", "NL", "LU", "PT", "AT", "PL", "IE", "GB", "CH", "SE", "DK", "GP", "MQ", "GF", "RE", "YT", "IT")
}
"""Codes that sellers write themselves: only read in capitals."""
PEOPLE = r"customers?|buyers?|clients?|consumers?|people|shoppers?|households?|addresses|families|farms?|schools?|users?|orders"
"""Whom goods go to."""
DEMONYMS = {
    "french": "FR",
    "german": "DE",
    "spanish": "ES",
    "italian": "IT",
    "belgian": "BE",
    "dutch": "NL",
    "portuguese": "PT",
    "polish": "PL",
    "austrian": "AT",
}
DEMONYMS |= {"irish": "IE", "british": "GB", "swiss": "CH", "turkish": "TR", "chinese": "CN", "american": "US", "swedish": "SE", "danish": "DK", "greek": "GR"}
DEMONYMS |= {"romanian": "RO", "czech": "CZ", "hungarian": "HU", "finnish": "FI", "luxembourgish": "LU", "corsican": "FR"}


def without_accents(text: str) -> str:
    """The text letter for letter without accents, so that places in it stay the same."""
    return "".join(unicodedata.normalize("NFKD", letter)[0] for letter in text).replace("’", "'")


@cache
def names() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of every name, and the code of each in small letters."""
    codes: dict[str, str] = {}
    for language in _LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES:  # leaves out regions such as 150
                codes.setdefault(without_accents(str(name)).lower(), code)
    codes |= _EXTRA | LETTERS
    ordered = sorted(codes, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, ordered))})(?!\w)(?!(?<=everywhere) in)(?!(?<=anywhere) in)", re.IGNORECASE), codes
