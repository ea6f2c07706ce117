"""Routes of accounts."""

from django.urls import URLPattern, URLResolver, path

from accounts.api import invitations, mail, organisations, security, session

urlpatterns: list[URLPattern | URLResolver] = [
    path("session", session.Session.as_view(), name="session"),
    path("session/password", session.Password.as_view(), name="session-password"),
    path("session/second-factor", security.SecondFactor.as_view(), name="second-factor"),
    path("session/second-factor/authenticator", security.Authenticator.as_view(), name="authenticator"),
    path("session/second-factor/disable", security.DisableSecondFactor.as_view(), name="second-factor-disable"),
    path("session/second-factor/recovery-codes", security.RecoveryCodes.as_view(), name="recovery-codes"),
    path("session/devices", security.Devices.as_view(), name="devices"),
    path("session/devices/end-others", security.OtherDevices.as_view(), name="devices-end-others"),
    path("session/devices/<int:device>", security.OneDevice.as_view(), name="device"),
    path("tokens", security.Tokens.as_view(), name="tokens"),
    path("tokens/<uuid:token>", security.OneToken.as_view(), name="token"),
    path("organisations", organisations.Organisations.as_view(), name="organisations"),
    path("organisations/<uuid:organisation>", organisations.OneOrganisation.as_view(), name="organisation"),
    path("organisations/<uuid:organisation>/members", organisations.Members.as_view(), name="members"),
    path("organisations/<uuid:organisation>/members/<uuid:person>", organisations.OneMember.as_view(), name="member"),
    path("people", organisations.People.as_view(), name="people"),
    path("people/<uuid:person>", organisations.OnePerson.as_view(), name="person"),
    path("people/<uuid:person>/deactivate", organisations.DeactivatePerson.as_view(), name="person-deactivate"),
    path("people/<uuid:person>/reactivate", organisations.ReactivatePerson.as_view(), name="person-reactivate"),
    path("invitations", invitations.Invitations.as_view(), name="invitations"),
    path("invitations/by-token/<str:token>", invitations.InvitationByToken.as_view(), name="invitation-by-token"),
    path("invitations/<uuid:invitation>/renew", invitations.RenewInvitation.as_view(), name="invitation-renew"),
    path("invitations/<uuid:invitation>/revoke", invitations.RevokeInvitation.as_view(), name="invitation-revoke"),
    path("unsubscribe/<str:subscription>", mail.Unsubscribe.as_view(), name="unsubscribe"),
]
