//! Resources as answers show them: what a directory said, and what the service knows beside it.

use serde_json::{Map, Value, json};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::{Document, HttpVersion, Kind, RawVersion};

/// What the service knows about a resource and no directory may say.
#[derive(Debug, Clone)]
pub struct Meta {
    /// The id.
    pub id: String,
    /// When it was made.
    pub created: OffsetDateTime,
    /// When it last changed.
    pub last_modified: OffsetDateTime,
    /// Counts changes.
    pub version: i64,
}

/// A resource that another one names: a member, or a group of a user.
#[derive(Debug, Clone)]
pub struct Link {
    /// Its id.
    pub id: String,
    /// Its name, where the answer shows it.
    pub name: Option<String>,
}

impl Meta {
    /// The entity tag.
    pub fn entity_tag(&self) -> HttpVersion {
        RawVersion::from_hash(self.version.to_string()).into()
    }

    /// Whether this is what a client saw that sent `If-Match` (RFC 7644 section 3.14). A header that cannot be read fits
    /// nothing.
    pub fn fits(&self, if_match: Option<&str>) -> bool {
        let Some(header) = if_match.map(str::trim).filter(|header| *header != "*") else { return true };
        header.split(',').filter_map(|tag| tag.trim().parse::<HttpVersion>().ok()).any(|tag| tag == self.entity_tag())
    }

    /// Where the resource is, under the base address.
    pub fn location(&self, kind: Kind, base: &str) -> String {
        format!("{base}{}/{}", kind.endpoint(), self.id)
    }

    fn put(&self, kind: Kind, base: &str, schemas: &[&str], resource: &mut Map<String, Value>) {
        let stamp = |time: OffsetDateTime| {
            time.replace_nanosecond(time.nanosecond() / 1_000 * 1_000).unwrap_or(time).format(&Rfc3339).unwrap_or_default()
        };
        resource.insert("schemas".into(), json!(schemas));
        resource.insert("id".into(), self.id.clone().into());
        let meta = json!({
            "resourceType": kind.name(),
            "created": stamp(self.created),
            "lastModified": stamp(self.last_modified),
            "location": self.location(kind, base),
            "version": self.entity_tag().to_string(),
        });
        resource.insert("meta".into(), meta);
    }
}

/// A person as an answer shows them.
pub fn user(meta: &Meta, document: Document, groups: &[Link], base: &str) -> Map<String, Value> {
    let mut resource = document.0;
    let extension = Kind::User.extension().filter(|urn| resource.contains_key(*urn));
    let schemas: Vec<&str> = [Kind::User.urn()].into_iter().chain(extension).collect();
    meta.put(Kind::User, base, &schemas, &mut resource);
    if !groups.is_empty() {
        resource.insert("groups".into(), groups.iter().map(|group| group.to_json(Kind::Group, base, "direct")).collect());
    }
    resource
}

/// A group as an answer shows it; members where there are any and they were looked up.
pub fn group(meta: &Meta, display_name: &str, external_id: Option<&str>, members: &[Link], base: &str) -> Map<String, Value> {
    let mut resource = Map::new();
    resource.insert("displayName".into(), display_name.into());
    resource.extend(external_id.map(|id| ("externalId".to_owned(), id.into())));
    meta.put(Kind::Group, base, &[Kind::Group.urn()], &mut resource);
    if !members.is_empty() {
        resource.insert("members".into(), members.iter().map(|member| member.to_json(Kind::User, base, "User")).collect());
    }
    resource
}

impl Link {
    fn to_json(&self, kind: Kind, base: &str, label: &str) -> Value {
        let mut link = json!({"value": self.id, "$ref": format!("{base}{}/{}", kind.endpoint(), self.id), "type": label});
        if let (Some(name), Some(object)) = (&self.name, link.as_object_mut()) {
            object.insert("display".into(), name.clone().into());
        }
        link
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_by_somebody_else_is_noticed() {
        let at = OffsetDateTime::UNIX_EPOCH;
        let meta = Meta { id: "1".into(), created: at, last_modified: at, version: 3 };

        for fits in [None, Some("*"), Some("W/\"3\""), Some("\"3\""), Some("W/\"2\", W/\"3\"")] {
            assert!(meta.fits(fits), "{fits:?}");
        }
        for other in [Some("W/\"2\""), Some(""), Some("3"), Some("W/\"33\"")] {
            assert!(!meta.fits(other), "{other:?}");
        }
    }
}
