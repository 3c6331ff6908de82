//! Which names can be an organisation's own.

use model::Invalid;

use crate::Result;

/// Where anybody gets an address: nobody owns these.
const PUBLIC: &[&str] = &[
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "msn.com",
    "yahoo.com",
    "icloud.com",
    "me.com",
    "aol.com",
    "proton.me",
    "protonmail.com",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "web.de",
    "mail.com",
    "mail.ru",
    "yandex.com",
    "yandex.ru",
    "qq.com",
    "163.com",
    "126.com",
    "zoho.com",
    "fastmail.com",
    "mailinator.com",
    "guerrillamail.com",
    "10minutemail.com",
    "yopmail.com",
];

/// A registrable name in lower case; the ones where anybody gets an address are refused.
pub(super) fn parse(text: &str) -> Result<String> {
    let domain = text.trim().trim_end_matches('.').to_ascii_lowercase();
    let label_fits = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    if domain.len() > 253 || !domain.contains('.') || !domain.split('.').all(label_fits) || domain.parse::<std::net::IpAddr>().is_ok() {
        return Err(Invalid::new("domain", "is not a domain such as acme.example; write international names in their xn-- form").into());
    }
    if PUBLIC.contains(&domain.as_str()) {
        return Err(Invalid::new("domain", "is a public mail service, which nobody can claim").into());
    }
    Ok(domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_a_name_that_somebody_owns() {
        assert_eq!(parse(" Acme.Example. ").unwrap(), "acme.example");
        assert_eq!(parse("xn--bcher-kva.example").unwrap(), "xn--bcher-kva.example");
        for bad in [
            "",
            "acme",
            "acme..example",
            "-a.example",
            "a_b.example",
            "bücher.example",
            "1.2.3.4",
            "gmail.com",
            "GMail.com.",
            "a b.example",
            "a.example/x",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
