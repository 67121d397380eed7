"""A draft without a model, warm."""

from assistant import Assistant, Settings
from assistant.resources import resource_dir
from benchmarks.timing import row, timings_us

MESSAGES = {
    "新疆包邮吗": {},
    "160高 105斤穿什么码 寄乌鲁木齐要邮费吗": {"product": "QH-2201"},
    "怎么还没发货啊 昨天就付了": {
        "buyer": {"nick": "lan"},
        "orders": [
            {"id": "1", "buyer_nick": "lan", "status": "paid", "amount": 239.0, "paid_at": "2026-11-20T20:00:00+08:00"}
        ],
    },
    "帮我写个请假条呗": {},
}


def main() -> None:
    """Print the table."""
    shop = Assistant.from_store(resource_dir("examples") / "stores" / "qinghe.yaml", settings=Settings())
    for message, more in MESSAGES.items():
        request = shop.request(message, now="2026-11-21T10:00:00+08:00", **more)
        print(
            row(f"draft: {message[:20]}", timings_us(lambda request=request: shop.draft(request), repeat=300, warm=10))
        )
