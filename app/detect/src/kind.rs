/// What a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A payment card number that passes Luhn and has an issued prefix.
    CreditCard,
    /// An IBAN of the right length for its country that passes MOD-97.
    Iban,
    /// A United States bank account number, known by its label.
    UsBankAccount,
    /// A United States routing number: label and ABA checksum.
    AbaRouting,
    /// A United States Social Security number.
    Ssn,
    /// An Indian Aadhaar number that passes Verhoeff.
    Aadhaar,
    /// An Indian Permanent Account Number with a known holder letter.
    Pan,
    /// A Singapore identity card number (S, T) with its check letter.
    Nric,
    /// A Singapore foreign identification number (F, G, M) with its check letter.
    Fin,
    /// A Singapore unique entity number with its check letter.
    Uen,
    /// A passport number, known by its label.
    Passport,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A date that is said to be a date of birth.
    DateOfBirth,
    /// A travel booking reference, known by its label.
    BookingReference,
    /// An IPv4 or IPv6 address.
    IpAddress,
    /// An access key or token of a cloud or software service.
    CloudKey,
    /// A PEM private key.
    PrivateKey,
    /// A JSON Web Token.
    Jwt,
    /// SQL injection, by technique.
    SqlInjection(SqlTechnique),
    /// Markup that runs script in a reader's browser.
    CrossSiteScripting,
    /// Words that try to overrule a model's instructions.
    PromptInjection,
    /// A command that destroys data or opens a machine.
    DangerousCommand,
}

/// How an SQL injection works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SqlTechnique {
    /// Appends rows of another query.
    Union,
    /// Bends a condition, so that the answer leaks one bit.
    BooleanBlind,
    /// Makes the server wait, so that the delay leaks one bit.
    TimeBlind,
    /// Ends the statement and starts another.
    Stacked,
    /// Hides keywords behind comments or cuts the rest of the query off.
    CommentObfuscation,
    /// Makes the server print values in an error.
    ErrorBased,
}

/// The group that a kind belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Says something about a person.
    PersonalData,
    /// Opens a door.
    Secret,
    /// SQL injection.
    SqlInjection,
    /// Cross-site scripting.
    CrossSiteScripting,
    /// Prompt injection.
    PromptInjection,
    /// Destructive commands.
    DangerousCommand,
}

impl Kind {
    /// Every kind, in declaration order.
    pub const ALL: &'static [Self] = &[
        Self::CreditCard,
        Self::Iban,
        Self::UsBankAccount,
        Self::AbaRouting,
        Self::Ssn,
        Self::Aadhaar,
        Self::Pan,
        Self::Nric,
        Self::Fin,
        Self::Uen,
        Self::Passport,
        Self::Email,
        Self::Phone,
        Self::DateOfBirth,
        Self::BookingReference,
        Self::IpAddress,
        Self::CloudKey,
        Self::PrivateKey,
        Self::Jwt,
        Self::SqlInjection(SqlTechnique::Union),
        Self::SqlInjection(SqlTechnique::BooleanBlind),
        Self::SqlInjection(SqlTechnique::TimeBlind),
        Self::SqlInjection(SqlTechnique::Stacked),
        Self::SqlInjection(SqlTechnique::CommentObfuscation),
        Self::SqlInjection(SqlTechnique::ErrorBased),
        Self::CrossSiteScripting,
        Self::PromptInjection,
        Self::DangerousCommand,
    ];

    /// The stable word used in placeholders, records and policies.
    pub const fn word(self) -> &'static str {
        match self {
            Self::CreditCard => "credit_card",
            Self::Iban => "iban",
            Self::UsBankAccount => "us_bank_account",
            Self::AbaRouting => "aba_routing",
            Self::Ssn => "ssn",
            Self::Aadhaar => "aadhaar",
            Self::Pan => "pan",
            Self::Nric => "nric",
            Self::Fin => "fin",
            Self::Uen => "uen",
            Self::Passport => "passport",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::DateOfBirth => "date_of_birth",
            Self::BookingReference => "booking_reference",
            Self::IpAddress => "ip_address",
            Self::CloudKey => "cloud_key",
            Self::PrivateKey => "private_key",
            Self::Jwt => "jwt",
            Self::SqlInjection(SqlTechnique::Union) => "sqli_union",
            Self::SqlInjection(SqlTechnique::BooleanBlind) => "sqli_boolean_blind",
            Self::SqlInjection(SqlTechnique::TimeBlind) => "sqli_time_blind",
            Self::SqlInjection(SqlTechnique::Stacked) => "sqli_stacked",
            Self::SqlInjection(SqlTechnique::CommentObfuscation) => "sqli_comment_obfuscation",
            Self::SqlInjection(SqlTechnique::ErrorBased) => "sqli_error_based",
            Self::CrossSiteScripting => "xss",
            Self::PromptInjection => "prompt_injection",
            Self::DangerousCommand => "dangerous_command",
        }
    }

    /// Reads the exact word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }

    /// The group it belongs to.
    pub const fn family(self) -> Family {
        match self {
            Self::CreditCard
            | Self::Iban
            | Self::UsBankAccount
            | Self::AbaRouting
            | Self::Ssn
            | Self::Aadhaar
            | Self::Pan
            | Self::Nric
            | Self::Fin
            | Self::Uen
            | Self::Passport
            | Self::Email
            | Self::Phone
            | Self::DateOfBirth
            | Self::BookingReference
            | Self::IpAddress => Family::PersonalData,
            Self::CloudKey | Self::PrivateKey | Self::Jwt => Family::Secret,
            Self::SqlInjection(_) => Family::SqlInjection,
            Self::CrossSiteScripting => Family::CrossSiteScripting,
            Self::PromptInjection => Family::PromptInjection,
            Self::DangerousCommand => Family::DangerousCommand,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_unique_and_read_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.word()), Some(*kind));
        }
    }
}
