"""What every form of an act shares: the look of its fields, units found, warnings, its day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core import signing
from django.forms.utils import ErrorDict
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.audit.selectors import Change
from apps.common.errors import RuleError
from apps.common.partial import PartialDate
from apps.entry.conditions import ConditionField
from apps.entry.fields import Wanted
from apps.metrics.previews.preview import Effects, effect_of
from apps.presentation import labels, numbers
from apps.presentation.changes import in_words
from apps.presentation.history import Entry
from apps.units.models import Unit
from apps.units.selectors import found

_SALT = "apps.records"
# Whoever may open a form on a person keeps their record.
_KEEPS = frozenset({Permission.PEOPLE_VIEW, Permission.PEOPLE_EDIT})


Layout = Sequence[tuple[str | Promise, Sequence[Sequence[str]]]]


@dataclass(frozen=True)
class Concern:
    """Something to look at before saving; it may be saved all the same.

    ``way_out`` is a template that offers what else could be done.
    """

    code: str
    text: str
    details: Sequence[str] = ()
    way_out: str = ""


@dataclass(frozen=True)
class Section:
    """Fields under a heading; those of a row stand side by side."""

    title: str
    rows: Sequence[Sequence[forms.BoundField]]


class EntryForm(forms.Form):
    """The form of one act.

    ``today`` is the day on which it is filled in. What was confirmed is in ``confirm``.
    """

    # (heading, rows of field names)
    layout: Layout = ()
    # Whether the effect takes long: then the page asks for it once it is shown.
    is_weighty = False
    # What holding makes a unit one that may be chosen.
    permission = Permission.PEOPLE_EDIT
    data: Any
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, user: User, today: date, is_resumed: bool = False, **kwargs: Any
    ) -> None:
        self.user, self.today, self.is_resumed = user, today, is_resumed
        super().__init__(data, auto_id="%s", **kwargs)
        # Faults are listed in the order in which the page shows the fields.
        self.order_fields([name for _title, rows in self.layout for row in rows for name in row])
        for name, field in self.fields.items():
            _dress(name, field)

    @property
    def errors(self) -> ErrorDict:
        """What is wrong; a draft that is taken up again is not judged yet."""
        return ErrorDict() if self.is_resumed else super().errors

    def is_valid(self) -> bool:
        """Whether the act can be tried; a draft that is taken up again is not tried yet."""
        return not self.is_resumed and super().is_valid()

    def add_error(self, field: str | None, error: Any) -> None:
        """Mark the faulty rows of a condition."""
        super().add_error(field, error)
        if field and isinstance(self.fields.get(field), ConditionField):
            self.fields[field].widget.marks_faults = True

    def sections(self) -> list[Section]:
        """Return the layout in words of the reader's language."""
        return [
            Section(_(str(title)) if title else "", [[self[name] for name in row] for row in rows])
            for title, rows in self.layout
        ]

    def apply(self) -> Any:
        """Do the act; raise RuleError when a rule forbids it. Return whom or what it is about."""
        raise TypeError(f"{type(self).__name__} does nothing by itself")

    def effects(self) -> Effects:
        """Return what the act would do to the figures."""
        return effect_of(self.apply, user=self.user, day=self.effective_on())

    def said(self) -> str:
        """Return the sentence that confirms what was saved."""
        return _("Saved.")

    def goes_to(self, done: Any) -> str:
        """Return the address to go to once the act is done; ``done`` is what it returned."""
        raise TypeError(f"{type(self).__name__} leads nowhere")

    def warnings(self) -> list[Concern]:
        """Return what should be looked at before saving."""
        changed = self.changed_meanwhile()
        if not changed:
            return []
        text = _("Somebody changed this record after you opened the form. Look before you save.")
        return [Concern(f"changed-{len(changed)}", text, changed)]

    def history(self) -> Sequence[Change]:
        """Return the latest changes of what the form is about."""
        return ()

    def changed_meanwhile(self) -> list[str]:
        """Return what others changed in what the form is about since it was opened."""
        opened = parse_datetime(unsigned(self.data.get("seen", "")) or "")
        if opened is None:
            return []
        changes = self.history()
        others = [c for c in changes if c.at > opened and c.username != self.user.username]
        written = {change.username for change in others}
        users = User.objects.filter(username__in=written)
        names = dict(users.values_list("username", "full_name"))
        return [_said(entry, names.get(entry.who, entry.who)) for entry in in_words(others, _KEEPS)]

    def unconfirmed(self) -> list[Concern]:
        """Return the warnings that were not confirmed yet."""
        confirmed = self.data.getlist("confirm") if hasattr(self.data, "getlist") else []
        return [warning for warning in self.warnings() if warning.code not in confirmed]

    def effective_on(self) -> date:
        """Return the day on which the effect is shown: the act's own if it lies ahead."""
        for name in ("start_on", "on"):
            day = self.cleaned_data.get(name)
            if isinstance(day, PartialDate):
                return max(day.earliest, self.today)
            if isinstance(day, date):
                return max(day, self.today)
        return self.today

    def refuse(self, error: RuleError) -> None:
        """Show the broken rule at its field, or above the form."""
        self.add_error(error.field if error.field in self.fields else None, error.message)

    def unit_from(self, name: str, day: date) -> None:
        """Find the unit that was asked for among those that the user may use on day."""
        wanted = self.cleaned_data.get(name)
        if not isinstance(wanted, Wanted):
            return
        seen = Unit.objects.visible_to(self.user, day, self.permission)
        if wanted.key:
            units = list(seen.filter(key=wanted.key))
        else:
            steps = found(self.user, wanted.text, day, permission=self.permission)
            near = [step.unit.pk for step in steps]
            units = list(seen.filter(pk__in=near))
            units = [u for u in units if u.name == wanted.text] or units
        if len(units) == 1:
            self.cleaned_data[name] = units[0]
            return
        self.add_error(name, _no_one_unit(wanted, units, day))


def _said(entry: Entry, who: str) -> str:
    """Return a change of the history as one line."""
    what = "; ".join(f"{line.name}: {line.old or '–'} → {line.new or '–'}" for line in entry.lines)
    head = f"{numbers.moment(entry.at)}, {who}: {entry.what} {entry.act_word}"
    return f"{head} ({what})" if what else head


def _no_one_unit(wanted: Wanted, units: list[Unit], day: date) -> str:
    said = {"text": wanted.text, "day": numbers.day(day)}
    if not units:
        message = _("No unit of yours is called “%(text)s” on %(day)s. Choose one from the list.")
        return message % said
    names = ", ".join(unit.name for unit in units[:5])
    return _("Several units fit “%(text)s”: %(names)s. Choose one from the list.") % (
        said | {"names": names}
    )


def _dress(name: str, field: forms.Field) -> None:
    """Give a field the look of the site, and say to machines what is wrong with it."""
    widget = field.widget
    is_choice = isinstance(widget, forms.Select) and not isinstance(widget, forms.RadioSelect)
    if not isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.HiddenInput):
        widget.attrs.setdefault("class", "select" if is_choice else "input")
    widget.attrs.setdefault("autocomplete", "off")
    if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = _("This must be filled in.")


def choices_of(
    known: Sequence[str], kind: str, *, empty: str | None = None
) -> Callable[[], list[tuple[str, str]]]:
    """Return choices of codes in words, read anew for each reader's language."""

    def listed() -> list[tuple[str, str]]:
        first = [] if empty is None else [("", _(empty))]
        return first + [(code, labels.word(code, kind)) for code in known]

    return listed


def signed(value: Any) -> str:
    """Return a value that may travel through the form and is known again."""
    return signing.dumps(value, salt=_SALT, compress=True)


def unsigned(text: str) -> Any:
    """Return what was signed, or None when it was changed on the way."""
    try:
        return signing.loads(text, salt=_SALT)
    except signing.BadSignature:
        return None
