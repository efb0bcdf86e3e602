"""The page of the variables of the environment that the program reads; a test holds it against the code."""

from __future__ import annotations

from collections.abc import Mapping

from markdown import table

from dvk_scoring.text import Language, Text

TITLE = Text(vi="Biến môi trường", en="Environment variables")
ABOUT = Text(
    vi="Chương trình đọc các biến sau; không biến nào bắt buộc. Tùy chọn trên dòng lệnh luôn được ưu tiên hơn.",
    en="The program reads these; none is needed. An option on the command line goes before a variable.",
)
HEADINGS = (Text(vi="Biến", en="Variable"), Text(vi="Giá trị", en="Value"), Text(vi="Tác dụng", en="What it does"))
# Variable → what it may be, what it does.
VARIABLES: Mapping[str, tuple[Text, Text]] = {
    "DVK_LANG": (
        Text(vi="`vi` hoặc `en`", en="`vi` or `en`"),
        Text(
            vi="Ngôn ngữ của lệnh, thông báo và kiểm thử plugin. `--lang` được ưu tiên hơn.",
            en="The language of commands, messages and the tests of plugins. `--lang` goes before it.",
        ),
    ),
    "LC_ALL": (
        Text(vi="như `vi_VN.UTF-8`", en="such as `vi_VN.UTF-8`"),
        Text(
            vi="Ngôn ngữ khi không có `DVK_LANG`: bắt đầu bằng `vi` là tiếng Việt, còn lại là tiếng Anh.",
            en="The language when there is no `DVK_LANG`: Vietnamese if it starts with `vi`, else English.",
        ),
    ),
    "LC_MESSAGES": (
        Text(vi="như trên", en="as above"),
        Text(vi="Như trên, khi không có `LC_ALL`.", en="As above, when there is no `LC_ALL`."),
    ),
    "LANG": (
        Text(vi="như trên", en="as above"),
        Text(
            vi="Như trên, khi không có hai biến kia. Không có biến nào: tiếng Anh.",
            en="As above, when there is neither. Without any of them: English.",
        ),
    ),
    "DVK_PLUGINS_LIMIT": (
        Text(vi="số giây, từ 1 đến 3599; mặc định 5", en="seconds, 1 to 3599; 5 unless said"),
        Text(
            vi="Thời gian cho mỗi plugin khi được xem xét ở một tiến trình riêng. Giá trị khác bị bỏ qua.",
            en="How long each plugin may be looked at, in a process of its own. Another value is passed over.",
        ),
    ),
    "DVK_PLUGINS_BLOCK": (
        Text(vi="tên plugin, cách nhau bằng dấu phẩy", en="names of plugins, separated by commas"),
        Text(
            vi="Các plugin không được dùng: không mã nào của chúng được chạy. Cộng thêm vào `--block`.",
            en="Plugins that are not used: none of their code is run. Added to those of `--block`.",
        ),
    ),
    "DVK_SEAL_PASSPHRASE": (
        Text(vi="mật khẩu", en="a passphrase"),
        Text(
            vi="Mật khẩu của khóa trong `dvk seal --key`; không có biến này thì được hỏi.",
            en="The passphrase of the key of `dvk seal --key`; without it, it is asked for.",
        ),
    ),
    "COLUMNS": (
        Text(vi="số cột", en="number of columns"),
        Text(
            vi="Bề rộng của bảng in ra; không có thì theo cửa sổ, và 160 khi ghi vào tệp hay chuyển cho lệnh khác.",
            en="How wide tables are printed; else as wide as the terminal, and 160 into a file or a pipe.",
        ),
    ),
    "PYTHONIOENCODING": (
        Text(vi="bảng mã, như `utf-8`", en="an encoding, such as `utf-8`"),
        Text(
            vi="Của chính Python: bảng mã của chữ in ra. `dvk plugins check` nêu bảng mã không viết được tiếng Việt.",
            en="Python's own: how output is encoded. `dvk plugins check` tells of one that cannot write Vietnamese.",
        ),
    ),
    "NO_COLOR": (
        Text(vi="bất kỳ", en="anything"),
        Text(vi="In không màu.", en="Prints without colour."),
    ),
}


def environment_page(language: Language) -> str:
    """Write the page of the variables as Markdown."""
    rows = [(f"`{name}`", value.in_(language), told.in_(language)) for name, (value, told) in VARIABLES.items()]
    headings = [one.in_(language) for one in HEADINGS]
    return f"# {TITLE.in_(language)}\n\n{ABOUT.in_(language)}\n\n{table(headings, rows)}"
