"""The plan of a launch case on one page: stages, and under each of them its steps."""

from typing import Any

from django import forms
from django.forms.models import inlineformset_factory
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from common.admin import ManagedStackedInline
from common.inlines import RowsFormSet
from trajectories.actions.launching import USUAL_STAGES
from trajectories.models import CaseStage, CaseStep, LaunchCase

BLANK_STEPS = 2


class NumberedForm(forms.ModelForm):
    """A row with its number; without one it stays where it was written."""

    order = forms.IntegerField(
        label=_("№"), required=False, min_value=0, max_value=999, widget=forms.NumberInput({"class": "plan-number"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.initial["order"] = None

    def clean_order(self) -> int:
        written: int | None = self.cleaned_data["order"]
        return int((self.prefix or "0").rsplit("-", 1)[-1]) + 1 if written is None else written


class CaseStepForm(NumberedForm):
    class Meta:
        model = CaseStep
        fields = ["order", "title", "kind", "due_after_weeks", "is_required", "expected_result", "details"]
        widgets = {
            "title": forms.TextInput({"class": "plan-words"}),
            "expected_result": forms.TextInput({"class": "plan-words"}),
            "details": forms.Textarea({"rows": 2, "class": "plan-words"}),
            "due_after_weeks": forms.NumberInput({"class": "plan-number"}),
        }


class NamedSteps(RowsFormSet):
    """In a table the heading of the column names a field to the eye; this names it to those who listen."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            field.widget.attrs["aria-label"] = capfirst(field.label or "")


CaseSteps = inlineformset_factory(CaseStage, CaseStep, form=CaseStepForm, formset=NamedSteps, extra=BLANK_STEPS)


class CaseStageForm(NumberedForm):
    """A stage together with the forms of its steps."""

    class Meta:
        model = CaseStage
        fields = ["order", "title", "kind"]
        labels = {"kind": _("Kind of stage")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        data = self.data if self.is_bound else None
        self.steps = CaseSteps(data=data, instance=self.instance, prefix=f"{self.prefix}-steps")

    def has_changed(self) -> bool:
        """A stage with a written step is one that was written."""
        return super().has_changed() or bool(self.steps.has_changed())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.steps.is_valid():
            raise forms.ValidationError(_("Look at the steps of this stage."))
        return data


class CaseStages(RowsFormSet):
    """Saves the steps with their stage."""

    def save_new(self, form: Any, commit: bool = True) -> Any:
        return self._save_steps(form, super().save_new(form, commit))

    def save_existing(self, form: Any, obj: Any, commit: bool = True) -> Any:
        return self._save_steps(form, super().save_existing(form, obj, commit))

    @staticmethod
    def _save_steps(form: Any, stage: CaseStage) -> CaseStage:
        form.steps.instance = stage
        form.steps.save()
        return stage


class StagesInline(ManagedStackedInline):
    """Beginning a case, the four usual stages are there to be filled; a stage without a step is left out."""

    model = CaseStage
    verbose_name = _("stage")
    form = CaseStageForm
    formset = CaseStages
    fields = (("order", "title", "kind"),)
    template = "admin/trajectories/launchcase/stages.html"

    def get_extra(self, request: HttpRequest, obj: LaunchCase | None = None, **kwargs: Any) -> int:
        return 0 if obj else len(USUAL_STAGES)


def usual_stages() -> list[dict[str, Any]]:
    """What the blank stages of a new case begin with."""
    return [{"title": kind.label.capitalize(), "kind": kind.value} for kind in USUAL_STAGES]
