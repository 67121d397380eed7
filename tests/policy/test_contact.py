import pytest

from assistant.domain.store import StoreProfile
from tests.policy.conduct_case import TEA, broken


@pytest.mark.parametrize(
    ("message", "reply", "off"),
    [
        ("便宜点", "加我微信，私下给您优惠", True),
        ("便宜点", "进我们老客群，天天有折扣", True),
        ("便宜点", "咱换个地方聊", True),
        ("便宜点", "抖音上我们店更便宜，搜同名就行", True),
        ("可以加个微信吗", "可以呀", True),
        ("可以加个微信吗", "平台规定不可以的哦，这里说就好", False),
        ("可以加个微信吗", "微信就不加啦", False),
        ("有人让我加微信退款", "那是骗子，千万别加", False),
        ("抖音上那个是你们吗", "抖音上的不是我们店哦", False),
        ("地址填错了", "把新的收货地址和电话发我一下", False),
        ("核对下", "报一下手机尾号后四位就行", False),
        ("发票怎么给我", "留个邮箱，电子发票发过去", False),
        ("怎么联系你", "留个邮箱，我发邮件跟您说", True),
        ("催一下", "麻烦用下单的账号联系我哦", False),
        ("链接呢", "看这个 https://detail.tmall.com/item.htm?id=612345678901", False),
        ("发不了图", "要不咱换个绿色小图标聊", True),
        ("断货了", "我闺蜜的网店还有同款，您搜搜", True),
        ("你们有群吗", "有呀，扫了就进", True),
        ("加微信我转你", "大哥使不得，微信转账没保障", False),
        ("别家让扫码领钱", "扫码领钱的多半是骗局", False),
        ("链接呢", "看这个 www.our-outlet.shop/item1", True),
    ],
)
def test_ways_off_the_platform(stores: dict[str, StoreProfile], message: str, reply: str, off: bool) -> None:
    """Giving, asking and agreeing lead off the platform; refusing, warning and what an order needs do not."""
    assert ("contact.off_platform" in broken(stores["qinghe"], message, reply)) is off


@pytest.mark.parametrize(
    ("message", "reply", "off"),
    [
        ("差价怎么补", "扫我收款码补15就行", True),
        ("差价怎么补", "我发您补差链接，拍下就可以", False),
        ("差价退哪", "会原路退到您的支付宝", False),
        ("能直接转你吗", "行，转过来吧", True),
        ("能直接转你吗", "别转哈，在订单里付就行", False),
        ("货到付款吗", "可以，不过先转我20定金", True),
        ("差价怎么补", "您发个口令红包过来就行", True),
        ("差价怎么补", "要不您直接打我卡上", True),
        ("红包怎么用", "平台红包结算时自动抵扣", False),
        ("货到付款吗", "可以的，货到时付给快递就行", False),
    ],
)
def test_money_around_the_checkout(stores: dict[str, StoreProfile], message: str, reply: str, off: bool) -> None:
    """What goes from buyer to store must go through the checkout; what comes back is another matter."""
    assert ("payment.off_platform" in broken(stores["ningxiahong"], message, reply)) is off


def test_a_method_of_the_profile_is_at_the_checkout() -> None:
    """WeChat Pay and PayPal are fine where the profile has them; a transfer by WeChat is not."""
    assert not broken(TEA, "怎么付款", "下单时选微信支付就可以哦")
    assert not broken(TEA, "能用PayPal吗", "可以的亲，结算时选PayPal")
    assert "payment.off_platform" in broken(TEA, "怎么付款", "微信转账给我就行")
