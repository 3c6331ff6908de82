use model::EmailAddress;

use super::Assertion;
use crate::{Refusal, refusal::quoted};

/// Under these names providers send the e-mail address; the first that is there counts.
pub const EMAIL_ATTRIBUTES: &[&str] = &[
    "email",
    "mail",
    "emailAddress",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
    "urn:oid:0.9.2342.19200300.100.1.3",
    "urn:oid:1.2.840.113549.1.9.1.1",
];
/// Under these names providers send groups; all that are there count.
pub const GROUP_ATTRIBUTES: &[&str] = &[
    "groups",
    "group",
    "memberOf",
    "http://schemas.microsoft.com/ws/2008/06/identity/claims/groups",
    "http://schemas.xmlsoap.org/claims/Group",
];
/// More groups than any rule looks at, and longer names than a rule can have, are left out.
const MOST_GROUPS: usize = 500;
const LONGEST_GROUP: usize = 200;
const EMAIL_FORMAT: &str = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";

/// Whom a provider speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// What the provider calls the person, never to change: NameID or `sub`.
    pub subject: String,
    /// The address, as the provider states it. Whether it may be believed is for the caller: only within a verified domain.
    pub email: EmailAddress,
    /// The groups that it states; `None` when it states none at all, which says nothing about any.
    pub groups: Option<Vec<String>>,
}

/// Groups as stated: those that a rule could name.
pub(crate) fn groups<'a>(stated: impl Iterator<Item = &'a str>) -> Vec<String> {
    let usable = stated.map(str::trim).filter(|name| !name.is_empty() && name.chars().count() <= LONGEST_GROUP && !name.contains('\0'));
    usable.take(MOST_GROUPS).map(str::to_owned).collect()
}

impl Assertion {
    /// The person, the address and the groups. With an attribute, the address, or the groups, come from there and from nowhere
    /// else.
    pub fn subject(&self, attribute: Option<&str>, groups: Option<&str>) -> Result<Subject, Refusal> {
        let email = EmailAddress::parse(self.email_text(attribute)?).map_err(|_| Refusal::BadEmail)?;
        if !email.as_str().is_ascii() {
            return Err(Refusal::BadEmail);
        }
        Ok(Subject { subject: self.session.name_id.clone(), email, groups: self.groups(groups) })
    }

    fn groups(&self, attribute: Option<&str>) -> Option<Vec<String>> {
        let wanted = |name: &str| attribute.map_or_else(|| GROUP_ATTRIBUTES.contains(&name), |own| own == name);
        let stated: Vec<_> = self.attributes.iter().filter(|(name, _)| wanted(name)).collect();
        let values = stated.iter().flat_map(|(_, values)| values.iter().map(String::as_str));
        (!stated.is_empty()).then(|| groups(values))
    }

    fn email_text(&self, attribute: Option<&str>) -> Result<&str, Refusal> {
        let wanted: Vec<&str> = attribute.map_or_else(|| EMAIL_ATTRIBUTES.to_vec(), |name| vec![name]);
        for name in wanted {
            let mut values = self.attributes.iter().filter(|(own, _)| own == name).flat_map(|(_, values)| values);
            match (values.next(), values.next()) {
                (Some(one), None) => return Ok(one),
                (Some(_), Some(_)) => return Err(Refusal::BadEmail),
                (None, _) => {}
            }
        }
        let speaks = attribute.is_none() && (self.session.format.as_deref() == Some(EMAIL_FORMAT) || self.session.name_id.contains('@'));
        if speaks { Ok(&self.session.name_id) } else { Err(Refusal::NoEmail(self.attribute_names())) }
    }

    fn attribute_names(&self) -> String {
        let names: Vec<_> = self.attributes.iter().map(|(name, _)| name.as_str()).collect();
        quoted(&names.join(", "))
    }
}
