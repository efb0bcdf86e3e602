"""Columns about people are refused, columns about a unit's work are not."""

from __future__ import annotations

import pytest

from dvk_scoring.criteria.criterion import figures_class
from dvk_scoring.criteria.registry import Registry
from dvk_scoring.figures.persons import about_people, fold

PEOPLE = [
    "họ tên", "Họ và tên người nộp đơn", "ho_ten", "HoTen", "hoten", "TÊN", "tên công dân", "Người khiếu nại",
    "full_name", "surname", "person", "CCCD", "so-cccd", "Số CMND", "căn cước", "SốĐịnhDanh", "id card",
    "passport", "Địa chỉ", "diachi", "nơi ở", "home address", "Số điện thoại", "soDienThoai", "SĐT", "phone",
    "Tel.", "E-mail", "ngày sinh", "năm sinh", "DOB", "dateOfBirth", "bút tích", "handwriting", "tôn giáo",
    "tín ngưỡng", "dân tộc", "religion", "ethnic group", "belief", "Ho\u0323 te\u0302n", "cases.full_name",
    "religion.believers",
]  # fmt: skip
WORK = [
    "name of unit", "tên đơn vị", "địa bàn", "population", "addressed", "complaint-handling.due",
    "cases.missed", "outreach.sessions", "telegrams", "models.alive", "đơn đến hạn", "tiếp công dân",
    "số buổi đối thoại",
]  # fmt: skip


@pytest.mark.parametrize("heading", PEOPLE)
def test_headings_about_people(heading: str) -> None:
    assert about_people(heading, known=False) is not None


@pytest.mark.parametrize("heading", WORK)
def test_headings_about_work(heading: str) -> None:
    assert about_people(heading, known=False) is None


def test_a_known_criterion_may_be_about_religious_affairs_but_no_figure_of_it_about_religion() -> None:
    assert about_people("religious-affairs.meetings", known=True) is None
    assert about_people("religious-affairs.meetings", known=False) is not None
    assert about_people("affairs.religion", known=True) is not None


def test_folding_takes_words_apart() -> None:
    assert fold("SốĐiệnThoại (người nộp)") == "so dien thoai nguoi nop"


@pytest.mark.parametrize("criterion_id", sorted(Registry.of().ids()))
def test_no_bundled_criterion_asks_about_people(criterion_id: str) -> None:
    figures = figures_class(Registry.of().criterion(criterion_id)).dvk_declared
    assert [name for name in figures if about_people(f"{criterion_id}.{name}", known=True)] == []
