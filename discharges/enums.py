from django.db import models


class Hospital(models.TextChoices):
    """Where people from Thurrock are admitted. Names only: the list is the hub's."""

    BASILDON = "basildon", "Basildon University Hospital"
    SOUTHEND = "southend", "Southend University Hospital"
    BROOMFIELD = "broomfield", "Broomfield Hospital"
    QUEENS = "queens", "Queen's Hospital, Romford"
    OTHER = "other", "Another hospital"


class Pathway(models.TextChoices):
    """Hospital discharge and community support guidance, annex B."""

    P0 = "0", "Pathway 0: home, nothing new"
    P1 = "1", "Pathway 1: home with support"
    P2 = "2", "Pathway 2: a community bed"
    P3 = "3", "Pathway 3: a care home"


class StayStatus(models.TextChoices):
    IN_HOSPITAL = "in_hospital", "In hospital"
    DISCHARGED = "discharged", "Discharged"
    ENDED = "ended", "Ended: the person died"
    VOIDED = "voided", "Entered in error"


class BlockerKind(models.TextChoices):
    """What holds somebody in hospital who no longer meets the criteria to reside."""

    MEDICINES = "medicines", "Medicines to take home"
    TRANSPORT = "transport", "Transport"
    EQUIPMENT = "equipment", "Equipment at home"
    CARE = "care", "Care at home to start"
    BED = "bed", "A bed in the community or a care home"
    HOME = "home", "The home: keys, heating, cleaning, access"
    FAMILY = "family", "The family has to be asked or to come"
    ASSESSMENT = "assessment", "An assessment is not done"
    DECISION = "decision", "A decision about capacity or best interests"
    OTHER = "other", "Something else"


class ToldWho(models.TextChoices):
    """Who has to know that somebody goes home."""

    PERSON = "person", "The person"
    FAMILY = "family", "Family or carer"
    GP = "gp", "GP practice"
    CARE_AGENCY = "care_agency", "Care agency or care home"
    NURSES = "nurses", "Community nurses"
    PHARMACY = "pharmacy", "Pharmacy"
    TEAM = "team", "Locality team"


class LivesHere(models.TextChoices):
    """Whether somebody who moved out of the borough and is in hospital lives here again, as the hub was told."""

    YES = "yes", "Yes, they live here again"
    NO = "no", "No, they were visiting"
    NOT_KNOWN = "not_known", "Not known yet"


class LightTouch(models.TextChoices):
    """How far the light-touch assessment of a stay is; assessments tell it, the hospital list shows it."""

    NOT_STARTED = "not_started", "Not started"
    STARTED = "started", "Started"
    COMPLETED = "completed", "Completed"


class ClockStatus(models.TextChoices):
    """Every discharge's clock is in exactly one of these."""

    OPEN = "open", "Open"
    MET = "met", "Met"
    ENDED = "ended", "Ended"
    VOIDED = "voided", "Voided"


class EndReason(models.TextChoices):
    """SIX-5 and SIX-6: the only reasons for which a clock ends unmet."""

    READMITTED = "readmitted", "Superseded by readmission"
    DIED = "died", "The person died"
    MOVED = "moved", "Moved out of the borough"
    REFUSED = "refused", "Refused, after a conversation"


class Step(models.TextChoices):
    """SIX-8: what happens on the way to day 42 and after it, in order."""

    NOT_ALLOCATED = "not_allocated", "Not allocated"
    NO_VISIT = "no_visit", "No visit planned"
    STILL_NO_VISIT = "still_no_visit", "Still no visit planned"
    DUE_SOON = "due_soon", "Urgent: not done"
    BREACH = "breach", "Breach: day 42 has passed"
    WEEKLY = "weekly", "Still not held, a week later"


class Hearer(models.TextChoices):
    """Whom a step of SIX-8 speaks to beside the worker."""

    LEAD = "lead", "Team lead"
    MANAGER = "manager", "Locality manager"
    HEAD = "head", "Head of service"


class StepOutcome(models.TextChoices):
    """What came of a step of SIX-8 that the sweep had taken."""

    TOLD = "told", "Told to those to whom it goes"
    WITH_A_LATER_ONE = "with_a_later_one", "Several at once: a later one was told"
    NOT_ANY_MORE = "not_any_more", "Did not hold any more: told to nobody"


class VisitStatus(models.TextChoices):
    PLANNED = "planned", "Planned"
    HELD = "held", "Held"
    CALLED_OFF = "called_off", "Called off"


class Answered(models.TextChoices):
    """An answer that somebody must have asked for: not asked is an answer of its own."""

    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_ASKED = "not_asked", "Not asked"


class BreachCause(models.TextChoices):
    """Why a review was not held within six weeks."""

    NO_WORKER = "no_worker", "No worker was free"
    LATE_NOTICE = "late_notice", "We heard of the discharge late"
    NOT_REACHED = "not_reached", "The person could not be reached"
    ASKED_TO_WAIT = "asked_to_wait", "The person or family asked for a later day"
    WAITING = "waiting", "Something else had to happen first, such as the end of reablement"
    UNWELL = "unwell", "The person was too unwell"
    OVERLOOKED = "overlooked", "It was overlooked"
    OTHER = "other", "Something else"


class NoticeKind(models.TextChoices):
    """What a ward tells the hub (notice data set, SCCI2075). No law asks for it any more; the fields are still good."""

    ASSESSMENT = "assessment", "Assessment notice"
    DISCHARGE = "discharge", "Discharge notice"
    WITHDRAWAL = "withdrawal", "Withdrawal notice"


class NoticeSource(models.TextChoices):
    FORM = "form", "Form"
    FILE = "file", "File"
    API = "api", "Another system"


class NoticeStatus(models.TextChoices):
    """What became of a notice."""

    WAITING = "waiting", "Waiting: who is it about?"
    APPLIED = "applied", "Taken up"
    REPLACED = "replaced", "Replaced by a corrected one"
    SET_ASIDE = "set_aside", "Set aside"


class NhsStatus(models.TextChoices):
    """NHS number status indicator, as the notice data set lists it."""

    VERIFIED = "01", "Number present and verified"
    NOT_TRACED = "02", "Number present but not traced"
    TRACE_REQUIRED = "03", "Trace required"
    NO_MATCH = "04", "Trace attempted: no match, or more than one"
    CONFLICT = "05", "Trace needs to be resolved: conflict"
    IN_PROGRESS = "06", "Trace in progress"
    NOT_REQUIRED = "07", "Number not present and trace not required"
    POSTPONED = "08", "Trace postponed (baby under six weeks old)"


class AdmissionType(models.TextChoices):
    ELECTIVE = "P", "Elective"
    EMERGENCY = "E", "Emergency"
    OTHER = "X", "Other"


class PatientConsent(models.TextChoices):
    YES = "Y", "Yes"
    NO = "N", "No"
    LACKS_CAPACITY = "L", "Lacks mental capacity"


class CarerConsulted(models.TextChoices):
    YES = "Y", "Yes"
    NO = "N", "No"
    NO_KNOWN_CARER = "NKC", "No known carer"


class ConsentSource(models.TextChoices):
    """Who consented for somebody who cannot."""

    CARER = "C", "Legal representative: the carer"
    OTHER = "O", "Legal representative: somebody else"
    BEST_INTERESTS = "B", "Best-interests decision"
    NOT_APPLICABLE = "N/A", "Not applicable"


class WithdrawalKind(models.TextChoices):
    """Message events: 975841000000102, 1078011000000107, 975851000000104."""

    ALL = "all", "All notices of this stay"
    ASSESSMENT = "assessment", "The assessment notice only"
    DISCHARGE = "discharge", "The discharge notice only"


class WithdrawalReason(models.TextChoices):
    """The thirteen reasons of the notice data set."""

    SAFE = "01", "Safe to discharge without a needs assessment"
    CHC = "02", "Eligible for NHS continuing healthcare"
    INADEQUATE = "03", "The proposed care package is inadequate"
    TREATMENT = "04", "Treatment cancelled or postponed"
    REFUSED = "05", "Refused an assessment"
    ELSEWHERE = "06", "Resident in another council's area"
    WORSE = "07", "Condition has deteriorated"
    DIED = "08", "The patient died"
    INTERMEDIATE = "09", "Transferred to intermediate care"
    SELF_DISCHARGED = "10", "Discharged themselves"
    OWN_ARRANGEMENTS = "11", "Made their own arrangements"
    IN_ERROR = "12", "Sent in error"
    OTHER = "13", "Other"


class FileStatus(models.TextChoices):
    """How far a file of notices is."""

    READING = "reading", "Being checked"
    CHECKED = "checked", "Checked: nothing is taken up yet"
    TAKING_UP = "taking_up", "Being taken up"
    DONE = "done", "Taken up"
    DROPPED = "dropped", "Dropped: nothing was taken up"
    STOPPED = "stopped", "Stopped: somebody has to go on with it"
    LEFT = "left", "Ended: the rest was not taken up"


class RowStatus(models.TextChoices):
    """What is known of one line of a file."""

    READ = "read", "Not checked yet"
    GOOD = "good", "Can be taken up"
    TWICE = "twice", "Known already"
    BAD = "bad", "Cannot be taken up"
    TAKEN = "taken", "Taken up"
