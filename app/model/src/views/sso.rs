use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{ConnectionId, IdpKind, RoleId, SsoKeyId, SsoMode, SsoProtocol, views::SignInLine};

/// Whether anybody can come by a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionState {
    /// Its provider is not known yet.
    SetUp,
    /// It is switched off.
    Off,
    /// It is on.
    On,
}

/// One connection in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionLine {
    /// Which.
    pub connection: ConnectionId,
    /// Its name.
    pub name: String,
    /// How its provider is spoken to.
    pub protocol: SsoProtocol,
    /// Whose provider it is.
    pub kind: IdpKind,
    /// Whether anybody can come by it.
    pub state: ConnectionState,
    /// The domains that it speaks for.
    pub domains: Vec<(String, SsoMode)>,
    /// SAML: when the last certificate ends that can check a signature; nobody comes by the connection after that.
    pub certificate_ends: Option<OffsetDateTime>,
    /// SAML: whole days until then, when that is soon; negative when it has passed.
    pub ends_in_days: Option<i64>,
    /// People whom it means.
    pub people: u32,
    /// When somebody last came by it, or a test succeeded.
    pub last_success_at: Option<OffsetDateTime>,
    /// Sign-ins that were refused in the last week.
    pub refused: u32,
}

/// Everything about one connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionView {
    /// The line of the list.
    pub line: ConnectionLine,
    /// What the provider's console asks for.
    pub ours: SsoValues,
    /// What is known of the provider.
    pub provider: Option<ProviderView>,
    /// Where the address is read from, when the usual names do not fit.
    pub email_attribute: Option<String>,
    /// Where the groups are read from, when the usual names do not fit.
    pub groups_attribute: Option<String>,
    /// The role of people who come for the first time.
    pub default_role: Option<String>,
    /// Whether requests are signed though the provider does not ask for it.
    pub sign_requests: bool,
    /// SAML: whether sign-ins may begin at the provider.
    pub idp_initiated: bool,
    /// Our keys, the one that signs first.
    pub keys: Vec<SsoKeyLine>,
    /// Every verified domain, those of other connections too.
    pub domains: Vec<DomainLine>,
    /// The last test.
    pub last_test: Option<SignInLine>,
    /// Whether somebody came by it or a test succeeded in the last 24 hours, so that it may be required.
    pub proved: bool,
    /// Addresses of the proven break-glass owners, who could sign in whatever the provider does.
    pub break_glass: Vec<String>,
}

/// What a provider's console asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SsoValues {
    /// SAML: our entity id ("Audience URI", "Identifier").
    pub entity_id: Option<String>,
    /// SAML: where answers go ("Single sign-on URL", "Reply URL", "ACS URL").
    pub acs_url: Option<String>,
    /// SAML: where messages about signing out go ("Single logout URL").
    pub slo_url: Option<String>,
    /// SAML: where our metadata is.
    pub metadata_url: Option<String>,
    /// OpenID Connect: the redirect URI.
    pub redirect_uri: Option<String>,
    /// OpenID Connect: where the provider sends browsers that signed out there.
    pub signed_out_uri: Option<String>,
    /// Where a test begins, for a signed-in administrator.
    pub test_url: String,
}

/// What an administrator brings of a provider, as a form or a call states it; which fields count depends on where it is from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProviderOffer {
    /// `url`, `xml`, `fields` or `issuer`.
    pub source: String,
    /// Where the provider publishes its metadata.
    pub metadata_url: String,
    /// The metadata itself.
    pub metadata: String,
    /// Typed in: what the provider calls itself.
    pub entity_id: String,
    /// Typed in: where a browser is sent by redirect.
    pub sso_url: String,
    /// Typed in: a certificate, PEM or the text of metadata.
    pub certificate: String,
    /// OpenID Connect: the issuer.
    pub issuer: String,
    /// OpenID Connect: the client that the provider gave us.
    pub client_id: String,
}

/// What was read of a provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderView {
    /// What it calls itself: entity id or issuer.
    pub id: String,
    /// Its addresses, each with what it is for.
    pub addresses: Vec<(String, String)>,
    /// SAML: its certificates.
    pub certificates: Vec<CertificateView>,
    /// OpenID Connect: who we are to it; empty while nothing is stored.
    pub client_id: Option<String>,
    /// Where it publishes its metadata, when it came from there.
    pub metadata_url: Option<String>,
    /// SAML: whether it asks for signed requests.
    pub wants_signed_requests: bool,
    /// Other connections of the organisation to the same provider.
    pub also_used_by: Vec<String>,
    /// Changes with everything above: what was looked at is what is saved.
    pub seen: String,
}

/// One certificate of a provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateView {
    /// Whom it names.
    pub subject: String,
    /// SHA-256, 64 hexadecimal digits.
    pub sha256: String,
    /// Kind and size of its key.
    pub key: String,
    /// Valid from.
    pub not_before: OffsetDateTime,
    /// Valid until.
    pub not_after: OffsetDateTime,
    /// Why it cannot be used now.
    pub fault: Option<String>,
    /// Whole days until it ends, when that is soon.
    pub ends_in_days: Option<i64>,
}

/// One key of ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SsoKeyLine {
    /// Which.
    pub key: SsoKeyId,
    /// SHA-256 of its certificate.
    pub sha256: String,
    /// Until when its certificate says to be valid.
    pub not_after: OffsetDateTime,
    /// Whether it signs now; another one is published and waits.
    pub is_current: bool,
    /// When it was made.
    pub created_at: OffsetDateTime,
}

/// One domain of the organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainLine {
    /// Its name.
    pub domain: String,
    /// Where the TXT record has to be.
    pub record_name: String,
    /// What it has to say.
    pub record_value: String,
    /// When the record was found.
    pub verified_at: Option<OffsetDateTime>,
    /// When it was last looked for.
    pub checked_at: Option<OffsetDateTime>,
    /// Whether its people sign in by a connection.
    pub mode: SsoMode,
    /// By which.
    pub connection: Option<(ConnectionId, String)>,
    /// Members with an address in it.
    pub members: u32,
}

/// One check of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedStep {
    /// Which, in a word.
    pub step: String,
    /// Whether it held.
    pub held: bool,
    /// What was seen.
    pub seen: String,
}

/// One rule: a group of the provider gives a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleLine {
    /// The group, as the provider calls it.
    pub group: String,
    /// The role.
    pub role: RoleId,
    /// Its name.
    pub role_name: String,
    /// Who made the rule.
    pub made_by: String,
    /// When.
    pub created_at: OffsetDateTime,
}

/// The rules of a connection, and what they mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesView {
    /// Where the groups are read from, when the usual names do not fit.
    pub groups_attribute: Option<String>,
    /// The rules, by group.
    pub rules: Vec<RuleLine>,
    /// Everybody who came in the last two weeks, and what they would hold by the rules.
    pub people: Vec<StatedLine>,
}

/// Somebody who came, the groups that the provider stated, and what these give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedLine {
    /// The address.
    pub email: String,
    /// When they last came.
    pub at: OffsetDateTime,
    /// The groups; nothing when the provider stated none, which changes nothing.
    pub groups: Option<Vec<String>>,
    /// The roles, by name.
    pub roles: Vec<String>,
}
