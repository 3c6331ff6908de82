//! Set-up links: somebody without an account sets one connection up, and reads nothing else (TC-79).

use governance::sso::{
    self,
    guests::{self, NewLink},
};
use model::{ConnectionId, IdpKind, Permission, PermissionSet, ShortText, SsoProtocol, views::IssuedSetUpLink};
use portal::needs::{FUNCTIONS, Needs};
use serde_json::{Value, json};
use store::{OrgScope, entry};

use crate::{
    kit::{
        Org,
        providers::{Idp, set_txt},
        run,
        service::{Answer, Service, service},
    },
    role_routes,
};

/// An organisation with a connection that has no provider yet, and a link to set it up.
struct SetUp {
    service: &'static Service,
    org: Org,
    admin: OrgScope,
    connection: ConnectionId,
    link: IssuedSetUpLink,
}

impl SetUp {
    async fn new() -> Self {
        let service = service().await;
        let org = service.org().await;
        let somebody = service.person(&org, "admin").await;
        let person = entry::find_person_by_email(service.gov().pool(), &somebody.email).await.unwrap().unwrap().person();
        let admin = service.scope_of(&org, person).await;
        let name = ShortText::parse("name", "Okta").unwrap();
        let connection = sso::begin_set_up(service.gov(), &admin, &name, SsoProtocol::Saml, IdpKind::Okta).await.unwrap();
        let domain = format!("{}.example", org.slug);
        sso::add_domain(service.gov(), &admin, &domain).await.unwrap();
        let link = guests::make(service.gov(), &admin, connection, &for_kim(Some(domain))).await.unwrap();
        Self { service, org, admin, connection, link }
    }

    fn token(&self) -> &str {
        self.link.url.rsplit('/').next().unwrap()
    }

    /// The guest's page, in a browser that never signed in.
    async fn page(&self) -> Answer {
        Answer::of(self.service.stranger("GET", &format!("/setup/{}", self.token())).header("accept", "text/html")).await
    }

    async fn function(&self, name: &str, fields: &[(&str, &str)]) -> Answer {
        let call = self.service.stranger("POST", &format!("/fn/{name}")).header("origin", &self.service.url);
        let all: Vec<_> = fields.iter().copied().chain([("token", self.token())]).collect();
        Answer::of(call.header("sec-fetch-site", "same-origin").form(&all)).await
    }

    async fn save(&self, idp: &Idp) -> Answer {
        let metadata = idp.metadata();
        let offer = [("offer[source]", "xml"), ("offer[metadata]", metadata.as_str())];
        let read: Value = self.function("set-up/preview", &offer).await.json();
        self.function("set-up/save", &[offer[0], offer[1], ("seen", read["seen"].as_str().unwrap())]).await
    }

    async fn records(&self, kind: &str) -> i64 {
        let text = "select count(*) from public.ledger_body where org_id = $1 and kind = $2";
        sqlx::query_scalar(text).bind(self.org.id.as_uuid()).bind(kind).fetch_one(&self.service.kit.superuser).await.unwrap()
    }
}

fn for_kim(domain: Option<String>) -> NewLink {
    NewLink { made_for: ShortText::parse("made_for", "Kim from IT").unwrap(), domain, days: 7 }
}

#[test]
fn a_guest_sets_the_connection_up_and_proves_the_domain() {
    run(async {
        let (set_up, idp) = (SetUp::new().await, Idp::new());
        let gov = set_up.service.gov();

        let page = set_up.page().await;
        let saved = set_up.save(&idp).await;
        let row = sso::domains(gov, &set_up.admin).await.unwrap().remove(0);
        let (name, value) = sso::record(&row);
        set_txt(&name, &[&value]);
        let verified = set_up.function("set-up/verify", &[]).await;
        let view = sso::view(gov, &set_up.admin, set_up.connection).await.unwrap();

        assert_eq!(page.status.as_u16(), 200, "{}", page.text);
        assert!(page.text.contains(view.ours.acs_url.as_deref().unwrap()) && page.text.contains(&value), "{}", page.text);
        assert!(page.header("cache-control").contains("no-store"), "{}", page.header("cache-control"));
        assert!(saved.status.is_success() || saved.status.is_redirection(), "{} {}", saved.status, saved.text);
        assert!(verified.status.is_success() || verified.status.is_redirection(), "{} {}", verified.status, verified.text);
        assert_eq!(view.provider.unwrap().id, "https://idp.example/id");
        assert!(view.domains[0].verified_at.is_some());
        let links = guests::list(gov, &set_up.admin, set_up.connection).await.unwrap();
        assert!(links[0].used_at.is_some() && links[0].made_for == "Kim from IT");
    });
}

#[test]
fn a_link_opens_no_other_route() {
    run(async {
        let set_up = SetUp::new().await;
        let (slug, id) = (set_up.org.slug.clone(), set_up.connection.to_string());
        let mut fields = role_routes::arguments(&slug);
        fields.retain(|(name, _)| *name != "token");
        fields.push(("token", set_up.token().to_owned()));

        for (name, _) in FUNCTIONS.iter().filter(|(_, needs)| matches!(needs, Needs::Permission(_))) {
            let call = set_up.service.stranger("POST", &format!("/fn/{name}")).header("origin", &set_up.service.url);
            let call = call.header("sec-fetch-site", "same-origin").bearer_auth(set_up.token());
            let by_json = role_routes::BY_JSON.contains(name);
            let call = if by_json { call.json(&role_routes::json_arguments(&slug)) } else { call.form(&fields) };
            let answer = Answer::of(call).await;
            assert_eq!(answer.status.as_u16(), 401, "{name}: {}", answer.text);
        }
        for path in [format!("/o/{slug}/sso/{id}"), format!("/o/{slug}/members"), "/account".to_owned()] {
            let page = Answer::of(set_up.service.stranger("GET", &path).bearer_auth(set_up.token())).await;
            assert!(!page.text.contains("Okta") && !page.status.is_server_error(), "{path}: {}", page.text);
        }
        for request in [
            set_up.service.stranger("GET", "/api/v1/sso/connections").bearer_auth(set_up.token()),
            set_up.service.stranger("GET", "/api/v1/sso/connections").basic_auth(&id, Some(set_up.token())),
            set_up.service.stranger("GET", "/scim/v2/Users").bearer_auth(set_up.token()),
        ] {
            assert_eq!(Answer::of(request).await.status.as_u16(), 401);
        }
    });
}

#[test]
fn a_link_ends_when_it_is_taken_back_when_its_maker_may_no_more_and_when_people_sign_in() {
    run(async {
        let (back, demoted, in_use) = (SetUp::new().await, SetUp::new().await, SetUp::new().await);
        let gov = back.service.gov();

        guests::revoke(gov, &back.admin, back.connection, back.link.link).await.unwrap();
        demoted.org.member(&demoted.service.kit.platform, "owner").await;
        let owner = demoted.org.scope(&demoted.service.kit.platform);
        governance::members::suspend(gov, &owner, demoted.admin.principal().person().unwrap()).await.unwrap();
        in_use.save(&Idp::new()).await;
        let row = sso::domains(gov, &in_use.admin).await.unwrap().remove(0);
        let (name, value) = sso::record(&row);
        set_txt(&name, &[&value]);
        sso::verify_domain(gov, &in_use.admin, &row.domain).await.unwrap();
        sso::route_domain(gov, &in_use.admin, &row.domain, in_use.connection, "optional").await.unwrap();

        for (set_up, why) in [(&back, "taken back"), (&demoted, "taken back"), (&in_use, "people sign in by it")] {
            let (page, read) = (set_up.page().await, set_up.function("set-up/preview", &[("offer[source]", "xml")]).await);
            assert!(page.text.contains(why) && !page.text.contains("/acs"), "{why}: {}", page.text);
            assert_eq!(read.status.as_u16(), 403, "{why}: {}", read.text);
            let test = Answer::of(set_up.service.stranger("GET", &format!("/auth/setup/{}/test", set_up.token()))).await;
            assert_eq!(test.status.as_u16(), 403, "{why}");
        }
        let late = guests::make(gov, &in_use.admin, in_use.connection, &for_kim(None)).await;
        assert!(late.unwrap_err().to_string().contains("People sign in by this connection"));
    });
}

#[test]
fn a_guests_test_tells_nothing_of_accounts_and_proves_nothing() {
    run(async {
        let (set_up, idp) = (SetUp::new().await, Idp::new());
        set_up.save(&idp).await;
        let member = set_up.service.person(&set_up.org, "viewer").await;

        let begun = Answer::of(set_up.service.stranger("GET", &format!("/auth/setup/{}/test", set_up.token()))).await;
        let cookie = begun.header("set-cookie").split(';').next().unwrap().to_owned();
        let path = format!("/auth/saml/{}/{}/acs", set_up.org.slug, set_up.connection);
        let answer = set_up.service.stranger("POST", &path).header("sec-fetch-site", "cross-site").header("cookie", cookie);
        let answer = Answer::of(answer.form(&idp.answer(begun.header("location"), "s-1", &member.email))).await;
        let view = sso::view(set_up.service.gov(), &set_up.admin, set_up.connection).await.unwrap();

        assert!(answer.text.contains("The test passed.") && answer.text.contains("signature"), "{}", answer.text);
        assert!(answer.text.contains(&format!("/setup/{}", set_up.token())) && !answer.text.contains("account"), "{}", answer.text);
        assert!(!answer.headers.contains_key("set-cookie"), "a guest's test signed somebody in");
        assert!(!view.proved && view.line.last_success_at.is_none(), "a guest's test counted as proof");
        assert_eq!(view.last_test.unwrap().email.as_deref(), Some(member.email.as_str()));
    });
}

#[test]
fn only_who_may_do_all_that_an_admin_may_makes_a_link() {
    run(async {
        let set_up = SetUp::new().await;
        let path = format!("/api/v1/sso/connections/{}/set-up-links", set_up.connection);
        let some = PermissionSet::NONE.with(Permission::SettingsWrite);
        let less = set_up.service.key_made_by(&set_up.admin, some).await;
        let enough = set_up.service.key_made_by(&set_up.admin, model::BuiltInRole::Admin.permissions()).await;
        let body = json!({"made_for": "Kim"});

        let refused = Answer::of(less.request("POST", &path).json(&body)).await;
        let too_long = Answer::of(enough.request("POST", &path).json(&json!({"made_for": "Kim", "days": 31}))).await;
        let made = Answer::of(enough.request("POST", &path).json(&body)).await.expect(201);
        let listed = Answer::of(enough.request("GET", &path)).await.expect(200);
        let link = format!("{path}/{}", made["link"].as_str().unwrap());
        let gone = Answer::of(enough.request("DELETE", &link)).await;
        let twice = Answer::of(enough.request("DELETE", &link)).await;

        assert_eq!((refused.status.as_u16(), too_long.status.as_u16()), (403, 400), "{} {}", refused.text, too_long.text);
        assert_eq!(listed.as_array().unwrap().len(), 2);
        assert!(!listed.to_string().contains("/setup/"), "a list shows a link: {listed}");
        assert_eq!((gone.status.as_u16(), twice.status.as_u16()), (204, 409));
        assert!(set_up.records("sso.set_up_link_made").await >= 2 && set_up.records("sso.set_up_link_revoked").await == 1);
    });
}
