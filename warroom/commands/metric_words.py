"""Metrics in words: what each is, its formula, its figure, where that comes from, why it is not known."""

from __future__ import annotations

from decimal import Decimal

from warroom import phrases, words
from warroom.commands.metric_names import code_word, formula_word, moment_word
from warroom.domain.impact_figures import Figure, decimal_of
from warroom.domain.metrics.money import ANYBODY
from warroom.domain.metrics.trends import Trend
from warroom.domain.metrics.values import Code, Metric, Number, Since, Source, Spread, Unit, Why, rounded
from warroom.storage.naming import noun_word
from warroom.words import _, ngettext, pgettext

SOURCES_SHOWN = 4  # in one line; the rest is counted
CURRENCIES = {"EUR": "€", "USD": "$", "GBP": "£"}
AGREED = (Code.NOTIFICATION,)  # a margin: below zero is late


def metric_name(code: Code, since: Since = Since.NOTHING, of: str = "") -> str:
    """`Time to restore, from impact`; what it is of stands behind: a service, a function, a currency."""
    name = code_word(code)
    if since is Since.IMPACT and code is not Code.DETECT:
        name = _("{metric}, from impact").format(metric=name)
    elif since is Since.DETECTED and code not in (Code.ACKNOWLEDGE, Code.MOBILISE):
        name = _("{metric}, from detection").format(metric=name)
    return _("{metric} · {of}").format(metric=name, of=of) if of else name


def name_of(metric: Metric | Trend) -> str:
    """The same of a metric, or of a trend."""
    of = "" if metric.unit is Unit.MONEY else metric.of  # the amount says its currency
    if metric.code is Code.STAFF_HOURS and not of:
        of = pgettext("hours of work", "no function")
    return metric_name(metric.code, metric.since, of)


def formula_of(metric: Metric | Trend) -> str:
    """How it is computed, in words (doctrine §10.4)."""
    return formula_word(metric.code, metric.since)


def number_said(value: Number) -> str:
    """`12,345.6` (`12 345,6` in French); decimals as they are, without those that say nothing."""
    said = f"{value:,}"
    if "." in said:
        said = said.rstrip("0").rstrip(".")
    return said.replace(",", "\u202f").replace(".", ",") if words.language() == "fr" else said


def amount_typed(amount: str) -> str:
    """An amount as people type it in their language: `1250,50` in French."""
    return amount.replace(".", ",") if words.language() == "fr" else amount


def money_said(value: Number, currency: str) -> str:
    """`12,345.60 €` (`12 345,60 €` in French), `800 CHF`: to the cent unless there are none."""
    cents = rounded(Decimal(value), Decimal("0.01"))
    said = f"{rounded(cents, Decimal(1)) if cents == cents.to_integral_value() else cents:,}"
    said = said.replace(",", "\u202f").replace(".", ",") if words.language() == "fr" else said
    return f"{said}\u00a0{CURRENCIES.get(currency, currency)}"


def amount_said(value: Number, unit: Unit, currency: str = "") -> str:
    """One value with its unit."""
    if unit is Unit.MS:
        return exact(int(value))
    if unit is Unit.MONEY:
        return money_said(value, currency)
    if unit is Unit.PERCENT:
        return _("{n} %").format(n=number_said(value))
    if unit is Unit.YES_NO:
        return _("yes") if value else _("no")
    if unit is Unit.MINUTES:
        return _("{n} min").format(n=number_said(value))
    if unit in (Unit.HOURS, Unit.USER_HOURS):
        return _("{n} h").format(n=number_said(value))
    return number_said(value)


def figure_amount(figure: Figure) -> str:
    """A figure of impact with its unit, and what an estimate lies between; as it is kept where it is no number."""
    said = _figure_value(figure, figure.amount)
    if not (figure.low and figure.high):
        return said
    low, high = _figure_value(figure, figure.low), _figure_value(figure, figure.high)
    return _("{amount} ({low} to {high})").format(amount=said, low=low, high=high)


def _figure_value(figure: Figure, typed: str) -> str:
    value = decimal_of(typed)
    if value is None:
        return f"{typed} {figure.unit}".strip()
    return money_said(value, figure.unit) if figure.kind.is_money else f"{number_said(value)} {figure.unit}".strip()


def exact(ms: int) -> str:
    """A duration in the words of the screen, and in minutes so that it can be computed with."""
    minutes = abs(ms) // 60_000
    said = phrases.duration(ms)
    said = _("{duration} ({minutes} min)").format(duration=said, minutes=minutes) if minutes >= 60 else said
    return f"−{said}" if ms < 0 else said


def value_of(metric: Metric) -> str:
    """The figure, or why there is none."""
    if metric.value is None:
        return why_of(metric)
    said = _distribution(metric) if metric.n > 1 and metric.p90 is not None else _alone(metric)
    if metric.missing:
        said = _("{value} (without {what}: no rate)").format(value=said, what=", ".join(map(_function, metric.missing)))
    return _("{value} (estimate)").format(value=said) if metric.is_estimated else said


def why_of(metric: Metric) -> str:
    """Why a metric is not known."""
    missing = ", ".join(moment_word(name) for name in metric.missing)
    if metric.why is Why.REVERSED:
        end, start = (moment_word(name) for name in metric.missing)
        return _("impossible: {end} lies before {start}").format(end=end, start=start)
    return {
        Why.NO_TIME: _("not known: no time for {milestones}").format(milestones=missing),
        Why.STILL_ON: _("not known: it goes on"),
        Why.NO_TARGET: _("not known: no objective"),
        Why.NO_RATE: _("not known: nobody said what an hour costs ({functions})").format(
            functions=", ".join(map(_function, metric.missing))
        ),
        Why.CANNOT_COUNT: _("not known: no amount one can count with"),
    }.get(metric.why, _("not known: nothing was recorded"))


def sources_of(metric: Metric, most: int = SOURCES_SHOWN) -> str:
    """The records it comes from, as people call them; those beyond `most` are counted."""
    said = list(dict.fromkeys(source_said(source) for source in metric.sources))
    if not said:
        return "—"
    if metric.unit is Unit.MS and metric.since is not Since.NOTHING and len(metric.sources) == 2:
        return " − ".join(source_said(source) for source in metric.sources)
    shown, more = said[:most], len(said) - most
    if more > 0:
        shown.append(ngettext("{n} more", "{n} more", more).format(n=more))
    return ", ".join(shown)


def source_said(source: Source) -> str:
    """`entry A-0042`, `message A-M003`, `given when declared`; of a figure, what it says of its own source."""
    if source.noun == "entry":
        return _("entry {number}").format(number=source.number)
    if source.noun == "incident" and source.part:
        return _("imported from {source}").format(source=source.said) if source.said else _("given when declared")
    if source.noun in ("figure", "affected"):
        return phrases.labelled(noun_word(source.noun), source.said or source.number or _("no source"))
    if source.noun == "rate" and source.number == ANYBODY:
        return phrases.labelled(noun_word("rate"), _("anybody else"))
    if source.noun == "legal":
        return source.number
    name = noun_word("message" if source.noun == "release" else source.noun)
    return f"{name} {source.number}".strip()


def spread_said(trend: Trend) -> str:
    """`median 1 h 12, 9 in 10 within 3 h (of 12)`."""
    found = trend.spread
    if found is None:
        return _("no figure yet")
    return _("median {median}, 9 in 10 within {ninth} (of {n})").format(
        median=amount_said(found.median, trend.unit, trend.of), ninth=_p90(trend, found), n=found.n
    )


def _p90(trend: Trend, found: Spread) -> str:
    return amount_said(found.p90, trend.unit, trend.of)


def _alone(metric: Metric) -> str:
    assert metric.value is not None
    if metric.part is not None:
        return _("{percent} ({count} of {total})").format(
            percent=amount_said(metric.value, metric.unit), count=metric.part, total=metric.whole
        )
    said = amount_said(metric.value, metric.unit, metric.of)
    if metric.code is Code.RTO and metric.worst is not None and metric.target is not None:
        return _("{met}: {took}, RTO {target}").format(
            met=_("kept") if metric.value else _("missed"),
            took=phrases.duration(int(metric.worst)),
            target=phrases.duration(int(metric.target)),
        )
    if metric.code is Code.RPO and metric.target is not None:
        return _("{lost}, RPO {target}").format(lost=said, target=phrases.duration(int(metric.target)))
    if metric.low is not None and metric.high is not None:
        low, high = (amount_said(each, metric.unit, metric.of) for each in (metric.low, metric.high))
        return _("{value} ({low} to {high})").format(value=said, low=low, high=high)
    if metric.code in AGREED and isinstance(metric.value, int) and metric.value < 0:
        return _("late by {duration}").format(duration=exact(-metric.value))
    return said


def _distribution(metric: Metric) -> str:
    assert metric.value is not None
    assert metric.p90 is not None
    median, ninth = (amount_said(each, metric.unit) for each in (metric.value, metric.p90))
    if metric.code in AGREED:
        worst = amount_said(metric.worst or 0, metric.unit)
        return _("median {median}, at worst {worst}").format(median=median, worst=worst)
    return _("median {median}, 9 in 10 within {ninth}").format(median=median, ninth=ninth)


def _function(code: str) -> str:
    return code or pgettext("hours of work", "no function")
