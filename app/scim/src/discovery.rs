use scim_server::schema::{AttributeDefinition, AttributeType, Schema};
use serde_json::{Map, Value, json};

use crate::{Kind, MOST_PER_PAGE, Schemas};

/// The documents from which a client learns what is served (RFC 7643 sections 5 to 7).
#[derive(Debug, Clone)]
pub struct Discovery {
    base: String,
    schemas: Vec<Value>,
}

impl Discovery {
    /// For a service at this address, which ends in `/scim/v2`.
    pub fn new(schemas: &Schemas, base: &str) -> Self {
        Self { base: base.to_owned(), schemas: schemas.all().map(|schema| schema_document(schema, base)).collect() }
    }

    /// What is offered: PATCH, filters and entity tags; neither bulk requests, nor sorting, nor passwords.
    pub fn service_provider_config(&self) -> Value {
        json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
            "patch": {"supported": true},
            "bulk": {"supported": false, "maxOperations": 0, "maxPayloadSize": 0},
            "filter": {"supported": true, "maxResults": MOST_PER_PAGE},
            "changePassword": {"supported": false},
            "sort": {"supported": false},
            "etag": {"supported": true},
            "authenticationSchemes": [{
                "type": "oauthbearertoken",
                "name": "Bearer token",
                "description": "A token made on the page Directory sync, sent as Authorization: Bearer",
                "primary": true,
            }],
            "meta": {"resourceType": "ServiceProviderConfig", "location": format!("{}/ServiceProviderConfig", self.base)},
        })
    }

    /// Every resource type.
    pub fn resource_types(&self) -> Vec<Value> {
        [Kind::User, Kind::Group].into_iter().map(|kind| self.resource_type_of(kind)).collect()
    }

    /// One resource type by its name.
    pub fn resource_type(&self, name: &str) -> Option<Value> {
        self.resource_types().into_iter().find(|one| one.get("id").and_then(Value::as_str) == Some(name))
    }

    /// Every schema.
    pub fn schemas(&self) -> &[Value] {
        &self.schemas
    }

    /// One schema by its URN.
    pub fn schema(&self, urn: &str) -> Option<&Value> {
        self.schemas.iter().find(|one| one.get("id").and_then(Value::as_str).is_some_and(|id| id.eq_ignore_ascii_case(urn)))
    }

    fn resource_type_of(&self, kind: Kind) -> Value {
        let name = kind.name();
        let extensions: Vec<Value> = kind.extension().into_iter().map(|urn| json!({"schema": urn, "required": false})).collect();
        json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
            "id": name,
            "name": name,
            "endpoint": kind.endpoint(),
            "schema": kind.urn(),
            "schemaExtensions": extensions,
            "meta": {"resourceType": "ResourceType", "location": format!("{}/ResourceTypes/{name}", self.base)},
        })
    }
}

fn schema_document(schema: &Schema, base: &str) -> Value {
    let is_resource = [Kind::User, Kind::Group].iter().any(|kind| kind.urn() == schema.id);
    // Common attributes belong to every resource and to no schema (RFC 7643 section 3.1).
    let attributes = schema.attributes.iter().filter(|one| !is_resource || !["id", "externalId", "meta"].contains(&one.name.as_str()));
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
        "id": schema.id,
        "name": schema.name,
        "description": schema.description,
        "attributes": attributes.map(|one| attribute_document(one, &one.name)).collect::<Vec<_>>(),
        "meta": {"resourceType": "Schema", "location": format!("{base}/Schemas/{}", schema.id)},
    })
}

/// `top` is the attribute at the top that this is, or is a part of.
fn attribute_document(attribute: &AttributeDefinition, top: &str) -> Value {
    let mut document = Map::new();
    document.insert("name".into(), attribute.name.clone().into());
    document.insert("type".into(), json!(attribute.data_type));
    document.insert("multiValued".into(), attribute.multi_valued.into());
    document.insert("required".into(), attribute.required.into());
    document.insert("caseExact".into(), attribute.case_exact.into());
    document.insert("mutability".into(), json!(attribute.mutability));
    document.insert("returned".into(), attribute.returned.as_deref().unwrap_or("default").into());
    document.insert("uniqueness".into(), json!(attribute.uniqueness));
    if !attribute.canonical_values.is_empty() {
        document.insert("canonicalValues".into(), json!(attribute.canonical_values));
    }
    if attribute.data_type == AttributeType::Reference {
        document.insert("referenceTypes".into(), json!([referenced(&attribute.name, top)]));
    }
    if !attribute.sub_attributes.is_empty() {
        document.insert("subAttributes".into(), attribute.sub_attributes.iter().map(|sub| attribute_document(sub, top)).collect());
    }
    Value::Object(document)
}

/// What a reference leads to.
fn referenced(name: &str, top: &str) -> &'static str {
    match (name, top) {
        ("$ref", "groups") => "Group",
        ("$ref", _) => "User",
        _ => "external",
    }
}
