use crate::text::words;

words! {
    /// Everything that the ledger can record. Adding a deed means adding it here first.
    DeedKind {
        /// The organisation was made.
        OrgCreated = "org.created",
        /// The organisation was closed by the platform: no sign-in, no session, no key.
        OrgSuspended = "org.suspended",
        /// The organisation was opened again.
        OrgResumed = "org.resumed",
        /// What the organisation has licensed was changed.
        OrgPlanChanged = "org.plan_changed",
        /// The organisation is to be deleted.
        OrgDeletionAsked = "org.deletion_asked",
        /// The organisation is kept after all.
        OrgKept = "org.kept",
        /// Everything of the organisation but its log was deleted.
        OrgRemoved = "org.removed",
        /// An operator asked to look into the organisation.
        StaffAccessAsked = "staff.access_asked",
        /// The organisation lets an operator look.
        StaffAccessGranted = "staff.access_granted",
        /// The organisation does not let an operator look.
        StaffAccessRefused = "staff.access_refused",
        /// The organisation ended an operator's access before its time.
        StaffAccessEnded = "staff.access_ended",
        /// An operator looked into the organisation.
        StaffLooked = "staff.looked",
        /// How people get into the organisation was changed: networks, factors, lives of sessions.
        OrgSecurityChanged = "org.security_changed",
        /// The organisation got a password for the SDK.
        SdkPasswordMade = "sdk_password.made",
        /// The organisation has no password for the SDK any more.
        SdkPasswordRemoved = "sdk_password.removed",
        /// A person became a member.
        MemberAdded = "member.added",
        /// A person was invited.
        MemberInvited = "member.invited",
        /// An invitation was sent again; the link sent before is void.
        InvitationRenewed = "member.invitation_renewed",
        /// An invitation was withdrawn.
        InvitationRevoked = "member.invitation_revoked",
        /// A member was suspended: no sessions, no keys, until they are back.
        MemberSuspended = "member.suspended",
        /// A suspended member is back.
        MemberReactivated = "member.reactivated",
        /// A member was removed.
        MemberRemoved = "member.removed",
        /// A member's roles were changed.
        MemberRolesChanged = "member.roles_changed",
        /// A role was made.
        RoleCreated = "role.created",
        /// A role was changed.
        RoleChanged = "role.changed",
        /// A role was removed.
        RoleRemoved = "role.removed",
        /// A team was made.
        TeamCreated = "team.created",
        /// A team got another name or description.
        TeamChanged = "team.changed",
        /// The roles that a team carries were changed.
        TeamRolesChanged = "team.roles_changed",
        /// A member was put into a team.
        TeamMemberAdded = "team.member_added",
        /// A member was taken out of a team.
        TeamMemberRemoved = "team.member_removed",
        /// A team was removed.
        TeamRemoved = "team.removed",
        /// Somebody else ended a member's sessions.
        MemberSessionsEnded = "member.sessions_ended",
        /// A person entered the organisation in the portal.
        SignedIn = "session.signed_in",
        /// A wrong password or code for a known member.
        SignInRefused = "session.refused",
        /// A session was ended by its owner or by sign-out.
        SessionEnded = "session.ended",
        /// A person set up an authenticator.
        FactorEnrolled = "factor.enrolled",
        /// A person added a passkey.
        PasskeyAdded = "factor.passkey_added",
        /// A person removed a passkey.
        PasskeyRemoved = "factor.passkey_removed",
        /// A person made new recovery codes.
        RecoveryCodesMade = "factor.recovery_codes_made",
        /// A recovery code was spent at sign-in.
        RecoveryCodeSpent = "factor.recovery_code_spent",
        /// A person changed the password.
        PasswordChanged = "password.changed",
        /// A person chose a new password by a link that was mailed to them.
        PasswordReset = "password.reset",
        /// A connection to an identity provider was made.
        SsoConnectionAdded = "sso.connection_added",
        /// A connection was changed, or switched on or off.
        SsoConnectionChanged = "sso.connection_changed",
        /// Administrators were told that a certificate of a connection ends soon.
        SsoCertificateEndTold = "sso.certificate_end_told",
        /// A connection was removed, with its keys, its links and its log.
        SsoConnectionRemoved = "sso.connection_removed",
        /// Our key of a connection: a next one was published, or it signs from now on.
        SsoKeyChanged = "sso.key_changed",
        /// A domain was added, to be proved.
        SsoDomainAdded = "sso.domain_added",
        /// A domain was proved by DNS.
        SsoDomainVerified = "sso.domain_verified",
        /// A domain's people sign in by a connection: off, optional or required.
        SsoDomainRouted = "sso.domain_routed",
        /// A domain was removed.
        SsoDomainRemoved = "sso.domain_removed",
        /// A link was made by which somebody without an account sets up a connection.
        SsoSetUpLinkMade = "sso.set_up_link_made",
        /// Such a link was taken back.
        SsoSetUpLinkRevoked = "sso.set_up_link_revoked",
        /// An identity provider's answer was taken.
        SsoArrived = "sso.arrived",
        /// An identity provider's answer was refused.
        SsoRefused = "sso.refused",
        /// A connection was tested; nobody was signed in.
        SsoTested = "sso.tested",
        /// An API key was issued.
        KeyCreated = "key.created",
        /// An API key got a new secret; the old one lives until the overlap ends.
        KeyRolled = "key.rolled",
        /// What belongs to an API key was changed: its networks, rights or rotation.
        KeyChanged = "key.changed",
        /// Older secrets of an API key were ended before their time.
        KeyOverlapEnded = "key.overlap_ended",
        /// Who answers for an API key was told that its secret is about to be exchanged.
        KeyRotationAnnounced = "key.rotation_announced",
        /// The rotation of an API key is due: its secrets have an end from now on.
        KeyRotationBegun = "key.rotation_begun",
        /// A user token was issued: a program vouched for a person.
        UserTokenIssued = "user_token.issued",
        /// Whether user tokens that cannot be verified are refused was changed.
        UserTokenModeChanged = "user_token.mode_changed",
        /// The organisation's rules for API keys were changed.
        KeyRulesChanged = "key.rules_changed",
        /// An API key was ended.
        KeyRevoked = "key.revoked",
        /// Another person answers for an API key from now on.
        KeyHandedOver = "key.handed_over",
        /// A governed call was decided.
        Decided = "decision.made",
        /// An authenticated call was refused before evaluation (limits, scopes, shape).
        Refused = "decision.refused",
        /// An SDK reported what a model answered.
        LlmCallReported = "audit.llm_call",
        /// An SDK reported a tool call.
        ToolCallReported = "audit.tool_call",
        /// A call is held for a human.
        ApprovalRequested = "approval.requested",
        /// A human approved a held call.
        ApprovalApproved = "approval.approved",
        /// A human rejected a held call.
        ApprovalRejected = "approval.rejected",
        /// Nobody decided in time.
        ApprovalExpired = "approval.expired",
        /// An approved call was run once.
        ApprovalSpent = "approval.spent",
        /// A policy was made.
        PolicyCreated = "policy.created",
        /// A policy was changed.
        PolicyUpdated = "policy.updated",
        /// A policy was removed.
        PolicyDeleted = "policy.deleted",
        /// A change of a policy was written that is not in force yet.
        PolicyDrafted = "policy.drafted",
        /// A change of a policy was tested and waits for a second person.
        ReleaseRequested = "policy.release_requested",
        /// A change of a policy came into force by a second person.
        PolicyReleased = "policy.released",
        /// A change of a policy was given up.
        ReleaseWithdrawn = "policy.release_withdrawn",
        /// An earlier version of a policy was put back in force.
        PolicyRolledBack = "policy.rolled_back",
        /// A change of a policy came into force without tests, simulation or a second person.
        EmergencyReleased = "policy.emergency_released",
        /// Somebody else looked at an emergency release.
        EmergencyReviewed = "policy.emergency_reviewed",
        /// The organisation's way of releasing policies was changed.
        ReleaseModeChanged = "policy.release_mode_changed",
        /// A policy's action was overridden for the organisation.
        OverrideCreated = "policy.override_created",
        /// An override was lifted.
        OverrideDeleted = "policy.override_deleted",
        /// The organisation's profile or settings for shipped policies were changed.
        GoverningChanged = "policy.governing_changed",
        /// Evidence was asked for.
        ExportRequested = "evidence.export_requested",
        /// Evidence was taken away.
        ExportDownloaded = "evidence.downloaded",
        /// An export found that stored rows do not match what was signed, and was not made.
        ExportFailed = "evidence.export_failed",
        /// A token by which a directory provisions people was made.
        DirectoryTokenCreated = "directory.token_created",
        /// Such a token was ended.
        DirectoryTokenRevoked = "directory.token_revoked",
        /// A directory named a person.
        DirectoryUserAdded = "directory.user_added",
        /// A directory changed what it says about a person, or whether they work here.
        DirectoryUserChanged = "directory.user_changed",
        /// A directory removed a person.
        DirectoryUserRemoved = "directory.user_removed",
        /// A directory named a group.
        DirectoryGroupAdded = "directory.group_added",
        /// A directory changed a group or its members.
        DirectoryGroupChanged = "directory.group_changed",
        /// A directory removed a group.
        DirectoryGroupRemoved = "directory.group_removed",
        /// Which groups give which roles, the default role, or the bounds of held departures were changed.
        DirectorySettingsChanged = "directory.settings_changed",
        /// More departures at once than the organisation lets pass: one was held.
        DirectoryDepartureHeld = "directory.departure_held",
        /// Held departures were let happen.
        DirectoryDeparturesReleased = "directory.departures_released",
        /// Held departures were dropped: their people stay members.
        DirectoryDeparturesDiscarded = "directory.departures_discarded",
        /// An owner was named whom neither a directory nor a provider can lock out.
        BreakGlassNamed = "break_glass.named",
        /// Such an owner is an owner like others from now on.
        BreakGlassLifted = "break_glass.lifted",
        /// Sealed values were moved to another key of the vault.
        SecretsRewrapped = "vault.rewrapped",
        /// Old record bodies were retired by the retention job.
        BodiesRetired = "retention.bodies_retired",
    }
}

impl DeedKind {
    /// Whether the record is a governed decision that pages and SDK reads list.
    pub const fn is_decision(self) -> bool {
        matches!(self, Self::Decided)
    }
}
