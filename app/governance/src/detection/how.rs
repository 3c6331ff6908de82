use detect::{Family, Kind};
use model::views::FoundFamily;

/// What speaks for a finding of this kind, in words: the check that it passed.
pub const fn how(kind: Kind) -> &'static str {
    match kind {
        Kind::CreditCard => "Issued prefix, Luhn checksum",
        Kind::Iban => "Length of its country, MOD-97 checksum",
        Kind::UsBankAccount => "Named so in the text",
        Kind::AbaRouting => "Named so in the text, ABA checksum",
        Kind::Ssn => "Area, group and serial rules",
        Kind::Aadhaar => "Verhoeff checksum",
        Kind::Pan => "Form with a known holder letter",
        Kind::Nric | Kind::Fin | Kind::Uen => "Check letter",
        Kind::Passport => "Named so in the text, form of a number",
        Kind::Email => "Form of RFC 5322",
        Kind::Phone => "Length in its numbering plan",
        Kind::DateOfBirth => "A date of the calendar, said to be of a birth",
        Kind::BookingReference => "Named so in the text, six characters",
        Kind::IpAddress => "Form of an IPv4 or IPv6 address",
        Kind::CloudKey => "Prefix and length of its issuer",
        Kind::PrivateKey => "PEM frame",
        Kind::Jwt => "Three encoded parts",
        Kind::SqlInjection(_) => "Shape of the SQL",
        Kind::CrossSiteScripting => "Markup that runs script",
        Kind::PromptInjection => "Phrasing of an attack",
        Kind::DangerousCommand => "Shape of the command",
    }
}

/// What sort of thing a kind is, for people.
pub(crate) const fn family(kind: Kind) -> FoundFamily {
    match kind.family() {
        Family::PersonalData => FoundFamily::PersonalData,
        Family::Secret => FoundFamily::Secret,
        Family::SqlInjection | Family::CrossSiteScripting | Family::PromptInjection | Family::DangerousCommand => FoundFamily::Attack,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_says_what_speaks_for_it() {
        assert!(Kind::ALL.iter().all(|kind| !how(*kind).is_empty()));
    }
}
