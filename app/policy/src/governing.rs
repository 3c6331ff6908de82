use std::{collections::BTreeMap, fmt};

use model::{Action, Invalid, Plane};

use crate::{Policy, PolicyTier, Profile};

/// Shipped policies that one setting speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Personal data.
    Pii,
    /// SQL injection.
    Sqli,
    /// Keys and passwords.
    Secrets,
    /// Prompt injection, destructive commands and the like.
    Dangerous,
}

/// The way a call came, as far as settings tell ways apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// Decide and proxy, and whatever has no setting of its own.
    General,
    /// Pre-checks.
    Gateway,
    /// What goes into tools and comes out of them.
    Mcp,
}

/// The name of a setting, like `GATEWAY_PII_ACTION`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Setting {
    /// For which policies.
    pub group: Group,
    /// For which calls; the general one counts where there is no other.
    pub way: Way,
}

/// Settings with their actions.
pub type Actions = BTreeMap<Setting, Action>;

/// What an organisation and the server say about shipped policies.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Governing {
    /// The organisation's profile.
    pub profile: Profile,
    /// The organisation's settings; they go before the server's.
    pub organization: Actions,
    /// The server's settings.
    pub server: Actions,
}

/// What decided which action a match has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The policy itself.
    Policy,
    /// The organisation's profile.
    Profile(Profile),
    /// A setting of the server.
    Server(Setting),
    /// A setting of the organisation.
    Organization(Setting),
    /// An override of this policy.
    Override,
}

impl Group {
    const ALL: [Self; 4] = [Self::Pii, Self::Sqli, Self::Secrets, Self::Dangerous];

    /// The word in the names of settings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pii => "PII",
            Self::Sqli => "SQLI",
            Self::Secrets => "SECRETS",
            Self::Dangerous => "DANGEROUS",
        }
    }

    /// The group of a shipped policy. One that only logs says so for a reason, and belongs to none.
    pub(crate) fn of(policy: &Policy) -> Option<Self> {
        if policy.tier != PolicyTier::System || policy.action == Action::Log {
            return None;
        }
        match policy.category.as_str() {
            "security-sqli" => Some(Self::Sqli),
            "code-secrets" => Some(Self::Secrets),
            "security-dangerous" => Some(Self::Dangerous),
            other => other.starts_with("pii-").then_some(Self::Pii),
        }
    }
}

impl Way {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::General, Self::Gateway, Self::Mcp];

    /// The way of a call.
    pub const fn of(plane: Plane) -> Self {
        match plane {
            Plane::Decide | Plane::Proxy | Plane::Queue => Self::General,
            Plane::PreCheck => Self::Gateway,
            Plane::McpInput | Plane::McpOutput => Self::Mcp,
        }
    }

    /// The word in answers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::Gateway => "gateway",
            Self::Mcp => "mcp",
        }
    }
}

impl Setting {
    /// Every setting.
    pub fn all() -> impl Iterator<Item = Self> {
        Group::ALL.into_iter().flat_map(|group| Way::ALL.into_iter().map(move |way| Self { group, way }))
    }

    /// Reads the exact name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::all().find(|setting| setting.to_string() == name)
    }

    /// Reads an action for this setting. What attacks cannot be made harmless by taking a piece out.
    pub fn action(self, word: &str) -> Result<Action, Invalid> {
        let fits = |action: &Action| match self.group {
            Group::Pii | Group::Secrets => *action != Action::Allow,
            Group::Sqli | Group::Dangerous => !matches!(action, Action::Allow | Action::Redact),
        };
        Action::parse(word).filter(fits).ok_or_else(|| {
            let redact = if matches!(self.group, Group::Pii | Group::Secrets) { "redact, " } else { "" };
            Invalid::new("actions", format!("of {self} must be block, require_approval, {redact}warn or log"))
        })
    }
}

impl Governing {
    /// The action of a policy without overrides, and what decided it.
    pub fn resolve(&self, policy: &Policy, way: Way) -> (Action, Source) {
        Group::of(policy).and_then(|group| self.of_group(group, way)).unwrap_or((policy.action, Source::Policy))
    }

    /// What organisation, server and profile say about a group; `None` leaves it to each policy.
    pub fn of_group(&self, group: Group, way: Way) -> Option<(Action, Source)> {
        let names = [Setting { group, way }, Setting { group, way: Way::General }];
        let said = |actions: &Actions, source: fn(Setting) -> Source| {
            names.iter().find_map(|name| actions.get(name).map(|action| (*action, source(*name))))
        };
        said(&self.organization, Source::Organization)
            .or_else(|| said(&self.server, Source::Server))
            .or_else(|| self.profile.action(group).map(|action| (action, Source::Profile(self.profile))))
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let way = match self.way {
            Way::General => "",
            Way::Gateway => "GATEWAY_",
            Way::Mcp => "MCP_",
        };
        write!(f, "{way}{}_ACTION", self.group.as_str())
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Policy => f.write_str("policy"),
            Self::Profile(profile) => write!(f, "profile {profile}"),
            Self::Server(setting) => write!(f, "server {setting}"),
            Self::Organization(setting) => write!(f, "organization {setting}"),
            Self::Override => f.write_str("override"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system_policies;

    fn governing(profile: Profile, organization: &[(&str, &str)], server: &[(&str, &str)]) -> Governing {
        let read = |pairs: &[(&str, &str)]| {
            let read = |(name, word): &(&str, &str)| Setting::parse(name).map(|setting| (setting, setting.action(word).unwrap()));
            pairs.iter().filter_map(read).collect()
        };
        Governing { profile, organization: read(organization), server: read(server) }
    }

    fn resolved(governing: &Governing, policy: &str, way: Way) -> String {
        let policy = system_policies().iter().find(|known| known.id.as_str() == policy).unwrap();
        let (action, source) = governing.resolve(policy, way);
        format!("{action} by {source}")
    }

    #[test]
    fn three_settings_act_on_three_ways() {
        let own =
            governing(Profile::Default, &[("PII_ACTION", "block"), ("GATEWAY_PII_ACTION", "warn"), ("MCP_PII_ACTION", "redact")], &[]);

        assert_eq!(resolved(&own, "sys_pii_ssn", Way::General), "block by organization PII_ACTION");
        assert_eq!(resolved(&own, "sys_pii_ssn", Way::Gateway), "warn by organization GATEWAY_PII_ACTION");
        assert_eq!(resolved(&own, "sys_pii_ssn", Way::Mcp), "redact by organization MCP_PII_ACTION");
        assert_eq!(resolved(&own, "sys_sqli_union", Way::General), "block by policy");
        assert_eq!(resolved(&own, "sys_pii_ip_address", Way::General), "log by policy");
    }

    #[test]
    fn the_nearest_level_decides() {
        let server = &[("PII_ACTION", "warn"), ("MCP_PII_ACTION", "block")];

        let without = governing(Profile::Strict, &[], server);
        let with = governing(Profile::Strict, &[("PII_ACTION", "require_approval")], server);

        assert_eq!(resolved(&without, "sys_pii_ssn", Way::Mcp), "block by server MCP_PII_ACTION");
        assert_eq!(resolved(&without, "sys_pii_ssn", Way::Gateway), "warn by server PII_ACTION");
        assert_eq!(resolved(&with, "sys_pii_ssn", Way::Mcp), "require_approval by organization PII_ACTION");
        assert_eq!(resolved(&without, "sys_secret_jwt", Way::General), "block by profile strict");
    }

    #[test]
    fn names_and_words_are_closed() {
        assert_eq!(Setting::all().count(), 12);
        assert!(Setting::all().all(|setting| Setting::parse(&setting.to_string()) == Some(setting)));
        assert!(Setting::parse("PII").is_none());
        let sqli = Setting::parse("SQLI_ACTION").unwrap();
        assert!(sqli.action("redact").is_err() && sqli.action("allow").is_err() && sqli.action("warn").is_ok());
    }
}
