//! What pages show and what list and detail reads answer: plain data, nothing secret.

mod account;
mod approvals;
mod decisions;
mod departures;
mod detection;
mod directory;
mod evidence;
mod home;
mod keys;
mod members;
mod policies;
mod policy_draft;
mod policy_questions;
mod policy_settings;
mod releases;
mod replay;
mod roles;
mod security;
mod session;
mod set_up;
mod sign_ins;
mod sso;
mod staff_access;
mod teams;

pub use account::{AccountView, FactorState, FactorWays, PasskeyLine, RecoveryCodes, SessionLine, TotpSetup};
pub use approvals::{
    ApprovalCounts, ApprovalDetail, ApprovalLine, DecidedBy, QueueFilter, QueueHalf, QueueOrder, QueueView, TimelineEntry,
};
pub use decisions::{DecisionDetail, DecisionFilter, DecisionLine, DecisionPage, EvaluatedPolicy, ProofState};
pub use departures::DepartureView;
pub use detection::{DetectionView, FoundFamily, FoundKind, FoundLine, Segment};
pub use directory::{
    DirectoryEvent, DirectoryOverview, DirectoryPerson, DirectoryPersonState, DirectoryToken, DirectoryTokenState, HeldDeparture,
    IssuedDirectoryToken, MappedGroupLine, MappingChange, MappingDraft, MappingView, OwnerLine, SafetyView,
};
pub use evidence::{EvidenceView, ExportLine, ExportStatus, LedgerState};
pub use home::{FirstCall, HomeView, SetupStep, VerdictSeries};
pub use keys::{
    FoundHere, FoundState, HygieneLine, HygieneMark, HygieneView, IssuedSecret, KeyDetail, KeyLine, KeyState, RotationLine, ScopeChoice,
    SecretLine, UseLine,
};
pub use members::{
    EffectivePermission, HeldRole, InvitationLine, InvitationState, InvitationView, LetterState, MemberDetail, MemberLine, MemberState,
    MembersView, OwnedKey, RoleChoice,
};
pub use policies::{
    Ask, Asks, KindOfPolicy, OverrideLine, PolicyDetail, PolicyEntry, PolicyList, PolicyQuery, PolicyVersion, StateOfPolicy,
    SurfaceOfPolicy, TierOfPolicy,
};
pub use policy_draft::{
    DraftCase, DraftChoices, DraftCondition, LintLine, PolicyDraft, TestLine, TestsView, TraceLine, TraceView, TrialCall,
};
pub use policy_questions::{ConflictLine, ConflictsView, ImpactView};
pub use policy_settings::{SettingLine, SettingsView};
pub use releases::{
    ComparedCall, Comparison, DiffKind, DiffLine, FieldChange, ReleaseDetail, ReleaseLine, TestFailure, TestRun, TextChange, VersionDiff,
};
pub use replay::{ApprovalForecast, Replay, ReplayRow, ReplayedDecision, Unjudged};
pub use roles::{Affected, RoleLine, RolePreview, RoleRisk};
pub use security::{SdkSignInView, SecurityView};
pub use session::{OrgChoice, SignInStep, Viewer};
pub use set_up::{GuestDomain, GuestSetUp, GuestView, IssuedSetUpLink, SetUpLinkLine};
pub use sign_ins::{SignInLine, SignInQuery};
pub use sso::{
    CertificateView, CheckedStep, ConnectionLine, ConnectionState, ConnectionView, DomainLine, ProviderOffer, ProviderView, RuleLine,
    RulesView, SsoKeyLine, SsoValues, StatedLine,
};
pub use staff_access::{StaffAccessLine, StaffAccessState, StaffAccessView, StaffLook};
pub use teams::{TeamLine, TeamMember, TeamName, TeamRole, TeamView};
