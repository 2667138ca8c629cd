"""Community events (R16): who has a place, what they eat, and how they come and go home."""

from django.db import models

from accounts.models import User
from core.models import Record
from residents.models import Resident
from talking_shops.enums import BookingStatus, Mobility, NewsKind, RideStatus, ToldHow
from talking_shops.models.places import Session
from talking_shops.querysets import BookingQuerySet, NewsQuerySet, RideQuerySet


class Meal(Record):
    """A choice of the day: "Fish pie, then apple crumble"."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="meals")
    name = models.CharField(max_length=120)
    is_vegetarian = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["session", "name"], name="each_meal_once")]

    def __str__(self) -> str:
        return self.name


class Booking(Record):
    """A place at an event, of somebody on the record or of somebody of whom only the name is known."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="bookings")
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, null=True, related_name="bookings")
    name = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    places = models.PositiveSmallIntegerField(default=1, help_text="with whoever comes along")
    meal = models.ForeignKey(Meal, on_delete=models.PROTECT, null=True, related_name="bookings")
    diet = models.CharField(max_length=200, blank=True, help_text="allergies and what they do not eat")
    needs = models.CharField(max_length=300, blank=True)
    shopping_help = models.BooleanField(default=False)
    status = models.CharField(max_length=12, choices=BookingStatus, default=BookingStatus.BOOKED)
    waiting_since = models.DateTimeField(null=True, help_text="from when on they wait: the order of the waiting list")
    came = models.BooleanField(null=True, help_text="null: not said yet")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=200, blank=True, help_text="why it was cancelled")
    version = models.PositiveIntegerField(default=1)

    objects = BookingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(resident__isnull=False) | ~models.Q(name=""), name="booking_is_for_somebody"
            ),
            models.CheckConstraint(condition=models.Q(places__gte=1, places__lte=10), name="booking_of_one_to_ten"),
            models.UniqueConstraint(
                fields=["session", "resident"],
                condition=models.Q(resident__isnull=False) & ~models.Q(status=BookingStatus.CANCELLED),
                name="each_person_books_once",
                violation_error_message="This person is booked already.",
            ),
        ]
        indexes = [models.Index(fields=["session", "status"], name="booking_of_session")]

    def __str__(self) -> str:
        return f"{self.who}, {self.places}"

    @property
    def who(self) -> str:
        return self.resident.display_name if self.resident else self.name


class Ride(Record):
    """How somebody comes to an event and goes home again."""

    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="ride")
    area = models.CharField(max_length=80, help_text="pick-up area: Grays Riverside")
    address = models.CharField(max_length=200)
    mobility = models.CharField(max_length=20, choices=Mobility)
    with_escort = models.BooleanField(default=False)
    goes_back = models.BooleanField(default=True)
    status = models.CharField(max_length=12, choices=RideStatus, default=RideStatus.ASKED)
    pick_up_at = models.TimeField(null=True)
    driver = models.CharField(max_length=120, blank=True)
    driver_phone = models.CharField(max_length=20, blank=True, db_default="")
    because = models.CharField(max_length=200, blank=True, help_text="why it cannot be done or was cancelled")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = RideQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.area}, {self.get_mobility_display()}"


class News(Record):
    """What somebody who booked has to be told, or the `driver` who was to fetch them, and when they were. Later news
    about the same replaces it: nobody is rung about what is true no longer.
    """

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="news")
    kind = models.CharField(max_length=12, choices=NewsKind)
    words = models.CharField(max_length=300, help_text="what to tell them, in words for them")
    driver = models.CharField(max_length=120, blank=True, db_default="", help_text="the driver who is to be told")
    driver_phone = models.CharField(max_length=20, blank=True, db_default="")
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    told_how = models.CharField(max_length=10, choices=ToldHow, blank=True)
    replaced_at = models.DateTimeField(null=True, help_text="when it was true no longer")
    texting_since = models.DateTimeField(null=True, help_text="when it was given to be sent as a text message")
    texting_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    not_texted = models.CharField(
        max_length=300, blank=True, db_default="", help_text="why no text message left, or what became of it"
    )
    text_left_at = models.DateTimeField(null=True, help_text="when a text message left that may not have arrived")

    objects = NewsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "news"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(told_at__isnull=True, told_by__isnull=True)
                | models.Q(told_at__isnull=False, told_by__isnull=False),
                name="news_told_at_has_its_by",
            ),
            models.CheckConstraint(
                condition=models.Q(texting_since__isnull=True, texting_by__isnull=True)
                | models.Q(texting_since__isnull=False, texting_by__isnull=False),
                name="news_texting_since_has_its_by",
            ),
        ]
        indexes = [
            models.Index(
                fields=["booking"],
                condition=models.Q(told_at__isnull=True, replaced_at__isnull=True),
                name="news_to_tell",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def whom(self) -> str:
        """Who is to be told."""
        return self.driver or self.booking.who
