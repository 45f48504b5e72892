"""Runs, figures, series, and the people behind a figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.request import Request
from rest_framework.response import Response

from apps.api.filters import (
    FigureFilters,
    NoFilters,
    RunFilters,
    SeriesFilters,
    WhoFilters,
)
from apps.api.paging import Page, page_of
from apps.api.problems import malformed
from apps.api.schema import describe
from apps.api.serializers.figures import FigureShape, PersonShape, RunShape, SeriesShape
from apps.api.views.address import ApiView
from apps.audit.models import AccessLog
from apps.cadres.selectors import category_names
from apps.metrics.figures import UnitFigures
from apps.metrics.models import Run
from apps.metrics.score import Score
from apps.metrics.shown import figures_for
from apps.metrics.trends.series import trend
from apps.metrics.who import Who, who_counts
from apps.presentation.labels import language
from apps.presentation.lists.who import Asked, Behind
from apps.targets.models import TargetVersion
from apps.targets.reasons import Setting
from apps.units.models import Unit

_COUNTS = ("population", "met", "not_met", "unknown", "threshold_bp", "gap_replace", "gap_add",
           "slack", "in_fives")  # fmt: skip


def counted(score: Score) -> dict[str, Any]:
    """Return what is told of a score."""
    return {name: getattr(score, name) for name in _COUNTS} | {"verdict": score.verdict.value}


class Runs(ApiView):
    """What was published, the latest first."""

    scopes: ClassVar = {"GET": "figures:read"}
    shape = RunShape
    filters = RunFilters

    @describe(gettext_lazy("List the published runs"), tag="figures", pages=RunShape)
    def get(self, request: Request) -> Response:
        """List runs."""
        runs = Run.objects.filter(as_of=self.asked["on"]) if self.asked["on"] else Run.objects.all()
        return self.listed(page_of(runs, ("-pk",), request.path, request.query_params))


class OneRun(ApiView):
    """One run."""

    scopes: ClassVar = {"GET": "figures:read"}
    shape = RunShape
    filters = NoFilters

    @describe(gettext_lazy("Read a published run"), tag="figures", answer=RunShape)
    def get(self, request: Request, pk: int) -> Response:
        """Read a run."""
        return Response(self.one(get_object_or_404(Run, pk=pk)))


class OfRun(ApiView):
    """An address that asks about a run: by its number, or as of a day."""

    @property
    def run(self) -> Run:
        """The run that is asked for: of the day, the last edition of the last day up to it."""
        if self.asked.get("run") and self.asked.get("on"):
            raise malformed("run", _("Ask by run or as of a day, not both."))
        if self.asked.get("run"):
            return get_object_or_404(Run, pk=self.asked["run"])
        runs = Run.objects.filter(as_of__lte=self.day).order_by("-as_of", "-pk")
        if found := runs.first():
            return found
        raise Http404

    def unit_on(self, run: Run, key: str) -> Unit:
        """Return a unit that the reader may see in the tree of the run."""
        return get_object_or_404(Unit.objects.visible_to(self.user, run.as_of), key=key)

    def version_on(self, run: Run) -> TargetVersion:
        """Return the target that is asked for as the run knew it."""
        versions = TargetVersion.objects.filter(pk__in=run.version_ids)
        return get_object_or_404(
            versions.select_related("target__plan"),
            target__plan__code=self.asked["plan"],
            target__code=self.asked["target"],
        )


class Figures(OfRun):
    """How units stand: the published figures, unit by unit."""

    scopes: ClassVar = {"GET": "figures:read"}
    shape = FigureShape
    filters = FigureFilters

    @describe(
        gettext_lazy("List the figures of a run, or as of a day"),
        tag="figures",
        pages=FigureShape,
        description=gettext_lazy("A page holds so many units, each with all of its figures."),
    )
    def get(self, request: Request) -> Response:
        """List figures."""
        run = self.run
        units = Unit.objects.visible_to(self.user, run.as_of)
        if self.asked["unit"]:
            units = units.filter(pk=self.unit_on(run, self.asked["unit"]).pk)
        page = page_of(units, ("pk",), request.path, request.query_params)
        found = figures_for(self.user, run, [unit.pk for unit in page.rows])
        rows = [row for unit in page.rows for row in self._rows(run, unit, found.get(unit.pk))]
        return self.listed(Page(rows, page.next))

    def _rows(self, run: Run, unit: Unit, found: UnitFigures | None) -> Iterator[dict[str, Any]]:
        scopes = [self.asked["scope"]] if self.asked["scope"] else ["own", "subtree"]
        for version in self._versions(run):
            counts = found.counts.get(version.pk) if found else None
            for scope in scopes if counts else ():
                yield {
                    "run": run.pk,
                    "as_of": run.as_of,
                    "unit": unit.key,
                    "plan": version.target.plan.code,
                    "target": version.target.code,
                    "scope": scope,
                    **counted(counts.score(own=scope == "own")),  # type: ignore[union-attr]
                }

    def _versions(self, run: Run) -> list[TargetVersion]:
        if not hasattr(self, "_known"):
            versions = TargetVersion.objects.filter(pk__in=run.version_ids)
            if self.asked["plan"]:
                versions = versions.filter(target__plan__code=self.asked["plan"])
            if self.asked["target"]:
                versions = versions.filter(target__code=self.asked["target"])
            order = ("target__plan__code", "target__position", "target__code")
            self._known = list(versions.select_related("target__plan").order_by(*order))
        return self._known


class Series(OfRun):
    """A unit's figures on a target over time."""

    scopes: ClassVar = {"GET": "figures:read"}
    shape = SeriesShape
    filters = SeriesFilters

    @describe(gettext_lazy("Read a series"), tag="figures", answer=SeriesShape)
    def get(self, request: Request) -> Response:
        """Read a series."""
        run = self.run
        unit, version = self.unit_on(run, self.asked["unit"]), self.version_on(run)
        found = trend(self.user, unit, version.target, run.as_of)
        points = [
            {"day": day, **counted(score)}
            for place, day in enumerate(found.days)
            if (score := found.score(place))
        ]
        said = {
            "unit": unit.key,
            "plan": version.target.plan.code,
            "target": version.target.code,
            "points": points,
            "breaks": found.breaks,
        }
        return Response(self.shape(said).data)


class People(OfRun):
    """The very people behind a figure, as the facts stand now."""

    scopes: ClassVar = {"GET": "people:read"}
    shape = PersonShape
    filters = WhoFilters

    @describe(gettext_lazy("List the people behind a figure"), tag="figures", pages=PersonShape)
    def get(self, request: Request) -> Response:
        """List those who meet a target, who do not, who may, or who are not counted."""
        run = self.run
        unit, version = self.unit_on(run, self.asked["unit"]), self.version_on(run)
        who = who_counts(self.user, run, unit, version, self.asked["scope"] or "subtree")
        behind = self._behind(run, version, who)
        people = behind.people(self.user).unrestricted()
        page = page_of(people, ("sort_key", "pk"), request.path, request.query_params)
        rows = [
            {
                "key": row.cadre.key,
                "full_name": row.cadre.full_name,
                "unit": row.post.unit.key if row.post else None,
                "title": row.post.title if row.post else None,
                "reason": row.reason,
            }
            for row in behind.rows(page.rows)
        ]
        self.log(
            AccessLog.Act.LIST,
            "population",
            f"{unit.key} {version.target.plan.code} {version.target.code}",
            people=[person.pk for person in page.rows],
            day=run.as_of.isoformat(),
            group=self.asked["group"],
            count=len(rows),
        )
        return self.listed(Page(rows, page.next))

    def _behind(self, run: Run, version: TargetVersion, who: Who) -> Behind:
        asked: Mapping[str, Any] = self.asked
        tongue = language()
        return Behind(
            run,
            version,
            who,
            Asked(asked["group"], asked["scope"] or "subtree"),
            Setting(run.as_of, tongue, category_names(tongue)),
        )
