"""How the queue does, as plots and tables."""

from fastapi import APIRouter
from starlette.responses import Response

from assistant.web.names import rules_of, stores_of
from assistant.web.plots import SERIES, outcome_plot, rule_plot, share_bars, time_plot
from assistant.web.rendering import page
from assistant.web.visits import SignedIn

router = APIRouter(include_in_schema=False)

SPANS = (7, 14, 30, 90)
"""Days to choose from."""


@router.get("/figures")
def figures_page(visit: SignedIn) -> Response:
    """The figures of the last days, of one store or of all."""
    stores = stores_of(visit.desk, visit.reviewer)
    store = next((one.id for one in stores if one.id == visit.query.get("store")), None)
    days = next((span for span in SPANS if str(span) == visit.query.get("days")), 14)
    figures = visit.desk.review.queue.figures(by=visit.reviewer, days=days, store=store)
    names = {kind: visit.words.name("state", kind) for kind in SERIES}
    return page(
        visit,
        "figures.html",
        figures=figures,
        outcomes=outcome_plot(figures.days, names),
        times=time_plot(figures.days),
        caught=rule_plot(figures.days),
        intents=share_bars(figures.intents, names),
        scripts=share_bars(figures.scripts, names),
        series=[(kind, names[kind]) for kind in SERIES],
        rules=list(figures.rules.items())[:15],
        rule_names=rules_of(visit.desk, visit.reviewer, visit.words.language),
        most=max(figures.rules.values(), default=1),
        stores=stores,
        store=store,
        days=days,
        spans=SPANS,
    )
