"""What a teacher types about a trajectory, checked and explained beside the field."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trajectories.models import Stage, Step, Trajectory

# A trajectory is usually written for a school year and seldom for longer than three.
FURTHEST = dt.timedelta(days=3 * 366)


def day_widget() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


def check_is_near(day: dt.date | None) -> dt.date | None:
    """Raises ValidationError for a day more than three years away, on either side."""
    today = timezone.localdate()
    if day is not None and today - day > FURTHEST:
        raise ValidationError(_("This day passed more than three years ago; choose a nearer one."))
    if day is not None and day - today > FURTHEST:
        raise ValidationError(_("This is more than three years away; choose a nearer day."))
    return day


class GoalForm(forms.ModelForm):
    """What the trajectory is called, what it is for and when it begins."""

    class Meta:
        model = Trajectory
        fields = ["title", "goal", "starts_on"]
        widgets = {"goal": forms.Textarea({"rows": 3}), "starts_on": day_widget()}
        help_texts = {"goal": _("What will change in your work with children?")}

    def clean_starts_on(self) -> dt.date | None:
        return check_is_near(self.cleaned_data["starts_on"])


class StartForm(forms.ModelForm):
    """A plan of one's own begins with what it is for."""

    class Meta:
        model = Trajectory
        fields = ["title", "goal"]
        widgets = {"goal": forms.Textarea({"rows": 3})}
        help_texts = {"goal": _("What will change in your work with children?")}


class StageForm(forms.ModelForm):
    class Meta:
        model = Stage
        fields = ["title", "kind"]


class StepForm(forms.ModelForm):
    """A step; choosing another stage brings it there."""

    class Meta:
        model = Step
        fields = ["title", "kind", "stage", "due_on", "expected_result", "details", "is_required"]
        widgets = {"due_on": day_widget(), "details": forms.Textarea({"rows": 4})}
        help_texts = {"due_on": _("A soft date: it may move."), "expected_result": _("What will you be able to show?")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stage = self.fields["stage"]
        if isinstance(stage, forms.ModelChoiceField):
            stage.queryset = Stage.objects.filter(trajectory=self.instance.stage.trajectory_id, closed_at=None)
            stage.empty_label = None

    def clean_due_on(self) -> dt.date | None:
        return check_is_near(self.cleaned_data["due_on"])


class WordForm(forms.Form):
    """A word that may go with an act, or stay unsaid."""

    comment = forms.CharField(
        label=_("A word, if you like"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )


class CommentForm(forms.Form):
    text = forms.CharField(label=_("Comment"), max_length=2000, widget=forms.Textarea({"rows": 2}))


class ReflectionForm(forms.Form):
    reflection = forms.CharField(
        label=_("Reflection"),
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("What worked, what did not, what you take further."),
    )
