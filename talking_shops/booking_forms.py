"""Forms of a community event: a booking, a ride, what the event offers."""

from collections.abc import Iterable
from typing import Any

from django import forms

from core.fields import TimeTextField
from core.layout import Button, Buttons, Columns, Field, Fieldset, form_helper
from residents.forms import tidied
from residents.models import Resident
from residents.phones import tidy_phone
from residents.versioned import VersionedForm
from talking_shops.actions.event_booking import Wish
from talking_shops.actions.event_day import Dish
from talking_shops.actions.event_rides import RideWish
from talking_shops.enums import Mobility, RideStatus, ToldHow
from talking_shops.models import Booking, Meal, Ride, Session
from talking_shops.pick_up import pick_up_areas

MOST_PLACES = 10
NO_RIDE, RIDE = "no", "yes"
ENTER_IF_RIDE = {
    "area": "Select the pick-up area",
    "address": "Enter where they are picked up",
    "mobility": "Select what the driver has to know",
}


def short(label: str, most: int, missing: str = "", **more: Any) -> forms.CharField:
    """A line of words; `missing` is what is said without any, "" when it may be left out."""
    said = label.removesuffix(" (optional)").removesuffix("?")
    errors = {"required": missing, "max_length": f"“{said}” must be {most} characters or fewer"}
    return forms.CharField(label=label, max_length=most, required=bool(missing), error_messages=errors, **more)


def how_many(label: str, most: int, missing: str) -> forms.IntegerField:
    """A whole number from 1 on."""
    wrong = f"{label} must be a whole number from 1 to {most}"
    errors = {"required": missing, "invalid": wrong, "min_value": wrong, "max_value": wrong}
    return forms.IntegerField(label=label, min_value=1, max_value=most, widget=forms.TextInput, error_messages=errors)


class BookingForm(VersionedForm):
    """What somebody books. With a `person` of the record neither name nor telephone is asked."""

    name = short("Name", 120, "Enter the name of the person")
    phone = short("Telephone number (optional)", 40)
    places = how_many("How many places", MOST_PLACES, "Enter how many places, 1 for one person")
    meal = forms.ChoiceField(
        label="Meal", required=False, widget=forms.RadioSelect,
        help_text="The same for everybody in this booking. Whoever wants another one is booked on their own",
    )  # fmt: skip
    diet = short("Allergies, and what they do not eat (optional)", 200)
    needs = short("What else they need (optional)", 300, help_text="For example, a quiet table or a hearing loop")
    shopping_help = forms.BooleanField(label="They want help with shopping", required=False)
    ride = forms.ChoiceField(
        label="Do they need a ride?", choices=[(NO_RIDE, "No"), (RIDE, "Yes")], widget=forms.RadioSelect,
        error_messages={"required": "Select whether they need a ride"},
    )  # fmt: skip
    area = forms.ChoiceField(label="Pick-up area", required=False)
    address = short("Picked up at (optional)", 200)
    mobility = forms.ChoiceField(
        label="What does the driver have to know?", choices=Mobility.choices, required=False, widget=forms.RadioSelect
    )
    with_escort = forms.BooleanField(label="Somebody rides along to help them", required=False)
    goes_back = forms.BooleanField(label="They are brought home again", required=False)

    def __init__(
        self, *args: Any, meals: Iterable[Meal], person: Resident | None, back: str, button: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.meals = {str(meal.pk): meal for meal in meals}
        if person is not None:
            del self.fields["name"], self.fields["phone"]
        if self.meals:
            named = [(key, meal_name(meal)) for key, meal in self.meals.items()]
            self.fields["meal"].choices = [*named, ("", "Not chosen yet")]  # type: ignore[attr-defined]
        else:
            del self.fields["meal"]
        self.fields["address"].label = "Picked up at"
        self.fields["area"].choices = self._areas()  # type: ignore[attr-defined]
        self.helper = form_helper(
            *self.fields_left(
                Field.text("name", label_size="s"),
                Field.text("phone", width=20, inputmode="tel"),
                Field.text("places", width=3, inputmode="numeric", label_size="s"),
                Field.radios("meal", small=True, label_size="s"),
                Field.text("diet"),
                Field.text("needs"),
                Field.checkboxes("shopping_help", small=True),
                Field.radios("ride", small=True, label_size="s", reveals={RIDE: RIDE_PARTS}),
            ),
            Buttons(Button.primary(button), Button.link("Cancel", back)),
            form_id="booking",
        )

    def _areas(self) -> list[tuple[str, str]]:
        before = self.initial.get("area", "")
        named = dict.fromkeys([*pick_up_areas(), *([before] if before else [])])
        return [("", "Select"), *[(area, area) for area in named]]

    @staticmethod
    def initial_for(person: Resident | None) -> dict[str, Any]:
        """What a new booking begins with."""
        address = ", ".join(person.address_lines) if person else ""
        return {"places": 1, "goes_back": True, "meal": "", "address": address[:200]}

    @staticmethod
    def initial_of(booking: Booking) -> dict[str, Any]:
        """What stands of a booking now."""
        ride = getattr(booking, "ride", None)
        wanted = ride is not None and ride.status != RideStatus.CANCELLED
        stands = {
            "name": booking.name, "phone": booking.phone, "places": booking.places,
            "meal": str(booking.meal_id or ""), "diet": booking.diet, "needs": booking.needs,
            "shopping_help": booking.shopping_help, "ride": RIDE if wanted else NO_RIDE, "version": booking.version,
        }  # fmt: skip
        if ride is None:
            begins = BookingForm.initial_for(booking.resident)
            return stands | {"address": begins["address"], "goes_back": True}
        names = ("area", "address", "mobility", "with_escort", "goes_back")
        return stands | {name: getattr(ride, name) for name in names}

    def clean_phone(self) -> str:
        return tidied(tidy_phone, self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        """A ride needs to know where, and what the driver has to know."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("ride") == RIDE:
            for name, missing in ENTER_IF_RIDE.items():
                if name not in self.errors and not given.get(name):
                    self.add_error(name, missing)
        return given

    def wish(self) -> Wish:
        """As the action takes it."""
        given = self.cleaned_data
        return Wish(
            places=given["places"], name=given.get("name", ""), phone=given.get("phone", ""),
            meal=self.meals.get(given.get("meal", "")), diet=given["diet"], needs=given["needs"],
            shopping_help=given["shopping_help"], ride=self._ride(),
        )  # fmt: skip

    def _ride(self) -> RideWish | None:
        given = self.cleaned_data
        if given["ride"] != RIDE:
            return None
        return RideWish(
            area=given["area"], address=given["address"], mobility=Mobility(given["mobility"]),
            with_escort=given["with_escort"], goes_back=given["goes_back"],
        )  # fmt: skip


RIDE_PARTS = (
    Field.select("area"),
    Field.text("address"),
    Field.radios("mobility", small=True),
    Field.checkboxes("with_escort", small=True),
    Field.checkboxes("goes_back", small=True),
)


def meal_name(meal: Meal) -> str:
    """ "Fish pie", "Vegetable lasagne (vegetarian)"."""
    return f"{meal.name} (vegetarian)" if meal.is_vegetarian else meal.name


class GiveUpForm(VersionedForm):
    """Why somebody does not come."""

    because = short("Why do they not come? (optional)", 200)

    def __init__(self, *args: Any, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            Field.text("because", label_size="s"),
            Buttons(Button.warning("Cancel their booking"), Button.link("Keep it", back)),
        )


class RideForm(VersionedForm):
    """Who fetches them and when, or that nobody can."""

    found = forms.ChoiceField(
        label="Is there a ride?", choices=[("yes", "Yes, it is booked"), ("no", "No, it cannot be done")],
        widget=forms.RadioSelect, error_messages={"required": "Select whether there is a ride"},
    )  # fmt: skip
    driver = short("Driver, or who drives", 120)
    driver_phone = short("Telephone number of the driver (optional)", 40)
    pick_up_at = TimeTextField(label="Picked up at", required=False, help_text="For example, 10:20am")
    because = short("Why not?", 200)

    def __init__(self, *args: Any, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        phone = Field.text("driver_phone", width=20, inputmode="tel")
        there = (Field.text("driver"), phone, Field.text("pick_up_at", width=10))
        self.helper = form_helper(
            Field.radios("found", small=True, label_size="s", reveals={"yes": there, "no": Field.text("because")}),
            Buttons(Button.primary("Save"), Button.link("Cancel", back)),
        )

    @staticmethod
    def initial_of(ride: Ride) -> dict[str, Any]:
        """What stands of a ride now."""
        found = {RideStatus.BOOKED: "yes", RideStatus.CANNOT: "no"}.get(RideStatus(ride.status), "")
        names = ("driver", "driver_phone", "pick_up_at", "because", "version")
        return {"found": found} | {name: getattr(ride, name) for name in names}

    def clean_driver_phone(self) -> str:
        return tidied(tidy_phone, self.cleaned_data["driver_phone"])

    def clean(self) -> dict[str, Any]:
        """A ride has a driver and an hour; none has a reason."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        missing = {"driver": "Enter who drives", "pick_up_at": "Enter when they are picked up"}
        if given.get("found") == "no":
            missing = {"because": "Enter why there is no ride"}
        for name, sentence in missing.items() if given.get("found") else ():
            if name not in self.errors and not given.get(name):
                self.add_error(name, sentence)
        return given


class OfferForm(VersionedForm):
    """How many places an event has."""

    places = how_many("How many places are there", 500, "Enter how many places there are")

    def __init__(self, *args: Any, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            Field.text("places", width=4, inputmode="numeric", label_size="s"),
            Buttons(Button.primary("Save places"), Button.link("Cancel", back)),
            form_id="places",
        )

    @staticmethod
    def initial_of(session: Session) -> dict[str, Any]:
        """What stands of an event now."""
        return {"places": session.places, "version": session.version}


class MealForm(forms.Form):
    """A choice of the menu."""

    name = short("Meal", 120, "Enter the meal", help_text="For example, fish pie, then apple crumble")
    is_vegetarian = forms.BooleanField(label="It is vegetarian", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            Fieldset(
                "Add a meal", Columns(Field.text("name")), Field.checkboxes("is_vegetarian", small=True), size="s"
            ),
            Buttons(Button.secondary("Add this meal", name="add", value="meal")),
            form_id="meal",
        )

    def dish(self) -> Dish:
        """As the action takes it."""
        return Dish(self.cleaned_data["name"], self.cleaned_data["is_vegetarian"])


class ToldForm(forms.Form):
    """How somebody was told."""

    how = forms.ChoiceField(choices=ToldHow.choices)
