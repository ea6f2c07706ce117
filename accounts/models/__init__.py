from accounts.models.invitation import Invitation
from accounts.models.letter import Letter
from accounts.models.notice import Notice
from accounts.models.organisation import Membership, Organisation
from accounts.models.token import AccessToken
from accounts.models.user import User

__all__ = ["AccessToken", "Invitation", "Letter", "Membership", "Notice", "Organisation", "User"]
