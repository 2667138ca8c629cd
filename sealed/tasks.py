from core.jobs import task
from sealed import actions


@task("sealed.renew_keys")
def renew_keys() -> None:
    """See that devices have a key younger than 30 days to seal to, and destroy what is long over."""
    actions.renew_keys()


@task("sealed.tell_what_waits")
def tell_what_waits() -> None:
    """Tell of everything that has waited for its writer for more than a day."""
    actions.tell_what_waits()
