//! The schemas that are served: the crate's core ones, mended where they leave out what RFC 7643 says, and our own files.

use scim_server::schema::{AttributeDefinition, Mutability, Schema, SchemaRegistry, Uniqueness, embedded::service_provider_config_schema};

use crate::{AttrPath, Error, Kind, Problem, Result, filter::Found};

const ENTERPRISE: &str = include_str!("../../schemas/enterprise_user.json");
const RESOURCE_TYPE: &str = include_str!("../../schemas/resource_type.json");
const SCHEMA: &str = include_str!("../../schemas/schema.json");

/// Every schema, looked up once at start.
#[derive(Debug, Clone)]
pub struct Schemas {
    user: Schema,
    group: Schema,
    enterprise: Schema,
    /// Of the discovery documents themselves.
    of_discovery: Vec<Schema>,
}

impl Schemas {
    /// Reads them. Fails only when the program was built with broken ones.
    pub fn load() -> Result<Self> {
        let registry = SchemaRegistry::with_embedded_schemas().map_err(|error| broken(&error.to_string()))?;
        Ok(Self {
            user: registry.get_user_schema().clone(),
            group: mended(registry.get_group_schema().clone()),
            enterprise: own(ENTERPRISE)?,
            of_discovery: vec![own(service_provider_config_schema())?, own(RESOURCE_TYPE)?, own(SCHEMA)?],
        })
    }

    /// The core schema of a resource type.
    pub(crate) const fn core(&self, kind: Kind) -> &Schema {
        match kind {
            Kind::User => &self.user,
            Kind::Group => &self.group,
        }
    }

    /// The schema that extends it.
    pub(crate) const fn extension(&self, kind: Kind) -> Option<&Schema> {
        match kind {
            Kind::User => Some(&self.enterprise),
            Kind::Group => None,
        }
    }

    /// In the order in which they are listed.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Schema> {
        [&self.user, &self.group, &self.enterprise].into_iter().chain(&self.of_discovery)
    }

    /// The attribute that a path names, if there is one.
    pub(crate) fn find(&self, kind: Kind, path: &AttrPath) -> Option<Found<'_>> {
        let core = self.core(kind);
        let schema = match path.urn.as_deref() {
            None => core,
            Some(urn) if urn == core.id => core,
            Some(urn) => self.extension(kind).filter(|extension| extension.id == urn)?,
        };
        let definition = schema.attributes.iter().find(|one| name_is(one, &path.name))?;
        let sub = match &path.sub {
            Some(name) => Some(definition.sub_attributes.iter().find(|one| name_is(one, name))?),
            None => None,
        };
        let mut keys = Vec::with_capacity(3);
        if schema.id != core.id {
            keys.push(schema.id.clone());
        }
        keys.push(definition.name.clone());
        Some(Found { keys, definition, sub })
    }
}

/// Names are compared without case (RFC 7643 section 2.1).
pub(crate) fn name_is(definition: &AttributeDefinition, name: &str) -> bool {
    definition.name.eq_ignore_ascii_case(name)
}

/// Groups in groups are not kept: neither Okta nor Entra ID sends them. A member's name is not repeated in each group.
fn only_users(members: &mut AttributeDefinition) {
    members.mutability = Mutability::ReadWrite;
    members.sub_attributes.retain(|part| part.name != "display");
    for part in members.sub_attributes.iter_mut().filter(|part| part.name == "type") {
        part.canonical_values = vec!["User".to_owned()];
    }
}

/// The crate does not say that a group needs a name, nor that names are taken once (Entra matches on them).
fn mended(mut group: Schema) -> Schema {
    for attribute in &mut group.attributes {
        match attribute.name.as_str() {
            "displayName" => {
                attribute.required = true;
                attribute.uniqueness = Uniqueness::Server;
            }
            "members" => only_users(attribute),
            "externalId" => attribute.case_exact = true,
            _ => {}
        }
    }
    group
}

fn own(text: &str) -> Result<Schema> {
    serde_json::from_str(text).map_err(|error| broken(&error.to_string()))
}

fn broken(why: &str) -> Error {
    Problem::Internal.because(format!("a schema cannot be read: {why}"))
}
