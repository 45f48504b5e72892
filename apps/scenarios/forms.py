"""What is asked of whoever supposes something: other targets, and numbers of acts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.entry.fields import DayField
from apps.metrics.core.acts import Act, Newcomer
from apps.metrics.core.supposing import Supposed
from apps.metrics.core.trying import Numbers
from apps.metrics.core.verdict import WHOLE
from apps.presentation import labels, numbers
from apps.presentation.mixes import Names, act_words
from apps.presentation.offers import GROUPS, Offers, post_words
from apps.scenarios.models import LONGEST_NAME, LONGEST_WORDS
from apps.targets.models import TargetVersion

_PERCENT = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?\s?%?", re.ASCII)
_YOUNGEST, _OLDEST = 18, 70
_MOST = 9999


class WholeField(forms.IntegerField):
    """A number of people, or of years."""

    def __init__(self, *, least: int = 0, most: int = _MOST, **kwargs: Any) -> None:
        said = {"least": numbers.whole(least), "most": numbers.whole(most)}
        message = _("Enter a whole number from %(least)s to %(most)s.") % said
        super().__init__(
            required=False,
            min_value=least,
            max_value=most,
            widget=forms.TextInput(
                attrs={"class": "input", "inputmode": "numeric", "autocomplete": "off"}
            ),
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), message),
            **kwargs,
        )


class PercentField(forms.CharField):
    """A share in percent, read as basis points."""

    def __init__(self, *, usual: int, **kwargs: Any) -> None:
        attrs = {"class": "input", "inputmode": "decimal", "autocomplete": "off"}
        widget = forms.TextInput(attrs=attrs | {"placeholder": numbers.threshold(usual)})
        super().__init__(required=False, widget=widget, **kwargs)

    def clean(self, value: Any) -> int | None:
        """Read what was typed."""
        text = super().clean(value)
        if not text:
            return None
        found = _PERCENT.fullmatch(text)
        bp = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else 0
        if not 1 <= bp <= WHOLE:
            message = _("Enter a share above 0 and up to 100 %, with two decimals at most.")
            raise forms.ValidationError(message)
        return bp


class TargetsForm(forms.Form):
    """The day on which the targets are looked at, and the targets if they were others."""

    def __init__(
        self, data: QueryDict, *, versions: Sequence[TargetVersion], base: date, usual: date
    ) -> None:
        super().__init__(data)
        self.versions, self.base, self.usual = versions, base, usual
        self.fields["on"] = DayField(
            label=_("Figures on"),
            required=False,
            help_text=_("%s where nothing is typed") % numbers.day(usual),
        )
        self.fields["on"].widget.attrs["class"] = "input"
        self.fields["age"] = WholeField(
            label=_("Young below, in years"), least=_YOUNGEST, most=_OLDEST
        )
        for version in versions:
            self.fields[f"bp-{version.target.code}"] = PercentField(
                label=_("Threshold: %s") % labels.target_name(version), usual=version.threshold_bp
            )

    def clean_on(self) -> date | None:
        """Refuse days of which the facts are there already."""
        day: date | None = self.cleaned_data["on"]
        if day is not None and not self.base < day <= date(self.base.year + 20, 12, 31):
            message = _("Choose a day after %(first)s, and no later than 20 years on.")
            raise forms.ValidationError(message % {"first": numbers.day(self.base)})
        return day

    @property
    def day(self) -> date:
        """The day that was typed, or the usual one."""
        return self.cleaned_data.get("on") or self.usual

    @property
    def thresholds(self) -> dict[str, int]:
        """The thresholds that were typed, by the target's code."""
        said = {v.target.code: self.cleaned_data.get(f"bp-{v.target.code}") for v in self.versions}
        return {code: bp for code, bp in said.items() if bp is not None}

    def supposed(self) -> Supposed:
        """Return the targets as they are supposed to be, whichever version is in force then."""
        typed = self.thresholds
        plan = self.versions[0].target.plan_id if self.versions else None
        rows = TargetVersion.objects.filter(target__plan=plan, target__code__in=typed)
        by_version = {pk: typed[code] for pk, code in rows.values_list("pk", "target__code")}
        return Supposed(by_version, self.cleaned_data.get("age"))


@dataclass(frozen=True)
class Group:
    """The inputs of one kind of new people."""

    number: int
    count: BoundField
    post: BoundField
    marks: BoundField
    is_open: bool


class NumbersForm(forms.Form):
    """How many people are trained, reach a level, or are appointed anew."""

    def __init__(self, data: QueryDict, *, offers: Offers, serving: int, categories: Names) -> None:
        super().__init__(data)
        self.offers, self.serving = offers, serving
        for name, act in offers.acts.items():
            label = act_words(act, categories)
            self.fields[f"act-{name}"] = WholeField(label=label[:1].upper() + label[1:])
        posts = [(name, post_words(post)) for name, post in offers.posts.items()]
        for group in GROUPS if posts else ():
            self.fields[f"new-{group}"] = WholeField(label=_("Number of new people"))
            self.fields[f"post-{group}"] = forms.ChoiceField(
                label=_("In the post"), choices=posts, required=False,
                widget=forms.Select(attrs={"class": "select"}),
            )  # fmt: skip
            self.fields[f"who-{group}"] = forms.MultipleChoiceField(
                label=_("Each of them is"), choices=offers.marks(categories), required=False,
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Refuse acts on more people than serve."""
        for name in self.offers.acts:
            count = self.cleaned_data.get(f"act-{name}") or 0
            if count > self.serving:
                said = {"count": numbers.whole(self.serving)}
                self.add_error(f"act-{name}", _("Only %(count)s people serve here then.") % said)
        return self.cleaned_data

    @property
    def acts(self) -> list[BoundField]:
        """The inputs for people who serve."""
        return [self[f"act-{name}"] for name in self.offers.acts]

    @property
    def groups(self) -> Iterator[Group]:
        """The inputs for new people, by kind; the first one that is empty is open too."""
        groups = [group for group in GROUPS if f"new-{group}" in self.fields]
        used = [group for group in groups if self[f"new-{group}"].value()]
        shown = max(used, default=0) + 1
        for group in groups:
            count, post, marks = (self[f"{kind}-{group}"] for kind in ("new", "post", "who"))
            yield Group(group, count, post, marks, is_open=group <= shown)

    def numbers(self) -> Numbers:
        """Return the acts that were typed, as far as they can be read."""
        said = self.cleaned_data
        acts: dict[Act, int] = {
            act: said[f"act-{name}"]
            for name, act in self.offers.acts.items()
            if said.get(f"act-{name}")
        }
        newcomers: dict[Newcomer, int] = {}
        for group in GROUPS:
            count, post = said.get(f"new-{group}"), said.get(f"post-{group}")
            if count and post:
                person = self.offers.newcomer(post, said.get(f"who-{group}", []))
                newcomers[person] = newcomers.get(person, 0) + count
        return Numbers(acts, newcomers)


class SaveForm(forms.Form):
    """Under which name a scenario is kept."""

    name = forms.CharField(
        label=gettext_lazy("Name of the scenario"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Give the scenario a name."),
            "max_length": gettext_lazy("The name is too long: 120 characters at most."),
        },
    )
    words = forms.CharField(
        label=gettext_lazy("What it is about"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"class": "input", "rows": 2}),
        error_messages={
            "max_length": gettext_lazy("The words are too long: 1,000 characters at most.")
        },
    )


def faults_of(*some: forms.Form) -> list[tuple[str, Mapping[str, Any]]]:
    """Return each input that cannot be read, with what is wrong with it."""
    return [
        (form[name].id_for_label, {"label": form[name].label, "errors": errors})
        for form in some
        for name, errors in form.errors.items()
        if name in form.fields
    ]
