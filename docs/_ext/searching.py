"""Search in Vietnamese: words are found whether or not they are typed with their marks. A word is stemmed once."""

from __future__ import annotations

import unicodedata
from functools import cache

from sphinx.search import SearchLanguage
from sphinx.search.en import SearchEnglish

FOLD = """
var Stemmer = function () {
  this.stemWord = function (word) {
    return word.normalize("NFD").replace(/\\p{Mn}/gu, "").replace(/\\u0111/g, "d").replace(/\\u0110/g, "D");
  };
};
"""
# A word typed with separate marks is still one word.
SPLIT = """
var splitQuery = function (query) {
  return query.normalize("NFC").split(/[^\\p{Letter}\\p{Number}_\\p{Emoji_Presentation}]+/gu).filter((word) => word);
};
"""


class SearchOnce(SearchEnglish):
    """As Sphinx has it for English; most words of a page stand in others too."""

    @cache  # noqa: B019  # there is one, and it lives as long as the build
    def stem(self, word: str) -> str:
        """Give the stem of a word."""
        return super().stem(word)


class SearchVietnamese(SearchLanguage):
    """Takes a word for the same with and without marks: `khieu nai` finds `khiếu nại`."""

    lang = "vi"
    language_name = "Vietnamese"
    js_stemmer_code = FOLD
    js_splitter_code = SPLIT

    def split(self, input: str) -> list[str]:  # noqa: A002  # the name is Sphinx's
        """Split a text into words, its marks joined to their letters."""
        return super().split(unicodedata.normalize("NFC", input))

    @cache  # noqa: B019  # as above
    def stem(self, word: str) -> str:
        """Take the marks off a word."""
        bare = "".join(one for one in unicodedata.normalize("NFD", word) if unicodedata.category(one) != "Mn")
        return bare.replace("đ", "d").replace("Đ", "D")
