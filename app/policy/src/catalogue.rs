use std::sync::LazyLock;

use detect::{Kind, SqlTechnique};
use model::{Action, Severity};

use crate::{Category, Matcher, Pattern, Policy, PolicyId, PolicyTier, Surfaces, prefilter::Prefilter};

use Action::{Block, Log, Redact, RequireApproval, Warn};
use Severity::{Critical, High, Low, Medium};

/// Id, name, category, severity, action, and what it looks for.
type Line<M> = (&'static str, &'static str, &'static str, Severity, Action, M);

const DETECTED: &[Line<Kind>] = &[
    ("sys_sqli_union", "SQL injection: UNION", "security-sqli", Critical, Block, Kind::SqlInjection(SqlTechnique::Union)),
    (
        "sys_sqli_boolean_blind",
        "SQL injection: boolean blind",
        "security-sqli",
        Critical,
        Block,
        Kind::SqlInjection(SqlTechnique::BooleanBlind),
    ),
    ("sys_sqli_time_blind", "SQL injection: time blind", "security-sqli", Critical, Block, Kind::SqlInjection(SqlTechnique::TimeBlind)),
    ("sys_sqli_stacked", "SQL injection: stacked queries", "security-sqli", Critical, Block, Kind::SqlInjection(SqlTechnique::Stacked)),
    (
        "sys_sqli_comment_obfuscation",
        "SQL injection: hidden by comments",
        "security-sqli",
        High,
        Block,
        Kind::SqlInjection(SqlTechnique::CommentObfuscation),
    ),
    ("sys_sqli_error_based", "SQL injection: error based", "security-sqli", Critical, Block, Kind::SqlInjection(SqlTechnique::ErrorBased)),
    ("sys_pii_credit_card", "Payment card number", "pii-global", Critical, Redact, Kind::CreditCard),
    ("sys_pii_passport", "Passport number", "pii-global", High, Redact, Kind::Passport),
    ("sys_pii_email", "E-mail address", "pii-global", Medium, Redact, Kind::Email),
    ("sys_pii_phone", "Telephone number", "pii-global", Medium, Redact, Kind::Phone),
    ("sys_pii_date_of_birth", "Date of birth", "pii-global", Medium, Redact, Kind::DateOfBirth),
    ("sys_pii_ip_address", "IP address", "pii-global", Low, Log, Kind::IpAddress),
    ("sys_pii_booking_reference", "Travel booking reference", "pii-global", Low, Log, Kind::BookingReference),
    ("sys_pii_ssn", "US Social Security number", "pii-us", Critical, Redact, Kind::Ssn),
    ("sys_pii_us_bank_account", "US bank account number", "pii-us", High, Redact, Kind::UsBankAccount),
    ("sys_pii_aba_routing", "US bank routing number", "pii-us", Medium, Redact, Kind::AbaRouting),
    ("sys_pii_iban", "IBAN", "pii-eu", Critical, Redact, Kind::Iban),
    ("sys_pii_aadhaar", "Aadhaar number", "pii-india", Critical, Redact, Kind::Aadhaar),
    ("sys_pii_pan", "Permanent Account Number", "pii-india", High, Redact, Kind::Pan),
    ("sys_pii_nric", "Singapore NRIC", "pii-singapore", Critical, Redact, Kind::Nric),
    ("sys_pii_fin", "Singapore FIN", "pii-singapore", Critical, Redact, Kind::Fin),
    ("sys_pii_uen", "Singapore UEN", "pii-singapore", Low, Log, Kind::Uen),
    ("sys_secret_cloud_key", "Access key or token", "code-secrets", Critical, Block, Kind::CloudKey),
    ("sys_secret_private_key", "Private key", "code-secrets", Critical, Block, Kind::PrivateKey),
    ("sys_secret_jwt", "JSON Web Token", "code-secrets", High, Block, Kind::Jwt),
    ("sys_xss", "Cross-site scripting", "code-unsafe", High, Block, Kind::CrossSiteScripting),
    ("sys_prompt_injection", "Prompt injection", "security-dangerous", Critical, Block, Kind::PromptInjection),
    ("sys_dangerous_command", "Destructive command", "security-dangerous", Critical, Block, Kind::DangerousCommand),
];

/// Word boundaries are ASCII ones, which the shared automaton reads at full speed.
const PATTERNS: &[Line<&str>] = &[
    (
        "sys_pii_indonesia_nik",
        "Indonesian NIK",
        "pii-indonesia",
        Critical,
        Redact,
        r"(?i)(?-u:\b)(?:nik|ktp)(?-u:\b)[^0-9\n]{0,16}[1-9][0-9]{15}(?-u:\b)",
    ),
    (
        "sys_admin_drop_database",
        "DROP DATABASE",
        "security-admin",
        Critical,
        Block,
        r"(?i)(?-u:\b)drop\s+(?:database|schema)\s+(?:if\s+exists\s+)?[a-z_]",
    ),
    (
        "sys_admin_drop_table",
        "DROP TABLE",
        "dangerous_queries",
        High,
        RequireApproval,
        r"(?i)(?-u:\b)drop\s+table\s+(?:if\s+exists\s+)?[a-z_.]+\s*(?:;|,|$|cascade|restrict|--)",
    ),
    ("sys_admin_truncate", "TRUNCATE TABLE", "dangerous_queries", High, RequireApproval, r"(?i)(?-u:\b)truncate\s+table\s+[a-z_]"),
    (
        "sys_admin_delete_all",
        "DELETE without a condition",
        "dangerous_queries",
        High,
        RequireApproval,
        r"(?i)(?-u:\b)delete\s+from\s+[a-z_][a-z0-9_.]*\s*(?:;|$)",
    ),
    (
        "sys_admin_grant_all",
        "GRANT of all privileges",
        "security-admin",
        High,
        RequireApproval,
        r"(?i)(?-u:\b)grant\s+all(?:\s+privileges)?\s+on\s+",
    ),
    (
        "sys_admin_database_user",
        "Change of a database user",
        "security-admin",
        High,
        RequireApproval,
        r"(?i)(?-u:\b)(?:create|alter|drop)\s+(?:user|role|login)\s+[a-z_'][a-z0-9_']*\s*(?:;|$|with|identified|password|superuser)",
    ),
    (
        "sys_secret_connection_string",
        "Connection string with a password",
        "code-secrets",
        High,
        Block,
        r"(?i)(?-u:\b)(?:postgres(?:ql)?|mysql|mongodb(?:\+srv)?|redis|amqps?)://[a-z0-9._-]+:[^\s:@/]{3,}@[a-z0-9.-]+",
    ),
    (
        "sys_secret_password_literal",
        "Password written into code",
        "code-secrets",
        Medium,
        Warn,
        r#"(?i)(?-u:\b)(?:password|passwd|pwd)["']?\s*(?::|=|=>)\s*["'][^"'\s]{8,64}["']"#,
    ),
    (
        "sys_code_unsafe_eval",
        "Evaluation of request data",
        "code-unsafe",
        Medium,
        Warn,
        r"(?i)(?-u:\b)(?:eval|exec)\s*\(\s*(?:request|input|params|argv|body|user_input)(?-u:\b)",
    ),
    (
        "sys_code_unsafe_deserialisation",
        "Unsafe deserialisation",
        "code-unsafe",
        Medium,
        Warn,
        r"(?-u:\b)(?:pickle\.loads?|yaml\.unsafe_load|marshal\.loads|unserialize)\s*\(",
    ),
    (
        "sys_metadata_service",
        "Cloud metadata service",
        "security-dangerous",
        High,
        Block,
        r"(?i)(?:https?://)?(?:169\.254\.169\.254|metadata\.google\.internal)/[a-z]",
    ),
];

static SHIPPED: LazyLock<Vec<Policy>> = LazyLock::new(|| {
    let detected = DETECTED.iter().map(|line| policy(line, Matcher::Detector(vec![line.5])));
    let patterns = PATTERNS.iter().filter_map(|line| Some(policy(line, Matcher::Pattern(Pattern::parse(line.5).ok()?))));
    detected.chain(patterns).collect()
});

static PREFILTER: LazyLock<(Prefilter, Vec<usize>)> = LazyLock::new(|| {
    let patterns = || {
        SHIPPED.iter().enumerate().filter_map(|(index, policy)| match &policy.matcher {
            Matcher::Pattern(pattern) => Some((index, pattern)),
            Matcher::Detector(_) | Matcher::Conditions(_) | Matcher::Rego(_) => None,
        })
    };
    (Prefilter::of(patterns().map(|(_, pattern)| pattern)), patterns().map(|(index, _)| index).collect())
});

/// The policies that every organisation starts with, in the order of the catalogue.
pub fn system_policies() -> &'static [Policy] {
    &SHIPPED
}

/// The prefilter over the shipped patterns, and the place of each in the catalogue.
pub(crate) fn system_prefilter() -> (&'static Prefilter, &'static [usize]) {
    (&PREFILTER.0, &PREFILTER.1)
}

fn policy<M>(line: &Line<M>, matcher: Matcher) -> Policy {
    let (id, name, category, severity, action, _) = line;
    Policy {
        id: PolicyId::shipped(id),
        name: (*name).to_owned(),
        description: description(name, *action),
        category: Category::shipped(category),
        tier: PolicyTier::System,
        tenant: None,
        surfaces: Surfaces::ALL,
        matcher,
        severity: *severity,
        action: *action,
        enabled: true,
        priority: 100,
        version: 1,
    }
}

fn description(name: &str, action: Action) -> String {
    let effect = match action {
        Block => "refuses the call",
        RequireApproval => "holds the call for a human",
        Redact => "takes the value out",
        Warn => "lets the call pass with a warning",
        Log => "lets the call pass and records it",
        Action::Allow => "lets the call pass",
    };
    format!("{name}: when found, the default {effect}.")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_line_compiles_and_is_valid() {
        assert_eq!(system_policies().len(), DETECTED.len() + PATTERNS.len());
        for policy in system_policies() {
            assert!(PolicyId::parse(policy.id.as_str()).is_ok(), "{}", policy.id);
            assert!(Category::parse(policy.category.as_str()).is_ok(), "{}", policy.id);
        }
    }

    #[test]
    fn every_kind_has_one_policy_and_every_id_is_unique() {
        let kinds: BTreeSet<Kind> = DETECTED.iter().map(|line| line.5).collect();
        let ids: BTreeSet<&str> = system_policies().iter().map(|policy| policy.id.as_str()).collect();

        assert_eq!(kinds, Kind::ALL.iter().copied().collect());
        assert_eq!(ids.len(), system_policies().len());
    }
}
