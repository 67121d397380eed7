"""The pages, one module for each."""

from assistant.web.pages import draft, figures, learning, listing, looking_back, people, signing

PAGES = (
    signing.router,
    listing.router,
    draft.router,
    looking_back.router,
    figures.router,
    learning.router,
    people.router,
)
"""In the order of the menu."""

__all__ = ["PAGES"]
