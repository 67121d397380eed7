"""The store profile: everything that may be promised comes from here (contract section 1)."""

import re
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator, Field, field_validator, model_validator

from assistant.domain.base import Count, Flag, Name, NullableValue, Number, ZonedTime, load_yaml, parse
from assistant.errors import ProfileError

Platform = Literal["tmall", "taobao", "aliexpress"]
Language = Literal["zh", "en"]


def _clock(value: object) -> time:
    if isinstance(value, str) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        return time.fromisoformat(value)
    if isinstance(value, time):
        return value
    raise ValueError('expected a time of day in quotes, like "15:00"')


def _range(value: object) -> object:
    if isinstance(value, (list, tuple)) and len(value) == 2 and all(isinstance(x, (int, float)) for x in value):
        if value[0] > value[1]:
            raise ValueError(f"expected [from, to] with from ≤ to, like [{value[1]}, {value[0]}]")
        return tuple(value)
    raise ValueError("expected two numbers, like [2, 4]")


Clock = Annotated[time, BeforeValidator(_clock)]
Days = Annotated[tuple[Count, Count], BeforeValidator(_range)]
Range = Annotated[tuple[float, float], BeforeValidator(_range)]


class Carrier(NullableValue):
    """A courier that the store ships with."""

    name: Name
    days: Days
    """Fastest and slowest, in days from dispatch."""
    fee: Number = 0
    """What the buyer pays when postage is not free; for a carrier that is not the default, what the buyer adds."""
    default: Flag = False


class FreeShipping(NullableValue):
    """From which amount postage is free, and where not."""

    min_amount: Number = 0
    except_: tuple[Name, ...] = Field(default=(), alias="except")
    """Regions that pay `remote_fee`."""
    remote_fee: Number = 0


class Shipping(NullableValue):
    """Dispatch and postage."""

    origin: Name | None = None
    dispatch_hours: Annotated[float, Field(strict=True, gt=0, le=2400)]
    """Hours from payment to dispatch, as the item page promises."""
    same_day_cutoff: Clock | None = None
    """What is paid before this time of day leaves the same day."""
    carriers: Annotated[tuple[Carrier, ...], Field(min_length=1)]
    free_shipping: FreeShipping | None = None

    @model_validator(mode="after")
    def _one_default(self) -> "Shipping":
        defaults = [carrier.name for carrier in self.carriers if carrier.default]
        if len(defaults) != 1:
            found = ", ".join(defaults) or "none"
            raise ValueError(f"expected exactly one carrier with `default: true` (found: {found})")
        names = [carrier.name for carrier in self.carriers]
        if len(set(names)) < len(names):
            raise ValueError("expected each carrier once")
        return self

    @property
    def default_carrier(self) -> Carrier:
        """The carrier that is used unless the buyer pays for another."""
        return next(carrier for carrier in self.carriers if carrier.default)


class InvoiceTerms(NullableValue):
    """Which invoices the store issues, and how fast."""

    kinds: Annotated[tuple[Name, ...], Field(min_length=1)]
    issue_days: Annotated[int, Field(strict=True, ge=0)]
    """Calendar days from the buyer's request."""


class PaymentTerms(NullableValue):
    """How a buyer may pay."""

    methods: Annotated[tuple[Name, ...], Field(min_length=1)]
    cash_on_delivery: Flag = False
    installments_from: Number | None = None
    """Installments are offered from this amount; None: not at all."""


class ReturnTerms(NullableValue):
    """The no-reason return and who pays its freight."""

    no_reason_days: Count
    """Days from delivery."""
    freight_insurance: Flag = False
    exempt: tuple[Name, ...] = ()
    """What the no-reason return does not cover."""


class Promotion(NullableValue):
    """A discount with its conditions and dates."""

    name: Name
    says: Name
    from_: ZonedTime | None = Field(default=None, alias="from")
    until: ZonedTime | None = None
    off: Number | None = None
    off_percent: Annotated[float, Field(strict=True, gt=0, le=100)] | None = None
    min_amount: Number = 0
    min_quantity: Count = 0

    @model_validator(mode="after")
    def _one_discount(self) -> "Promotion":
        if (self.off is None) == (self.off_percent is None):
            raise ValueError("expected either `off` or `off_percent`")
        if self.from_ and self.until and self.from_ > self.until:
            raise ValueError("expected `from` before `until`")
        return self


class Gift(NullableValue):
    """What is given with an order."""

    name: Name
    says: Name
    min_amount: Number = 0


class Bargaining(NullableValue):
    """How far the price may go down: nothing beyond these three may be promised."""

    allowed: Flag = False
    floor_percent: Annotated[float, Field(strict=True, gt=0, le=100)] = 100
    min_quantity: Count = 0


class Feature(NullableValue):
    """A selling point: what it is, what is better in it, what the buyer has of it."""

    feature: Name
    advantage: Name | None = None
    benefit: Name | None = None


def _sizes(value: object) -> object:
    if isinstance(value, (list, tuple)):
        return {str(name): {} for name in value}
    if isinstance(value, dict):
        return {str(name): ({} if measures is None else measures) for name, measures in value.items()}
    return value


def _text_keys(value: object) -> object:
    return {str(key): item for key, item in value.items()} if isinstance(value, dict) else value


class Product(NullableValue):
    """An item on sale."""

    id: Name
    title: Name
    price: Number
    stock: Count
    stock_by: Annotated[dict[str, Count], BeforeValidator(_text_keys)] = Field(default_factory=dict)
    """Stock by size or colour; wins over `stock`."""
    restock_at: ZonedTime | None = None
    presale_dispatch_by: ZonedTime | None = None
    material: Name | None = None
    colors: tuple[Name, ...] = ()
    sizes: Annotated[dict[str, dict[str, Range]], BeforeValidator(_sizes)] = Field(default_factory=dict)
    """Size name to its measures (`height_cm`, `weight_kg`, `eu`, …), each `[from, to]`."""
    care: Name | None = None
    features: tuple[Feature, ...] = ()


class StoreProfile(NullableValue):
    """One store: what it sells, and what it promises."""

    id: Annotated[str, Field(strict=True, pattern=r"^[A-Za-z0-9_-]+$")]
    name: Name
    platform: Platform
    language: Language
    agent: Name
    """The name that the agent signs with."""
    timezone: Name = "Asia/Shanghai"
    service_hours: Name | None = None
    currency: Name = "CNY"
    hotline: Name | None = None
    shipping: Shipping
    invoice: InvoiceTerms
    payment: PaymentTerms
    returns: ReturnTerms
    promotions: tuple[Promotion, ...] = ()
    gifts: tuple[Gift, ...] = ()
    bargaining: Bargaining = Bargaining()
    products: tuple[Product, ...] = ()

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("expected a zone name like Asia/Shanghai") from None
        return value

    @field_validator("service_hours")
    @classmethod
    def _hours(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"\d\d:\d\d-\d\d:\d\d", value):
            raise ValueError('expected hours like "09:00-23:30"')
        return value

    @model_validator(mode="after")
    def _unique_products(self) -> "StoreProfile":
        seen: set[str] = set()
        for product in self.products:
            if product.id in seen:
                raise ValueError(f"expected each product id once ({product.id} stands twice)")
            seen.add(product.id)
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The store's time zone."""
        return ZoneInfo(self.timezone)

    def product(self, product_id: str | None) -> Product | None:
        """The product of that id, or None."""
        return next((item for item in self.products if item.id == product_id), None)


def load_store(path: Path) -> StoreProfile:
    """Read one profile.

    Raises:
        ProfileError: names the file, each wrong key's path and what was expected there.
    """
    data: Any = load_yaml(path, error=ProfileError)
    if not isinstance(data, dict):
        raise ProfileError(f"{path}: expected a mapping of keys (see `assistant store init`)")
    return parse(StoreProfile, data, source=str(path), error=ProfileError)


def profile_paths(folder: Path) -> list[Path]:
    """The profile files of a folder (`*.policy.yaml` files are none).

    Raises:
        ProfileError: there is no such folder, or no profile in it.
    """
    if not folder.is_dir():
        raise ProfileError(f"{folder}: expected a folder with store profiles (*.yaml)")
    paths = [p for p in sorted(folder.iterdir()) if p.suffix in {".yaml", ".yml"} and ".policy." not in p.name]
    if not paths:
        raise ProfileError(f"{folder}: expected at least one store profile (*.yaml)")
    return paths


def load_stores(folder: Path) -> dict[str, StoreProfile]:
    """Every profile of a folder, by store id.

    Raises:
        ProfileError: a profile is wrong, two have one id, or there is none.
    """
    stores: dict[str, StoreProfile] = {}
    for path in profile_paths(folder):
        store = load_store(path)
        if store.id in stores:
            raise ProfileError(f"{path}: id: the store {store.id} stands in another file of this folder too")
        stores[store.id] = store
    return stores
