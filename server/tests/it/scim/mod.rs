//! Directory sync over HTTP, as Okta and Entra ID speak it and as an attacker would (TC-80, AX-04). Which case of the
//! dialects is tested where is the table of `docs/scim-cases.md`.

mod access;
mod dialects;
mod discovery;
mod filters;
mod groups;
mod leaving;
mod mapping;
mod membership;
mod safety;
mod users;

use governance::{
    directory::{self, tokens},
    members::break_glass,
};
use ledger::Deed;
use model::{DeedKind, DirectoryTokenId, PersonId, ShortText};
use serde_json::{Value, json};
use store::{OrgScope, PlatformPool, directory as stored, entry, sso};
use uuid::Uuid;

use crate::kit::{
    Org,
    service::{Answer, Service, Somebody, service},
};

const PATCH_SCHEMA: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// A directory with a live token of its own organisation.
struct Directory {
    service: &'static Service,
    org: Org,
    token: DirectoryTokenId,
    secret: String,
}

impl Directory {
    async fn new() -> Self {
        let service = service().await;
        let org = service.org().await;
        keep_break_glass(service, &org).await;
        Self::of(service, org).await
    }

    /// One whose organisation proved a domain, which is named after it.
    async fn with_domain() -> Self {
        let directory = Self::new().await;
        let domain = directory.domain();
        let mut tx = directory.service.kit.pool.org_tx(&directory.operator()).await.unwrap();
        sso::add_domain(&mut tx, &domain, "token").await.unwrap();
        sso::verify_domain(&mut tx, &domain).await.unwrap();
        tx.commit(Deed::new(DeedKind::SsoDomainVerified, Uuid::now_v7())).await.unwrap();
        directory
    }

    fn domain(&self) -> String {
        format!("{}.example", self.org.slug)
    }

    fn address(&self, name: &str) -> String {
        format!("{name}@{}", self.domain())
    }

    fn operator(&self) -> OrgScope {
        self.org.scope(platform(self.service))
    }

    /// Somebody who works here, by address; the id in the directory.
    async fn worker(&self, name: &str) -> String {
        let address = self.address(name);
        id_of(&self.send("POST", "/Users", Some(json!({"userName": address, "externalId": name, "active": true}))).await.expect(201))
    }

    /// Who signs in with this address.
    async fn person(&self, name: &str) -> Option<PersonId> {
        let found = entry::find_person_by_email(self.service.gov().pool(), &self.address(name)).await.unwrap();
        found.map(|row| row.person())
    }

    /// The roles of whoever has the address, each with its source; nothing when they are no member.
    async fn roles(&self, name: &str) -> Option<Vec<String>> {
        let person = self.person(name).await?;
        let mut tx = self.service.kit.pool.org_tx(&self.operator()).await.unwrap();
        store::members::life(&mut tx, person).await.unwrap()?;
        let held = store::members::held(&mut tx, person).await.unwrap();
        Some(held.iter().map(|one| format!("{} by {}", one.name, one.source)).collect())
    }

    async fn deactivate(&self, user: &str) -> Answer {
        self.patch(&format!("/Users/{user}"), json!([{"op": "Replace", "path": "active", "value": "False"}])).await
    }

    async fn reactivate(&self, user: &str) -> Answer {
        self.patch(&format!("/Users/{user}"), json!([{"op": "Replace", "path": "active", "value": "True"}])).await
    }

    /// What came of the newest call, as the log says.
    async fn newest(&self) -> String {
        events(self).await.first().unwrap().detail.clone()
    }

    async fn of(service: &'static Service, org: Org) -> Self {
        let name = ShortText::parse("name", "Okta").unwrap();
        let issued = tokens::create(service.gov(), &org.scope(platform(service)), &name, time::Duration::DAY).await.unwrap();
        Self { service, org, token: issued.token, secret: issued.secret.expose().clone() }
    }

    async fn send(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        let request = self.service.stranger(method, &format!("/scim/v2{path}")).bearer_auth(&self.secret);
        Answer::of(match body {
            Some(body) => request.header("content-type", "application/scim+json").body(body.to_string()),
            None => request,
        })
        .await
    }

    async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None).await
    }

    async fn find(&self, resource: &str, filter: &str) -> Vec<String> {
        let query: String = url::form_urlencoded::byte_serialize(filter.as_bytes()).collect();
        let listed = self.get(&format!("/{resource}?filter={query}")).await.expect(200);
        listed["Resources"].as_array().unwrap().iter().map(id_of).collect()
    }

    async fn user(&self, name: &str) -> String {
        id_of(&self.send("POST", "/Users", Some(json!({"userName": name}))).await.expect(201))
    }

    async fn group(&self, name: &str, members: &[&str]) -> String {
        let members: Vec<Value> = members.iter().map(|id| json!({"value": id})).collect();
        id_of(&self.send("POST", "/Groups", Some(json!({"displayName": name, "members": members}))).await.expect(201))
    }

    async fn patch(&self, path: &str, operations: Value) -> Answer {
        self.send("PATCH", path, Some(json!({"schemas": [PATCH_SCHEMA], "Operations": operations}))).await
    }

    async fn members(&self, group: &str) -> Vec<String> {
        let shown = self.get(&format!("/Groups/{group}")).await.expect(200);
        let mut ids: Vec<String> =
            shown["members"].as_array().into_iter().flatten().map(|one| one["value"].as_str().unwrap().to_owned()).collect();
        ids.sort();
        ids
    }
}

fn platform(service: &Service) -> &PlatformPool {
    &service.kit.platform
}

fn id_of(resource: &Value) -> String {
    resource["id"].as_str().unwrap().to_owned()
}

#[track_caller]
fn assert_refused(answer: &Answer, status: u16, scim_type: Option<&str>) {
    let body = answer.expect(status);
    assert_eq!(answer.header("content-type"), "application/scim+json");
    assert_eq!(body["schemas"], json!(["urn:ietf:params:scim:api:messages:2.0:Error"]));
    assert_eq!(body["status"], status.to_string());
    assert!(!body["detail"].as_str().unwrap().is_empty());
    assert_eq!(body.get("scimType").and_then(Value::as_str), scim_type, "{body}");
}

async fn events(directory: &Directory) -> Vec<stored::events::EventRow> {
    directory::events(directory.service.gov(), &directory.org.scope(platform(directory.service)), 100).await.unwrap()
}

/// An owner whom no directory can lock out, proved by an authenticator.
async fn keep_break_glass(service: &Service, org: &Org) -> Somebody {
    let owner = service.person(org, "owner").await;
    let person = entry::find_person_by_email(service.gov().pool(), &owner.email).await.unwrap().unwrap().person();
    break_glass::mark(service.gov(), &org.scope(platform(service)), person, true).await.unwrap();
    owner
}
