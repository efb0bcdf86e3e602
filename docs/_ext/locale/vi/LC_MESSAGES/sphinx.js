Documentation.addTranslations({
  "locale": "vi",
  "messages": {
    "Search Results": "Kết quả tìm kiếm",
    "Searching": "Đang tìm",
    "Preparing search...": "Đang chuẩn bị tìm kiếm…",
    ", in ": ", trong ",
    "Hide Search Matches": "Thôi tô từ tìm được",
    "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.": "Không trang nào có đủ các từ ấy. Nên kiểm tra chính tả hoặc bớt từ.",
    "Search finished, found one page matching the search query.": [
      "Tìm thấy ${resultCount} trang."
    ],
    "Search finished, found ${resultCount} pages matching the search query.": [
      "Tìm thấy ${resultCount} trang."
    ]
  },
  "plural_expr": "0"
});
