use crate::{
    Problem, Result,
    kind::{ENTERPRISE, GROUP, USER},
};

/// Names are longer nowhere.
const LONGEST_NAME: usize = 64;

/// An attribute as a client names it (RFC 7644 section 3.10): `urn:..:User:name.givenName`, in any case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttrPath {
    /// The schema, canonical when it is one of ours.
    pub urn: Option<String>,
    /// The attribute; empty when the path names a whole extension.
    pub name: String,
    /// A part of a complex attribute.
    pub sub: Option<String>,
}

impl AttrPath {
    /// Reads a path without a filter in it. A dot behind a schema does for the colon, as some clients write it.
    pub fn parse(text: &str) -> Result<Self> {
        let (urn, rest) = split_urn(text);
        if rest.is_empty() && urn.is_some() {
            return Ok(Self { urn, name: String::new(), sub: None });
        }
        let (name, sub) = match rest.split_once('.') {
            Some((name, sub)) => (name, Some(sub)),
            None => (rest, None),
        };
        if !is_name(name) || sub.is_some_and(|sub| !is_name(sub)) {
            return Err(Problem::InvalidPath.because("the path does not name an attribute"));
        }
        Ok(Self { urn, name: name.to_owned(), sub: sub.map(str::to_owned) })
    }
}

fn split_urn(text: &str) -> (Option<String>, &str) {
    for known in [ENTERPRISE, USER, GROUP] {
        let prefix = text.get(..known.len()).filter(|prefix| prefix.eq_ignore_ascii_case(known));
        let Some(rest) = prefix.and(text.get(known.len()..)) else { continue };
        if rest.is_empty() {
            return (Some(known.to_owned()), rest);
        }
        if let Some(rest) = rest.strip_prefix([':', '.']) {
            return (Some(known.to_owned()), rest);
        }
    }
    if text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("urn:")) {
        return text.rsplit_once(':').map_or((None, text), |(urn, rest)| (Some(urn.to_owned()), rest));
    }
    (None, text)
}

fn is_name(text: &str) -> bool {
    let letters = text.strip_prefix('$').unwrap_or(text);
    letters.len() <= LONGEST_NAME
        && letters.starts_with(|first: char| first.is_ascii_alphabetic())
        && letters.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(urn: Option<&str>, name: &str, sub: Option<&str>) -> AttrPath {
        AttrPath { urn: urn.map(str::to_owned), name: name.to_owned(), sub: sub.map(str::to_owned) }
    }

    #[test]
    fn schemas_are_told_from_attributes_whichever_sign_is_between() {
        assert_eq!(AttrPath::parse("name.givenName").unwrap(), path(None, "name", Some("givenName")));
        assert_eq!(AttrPath::parse(&format!("{USER}:userName")).unwrap(), path(Some(USER), "userName", None));
        let manager = path(Some(ENTERPRISE), "manager", Some("value"));
        assert_eq!(AttrPath::parse(&format!("{ENTERPRISE}:manager.value")).unwrap(), manager);
        assert_eq!(AttrPath::parse(&format!("{}.manager.value", ENTERPRISE.to_uppercase())).unwrap(), manager);
        assert_eq!(AttrPath::parse(ENTERPRISE).unwrap(), path(Some(ENTERPRISE), "", None));
        assert_eq!(AttrPath::parse("urn:custom:2.0:Thing:colour").unwrap(), path(Some("urn:custom:2.0:Thing"), "colour", None));
        assert_eq!(AttrPath::parse("$ref").unwrap(), path(None, "$ref", None));
    }

    #[test]
    fn what_names_nothing_is_refused() {
        for text in ["", ".", "a.", ".a", "a.b.c", "a b", "1a", "a[b]", "a'--", "emails\0"] {
            assert_eq!(AttrPath::parse(text).unwrap_err().problem, Problem::InvalidPath, "{text:?}");
        }
    }
}
