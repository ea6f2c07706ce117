"""What accounts tells the apps above. A receiver may raise a DomainError: then what was asked does not happen."""

from django.dispatch import Signal

invitation_offered = Signal()
"""invitation, by: about to be sent, with `project_roles` that the inviter must be allowed to give."""

invitation_accepted = Signal()
"""invitation, person: the person is a member now; the roles in projects are given by whoever hears this."""

person_left = Signal()
"""person, organisation (None: deactivated, may not sign in at all), by: their open work is somebody else's now."""
