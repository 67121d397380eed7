"""Profiles: what is right is read, and everything wrong is said at once with file, key and what was expected."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.domain.store import StoreProfile, load_store, load_stores
from assistant.errors import ProfileError
from assistant.resources import resource_dir

GOOD: dict[str, Any] = {
    "id": "shop", "name": "小店", "platform": "taobao", "language": "zh", "agent": "小美",
    "shipping": {"dispatch_hours": 48, "carriers": [{"name": "中通", "default": True, "days": [2, 4], "fee": 8}]},
    "invoice": {"kinds": ["电子普通发票"], "issue_days": 3}, "payment": {"methods": ["支付宝"]},
    "returns": {"no_reason_days": 7},
    "products": [{"id": "A", "title": "杯子", "price": 19.9, "stock": 3, "sizes": {26: None}, "stock_by": {26: 2}}],
}  # fmt: skip


def written(tmp_path: Path, data: object) -> Path:
    path = tmp_path / "shop.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return path


def changed(**changes: Any) -> dict[str, Any]:
    """The good profile with values at dotted places replaced; None takes the key away."""
    data = yaml.safe_load(yaml.safe_dump(GOOD, allow_unicode=True))
    for place, value in changes.items():
        *path, last = place.split("__")
        target = data
        for part in path:
            target = target[int(part) if part.isdigit() else part]
        if value is None:
            del target[last]
        else:
            target[last] = value
    return data


def test_the_three_example_stores_are_in_order(stores: dict[str, StoreProfile]) -> None:
    """The bundled profiles load, each under its id."""
    assert set(stores) == {"qinghe", "ningxiahong", "windrunner"}


def test_what_may_be_left_out_has_its_stated_default(tmp_path: Path) -> None:
    """The contract's defaults hold: time zone, currency, no cash on delivery, no bargaining."""
    store = load_store(written(tmp_path, GOOD))
    assert (store.timezone, store.currency) == ("Asia/Shanghai", "CNY")
    assert not store.payment.cash_on_delivery
    assert not store.bargaining.allowed
    assert store.payment.installments_from is None


def test_sizes_that_look_like_numbers_stay_names(tmp_path: Path) -> None:
    """A size written 26 is the size "26", in `sizes` and in `stock_by`."""
    product = load_store(written(tmp_path, GOOD)).products[0]
    assert list(product.sizes) == ["26"]
    assert product.stock_by == {"26": 2}


def test_off_is_a_key_and_no_boolean(tmp_path: Path) -> None:
    """`off: 10` is a discount of 10, though YAML 1.1 reads the key as false."""
    path = written(tmp_path, GOOD)
    path.write_text(
        path.read_text(encoding="utf-8") + "promotions: [{name: 券, says: 满100减10, off: 10, min_amount: 100}]\n",
        encoding="utf-8",
    )
    assert load_store(path).promotions[0].off == 10


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"platform": "ebay"}, "platform: .*'tmall', 'taobao' or 'aliexpress'"),
        ({"agent": None}, "agent: required, but missing"),
        ({"colour": "red"}, "colour: unknown key"),
        ({"shipping__dispatch_hours": "48"}, r"shipping\.dispatch_hours: expected a number"),
        ({"shipping__dispatch_hours": 0}, r"shipping\.dispatch_hours: .*greater than 0"),
        ({"shipping__same_day_cutoff": "3pm"}, r'same_day_cutoff: expected a time of day in quotes, like "15:00"'),
        ({"shipping__carriers__0__default": False}, "exactly one carrier with `default: true`"),
        ({"shipping__carriers__0__days": [4, 2]}, r"carriers\[0\]\.days: expected \[from, to\]"),
        ({"shipping__carriers__0__fee": -1}, r"carriers\[0\]\.fee: .*greater than or equal to 0"),
        ({"products__0__price": None}, r"products\[0\]\.price: required, but missing"),
        ({"products__0__stock": 1.5}, r"products\[0\]\.stock: expected a whole number"),
        ({"products__0__restock_at": "2026-12-05T00:00:00"}, r"restock_at: expected a time with its zone"),
        ({"products__0__restock_at": "soon"}, r"restock_at: expected a time like 2026-11-21T10:00:00\+08:00"),
        ({"promotions": [{"name": "x", "says": "y"}]}, r"promotions\[0\]: expected either `off` or `off_percent`"),
        ({"timezone": "Mars/Olympus"}, "timezone: expected a zone name like Asia/Shanghai"),
        ({"products": [GOOD["products"][0]] * 2}, "expected each product id once"),
        ({"id": "my shop"}, "id: "),
    ],
)
def test_a_wrong_profile_is_refused_with_its_place(tmp_path: Path, changes: dict[str, Any], says: str) -> None:
    """Each mistake is named with the file, the key's path and what was expected."""
    path = written(tmp_path, changed(**changes))
    with pytest.raises(ProfileError, match=says) as caught:
        load_store(path)
    assert str(path) in str(caught.value)


def test_all_mistakes_are_said_at_once(tmp_path: Path) -> None:
    """Three mistakes make one message with three lines."""
    path = written(tmp_path, changed(platform="ebay", agent=None, invoice__issue_days=-1))
    with pytest.raises(ProfileError, match="3 things are wrong") as caught:
        load_store(path)
    assert all(key in str(caught.value) for key in ("platform", "agent", "invoice.issue_days"))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"id: [unclosed", r"shop\.yaml:\d+:\d+: expected YAML"),
        (b"id: a\nid: b\n", r"shop\.yaml:2:1: expected YAML \(the key 'id' stands twice\)"),
        (b"\xff\xfe\x00bad", "expected UTF-8, but byte 0 is not"),
        (b"- just\n- a list\n", "expected a mapping of keys"),
        (b"", "expected a mapping of keys"),
    ],
)
def test_a_file_that_is_no_profile_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    """Broken YAML, doubled keys, other encodings and other shapes are named with file and place."""
    path = tmp_path / "shop.yaml"
    path.write_bytes(content)
    with pytest.raises(ProfileError, match=says):
        load_store(path)


def test_a_folder_with_two_stores_of_one_id_is_refused(tmp_path: Path) -> None:
    """The second file with the same id is named."""
    written(tmp_path, GOOD).rename(tmp_path / "a.yaml")
    written(tmp_path, GOOD).rename(tmp_path / "b.yaml")
    with pytest.raises(ProfileError, match=r"b\.yaml: id: the store shop stands in another file"):
        load_stores(tmp_path)


def test_the_template_of_store_init_is_a_right_profile() -> None:
    """What `assistant store init` writes can be loaded as it is."""
    assert load_store(resource_dir("examples") / "store.template.yaml").id == "my-store"
