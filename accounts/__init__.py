"""People, organisations, memberships, invitations, tokens."""
