//! What routes answer while the key service is slow, away or wrong: a refusal in bounded time, and never what should have been
//! sealed (SP-16).

use model::PermissionSet;
use serde_json::{Value, json};
use time::Duration;

use crate::{
    key_service::{Watched, bounded},
    kit::{
        aws::Fault,
        run,
        service::{Answer, Client, Service},
        until,
    },
};

async fn decide(client: &Client<'_>, text: &str) -> Answer {
    let call = json!({"stage": "tool", "query": format!("transfer heron {text}"), "target": {"tool": "transfer"}});
    bounded(client.post("/api/v1/decide", &call)).await
}

async fn holds(client: &Client<'_>) -> usize {
    client.get("/api/v1/hitl/queue").await.expect(200)["data"].as_array().map_or(0, Vec::len)
}

/// A script's call of the portal, with this session.
async fn call(node: &Service, cookie: Option<&str>, function: &str, fields: &[(&str, &str)]) -> Answer {
    let call = node.stranger("POST", &format!("/fn/{function}")).header("origin", &node.url).header("sec-fetch-site", "same-origin");
    let call = cookie.into_iter().fold(call, |call, cookie| call.header("cookie", cookie));
    bounded(Answer::of(call.form(fields))).await
}

#[test]
fn a_call_that_has_to_be_held_is_refused_while_it_cannot_be_sealed() {
    run(async {
        let watched = Watched::start().await;
        let node = Service::sealing_with(watched.keys.clone()).await;
        let client = node.key(&node.org().await, PermissionSet::all()).await;
        let policy =
            json!({"name": "Heron", "category": "sensitive-data", "pattern": "heron", "action": "require_approval", "severity": "low"});
        client.post("/api/v1/static-policies", &policy).await.expect(201);
        until("the policy to be in force", || async { decide(&client, "first").await.json()["verdict"] == "needs_approval" }).await;
        let before = holds(&client).await;

        for (fault, status) in [(Fault::Silence, 503), (Fault::HangUp, 503), (Fault::WrongPlaintext, 500)] {
            watched.proxy.fails_by(fault);

            let refused = decide(&client, &format!("{fault:?}")).await;

            assert_eq!(refused.status.as_u16(), status, "{fault:?}");
            assert_eq!(refused.json()["verdict"], Value::Null, "{fault:?}: it was decided");
            assert_eq!(holds(&client).await, before, "{fault:?}: it is held, without its exact call");
        }

        watched.proxy.fails_by(Fault::None);
        assert_eq!(decide(&client, "last").await.expect(200)["verdict"], "needs_approval");
        assert_eq!(holds(&client).await, before + 1);
    });
}

#[test]
fn a_second_step_is_checked_with_what_was_opened_lately_and_with_nothing_later() {
    run(async {
        let watched = Watched::start().await;
        let node = Service::sealing_with(watched.keys.clone()).await;
        let org = node.org().await;
        let (one, two) = (node.person(&org, "auditor").await, node.person(&org, "auditor").await);
        watched.proxy.fails_by(Fault::Silence);

        let mut within = node.browser();
        bounded(within.sign_in(&one)).await;
        assert_eq!(within.open(&format!("/o/{}/home", org.slug)).await.status.as_u16(), 200, "its data key is remembered");

        watched.pass(Duration::minutes(5));
        let mut later = node.browser();
        bounded(later.sign_in(&two)).await;
        let code = two.code(node.gov());
        let refused = call(&node, later.cookie.as_deref(), "session/factor", &[("code", &code)]).await;
        assert_eq!(refused.status.as_u16(), 500);
        assert_ne!(later.open(&format!("/o/{}/home", org.slug)).await.status.as_u16(), 200, "nobody is in without a second step");

        watched.proxy.fails_by(Fault::None);
        bounded(later.sign_in(&two)).await;
        assert_eq!(later.open(&format!("/o/{}/home", org.slug)).await.status.as_u16(), 200, "it goes on by itself");
    });
}

#[test]
fn no_seed_is_shown_that_could_not_be_sealed() {
    run(async {
        let watched = Watched::start().await;
        let node = Service::sealing_with(watched.keys.clone()).await;
        let org = node.org().await;
        let newcomer = node.person(&org, "viewer").await;
        let mut browser = node.browser();
        browser.sign_in(&newcomer).await;
        let account = async || call(&node, browser.cookie.as_deref(), "account/factor-start", &[]).await;

        for fault in [Fault::Silence, Fault::HangUp, Fault::WrongPlaintext] {
            watched.proxy.fails_by(fault);

            let refused = account().await;

            assert_eq!(refused.status.as_u16(), 500, "{fault:?}");
            assert!(!refused.text.contains("otpauth"), "{fault:?}: {}", refused.text);
        }

        watched.proxy.fails_by(Fault::None);
        assert_eq!(account().await.status.as_u16(), 200);
    });
}
