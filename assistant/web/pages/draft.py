"""One draft: the conversation, the order, the reply with its evidence, and everything that may be decided."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from assistant.domain.reply import Verdict
from assistant.domain.request import MAX_CHARS
from assistant.errors import BadInput, Blocked, ClaimedByOther, Moved, NeedsReviewer, NoSuchDraft, NotAllowed
from assistant.review.records import REJECTION_CODES, Decision, QueuedDraft
from assistant.web.cards import order_cards
from assistant.web.filters import fields_of, filter_of, query_of
from assistant.web.interpreting import says_of, told
from assistant.web.names import names_of
from assistant.web.pages.listing import go_to_next, last_of
from assistant.web.problems import problem_of
from assistant.web.reading import Reading, read
from assistant.web.rendering import page, until
from assistant.web.visits import SignedIn, Visit

router = APIRouter(include_in_schema=False, prefix="/drafts/{draft_id}")


@router.get("")
def draft_page(visit: SignedIn, draft_id: str) -> Response:
    """The draft as it is now."""
    return _show(visit, draft_id)


@router.get("/moved")
def moved(visit: SignedIn, draft_id: str) -> Response:
    """Nothing while the draft is as the page shows it, else what became of it."""
    draft = visit.desk.review.queue.get(draft_id, by=visit.reviewer)
    if visit.query.get("version") == str(draft.version):
        return Response(status_code=204)
    names = names_of(visit.desk, {who for who in (draft.claimed_by, draft.decided_by) if who})
    answer = page(visit, "draft_moved.html", draft=draft, names=names, query=query_of(visit.query))
    answer.status_code = 286  # htmx: show it, and ask no more
    return answer


@router.get("/due")
def due(visit: SignedIn, draft_id: str) -> Response:
    """How long the deadline is away by now."""
    draft = visit.desk.review.queue.get(draft_id, by=visit.reviewer)
    return page(visit, "draft_due.html", draft=draft, **_due(visit, draft))


@router.post("/check")
def check(visit: SignedIn, draft_id: str) -> Response:
    """The verdict on what is being typed; whoever types keeps their claim."""
    queue, me = visit.desk.review.queue, visit.reviewer
    text = visit.form.one("text")
    try:
        verdict = queue.check(draft_id, text, by=me)
        draft = queue.get(draft_id, by=me)
        if draft.state == "claimed" and draft.claimed_by == me.id:
            queue.claim(draft_id, by=me)
    except (BadInput, Moved) as caught:
        return page(visit, "draft_problem.html", detail=told(str(caught), visit.words))
    return page(visit, "draft_reading.html", draft=draft, reading=_read(visit, draft, text, verdict), id_prefix="edit-")


@router.post("/claim")
def claim(visit: SignedIn, draft_id: str) -> Response:
    """Take the draft."""
    return _do(visit, draft_id, lambda: visit.desk.review.queue.claim(draft_id, by=visit.reviewer))


@router.post("/release")
def release(visit: SignedIn, draft_id: str) -> Response:
    """Give the draft back."""
    return _do(visit, draft_id, lambda: visit.desk.review.queue.release(draft_id, by=visit.reviewer))


@router.post("/approve")
def approve(visit: SignedIn, draft_id: str) -> Response:
    """Let it out, as it stands or as it was edited, and go on."""
    queue, me, form = visit.desk.review.queue, visit.reviewer, visit.form

    def decide() -> Decision:
        version = form.number("version")
        if form.all("text"):
            return queue.edit_and_approve(draft_id, version, form.one("text"), by=me)
        return queue.approve(draft_id, version, by=me)

    return _decide(visit, draft_id, decide, "approve")


@router.post("/overrule")
def overrule(visit: SignedIn, draft_id: str) -> Response:
    """Let it out although it breaks one rule, with a reason."""
    form = visit.form
    text = form.one("text") or None

    def decide() -> Decision:
        return visit.desk.review.queue.overrule(
            draft_id, form.number("version"), form.one("rule"), form.one("reason"), by=visit.reviewer, text=text
        )

    return _decide(visit, draft_id, decide, "overrule")


@router.post("/reject")
def reject(visit: SignedIn, draft_id: str) -> Response:
    """Keep it in, with a coded reason."""
    form = visit.form
    code = next((code for code in REJECTION_CODES if code == form.one("code")), None)

    def decide() -> Decision:
        if code is None:
            raise BadInput(visit.words("reject.code_missing"))
        rule = (form.one("rule").strip() or None) if code == "breaks_rule" else None
        version, note = form.number("version"), form.one("note").strip()
        return visit.desk.review.queue.reject(draft_id, version, code, by=visit.reviewer, rule=rule, note=note)

    return _decide(visit, draft_id, decide, "reject")


@router.post("/hand-over")
def hand_over(visit: SignedIn, draft_id: str) -> Response:
    """Leave it to a person on the platform."""
    form = visit.form

    def decide() -> Decision:
        note = form.one("note").strip()
        return visit.desk.review.queue.hand_over(draft_id, form.number("version"), by=visit.reviewer, note=note)

    return _decide(visit, draft_id, decide, "hand_over")


def _do(visit: Visit, draft_id: str, act: Callable[[], object]) -> Response:
    """Do something after which the same draft is shown."""
    try:
        act()
    except (Moved, NotAllowed) as caught:
        return _show(visit, draft_id, problem=caught)
    return RedirectResponse(f"/drafts/{draft_id}{query_of(visit.query)}", 303)


def _decide(visit: Visit, draft_id: str, decide: Callable[[], Decision], what: str) -> Response:
    """Decide and go on; where it does not go, show the draft as it is now, and keep what was typed."""
    try:
        decision = decide()
    except (Moved, Blocked, NeedsReviewer, NotAllowed, BadInput) as caught:
        return _show(visit, draft_id, problem=caught, typed=visit.form.one("text") or None, unsent=what)
    return go_to_next(visit, decision.draft)


def _show(
    visit: Visit, draft_id: str, *, problem: Exception | None = None, typed: str | None = None, unsent: str = ""
) -> Response:
    queue, me = visit.desk.review.queue, visit.reviewer
    draft = queue.get(draft_id, by=me)
    shop = visit.desk.review.shops.shop(draft.store)
    reading = _reading(visit, draft, draft.text)
    edited = _reading(visit, draft, typed) if typed is not None and typed != draft.text else None
    which = filter_of(visit.query, visit.desk.review.options.timezone, me=me.id)
    before, after = queue.neighbours(draft_id, which, by=me) if draft.open else (None, None)
    history = queue.history(draft_id, by=me)
    who = {entry.who for entry in history} | {draft.claimed_by, draft.decided_by}
    rules = [
        (rule.id, says_of(rule, visit.words.language)) for rule in sorted(shop.rules.rules, key=lambda rule: rule.id)
    ]
    broken = {finding.violation.rule for finding in reading.findings} if reading else set()
    found_rules = [rule for rule in rules if rule[0] in broken]
    held_by_other = draft.state == "claimed" and draft.claimed_by != me.id
    return page(
        visit,
        "draft.html",
        status=problem_of(problem).status if problem else 200,
        draft=draft,
        store=shop.store,
        reading=reading,
        edited=edited,
        editing=draft.open and (typed is not None or bool(visit.query.get("edit"))),
        typed=typed if typed is not None else draft.text or "",
        typed_before=typed,
        cards=order_cards(draft.request, shop.store) if draft.request else [],
        references=_references(draft, shop.script_text),
        product=shop.store.product(draft.request.product) if draft.request else None,
        history=history,
        names=names_of(visit.desk, {name for name in who if name}),
        rule_names=dict(rules),
        found_rules=found_rules,
        other_rules=[rule for rule in rules if rule not in found_rules],
        codes=REJECTION_CODES,
        max_chars=MAX_CHARS,
        problem=_in_words(visit, problem),
        **_due(visit, draft),
        may_act=draft.open and not held_by_other,
        held_by_other=held_by_other,
        before=before,
        after=after,
        query=query_of(visit.query),
        done=visit.query.get("done", ""),
        last=last_of(visit),
        form=visit.form,
        unsent=unsent,
        asked=(unsent if not isinstance(problem, Moved) else "") or visit.query.get("ask", ""),
        filter_fields={name: value for name, value in fields_of(visit.query).items() if value},
        may_overrule=me.may_overrule,
        needs_reviewer=bool(reading and reading.verdict.outcome == "handover" and not me.may_overrule),
    )


def _due(visit: Visit, draft: QueuedDraft) -> dict[str, Any]:
    now = visit.desk.clock()
    return {"due": until(draft.due_at, now, visit.words), "late": draft.due_at < now}


def _read(visit: Visit, draft: QueuedDraft, text: str, verdict: Verdict) -> Reading:
    shop = visit.desk.review.shops.shop(draft.store)
    return read(text, verdict, shop.store, draft.request, rules=shop.rules, language=visit.words.language)


def _reading(visit: Visit, draft: QueuedDraft, text: str | None) -> Reading | None:
    """A text judged now, where the draft still waits; else as it was judged when it was drafted."""
    if text is None or draft.draft is None:
        return None
    if not draft.open:  # what left edited was judged when it left; the history tells how
        same = text == draft.draft.text
        return _read(visit, draft, text, draft.draft.verdict) if same else None
    try:
        verdict = visit.desk.review.queue.check(draft.id, text, by=visit.reviewer)
    except BadInput:
        return None
    return _read(visit, draft, text, verdict)


def _references(draft: QueuedDraft, text_of: Callable[[str], str | None]) -> list[dict[str, Any]]:
    if draft.draft is None:
        return []
    return [{"script": one.script, "score": one.score, "text": text_of(one.script)} for one in draft.draft.references]


def _in_words(visit: Visit, problem: Exception | None) -> str | None:
    """What went wrong, in the words of the page."""
    words = visit.words
    match problem:
        case None:
            return None
        case ClaimedByOther():
            return words("problem.claimed", name=names_of(visit.desk, {problem.holder})[problem.holder])
        case Moved():
            return words("problem.moved", state=words.name("state", problem.state))
        case Blocked():
            return words("problem.blocked")
        case NeedsReviewer():
            return words("problem.needs_reviewer")
        case NoSuchDraft() | NotAllowed() | BadInput():
            return told(str(problem), words)
    return told(str(problem), words)
