"""Which province a disclosure belongs to."""

import doctest

import pytest
import yusuan.province
from yusuan.province import province


def test_the_examples_hold():
    assert doctest.testmod(yusuan.province).failed == 0


@pytest.mark.parametrize(
    ("unit", "path", "expected"),
    [
        ("国家税务总局泉州市税务局", "x.pdf", ("福建省", "unit_name")),
        ("吉林市统计局", "x.pdf", ("吉林省", "unit_name")),
        ("河南蒙古族自治县民政局", "x.pdf", ("青海省", "unit_name")),
        ("福州市驻北京市联络处", "北京/x.pdf", ("福建省", "unit_name")),
        ("普陀区财政局", "上海/2025/x.pdf", ("上海市", "unit_name and path")),
        ("普陀区财政局", "福州/x.pdf", (None, "unknown: the divisions named contradict each other")),
        ("普陀区财政局", "x.pdf", (None, "unknown: several provinces have a division of that name: 上海市, 浙江省")),
        ("郊区供销合作社", "x.pdf", (None, "unknown: neither the unit nor the path names a division")),
        ("宁槐市农业农村局", "x.pdf", (None, "unknown: neither the unit nor the path names a division")),
        (None, "s3://b/内蒙古/2024/x.pdf", ("内蒙古自治区", "path")),
        (None, "b/江苏省级/苏州市民政局2024年部门预算.pdf", ("江苏省", "path")),
        (None, "福州/南京/x.pdf", (None, "unknown: the divisions named contradict each other")),
    ],
)
def test_the_rule(unit, path, expected):
    assert province(unit, path) == expected
