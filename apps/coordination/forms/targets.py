"""The forms of a target: published, revised from a day, corrected, withdrawn."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.roles import Permission
from apps.cadres.selectors import category_names
from apps.common.errors import RuleError
from apps.common.text import clean
from apps.coordination.forms.percent import PercentField
from apps.coordination.forms.plans import reason_field
from apps.entry.conditions import ConditionField, sentence
from apps.entry.fields import DayField
from apps.entry.forms import Concern, EntryForm, Layout
from apps.entry.merging import MergingForm
from apps.metrics.previews.answering import TooManyQuestionsError, answer
from apps.metrics.previews.comparing_shown import effect_for
from apps.metrics.previews.describing import Described, Roughly
from apps.metrics.previews.preview import Effects
from apps.presentation import numbers
from apps.presentation.labels import language
from apps.targets.conditions import parse
from apps.targets.definition import Part, definition
from apps.targets.models import Plan, TargetVersion
from apps.targets.services import correct_target, publish_target, revise_target

SAYS = (
    "name",
    "name_en",
    "population",
    "criterion",
    "threshold_bp",
    "due_on",
    "legal_basis",
    "provisional",
    "provisional_en",
)
_NAMES = (("name",), ("name_en",))
_NUMBERS = ("threshold_bp", "due_on")
_PAPERS = (("legal_basis",), ("provisional",), ("provisional_en",))


def _long(label: Any, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=2000, widget=forms.Textarea({"rows": 3}), **kwargs
    )


class TargetForm(EntryForm):
    """What a target says. ``plan`` is the plan that it belongs to."""

    permission = Permission.PLANS_EDIT
    is_asked_out = False
    name = forms.CharField(label=gettext_lazy("Name in Vietnamese"), max_length=200)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=200, required=False)
    population = ConditionField(label=gettext_lazy("Who is counted"), of_population=True)
    criterion = ConditionField(label=gettext_lazy("Who meets the target"))
    threshold_bp = PercentField(label=gettext_lazy("Threshold"))
    due_on = DayField(label=gettext_lazy("Due"))
    legal_basis = _long(gettext_lazy("Legal basis"))
    provisional = _long(
        gettext_lazy("What is provisional"),
        help_text=gettext_lazy("Empty when the sources settle everything"),
    )
    provisional_en = _long(gettext_lazy("What is provisional, in English"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.plan: Plan = kwargs.pop("plan")
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        """Return the name without stray spaces."""
        return clean(self.cleaned_data["name"])

    def clean_name_en(self) -> str:
        """Return the name without stray spaces."""
        return clean(self.cleaned_data["name_en"])

    def says(self) -> dict[str, Any]:
        """Return what the target is to say."""
        return {name: self.cleaned_data[name] for name in SAYS}

    def described(self) -> Described | Roughly | None:
        """Return how many people the conditions describe; None while they cannot be read.

        Beyond the questions of an hour nothing is answered, and ``is_asked_out`` says so.
        """
        who, what = (self._now(name) for name in ("population", "criterion"))
        if who is None or what is None:
            return None
        try:
            return answer(who, what, user=self.user, day=self.today)
        except TooManyQuestionsError:
            self.is_asked_out = True
            return None

    def sentence(self) -> Sequence[Part]:
        """Return the whole definition in words, as far as it can be read."""
        who, what, threshold_bp = (
            self._now(name) for name in ("population", "criterion", "threshold_bp")
        )
        if None in (who, what, threshold_bp):
            return ()
        return definition(
            parse(who),
            parse(what),
            threshold_bp,
            place=_("a unit and the units below it"),
            day=self.today,
            language=language(),
            categories=category_names(language()),
        )

    def _now(self, name: str) -> Any:
        """Return what a field holds in the form, or None while it cannot be read."""
        if not self.is_bound:
            return self.initial.get(name)
        try:
            return self.fields[name].clean(self[name].data)
        except forms.ValidationError:
            return None

    def effects(self) -> Effects:
        """Return what the act would do to the figures."""
        return effect_for(self.apply, user=self.user, day=self.effective_on(), plan=self.plan.code)

    def warnings(self) -> list[Concern]:
        """Ask about a due date outside of the plan's period."""
        due_on = self.cleaned_data.get("due_on")
        if due_on is None or self.plan.start_on <= due_on <= self.plan.end_on:
            return super().warnings()
        text = _("The due date %(day)s lies outside of the period of the plan %(plan)s.")
        said = {"day": numbers.day(due_on), "plan": self.plan.code}
        return [*super().warnings(), Concern(f"due-{due_on}", text % said)]

    def goes_to(self, done: Any) -> str:
        """Go to the plan's page."""
        return reverse("plan_page", args=[self.plan.pk])


class PublishTargetForm(TargetForm):
    """A new target of a plan."""

    layout: Layout = (
        ("", (("code", "start_on"), *_NAMES)),
        ("", (("population",),)),
        ("", (("criterion",),)),
        ("", (_NUMBERS,)),
        (gettext_lazy("Sources"), _PAPERS),
    )
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=50,
        help_text=gettext_lazy("Short and without spaces; it stands in addresses and files"),
    )
    start_on = DayField(
        label=gettext_lazy("In force from"),
        required=False,
        help_text=gettext_lazy("dd/mm/yyyy; empty: on every day"),
    )

    def clean_code(self) -> str:
        """A code stands in addresses: letters, digits and hyphens."""
        code = clean(self.cleaned_data["code"])
        if not all(part.isalnum() for part in code.replace("_", "-").split("-") if part):
            raise forms.ValidationError(_("Use letters, digits, hyphens and underscores only."))
        return code

    def effective_on(self) -> date:
        """Return the day on which the effect is shown."""
        return max(self.cleaned_data.get("start_on") or self.today, self.today)

    def apply(self) -> TargetVersion:
        """Publish the target."""
        said = self.says() | {name: self.cleaned_data[name] for name in ("code", "start_on")}
        return publish_target(plan=self.plan, by=self.user, **said)

    def said(self) -> str:
        """Say what was published."""
        return _("The target “%s” was published.") % self.cleaned_data["name"]


class ChangeForm(TargetForm, MergingForm):
    """A target that is to say something else. ``subject`` is the version that it begins from."""

    merged = SAYS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("population", "criterion"):
            self.fields[name].recorded = self.present[name]  # type: ignore[attr-defined]

    def _text(self, name: str, value: Any) -> str:
        if isinstance(self.fields[name], ConditionField):
            return "" if value is None else json.dumps(value, sort_keys=True)
        return super()._text(name, value)

    def _conflict(self, name: str, old: str, mine: str) -> str:
        if not isinstance(self.fields[name], ConditionField):
            return super()._conflict(name, old, mine)
        self.in_conflict[name] = sentence(json.loads(self.in_conflict[name]))
        said = [sentence(json.loads(text)) if text else "" for text in (old, mine)]
        return super()._conflict(name, *said)

    def changed_fields(self) -> dict[str, Any]:
        """Return what differs from the record; raise RuleError when nothing does."""
        changes = self.changes()
        if not changes:
            raise RuleError(_("Nothing differs from what is on record."))
        return changes


class ReviseForm(ChangeForm):
    """What a target says from a day on; earlier days keep what it said."""

    layout: Layout = (
        ("", (("from_day",),)),
        ("", _NAMES),
        ("", (("population",),)),
        ("", (("criterion",),)),
        ("", (_NUMBERS,)),
        (gettext_lazy("Sources"), _PAPERS),
    )
    reason = None
    from_day = DayField(label=gettext_lazy("Valid from"))

    def effective_on(self) -> date:
        """Return the day on which the effect is shown."""
        return max(self.cleaned_data["from_day"], self.today)

    def apply(self) -> TargetVersion:
        """Revise the target."""
        self.changed_fields()
        return revise_target(
            target=self.subject.target,
            from_day=self.cleaned_data["from_day"],
            by=self.user,
            **self.says(),
        )

    def said(self) -> str:
        """Say from when it holds."""
        said = {
            "name": self.cleaned_data["name"],
            "day": numbers.day(self.cleaned_data["from_day"]),
        }
        return _("The target “%(name)s” says so from %(day)s.") % said


class CorrectTargetForm(ChangeForm):
    """What a version should have said all along; the reason stays in the history."""

    layout: Layout = (
        ("", _NAMES),
        ("", (("population",),)),
        ("", (("criterion",),)),
        ("", (_NUMBERS,)),
        (gettext_lazy("Sources"), _PAPERS),
        ("", (("reason",),)),
    )
    reason = reason_field()

    def effective_on(self) -> date:
        """Return the day on which the effect is shown."""
        return max(self.subject.start_day or self.today, self.today)

    def apply(self) -> TargetVersion:
        """Correct the version."""
        changes, reason = self.changed_fields(), self.cleaned_data["reason"]
        correct_target(version=self.subject, by=self.user, reason=reason, **changes)
        return self.subject

    def said(self) -> str:
        """Say what was corrected."""
        return _("The target “%s” was corrected.") % self.cleaned_data["name"]
