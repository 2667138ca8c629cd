"""The people of the tests. Each name is a job, so that a test reads as a story."""

import pytest

from accounts.models import User
from accounts.roles import Role
from residents.models import Resident
from tests.factories.people import make_resident, make_user


@pytest.fixture
def asha(db: None) -> User:
    """Asha answers the telephone at Thurrock First."""
    return make_user("Asha Patel", Role.TRIAGE, "thurrock-first")


@pytest.fixture
def ben(db: None) -> User:
    """Ben is a social worker in Tilbury and Chadwell."""
    return make_user("Ben Okafor", Role.SOCIAL_WORKER, "cls-tilbury-chadwell", "ilt-tilbury-chadwell")


@pytest.fixture
def chidi(db: None) -> User:
    """Chidi is a social worker in another locality, Grays."""
    return make_user("Chidi Eze", Role.SOCIAL_WORKER, "cls-grays")


@pytest.fixture
def dee(db: None) -> User:
    """Dee manages Tilbury and Chadwell."""
    return make_user("Dee Walsh", Role.LOCALITY_MANAGER, "cls-tilbury-chadwell", "ilt-tilbury-chadwell")


@pytest.fixture
def olu(db: None) -> User:
    """Olu is head of service."""
    return make_user("Olu Adeyemi", Role.HEAD_OF_SERVICE)


@pytest.fixture
def eve(db: None) -> User:
    """Eve is an auditor."""
    return make_user("Eve Marsh", Role.AUDITOR)


@pytest.fixture
def gwen(db: None) -> User:
    """Gwen works in the hospital hub."""
    return make_user("Gwen Price", Role.HOSPITAL_HUB, "hospital-hub")


@pytest.fixture
def hal(db: None) -> User:
    """Hal works for a provider; people who are not shared with it do not exist for him."""
    return make_user("Hal Reed", Role.PROVIDER, "estuary-homecare", organisation="Estuary Homecare")


@pytest.fixture
def ines(db: None) -> User:
    """Ines works in the Carers service."""
    return make_user("Ines Costa", Role.CARERS_SERVICE, "carers-service", organisation="Thurrock Carers Service")


@pytest.fixture
def ada(db: None) -> User:
    """Ada administers the system, and sees no person's record."""
    return make_user("Ada Byrne", Role.ADMINISTRATOR)


@pytest.fixture
def jean(asha: User) -> Resident:
    """Jean Smith, 81, of Tilbury, registered at Tilbury Health Centre."""
    return make_resident(asha)
