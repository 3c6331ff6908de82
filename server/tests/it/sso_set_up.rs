//! Setting single sign-on up over the API: step by step, with what was looked at and nothing else (TC-79, AX-03).

use model::{BuiltInRole, Permission, PermissionSet};
use serde_json::{Value, json};

use crate::kit::{
    Org,
    providers::{Idp, oidc_issuer, publish, set_txt},
    run,
    service::{Answer, Client, Service, service},
};

/// Somebody who keeps an organisation's settings in code.
struct Admin {
    org: Org,
    client: Client<'static>,
}

impl Admin {
    async fn new(service: &'static Service, permissions: PermissionSet) -> Self {
        let org = service.org().await;
        let client = service.key(&org, permissions).await;
        Self { org, client }
    }

    async fn all(service: &'static Service) -> Self {
        Self::new(service, BuiltInRole::Admin.permissions()).await
    }

    async fn call(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        let request = self.client.request(method, &format!("/api/v1/sso/{path}"));
        Answer::of(match body {
            Some(body) => request.json(&body),
            None => request,
        })
        .await
    }

    async fn ok(&self, method: &str, path: &str, body: Option<Value>) -> Value {
        let answer = self.call(method, path, body).await;
        assert!(answer.status.is_success(), "{method} {path}: {} {}", answer.status, answer.text);
        serde_json::from_str(&answer.text).unwrap_or(Value::Null)
    }

    async fn begin(&self, name: &str, protocol: &str) -> String {
        let made = self.ok("POST", "connections", Some(json!({"name": name, "protocol": protocol, "kind": "other"}))).await;
        made["line"]["connection"].as_str().unwrap().to_owned()
    }
}

#[test]
fn a_connection_is_begun_looked_at_saved_and_removed() {
    run(async {
        let service = service().await;
        let (admin, idp) = (Admin::all(service).await, Idp::new());
        let id = admin.begin("Okta", "saml").await;
        let path = format!("connections/{id}");
        let offer = json!({"source": "xml", "metadata": idp.metadata()});

        let begun = admin.ok("GET", &path, None).await;
        let read = admin.ok("POST", &format!("{path}/provider/preview"), Some(offer.clone())).await;
        let nothing = admin.ok("GET", &path, None).await;
        let saved = admin
            .ok("PUT", &format!("{path}/provider"), Some(json!({"source": "xml", "metadata": idp.metadata(), "seen": read["seen"]})))
            .await;
        let mapped = admin.ok("PUT", &format!("{path}/mapping"), Some(json!({"default_role": "viewer"}))).await;
        let removed = admin.call("DELETE", &path, None).await;

        assert_eq!((&begun["line"]["state"], &begun["provider"]), (&json!("set_up"), &Value::Null));
        assert!(begun["ours"]["acs_url"].as_str().unwrap().contains(&id), "our values are there before the provider is");
        assert_eq!((&read["id"], read["certificates"].as_array().unwrap().len()), (&json!("https://idp.example/id"), 1));
        assert_eq!(nothing["provider"], Value::Null, "a preview stores nothing");
        assert_eq!((&saved["line"]["state"], &saved["provider"]["id"]), (&json!("on"), &read["id"]));
        assert_eq!(mapped["default_role"], json!("viewer"));
        assert_eq!(removed.status.as_u16(), 204);
        assert_eq!(admin.call("GET", &path, None).await.status.as_u16(), 404);
    });
}

#[test]
fn only_what_was_looked_at_is_saved() {
    run(async {
        let service = service().await;
        let admin = Admin::all(service).await;
        let path = format!("connections/{}", admin.begin("Moving", "saml").await);
        let url = publish("moving", Idp::new().metadata());
        let offer = json!({"source": "url", "metadata_url": url});

        let read = admin.ok("POST", &format!("{path}/provider/preview"), Some(offer.clone())).await;
        publish("moving", Idp::new().metadata());
        let mut with_seen = offer;
        with_seen["seen"] = read["seen"].clone();
        let changed = admin.call("PUT", &format!("{path}/provider"), Some(with_seen)).await;

        assert_eq!(changed.status.as_u16(), 409, "{}", changed.text);
        assert!(changed.text.contains("has changed since you looked at it"), "{}", changed.text);
    });
}

#[test]
fn metadata_read_again_adds_certificates_and_drops_none_that_works() {
    run(async {
        let service = service().await;
        let admin = Admin::all(service).await;
        let path = format!("connections/{}", admin.begin("Turning", "saml").await);
        let url = publish("turning", Idp::new().metadata());
        let offer = json!({"source": "url", "metadata_url": url});
        admin.ok("PUT", &format!("{path}/provider"), Some(offer)).await;

        publish("turning", Idp::new().metadata());
        let both = admin.ok("POST", &format!("{path}/metadata-refresh"), Some(json!({}))).await;
        let all = both["provider"]["certificates"].as_array().unwrap().clone();
        let one = admin.ok("DELETE", &format!("{path}/certificates/{}", all[1]["sha256"].as_str().unwrap()), None).await;
        let last = admin.call("DELETE", &format!("{path}/certificates/{}", all[0]["sha256"].as_str().unwrap()), None).await;

        assert_eq!(all.len(), 2, "{both}");
        assert_eq!(one["provider"]["certificates"].as_array().unwrap().len(), 1);
        assert_eq!(last.status.as_u16(), 409, "the last certificate was given up: {}", last.text);
    });
}

#[test]
fn an_address_inside_is_not_asked_for_metadata() {
    run(async {
        let service = service().await;
        let admin = Admin::all(service).await;
        let path = format!("connections/{}/provider/preview", admin.begin("Inside", "saml").await);

        for url in
            ["http://idp.example/metadata", "https://127.0.0.1:1/x", "https://169.254.169.254/latest/meta-data", "file:///etc/passwd"]
        {
            let refused = admin.call("POST", &path, Some(json!({"source": "url", "metadata_url": url}))).await;
            assert_eq!(refused.status.as_u16(), 400, "{url}: {}", refused.text);
            assert!(refused.text.contains("metadata_url"), "{url}: {}", refused.text);
        }
    });
}

#[test]
fn an_openid_connect_provider_is_asked_and_its_secret_stays_inside() {
    run(async {
        let service = service().await;
        let admin = Admin::all(service).await;
        let path = format!("connections/{}", admin.begin("Entra", "oidc").await);
        let offer = |secret: &str| json!({"source": "issuer", "issuer": oidc_issuer(), "client_id": "client-1", "client_secret": secret});

        let without = admin.call("PUT", &format!("{path}/provider"), Some(offer(""))).await;
        let saved = admin.call("PUT", &format!("{path}/provider"), Some(offer("a-secret-of-ours"))).await;
        let kept = admin.ok("PUT", &format!("{path}/provider"), Some(offer(""))).await;
        let mut elsewhere = offer("");
        elsewhere["issuer"] = json!(format!("{}/second", oidc_issuer()));
        let another = admin.call("PUT", &format!("{path}/provider"), Some(elsewhere)).await;

        assert_eq!(without.status.as_u16(), 400, "{}", without.text);
        assert!(saved.status.is_success() && !saved.text.contains("a-secret-of-ours"), "{}", saved.text);
        assert_eq!(kept["provider"]["client_id"], json!("client-1"));
        assert_eq!(another.status.as_u16(), 400, "the secret of one provider was kept for another: {}", another.text);
        assert!(another.text.contains("client_secret"), "{}", another.text);
    });
}

#[test]
fn whoever_holds_less_than_an_admin_sets_no_provider_up() {
    run(async {
        let service = service().await;
        let some = PermissionSet::NONE.with(Permission::SettingsWrite).with(Permission::MembersWrite);
        let admin = Admin::new(service, some).await;

        let begun = admin.call("POST", "connections", Some(json!({"name": "Mine", "protocol": "saml"}))).await;
        let read = admin.call("GET", "connections", None).await;

        assert_eq!((begun.status.as_u16(), read.status.as_u16()), (403, 200), "{}", begun.text);
        assert!(begun.text.contains("Nobody can hand out more"), "{}", begun.text);
    });
}

#[test]
fn a_domain_is_added_proved_routed_and_removed_by_api() {
    run(async {
        let service = service().await;
        let (admin, idp) = (Admin::all(service).await, Idp::new());
        let id = admin.begin("Okta", "saml").await;
        let offer = json!({"source": "xml", "metadata": idp.metadata()});
        admin.ok("PUT", &format!("connections/{id}/provider"), Some(offer)).await;
        let domain = format!("{}.example", admin.org.slug);
        let path = format!("domains/{domain}");

        let added = admin.ok("POST", "domains", Some(json!({"domain": domain}))).await;
        let early = admin.call("PUT", &format!("{path}/route"), Some(json!({"connection": id, "mode": "optional"}))).await;
        set_txt(added["record_name"].as_str().unwrap(), &[added["record_value"].as_str().unwrap()]);
        admin.ok("POST", &format!("{path}/verification"), Some(json!({}))).await;
        let routed = admin.ok("PUT", &format!("{path}/route"), Some(json!({"connection": id, "mode": "optional"}))).await;
        let in_use = admin.call("DELETE", &format!("connections/{id}"), None).await;
        let gone = admin.call("DELETE", &path, None).await;

        assert_eq!(early.status.as_u16(), 409, "{}", early.text);
        assert_eq!((&routed["mode"], &routed["connection"][0]), (&json!("optional"), &json!(id)));
        assert_eq!((in_use.status.as_u16(), gone.status.as_u16()), (409, 204), "{}", in_use.text);
        assert_eq!(admin.call("DELETE", &format!("connections/{id}"), None).await.status.as_u16(), 204);
    });
}

#[test]
fn a_connection_of_another_organisation_is_not_there() {
    run(async {
        let service = service().await;
        let (admin, other) = (Admin::all(service).await, Admin::all(service).await);
        let path = format!("connections/{}", admin.begin("Okta", "saml").await);

        for (method, rest, body) in [
            ("GET", "", None),
            ("PATCH", "", Some(json!({"enabled": false}))),
            ("DELETE", "", None),
            ("PUT", "/mapping", Some(json!({}))),
            ("PUT", "/provider", Some(json!({"source": "xml", "metadata": Idp::new().metadata()}))),
            ("POST", "/key", Some(json!({}))),
        ] {
            let answer = other.call(method, &format!("{path}{rest}"), body).await;
            assert_eq!(answer.status.as_u16(), 404, "{method} {rest}: {}", answer.text);
        }
        assert!(other.ok("GET", "connections", None).await.as_array().unwrap().is_empty());
    });
}

#[test]
fn metadata_without_a_key_that_could_check_a_signature_is_refused() {
    run(async {
        let service = service().await;
        let admin = Admin::all(service).await;
        let path = format!("connections/{}/provider", admin.begin("Keyless", "saml").await);
        let whole = Idp::new().metadata();
        let (from, to) =
            (whole.find("<md:KeyDescriptor").unwrap(), whole.find("</md:KeyDescriptor>").unwrap() + "</md:KeyDescriptor>".len());
        let keyless = format!("{}{}", &whole[..from], &whole[to..]);

        for metadata in [keyless, whole.replace("use='signing'", "use='encryption'")] {
            let refused = admin.call("PUT", &path, Some(json!({"source": "xml", "metadata": metadata}))).await;
            assert_eq!(refused.status.as_u16(), 400, "{}", refused.text);
            assert!(refused.text.contains("no certificate"), "{}", refused.text);
        }
    });
}
