//! The platform console: who gets in, what the database asks of them, and what becomes of what they ask for.

use std::{fs, path::Path};

use axonflow::{platform_jobs, provision};
use identity::totp::{self, TotpSecret};
use model::{EmailAddress, OrgId, PermissionSet};
use reqwest::RequestBuilder;
use serde_json::{Value, json};
use sqlx::Row as _;
use store::platform;
use vault::SecretString;

use crate::kit::{
    self,
    database::{Login, execute, unique},
    rows,
    service::{ADMIN_KEY, Answer, PASSWORD, PLATFORM_URL, Service, other_node, service},
    until,
};

/// A browser at the console, whoever uses it.
struct Desk {
    service: &'static Service,
    cookie: String,
}

struct Operator {
    email: String,
    secret: String,
}

impl Operator {
    async fn new(service: &Service) -> Self {
        let email = format!("{}@platform.example", unique("op"));
        let address = EmailAddress::parse(&email).unwrap();
        let made = provision::add_operator(&service.house, address, "An Operator".to_owned(), SecretString::new(PASSWORD.to_owned())).await;
        Self { email, secret: made.unwrap().totp_secret.unwrap() }
    }

    fn code(&self, service: &Service) -> String {
        totp::current_code(&TotpSecret::from_base32(&self.secret).unwrap(), service.gov().now()).expose().clone()
    }
}

impl Desk {
    const fn empty(service: &'static Service) -> Self {
        Self { service, cookie: String::new() }
    }

    async fn signed_in() -> Self {
        let service = service().await;
        let operator = Operator::new(service).await;
        let mut desk = Self::empty(service);
        let answer = desk.sign_in(&operator.email, PASSWORD, &operator.code(service)).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
        desk
    }

    fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let request = self.service.stranger(method, path).header("host", "platform.localhost").header("accept", "text/html");
        if self.cookie.is_empty() { request } else { request.header("cookie", &self.cookie) }
    }

    async fn open(&self, path: &str) -> Answer {
        Answer::of(self.request("GET", path)).await
    }

    async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let form = self.request("POST", path).header("origin", PLATFORM_URL).header("sec-fetch-site", "same-origin");
        Answer::of(form.form(fields)).await
    }

    async fn sign_in(&mut self, email: &str, password: &str, code: &str) -> Answer {
        let answer = self.submit("/signin", &[("email", email), ("password", password), ("code", code)]).await;
        let cookie = answer.header("set-cookie").to_owned();
        self.cookie = cookie.split(';').next().unwrap().to_owned();
        answer
    }

    /// Asks for a change of an organisation and has the worker do it.
    async fn change(&self, org: OrgId, what: &str, fields: &[(&str, &str)]) {
        let answer = self.submit(&format!("/orgs/{org}/{what}"), fields).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
        worked(self.service).await;
    }
}

/// Everything that is due is done; another test's worker may have taken some of it.
async fn worked(service: &Service) {
    platform_jobs::run_due(&service.kit.platform, service.gov()).await.unwrap();
    until("the jobs to be done", || async {
        let sql = "select count(*) from auth.platform_jobs where status = 'waiting' and run_after <= now()";
        sqlx::query_scalar::<_, i64>(sql).fetch_one(&service.kit.superuser).await.unwrap() == 0
    })
    .await;
}

async fn recorded(service: &Service, org: OrgId) -> Vec<String> {
    let sql = "select kind from public.ledger_body where org_id = $1 order by seq";
    sqlx::query_scalar(sql).bind(org.as_uuid()).fetch_all(&service.kit.superuser).await.unwrap()
}

#[test]
fn console_and_portal_answer_under_their_own_host_only() {
    kit::run(async {
        let service = service().await;
        let desk = Desk::empty(service);

        assert_eq!(desk.open("/signin").await.status, 200);
        for (method, path) in [
            ("GET", "/health"),
            ("GET", "/openapi.json"),
            ("POST", "/api/v1/decide"),
            ("GET", "/scim/v2/Users"),
            ("POST", "/fn/session/sign-in"),
            ("GET", "/o/acme/home"),
            ("GET", "/account"),
        ] {
            let answer = Answer::of(desk.request(method, path).header("origin", PLATFORM_URL)).await;
            assert_eq!(answer.status, 404, "{method} {path}: {}", answer.text);
        }
        for path in ["/orgs", "/orgs/new", "/audit", "/api/v1/platform/orgs"] {
            let asked = service.stranger("GET", path).header("accept", "text/html").header("x-admin-api-key", ADMIN_KEY);
            assert_eq!(Answer::of(asked).await.status, 404, "{path}");
        }
    });
}

#[test]
fn a_page_of_the_console_allows_no_script_and_sends_strangers_away() {
    kit::run(async {
        let desk = Desk::empty(service().await);

        let page = desk.open("/signin").await;
        assert!(
            !page.text.contains("<script") && page.header("content-security-policy").starts_with("default-src 'none'; style-src 'self'")
        );
        for path in ["/orgs", "/orgs/new", "/audit", "/orgs/0197a000-0000-7000-8000-000000000000"] {
            let answer = desk.open(path).await;
            assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/signin"), "{path}");
        }
    });
}

#[test]
fn an_operator_needs_password_and_code_and_to_be_one() {
    kit::run(async {
        let service = service().await;
        let operator = Operator::new(service).await;
        let org = service.org().await;
        let owner = service.person(&org, "owner").await;
        let mut desk = Desk::empty(service);

        for (email, password, code) in [
            (operator.email.as_str(), "not the passphrase", operator.code(service)),
            (&operator.email, PASSWORD, "000000".to_owned()),
            (&owner.email, PASSWORD, owner.code(service.gov())),
            ("nobody@platform.example", PASSWORD, "000000".to_owned()),
        ] {
            let answer = desk.sign_in(email, password, &code).await;
            assert_eq!(answer.status, 401, "{email}");
            assert!(answer.text.contains("do not match an operator") && desk.cookie.is_empty(), "{email}");
        }
        let code = operator.code(service);
        let answer = desk.sign_in(&operator.email, PASSWORD, &code).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/orgs"));
        assert!(answer.header("set-cookie").ends_with("Path=/; HttpOnly; Secure; SameSite=Strict"), "{}", answer.header("set-cookie"));
        assert_eq!(desk.open("/orgs").await.status, 200);
        let mut second = Desk::empty(service);
        assert_eq!(second.sign_in(&operator.email, PASSWORD, &code).await.status, 401, "a code works once");

        assert_eq!(desk.submit("/signout", &[]).await.status, 303);
        assert_eq!(desk.open("/orgs").await.status, 303, "the session is over");
    });
}

#[test]
fn an_operators_session_ends_unused_and_with_the_operator() {
    kit::run(async {
        let service = service().await;
        let (idle, old, disabled) = (Desk::signed_in().await, Desk::signed_in().await, Desk::signed_in().await);
        let digest = |desk: &Desk| hex::encode(vault::api_key::digest(desk.cookie.split_once('=').unwrap().1));

        let set = |what: &str, desk: &Desk| format!("update auth.operator_sessions set {what} where digest = '\\x{}'", digest(desk));
        execute(&service.kit.superuser, &set("last_seen_at = now() - interval '15 minutes 1 second'", &idle)).await;
        execute(&service.kit.superuser, &set("ends_at = now() - interval '1 second'", &old)).await;
        let who = format!(
            "select p.email from auth.operator_sessions s join auth.persons p using (person_id) where digest = '\\x{}'",
            digest(&disabled)
        );
        let email: String = sqlx::query_scalar(sqlx::AssertSqlSafe(who)).fetch_one(&service.kit.superuser).await.unwrap();
        assert_eq!(disabled.open("/orgs").await.status, 200);
        assert!(platform::disable_operator(&service.kit.platform, &email).await.unwrap());

        for desk in [&idle, &old, &disabled] {
            assert_eq!(desk.open("/orgs").await.status, 303);
        }
    });
}

#[test]
fn the_database_itself_refuses_whoever_is_no_operator() {
    kit::run(async {
        let kit = service().await.kit;
        let web = kit.raw(Login::Web, 1).await;

        for call in [
            "entry.operator_orgs('\\x00', now(), '', null, null, 10)",
            "entry.operator_jobs('\\x00', now(), gen_random_uuid(), 10)",
            "entry.operator_deeds('\\x00', now(), null, 10)",
            "entry.operator_note('\\x00', now(), gen_random_uuid(), 'x', gen_random_uuid(), '{}', null)",
            "entry.operator_ask('\\x00', now(), gen_random_uuid(), 'suspend', gen_random_uuid(), '{}', null)",
        ] {
            let refused = sqlx::query(sqlx::AssertSqlSafe(format!("select * from {call}"))).execute(&web).await.unwrap_err();
            let code = refused.as_database_error().unwrap().code().unwrap().into_owned();
            assert_eq!(code, "28000", "{call}");
        }
        let deed = "insert into auth.operator_deeds (deed_id, at, operator, act, org_id, details) values (gen_random_uuid(), now(), 'x', 'x', gen_random_uuid(), '{}')";
        execute(&kit.superuser, deed).await;
        for change in ["update auth.operator_deeds set operator = 'y'", "delete from auth.operator_deeds"] {
            assert!(sqlx::query(change).execute(&kit.superuser).await.is_err(), "{change}");
        }
    });
}

#[test]
fn a_new_organisation_is_made_by_the_worker_and_its_owner_is_invited() {
    kit::run(async {
        let desk = Desk::signed_in().await;
        let slug = unique("made").replace('_', "-");
        let owner = format!("first@{slug}.example");
        let form = [("name", "Made <b>here</b>"), ("slug", slug.as_str()), ("tier", "evaluation"), ("owner_email", owner.as_str())];

        let asked = desk.submit("/orgs/new", &form).await;
        let progress = asked.header("location").to_owned();
        worked(desk.service).await;
        let done = desk.open(&progress).await;
        let page = done.header("location").to_owned();
        assert_eq!((done.status.as_u16(), format!("{page}/progress")), (303, progress), "what is done leads to the organisation");

        let shown = desk.open(&page).await;
        assert_eq!(shown.status, 200, "{}", shown.text);
        assert!(shown.text.contains("Made &lt;b>here") || shown.text.contains("Made &lt;b&gt;here"), "{}", shown.text);
        let org: OrgId = page.strip_prefix("/orgs/").unwrap().parse().unwrap();
        assert_eq!(recorded(desk.service, org).await, ["org.created", "member.invited"]);
        let letters: i64 = sqlx::query_scalar("select count(*) from public.mail where org_id = $1")
            .bind(org.as_uuid())
            .fetch_one(&desk.service.kit.superuser)
            .await
            .unwrap();
        assert_eq!(letters, 1);
        assert!(desk.open("/audit").await.text.contains("Make the organisation: done"));
        assert!(desk.open(&format!("/orgs?q={slug}")).await.text.contains(&page));
        assert!(desk.open("/orgs?q=no-such-organisation").await.text.contains("Nothing found"));

        let again = desk.submit("/orgs/new", &form).await;
        worked(desk.service).await;
        let failed = desk.open(again.header("location").strip_suffix("/progress").unwrap()).await;
        assert!(failed.text.contains("Failed") && failed.text.contains("This slug is already in use"), "{}", failed.text);
        let wrong = desk.submit("/orgs/new", &[("name", "x"), ("slug", "Not A Slug"), ("tier", "evaluation")]).await;
        assert_eq!(wrong.status, 400);
        assert!(wrong.text.contains("Not A Slug"), "what was typed stays");
    });
}

#[test]
fn a_suspended_organisation_is_shut_on_every_node_until_it_is_resumed() {
    kit::run(async {
        let (service, other, desk) = (service().await, other_node().await, Desk::signed_in().await);
        let (org, bystander) = (service.org().await, service.org().await);
        let owner = service.person(&org, "owner").await;
        let key = service.key(&org, PermissionSet::sdk()).await;
        let unconcerned = service.key(&bystander, PermissionSet::sdk()).await;
        let mut browser = service.browser();
        browser.sign_in(&owner).await;
        let home = format!("/o/{}/home", org.slug);
        let decide = json!({"stage": "llm", "query": "hello"});
        assert_eq!(browser.open(&home).await.status, 200);
        for node in [service, other] {
            key.at(node).post("/api/v1/decide", &decide).await.expect(200);
        }

        desk.change(org.id, "suspend", &[("reason", "unpaid")]).await;

        until("both nodes to refuse the key", || async {
            let here = key.post("/api/v1/decide", &decide).await.status;
            let there = key.at(other).post("/api/v1/decide", &decide).await.status;
            here == 401 && there == 401
        })
        .await;
        assert_eq!(browser.open(&home).await.status, 404, "the session leads there no more");
        unconcerned.post("/api/v1/decide", &decide).await.expect(200);
        let sheet = desk.open(&format!("/orgs/{}", org.id)).await.text;
        assert!(sheet.contains("Suspended") && sheet.contains("Resume organisation") && !sheet.contains("Suspend organisation"), "{sheet}");

        desk.change(org.id, "resume", &[]).await;

        until("the key to be taken again", || async { key.at(other).post("/api/v1/decide", &decide).await.status == 200 }).await;
        assert_eq!(browser.open(&home).await.status, 200);
        let kinds = recorded(service, org.id).await;
        for kind in ["org.suspended", "org.resumed"] {
            assert_eq!(kinds.iter().filter(|recorded| *recorded == kind).count(), 1, "{kinds:?}");
        }
    });
}

#[test]
fn a_plan_is_changed_and_what_cannot_be_is_refused_on_the_page() {
    kit::run(async {
        let desk = Desk::signed_in().await;
        let org = desk.service.org().await;

        desk.change(org.id, "plan", &[("tier", "community"), ("calls_per_minute", "70")]).await;

        let sql = "select tier, calls_per_minute from public.orgs where org_id = $1";
        let row = sqlx::query(sql).bind(org.id.as_uuid()).fetch_one(&desk.service.kit.superuser).await.unwrap();
        assert_eq!((row.get::<String, _>(0).as_str(), row.get::<i32, _>(1)), ("community", 70));
        let zero = desk.submit(&format!("/orgs/{}/plan", org.id), &[("tier", "community"), ("calls_per_minute", "0")]).await;
        assert!(zero.status == 400 && zero.text.contains("is a number from 1"), "{}", zero.text);
        desk.change(org.id, "resume", &[]).await;
        assert!(desk.open(&format!("/orgs/{}", org.id)).await.text.contains("The organisation is not suspended."));
        let wrong = desk.submit(&format!("/orgs/{}/delete", org.id), &[("reason", "gone"), ("slug", "another")]).await;
        assert_eq!(wrong.status, 400, "{}", wrong.text);
    });
}

#[test]
fn a_refused_form_keeps_what_was_typed_and_no_page_with_a_form_reloads_itself() {
    kit::run(async {
        let desk = Desk::signed_in().await;
        let org = desk.service.org().await;
        let page = format!("/orgs/{}", org.id);

        let refused = desk.submit(&format!("{page}/delete"), &[("reason", "They moved on"), ("slug", "another")]).await;

        assert_eq!(refused.status, 400);
        assert_eq!(refused.text.matches("value=\"They moved on\"").count(), 1, "in the form that was refused and in no other");
        assert!(refused.text.contains("value=\"another\""), "{}", refused.text);
        let plan = desk.submit(&format!("{page}/plan"), &[("tier", "evaluation"), ("calls_per_minute", "many")]).await;
        assert!(plan.text.contains("value=\"many\"") && plan.text.contains("<option value=\"evaluation\" selected"), "{}", plan.text);
        let access = desk.submit(&format!("{page}/access"), &[("reason", "Ticket 9"), ("minutes", "9000")]).await;
        assert!(access.text.contains("value=\"Ticket 9\"") && access.text.contains("value=\"9000\""), "{}", access.text);
        for text in [refused.text, plan.text, access.text, desk.open(&page).await.text] {
            assert!(!text.contains("http-equiv=\"refresh\""), "a page with a form does not reload by itself");
        }
        assert_eq!(desk.open(&format!("{page}/progress")).await.header("location"), page, "nothing is on its way");
    });
}

#[test]
fn numbers_have_their_thousands_apart() {
    kit::run(async {
        let desk = Desk::signed_in().await;
        let org = desk.service.org().await;

        desk.change(org.id, "plan", &[("tier", "enterprise"), ("calls_per_minute", "1200000")]).await;

        let sheet = desk.open(&format!("/orgs/{}", org.id)).await.text;
        assert!(sheet.contains("1,200,000"), "{sheet}");
    });
}

/// Makes what waits due now.
async fn let_wait_be_over(service: &Service, org: OrgId) {
    for sql in [
        format!("update public.orgs set delete_after = now() - interval '1 second' where org_id = '{org}'"),
        format!("update auth.platform_jobs set run_after = now() - interval '1 second' where org_id = '{org}' and status = 'waiting'"),
    ] {
        execute(&service.kit.superuser, &sql).await;
    }
}

#[test]
fn a_deleted_organisation_can_be_kept_until_the_wait_is_over() {
    kit::run(async {
        let desk = Desk::signed_in().await;
        let org = desk.service.org().await;

        desk.change(org.id, "delete", &[("reason", "they left"), ("slug", &org.slug)]).await;
        desk.change(org.id, "resume", &[]).await;
        assert!(desk.open(&format!("/orgs/{}", org.id)).await.text.contains("Keep it first"));
        desk.change(org.id, "keep", &[]).await;
        let_wait_be_over_for_jobs(desk.service, org.id).await;

        let sheet = desk.open(&format!("/orgs/{}", org.id)).await.text;
        assert!(sheet.contains("Suspended") && sheet.contains("Withdrawn"), "{sheet}");
        assert_eq!(recorded(desk.service, org.id).await, ["org.created", "org.deletion_asked", "org.kept"]);
    });
}

async fn let_wait_be_over_for_jobs(service: &Service, org: OrgId) {
    execute(
        &service.kit.superuser,
        &format!("update auth.platform_jobs set run_after = now() where org_id = '{org}' and status = 'waiting'"),
    )
    .await;
    worked(service).await;
}

#[test]
fn a_removed_organisation_leaves_its_log_and_nothing_else() {
    kit::run(async {
        let desk = Desk::signed_in().await;
        let service = desk.service;
        let (org, bystander) = (service.org().await, service.org().await);
        for one in [&org, &bystander] {
            rows::populate(&service.kit.pool, &one.scope(&service.kit.platform)).await;
            one.member(&service.kit.platform, "owner").await;
        }
        let tables = rows::tables(&service.kit.superuser).await;
        // A made-up job would be one for the worker.
        for table in tables.iter().filter(|table| !table.name.ends_with("platform_jobs")) {
            rows::fill(&service.kit.superuser, table, org.id.as_uuid()).await;
        }

        desk.change(org.id, "delete", &[("reason", "they left"), ("slug", &org.slug)]).await;
        let_wait_be_over(service, org.id).await;
        worked(service).await;

        let stays = [
            "orgs",
            "ledger_head",
            "ledger_leaf",
            "ledger_body",
            "ledger_checkpoint",
            "ledger_personal",
            "platform_jobs",
            "operator_deeds",
        ];
        for table in tables.iter().filter(|table| !table.is_partition && !stays.iter().any(|stays| table.name.ends_with(stays))) {
            assert_eq!(rows_of(service, &table.name, org.id).await, 0, "{}", table.name);
        }
        assert!(rows_of(service, "public.members", bystander.id).await > 0);
        assert_eq!(recorded(service, org.id).await.last().unwrap(), "org.removed");
        // Of what people wrote nothing is left; the last record names the operator who asked.
        assert_eq!(rows_of(service, "public.ledger_personal", org.id).await, 1);
        let sheet = desk.open(&format!("/orgs/{}", org.id)).await.text;
        assert!(sheet.contains("Deleted organisation") && !sheet.contains("Delete organisation"), "{sheet}");
        let people: i64 = sqlx::query_scalar("select count(*) from auth.persons where email like $1")
            .bind(format!("%@{}.example", org.slug))
            .fetch_one(&service.kit.superuser)
            .await
            .unwrap();
        assert_eq!(people, 0);
    });
}

async fn rows_of(service: &Service, table: &str, org: OrgId) -> i64 {
    let sql = format!("select count(*) from {table} where org_id = $1");
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).bind(org.as_uuid()).fetch_one(&service.kit.superuser).await.unwrap()
}

#[test]
fn an_operator_looks_inside_only_while_the_organisation_lets_them_and_on_its_record() {
    kit::run(async {
        let (desk, colleague) = (Desk::signed_in().await, Desk::signed_in().await);
        let org = desk.service.org().await;
        let owner = desk.service.person(&org, "owner").await;
        let inside = format!("/orgs/{}/inside", org.id);
        let mut portal = desk.service.browser();
        portal.sign_in(&owner).await;
        let page = format!("/o/{}/settings/staff-access", org.slug);
        let looks = || async { recorded(desk.service, org.id).await.iter().filter(|kind| *kind == "staff.looked").count() };

        assert_eq!(desk.open(&inside).await.status, 403);
        desk.change(org.id, "access", &[("reason", "Ticket 71"), ("minutes", "30")]).await;
        assert_eq!(desk.open(&inside).await.status, 403, "asking opens nothing");
        let shown = portal.open(&page).await.text;
        assert!(shown.contains("Ticket 71") && shown.contains("Grant access"), "{shown}");

        let id = answered(&mut portal, &org.slug, &shown, "grant").await;
        let seen = desk.open(&inside).await;
        assert_eq!(seen.status, 200, "{}", seen.text);
        assert!(seen.text.contains(&owner.email) && seen.text.contains("owner"));
        assert_eq!(colleague.open(&inside).await.status, 403, "a grant is for who asked");
        assert_eq!(looks().await, 1);
        let shown = portal.open(&page).await.text;
        assert!(shown.contains("End access now") && shown.contains("Looks"), "{shown}");

        assert_eq!(answered(&mut portal, &org.slug, &shown, "end").await, id);
        assert_eq!(desk.open(&inside).await.status, 403);
        assert_eq!(looks().await, 1, "what is refused shows nothing");
        let again = portal.submit("/fn/staff-access/answer", &[("org", &org.slug), ("id", &id), ("answer", "grant")]).await;
        assert!(!again.header("location").contains("done="), "what was decided stays decided");
        let kinds = recorded(desk.service, org.id).await;
        for kind in ["staff.access_asked", "staff.access_granted", "staff.access_ended"] {
            assert_eq!(kinds.iter().filter(|recorded| *recorded == kind).count(), 1, "{kinds:?}");
        }
    });
}

#[test]
fn owners_are_written_when_access_is_asked_of_them_and_nobody_else_is() {
    kit::run(async {
        let desk = Desk::signed_in().await;
        let service = desk.service;
        let (org, bystander) = (service.org().await, service.org().await);
        let owner = service.person(&org, "owner").await;
        service.person(&org, "admin").await;
        service.person(&bystander, "owner").await;

        desk.change(org.id, "access", &[("reason", "Ticket 71"), ("minutes", "30")]).await;

        let sql = "select org_id, recipient, content from public.mail where org_id = any($1)";
        let both = [org.id.as_uuid(), bystander.id.as_uuid()];
        let letters: Vec<(uuid::Uuid, String, Value)> =
            sqlx::query_as(sql).bind(both.as_slice()).fetch_all(&service.kit.superuser).await.unwrap();
        let [(in_org, to, content)] = letters.as_slice() else { panic!("{letters:?}") };
        assert_eq!((*in_org, to), (org.id.as_uuid(), &owner.email));
        assert_eq!((&content["letter"], &content["slug"], &content["minutes"]), (&json!("staff_asks"), &json!(org.slug), &json!(30)));
        assert_eq!(content["reason"], "Ticket 71");
    });
}

#[test]
fn a_grant_is_over_when_its_time_is_and_a_refusal_opens_nothing() {
    kit::run(async {
        let desk = Desk::signed_in().await;
        let org = desk.service.org().await;
        let owner = desk.service.person(&org, "owner").await;
        let inside = format!("/orgs/{}/inside", org.id);
        let page = format!("/o/{}/settings/staff-access", org.slug);
        let mut portal = desk.service.browser();
        portal.sign_in(&owner).await;

        desk.change(org.id, "access", &[("reason", "First"), ("minutes", "15")]).await;
        let shown = portal.open(&page).await.text;
        answered(&mut portal, &org.slug, &shown, "refuse").await;
        assert_eq!(desk.open(&inside).await.status, 403);
        desk.change(org.id, "access", &[("reason", "Second"), ("minutes", "15")]).await;
        let shown = portal.open(&page).await.text;
        answered(&mut portal, &org.slug, &shown, "grant").await;
        assert_eq!(desk.open(&inside).await.status, 200);

        let over = format!("update public.staff_access set ends_at = now() where org_id = '{}' and status = 'granted'", org.id);
        execute(&desk.service.kit.superuser, &over).await;

        assert_eq!(desk.open(&inside).await.status, 403);
        let wrong = desk.submit(&format!("/orgs/{}/access", org.id), &[("reason", "x"), ("minutes", "481")]).await;
        assert_eq!(wrong.status, 400);
    });
}

/// Answers the newest request on the page that the portal showed; says which one that was.
async fn answered(portal: &mut kit::service::Browser<'_>, org: &str, shown: &str, answer: &str) -> String {
    let id = shown.split("name=\"id\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let done = portal.submit("/fn/staff-access/answer", &[("org", org), ("id", &id), ("answer", answer)]).await;
    assert!(done.header("location").contains("done=access-"), "{}: {}", done.status, done.text);
    id
}

/// Calls the operators' API.
async fn call(method: &str, path: &str, key: Option<&str>, body: &Value) -> Answer {
    let request = service().await.stranger(method, &format!("/api/v1/platform{path}")).header("host", "platform.localhost");
    let request = key.into_iter().fold(request, |request, key| request.header("x-admin-api-key", key));
    Answer::of(if body.is_null() { request } else { request.json(body) }).await
}

#[test]
fn the_api_always_asks_for_its_key() {
    kit::run(async {
        let desk = Desk::signed_in().await;

        for key in [None, Some(""), Some("another key that is long enough to be one"), Some(&ADMIN_KEY[1..])] {
            for (method, path) in [("GET", "/orgs"), ("POST", "/orgs"), ("DELETE", "/orgs/0197a000-0000-7000-8000-000000000000/suspension")]
            {
                let answer = call(method, path, key, &Value::Null).await;
                assert_eq!(answer.expect(401)["type"], "urn:axonflow:problem:unauthenticated", "{method} {path} {key:?}");
            }
        }
        assert_eq!(desk.open("/api/v1/platform/orgs").await.status, 401, "a session is no key");
    });
}

#[test]
fn a_program_runs_an_organisation_through_its_whole_life() {
    kit::run(async {
        let service = service().await;
        let slug = unique("api").replace('_', "-");
        let key = Some(ADMIN_KEY);

        let made = call("POST", "/orgs", key, &json!({"slug": slug, "name": "By API", "tier": "community"})).await.expect(202);
        worked(service).await;
        let org = format!("/orgs/{}", made["org_id"].as_str().unwrap());
        let list = call("GET", &format!("/orgs?q={slug}"), key, &Value::Null).await.expect(200);
        assert_eq!((list["orgs"][0]["slug"].as_str().unwrap(), list["orgs"][0]["people"].as_i64()), (slug.as_str(), Some(0)));
        for (method, what, body) in [
            ("PUT", "plan", json!({"tier": "enterprise", "calls_per_minute": 90})),
            ("POST", "suspension", json!({"reason": "unpaid"})),
            ("DELETE", "suspension", Value::Null),
            ("POST", "deletion", json!({"reason": "unpaid", "slug": slug})),
            ("DELETE", "deletion", Value::Null),
        ] {
            call(method, &format!("{org}/{what}"), key, &body).await.expect(202);
            worked(service).await;
        }

        let sheet = call("GET", &org, key, &Value::Null).await.expect(200);
        assert_eq!(sheet["org"]["calls_per_minute"], 90);
        assert!(sheet["org"]["suspended_at"].is_string() && sheet["org"]["delete_after"].is_null(), "{sheet}");
        let jobs: Vec<_> =
            sheet["jobs"].as_array().unwrap().iter().map(|job| (job["kind"].as_str().unwrap(), job["status"].as_str().unwrap())).collect();
        assert!(jobs.contains(&("remove", "withdrawn")) && jobs.iter().filter(|(_, status)| *status == "done").count() == 6, "{jobs:?}");
        for (path, body) in [("plan", json!({"tier": "gold"})), ("plan", json!({"tier": "community", "calls_per_minute": 0}))] {
            call("PUT", &format!("{org}/{path}"), key, &body).await.expect(400);
        }
        call("POST", &format!("{org}/deletion"), key, &json!({"reason": "x", "slug": "another"})).await.expect(400);
        call("GET", "/orgs/0197a000-0000-7000-8000-000000000000", key, &Value::Null).await.expect(404);
    });
}

/// Sources below `folder`, without tests.
fn sources(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push((path.to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap()));
        }
    }
    found
}

/// The files of the server that may name what bypasses row-level security: commands, the start, and the jobs. None of them handles
/// a request; what does is in `api`, `auth`, `scim`, `http` and the routes, and in crates that cannot name the store at all.
const WITH_THE_PLATFORM_POOL: [&str; 9] = [
    "/cli/",
    "/assemble.rs",
    "/demo.rs",
    "/platform_jobs.rs",
    "/provision.rs",
    "/rewrap.rs",
    "/secrets/follow.rs",
    "/serve/mod.rs",
    "/serve/months.rs",
];

#[test]
fn no_request_handler_can_name_the_pool_that_bypasses_row_level_security() {
    let server = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let governance = server.join("../../app/governance/src");

    let names_it = |text: &str| text.contains("PlatformPool") || text.contains("store::platform") || text.contains("platform::{");
    let strays: Vec<String> = sources(&server)
        .into_iter()
        .filter(|(path, text)| {
            names_it(text) && !WITH_THE_PLATFORM_POOL.iter().any(|may| path.contains(may)) && !path.contains("/signing/")
        })
        .map(|(path, _)| path)
        .chain(sources(&governance).into_iter().filter(|(_, text)| names_it(text)).map(|(path, _)| path))
        .collect();

    assert!(strays.is_empty(), "these name the platform pool: {strays:?}");
    // What the routes are made from does not carry it either.
    let routes = fs::read_to_string(server.join("serve/routes.rs")).unwrap();
    assert!(!routes.contains("House") && !routes.contains("platform:"), "the routes could reach it through the house");
}
