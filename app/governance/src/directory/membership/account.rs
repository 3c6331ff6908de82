use model::{EmailAddress, Id, PersonId};
use scim::{Document, Kind};
use store::{
    OrgTx,
    directory::users::{self, UserRow},
    entry, members, sso,
};
use uuid::Uuid;

use crate::Result;

/// Which account somebody in the directory has.
pub(super) enum Account {
    /// This one, known before or made now.
    Of(PersonId, EmailAddress, String),
    /// None, with the reason.
    None(String),
}

/// Finds or makes the account of somebody whom the directory names and who has none yet. An address alone opens nothing: it counts
/// in domains that this organisation proved, and there it is the organisation's to say who has it.
pub(super) async fn account(tx: &mut OrgTx, row: &UserRow) -> Result<Account> {
    let document = Document::from_stored(row.document.as_object().cloned().unwrap_or_default());
    let Some(address) = address(&document) else {
        return Ok(Account::None("no membership: no e-mail address is given".to_owned()));
    };
    let domain = address.as_str().rsplit_once('@').map_or("", |(_, domain)| domain);
    if sso::domain_of(tx, domain).await?.is_none_or(|row| row.verified_at.is_none()) {
        return Ok(Account::None(format!("no membership: the domain {domain} is not verified")));
    }
    let name = name(&document, &address);
    let person = match entry::find_person_within(tx, &address).await? {
        Some(person) => person,
        None => {
            let person: PersonId = Id::from_uuid(Uuid::now_v7());
            if !entry::add_person_of_directory(tx, person, &address, &name).await? {
                return Ok(Account::None("no membership: the account was made by somebody else in this moment".to_owned()));
            }
            person
        }
    };
    if members::life(tx, person).await?.is_some_and(|life| life.is_break_glass) {
        return Ok(Account::None("no membership: this is a break-glass owner, who stays outside of the directory".to_owned()));
    }
    if users::names_member(tx, person).await? {
        return Ok(Account::None("no membership: somebody else in the directory has this account".to_owned()));
    }
    Ok(Account::Of(person, address, name))
}

/// The address to reach them, else their name when it is one.
pub(super) fn address(document: &Document) -> Option<EmailAddress> {
    let stated = document.email().and_then(|text| EmailAddress::parse(text).ok());
    stated.or_else(|| EmailAddress::parse(document.name(Kind::User)).ok())
}

/// What people call them.
pub(super) fn name(document: &Document, address: &EmailAddress) -> String {
    let stored = document.to_json();
    let part = |key: &str| stored.get("name").and_then(|name| name.get(key)).and_then(serde_json::Value::as_str);
    let both = || match (part("givenName"), part("familyName")) {
        (Some(given), Some(family)) => Some(format!("{given} {family}")),
        (one, other) => one.or(other).map(str::to_owned),
    };
    let stated = document.text("displayName").or_else(|| part("formatted")).map(str::to_owned).or_else(both);
    let name: String = stated.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ").chars().take(120).collect();
    if name.is_empty() { address.as_str().to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document(value: &serde_json::Value) -> Document {
        Document::from_stored(value.as_object().cloned().unwrap())
    }

    #[test]
    fn the_address_is_the_one_to_reach_them_by() {
        let both = document(&json!({"userName": "amy@x.example", "emails": [{"value": "Amy.O@x.example", "type": "work"}]}));
        assert_eq!(address(&both).unwrap().as_str(), "amy.o@x.example");
        assert_eq!(address(&document(&json!({"userName": "AMY@x.example"}))).unwrap().as_str(), "amy@x.example");
        assert!(address(&document(&json!({"userName": "amy"}))).is_none());
    }

    #[test]
    fn the_name_is_what_people_call_them() {
        let at = EmailAddress::parse("amy@x.example").unwrap();
        let named = |value| name(&document(&value), &at);
        assert_eq!(named(json!({"displayName": " Amy  O'Neil ", "name": {"givenName": "A"}})), "Amy O'Neil");
        assert_eq!(named(json!({"name": {"givenName": "Amy", "familyName": "O'Neil"}})), "Amy O'Neil");
        assert_eq!(named(json!({"userName": "amy"})), "amy@x.example");
    }
}
