"""Forms of one date: planned alone, cancelled, moved, and who comes to it."""

from typing import Any

from django import forms

from accounts.models import User
from core import clock
from core.fields import DateTextField, TimeTextField
from core.layout import Button, Buttons, Columns, Field, form_helper
from residents.versioned import VersionedForm
from talking_shops.actions import Single
from talking_shops.attending import SOMEBODY_ELSE, colleagues_near
from talking_shops.models import Session
from talking_shops.session_forms import AttendingForm
from talking_shops.where_forms import WhatAndWhere


def for_the_public(label: str, required: str) -> forms.CharField:
    """A reason that pages and feed show to everybody."""
    return forms.CharField(
        label=label,
        max_length=200,
        help_text="Everybody can read it, so name nobody. For example, the library is closed for repairs",
        error_messages={"required": required, "max_length": "The reason must be 200 characters or fewer"},
    )


class SingleForm(WhatAndWhere):
    """A date that belongs to no series."""

    on = DateTextField(label="Day", earliest="today", error_messages={"required": "Enter the day"})

    def __init__(self, *args: Any, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        where, what, hours = self.layout_of_what()
        self.helper = form_helper(
            where,
            what,
            Field.text("on", width=20, label_size="s"),
            hours,
            Buttons(Button.primary("Plan this date"), Button.link("Cancel", back)),
            form_id="single",
        )

    def single(self) -> Single:
        """The date as the action takes it."""
        given = self.cleaned_data
        named = ("on", "starts", "ends", "kind", "title", "places")
        return Single(venue=self.venues[given["venue"]], **{name: given[name] for name in named})


class OfDateForm(VersionedForm):
    """What is done with one date; knows the version that the page showed."""

    def __init__(self, *args: Any, session: Session, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = session.version
        self.session, self.back = session, back


class CancelForm(OfDateForm):
    """Why a date is cancelled."""

    because = for_the_public("Why is it cancelled?", "Enter why it is cancelled")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            Field.text("because", label_size="s"),
            Buttons(Button.warning("Cancel this date"), Button.link("Go back", self.back)),
            form_id="cancel",
        )


class MoveForm(OfDateForm):
    """To when a date is moved."""

    on = DateTextField(label="Day", earliest="today", error_messages={"required": "Enter the day"})
    starts = TimeTextField(label="Starts", error_messages={"required": "Enter when it starts, like 10am"})
    ends = TimeTextField(label="Ends", error_messages={"required": "Enter when it ends, like midday"})
    because = for_the_public("Why is it moved?", "Enter why it is moved")

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, session=session, **kwargs)
        self.initial.update(when_of(session))
        self.helper = form_helper(
            Field.text("on", width=20, label_size="s"),
            Columns(Field.text("starts", width=10, label_size="s"), Field.text("ends", width=10, label_size="s")),
            Field.text("because", label_size="s"),
            Buttons(Button.primary("Move this date"), Button.link("Go back", self.back)),
            form_id="move",
        )


def when_of(session: Session) -> dict[str, Any]:
    """Day and hours of a date as its form shows them."""
    starts, ends = (at.astimezone(clock.LONDON) for at in (session.starts_at, session.ends_at))
    return {"on": starts.date(), "starts": starts.time(), "ends": ends.time()}


class RotaForm(AttendingForm):
    """Who comes: to this date, or to it and all later ones of its series."""

    all_dates = forms.BooleanField(label="Also on all later dates of the series", required=False)

    def __init__(self, *args: Any, session: Session, viewer: User, back: str, **kwargs: Any) -> None:
        super().__init__(*args, session=session, viewer=viewer, **kwargs)
        if session.series_id is None:
            del self.fields["all_dates"]
        else:
            self._offer_everybody(colleagues_near(session, viewer))
        fields = [part for part in self.helper.layout.fields if isinstance(part, Field)]
        later = [Field.checkboxes("all_dates", small=True)] if "all_dates" in self.fields else []
        buttons = Buttons(Button.primary("Put into the rota"), Button.link("Cancel", back))
        self.helper = form_helper(*fields, *later, buttons, form_id="rota")

    def _offer_everybody(self, colleagues: list[User]) -> None:
        """Who stands on this date already may still be put on the later ones."""
        self.colleagues = {str(one.pk): one for one in colleagues}
        named = [(key, one.name) for key, one in self.colleagues.items()]
        self.fields["user"].choices = [*named, (SOMEBODY_ELSE, "Somebody else")]  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """What the form says, as `actions.put_in_rota` takes it."""
        return super().said() | {"all_dates": self.cleaned_data.get("all_dates", False)}
