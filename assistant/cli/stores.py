"""`assistant store`: a commented profile to fill in, and everything that is wrong with one."""

import os
import sys
from pathlib import Path

from assistant.domain.store import StoreProfile, load_store
from assistant.errors import ProfileError
from assistant.resources import resource_dir


def write_template(file: Path) -> int:
    """Write the commented profile.

    Raises:
        ProfileError: the file is there already, or cannot be written.
    """
    text = (resource_dir("examples") / "store.template.yaml").read_text(encoding="utf-8")
    if str(file) == "-":
        sys.stdout.write(text)
        return 0
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(text)
    except FileExistsError:
        raise ProfileError(f"{file}: is there already; name another file") from None
    except OSError as caught:
        raise ProfileError(f"{file}: cannot be written ({caught.strerror or caught})") from None
    print(f"{file}: written. Fill it in, then run: assistant store check {file}")
    return 0


def check_profile(file: Path) -> int:
    """Everything that is wrong with a profile; what only makes replies poorer is a hint."""
    profile = load_store(file)
    print(f"{file}: {profile.name} ({profile.platform}) is in order: {len(profile.products)} products")
    for hint in hints(profile):
        print(f"  hint: {hint}")
    return 0


def take_products(file: Path, store: Path, out: Path | None) -> int:
    """Take a product table into a profile, and say what became of each product.

    Raises:
        DocumentError: the table is wrong: names the file, the row, the column, and what was expected.
        ProfileError: the profile is wrong, or `out` cannot be written.
    """
    from assistant.curation.products import read_products
    from assistant.curation.profiles import take_products as take

    taken = take(store, read_products(file))
    target = out or store
    if str(target) == "-":
        sys.stdout.write(taken.text)
        return 0
    scratch = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        scratch.write_text(taken.text, encoding="utf-8", newline="")
        scratch.replace(target)
    except OSError as caught:
        scratch.unlink(missing_ok=True)
        raise ProfileError(f"{target}: cannot be written ({caught.strerror or caught})") from None
    print(f"{target}: {len(taken.added)} products added, {len(taken.changed)} changed")
    for name, ids in (("added", taken.added), ("changed", taken.changed), ("not in the table", taken.untouched)):
        if ids:
            print(f"  {name}: {', '.join(ids)}")
    return 0


def hints(profile: StoreProfile) -> list[str]:
    """What a profile could still say, so that more questions find their answer."""
    found = []
    if profile.id == "my-store":
        found.append("id, name, agent, products: still those of the template")
    if profile.shipping.origin is None:
        found.append("shipping.origin: without it nobody can be told where parcels leave from")
    if profile.shipping.free_shipping is None:
        found.append("shipping.free_shipping: without it postage is never free, unless the default carrier's fee is 0")
    if not profile.products:
        found.append("products: without them no question about goods can be answered")
    for number, product in enumerate(profile.products):
        missing = [
            name
            for name, value in (("material", product.material), ("care", product.care), ("features", product.features))
            if not value
        ]
        if missing:
            found.append(f"products[{number}] ({product.id}): no {', '.join(missing)}")
        if product.stock == 0 and not product.stock_by and product.restock_at is None:
            found.append(f"products[{number}] ({product.id}): stock 0 and no restock_at: no date can be promised")
    return found
