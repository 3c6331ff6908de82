use model::views::{KindOfPolicy, SurfaceOfPolicy, TierOfPolicy};

/// How a policy is written, for people.
pub(super) const fn kind_word(kind: KindOfPolicy) -> &'static str {
    match kind {
        KindOfPolicy::Detector => "Detector",
        KindOfPolicy::Pattern => "Pattern",
        KindOfPolicy::Conditions => "Conditions",
        KindOfPolicy::Rego => "Rego",
    }
}

/// Who a policy speaks for, for people.
pub(super) const fn tier_word(tier: TierOfPolicy) -> &'static str {
    match tier {
        TierOfPolicy::System => "System",
        TierOfPolicy::Organization => "Organisation",
        TierOfPolicy::Tenant => "Workspace",
    }
}

/// Where a policy speaks, for people.
pub(super) const fn surface_word(surface: SurfaceOfPolicy) -> &'static str {
    match surface {
        SurfaceOfPolicy::Request => "Requests",
        SurfaceOfPolicy::Connector => "Into tools",
        SurfaceOfPolicy::Response => "Out of tools",
    }
}

/// The surfaces of a policy, for people.
pub(super) fn surfaces_in_words(surfaces: &[SurfaceOfPolicy]) -> String {
    if surfaces.len() == SurfaceOfPolicy::ALL.len() {
        return "Everywhere".to_owned();
    }
    let words: Vec<&str> = surfaces.iter().map(|surface| surface_word(*surface)).collect();
    words.join(", ")
}

/// What decided an action, as it goes on after the action; nothing when the policy itself did.
pub(super) fn decided_in_words(decided_by: &str) -> Option<String> {
    let (level, name) = decided_by.split_once(' ').unwrap_or((decided_by, ""));
    Some(match level {
        "policy" => return None,
        "override" => "by an override".to_owned(),
        "profile" => format!("by the profile {name}"),
        "organization" => format!("by your {name}"),
        "server" => format!("by the server's {name}"),
        _ => format!("by {decided_by}"),
    })
}

/// What a policy is about, for people; the wire's word where there is no better one.
pub(super) fn category_in_words(category: &str) -> String {
    let known = match category {
        "security-sqli" | "sql_injection" => "SQL injection",
        "security-admin" => "Administrative access",
        "security-dangerous" | "dangerous_queries" => "Dangerous requests",
        "pii-global" | "pii_detection" => "Personal data",
        "pii-us" => "Personal data, US",
        "pii-eu" => "Personal data, EU",
        "pii-india" => "Personal data, India",
        "pii-singapore" => "Personal data, Singapore",
        "pii-indonesia" => "Personal data, Indonesia",
        "code-secrets" => "Secrets",
        "code-unsafe" => "Unsafe code",
        "code-compliance" => "Code, compliance",
        "sensitive-data" => "Sensitive data",
        "compliance-euaiact" => "EU AI Act",
        "media-safety" => "Media, safety",
        "media-biometric" => "Media, biometrics",
        "media-document" => "Media, documents",
        "media-pii" => "Media, personal data",
        "dynamic-risk" => "Risk",
        "dynamic-compliance" => "Compliance",
        "dynamic-security" => "Security",
        "dynamic-cost" => "Cost",
        "dynamic-access" => "Access",
        other => other,
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_level_that_decided_is_named_unless_it_is_the_policy() {
        for (decided_by, words) in [
            ("policy", None),
            ("override", Some("by an override")),
            ("profile strict", Some("by the profile strict")),
            ("organization MCP_PII_ACTION", Some("by your MCP_PII_ACTION")),
            ("server PII_ACTION", Some("by the server's PII_ACTION")),
        ] {
            assert_eq!(decided_in_words(decided_by).as_deref(), words);
        }
    }
}
