"""What callers can be told at once: what the Council and its partners do, and whom to ring. The Council's words.

Numbers are public ones. The Council looks through this list once a year.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from referrals.enums import Need

COUNCIL, FIRST = "Thurrock Council, 01375 652 652", "Thurrock First, 01375 511000"


@dataclass(frozen=True)
class Guidance:
    """One thing that a caller can be told. `also` are other words by which people ask for it."""

    slug: str
    title: str
    words: str
    ring: str
    needs: tuple[str, ...]
    also: str = ""

    @property
    def advice(self) -> str:
        """What is kept with a contact when this was told."""
        return f"{self.title}: {self.words} Ring: {self.ring}."


ENTRIES: tuple[Guidance, ...] = (
    Guidance(
        "danger",
        "Danger now",
        "If somebody is hurt, in danger or being hurt now, ring 999 first.",
        "999",
        tuple(Need),
        "emergency police ambulance fire violence",
    ),
    Guidance(
        "safeguarding-adult",
        "Worried that an adult is abused or neglected",
        "Anybody may raise a worry, and need not give a name. It is looked at on the same day.",
        "Thurrock First, 01375 511000; out of hours the Emergency Duty Team, 01375 372 468",
        (Need.CARE_NOT_RIGHT, Need.PERSONAL_CARE, Need.OTHER),
        "safeguarding abuse neglect hurt stealing bruises",
    ),
    Guidance(
        "safeguarding-child",
        "Worried about a child",
        "The Multi-Agency Safeguarding Hub helps and listens.",
        "01375 652 802; out of hours the Emergency Duty Team, 01375 372 468",
        (Need.OTHER,),
        "mash under 18 young person",
    ),
    Guidance(
        "domestic-abuse",
        "Domestic abuse",
        "A free helpline answers day and night, and can find a safe place.",
        "National Domestic Abuse Helpline, 0808 2000 247",
        (Need.MENTAL_HEALTH, Need.OTHER),
        "partner violence refuge afraid",
    ),
    Guidance(
        "mental-health-crisis",
        "Mental health crisis",
        "Somebody who cannot keep themselves safe can speak to a mental health nurse at any hour.",
        "NHS 111, then option 2",
        (Need.MENTAL_HEALTH,),
        "suicide suicidal self-harm overdose breakdown",
    ),
    Guidance(
        "low-mood",
        "Feeling low or worried",
        "Talking therapies are free, and people can refer themselves.",
        "their GP, or NHS talking therapies at www.nhs.uk/talk",
        (Need.MENTAL_HEALTH, Need.COMPANY),
        "depression anxiety sad stress bereavement grief",
    ),
    Guidance(
        "samaritans",
        "Somebody to talk to at night",
        "Samaritans listen at any hour, for nothing.",
        "Samaritans, 116 123",
        (Need.MENTAL_HEALTH, Need.COMPANY),
        "lonely listening despair",
    ),
    Guidance(
        "falls",
        "After a fall",
        "Somebody who is hurt or cannot get up needs 999. For falls that come again, a GP can look for the cause, and "
        "rails, lights and shoes help at home.",
        "999 when hurt; otherwise their GP, or " + FIRST,
        (Need.GETTING_ABOUT, Need.AFTER_HOSPITAL),
        "fell trip balance dizzy",
    ),
    Guidance(
        "equipment",
        "Small equipment for the home",
        "A raised toilet seat, a perching stool, a bath board or a grab rail can often be ordered after one call.",
        FIRST,
        (Need.GETTING_ABOUT, Need.PERSONAL_CARE),
        "rails aids commode stool bath board walker frame",
    ),
    Guidance(
        "adaptations",
        "Stairlift, ramp or level shower",
        "A Disabled Facilities Grant can pay for larger changes to a home. It depends on income; an occupational "
        "therapist looks first.",
        FIRST,
        (Need.GETTING_ABOUT, Need.MONEY_HOUSING),
        "adaptation grant dfg wet room stairlift",
    ),
    Guidance(
        "alarm",
        "Community alarm",
        "A button on the wrist calls for help at any hour when somebody falls at home alone.",
        COUNCIL,
        (Need.GETTING_ABOUT, Need.MEMORY, Need.AFTER_HOSPITAL),
        "careline pendant telecare lifeline button",
    ),
    Guidance(
        "blue-badge",
        "Blue Badge",
        "A badge lets somebody who cannot walk far park close by.",
        "apply at www.gov.uk/apply-blue-badge, or " + COUNCIL,
        (Need.GETTING_ABOUT,),
        "parking disabled car",
    ),
    Guidance(
        "transport",
        "Getting to the doctor or the shops",
        "Dial-a-ride and volunteer drivers help those who cannot use a bus; the hospital has transport of its own.",
        COUNCIL + "; for hospital transport, the GP practice",
        (Need.GETTING_ABOUT, Need.COMPANY),
        "bus lift taxi appointment",
    ),
    Guidance(
        "washing-dressing",
        "Help with washing and dressing",
        "A conversation about what somebody can do and wants comes first; help after that may have to be paid for.",
        FIRST,
        (Need.PERSONAL_CARE, Need.AFTER_HOSPITAL),
        "home care carer bath personal toilet",
    ),
    Guidance(
        "meals",
        "Meals at home",
        "Hot or frozen meals can be brought to the door, and lunch clubs eat together.",
        COUNCIL,
        (Need.PERSONAL_CARE, Need.COMPANY),
        "meals on wheels food cooking lunch club eating",
    ),
    Guidance(
        "talking-shop",
        "Come to a Talking Shop",
        "In libraries and halls anybody can talk to a worker without an appointment. Say the next one near them.",
        "nobody: just come",
        (Need.COMPANY, Need.CARER, Need.GETTING_ABOUT),
        "drop in library meet face to face",
    ),
    Guidance(
        "company",
        "Company and things to do",
        "Local area coordinators know who meets near by, and go along the first time.",
        FIRST,
        (Need.COMPANY,),
        "lonely isolated befriending club coffee friends",
    ),
    Guidance(
        "carer-assessment",
        "Support for somebody who cares for another",
        "Every carer may have an assessment of their own, whatever they earn and whether or not the other person wants "
        "help.",
        "Thurrock Carers Service, through " + FIRST,
        (Need.CARER,),
        "caring break husband wife looking after",
    ),
    Guidance(
        "respite",
        "A break from caring",
        "A sitter for some hours, a day centre or a short stay can give a carer rest. An assessment comes first.",
        FIRST,
        (Need.CARER, Need.MEMORY),
        "respite rest holiday tired sitter",
    ),
    Guidance(
        "memory",
        "Worried about memory",
        "A GP finds out the cause and can refer to the memory clinic.",
        "their GP; Dementia Connect, 0333 150 3456",
        (Need.MEMORY,),
        "dementia alzheimer forget confused wander",
    ),
    Guidance(
        "benefits",
        "Benefits and money",
        "Many people over 66 or who need care miss Attendance Allowance or Pension "
        "Credit. Free advisers help with the forms.",
        "Citizens Advice, 0800 144 8848; Attendance Allowance, 0800 731 0122",
        (Need.MONEY_HOUSING, Need.CARER),
        "attendance allowance pension credit pip debt bills",
    ),
    Guidance(
        "paying-for-care",
        "Paying for care",
        "What somebody pays depends on income and savings. The Council works it out; nobody should sign before that.",
        FIRST,
        (Need.MONEY_HOUSING, Need.PERSONAL_CARE),
        "fees cost charge financial assessment savings",
    ),
    Guidance(
        "housing",
        "Housing, repairs and homelessness",
        "The housing teams see to Council homes, and have to help somebody who may lose their home within 56 days.",
        COUNCIL,
        (Need.MONEY_HOUSING,),
        "rent eviction landlord damp repair homeless street",
    ),
    Guidance(
        "hospital-discharge",
        "Coming home from hospital",
        "The ward's discharge team arranges what is needed first; ask the ward before going home.",
        "the ward, or " + FIRST,
        (Need.AFTER_HOSPITAL,),
        "discharge ward home first",
    ),
    Guidance(
        "care-complaint",
        "Care at home or in a home is not right",
        "Tell the provider first where that is safe. Anybody may complain to the Council, and tell the inspector.",
        FIRST + "; the Care Quality Commission, 03000 616161",
        (Need.CARE_NOT_RIGHT,),
        "complaint late missed carers agency",
    ),
    Guidance(
        "sight-hearing",
        "Losing sight or hearing",
        "Sensory workers lend equipment and teach safe ways at home. No certificate is needed to ask.",
        FIRST,
        (Need.GETTING_ABOUT, Need.COMPANY),
        "blind deaf eyes ears visual impairment hearing aid",
    ),
)

BY_SLUG: Mapping[str, Guidance] = {entry.slug: entry for entry in ENTRIES}
