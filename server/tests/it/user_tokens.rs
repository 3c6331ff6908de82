//! User tokens: for whom a call is made and for whom the trail is read (TC-28).

use axonflow::signing::{self, FollowedSigning, KeyPurpose};
use model::PermissionSet;
use serde_json::{Value, json};

use crate::kit::{
    database::execute,
    run,
    service::{Answer, Client, Service, service},
    until,
};

async fn token(client: &Client<'_>, subject: &str) -> String {
    let issued = client.post("/api/v1/user-tokens", &json!({"subject": subject})).await.expect(201);
    issued["user_token"].as_str().unwrap().to_owned()
}

async fn decide(client: &Client<'_>, user: &str) -> Answer {
    client.post("/api/v1/decide", &json!({"stage": "llm", "query": "hello", "user_token": user})).await
}

async fn decided(client: &Client<'_>, user: &str) -> String {
    decide(client, user).await.expect(200)["decision_id"].as_str().unwrap().to_owned()
}

/// Reads the trail for whoever holds the token: the read scope and the end users of what is listed.
async fn read(client: &Client<'_>, token: &str) -> (String, Vec<String>) {
    let request = client.request("POST", "/api/v1/audit/search").header("x-user-token", token).json(&json!({"limit": 50}));
    let answer = Answer::of(request).await;
    let found = answer.expect(200);
    let users = found["entries"].as_array().unwrap().iter().map(|entry| entry["user_email"].as_str().unwrap_or("").to_owned());
    (answer.header("x-axonflow-read-scope").to_owned(), users.collect())
}

/// What a process does every minute.
async fn take_up(service: &Service) {
    let mut followed = FollowedSigning::new(service.gov().clone(), &service.house.roster);
    followed.refresh(service.gov().now()).await.unwrap();
}

async fn refused(answer: Answer, status: u16) -> String {
    answer.expect(status)["code"].as_str().unwrap().to_owned()
}

#[test]
fn a_genuine_token_names_the_person_in_the_record_and_reads_their_rows_alone() {
    run(async {
        let service = service().await;
        let client = service.key(&service.org().await, PermissionSet::sdk()).await;
        let (ann, ben) = (token(&client, "ann@acme.example").await, token(&client, "ben@acme.example").await);
        let (of_ann, of_ben) = (decided(&client, &ann).await, decided(&client, &ben).await);

        assert_eq!(read(&client, &ann).await, ("own-rows".to_owned(), vec!["ann@acme.example".to_owned()]));
        let explain = async |id: &str| {
            let path = format!("/api/v1/decisions/{id}/explain");
            Answer::of(client.request("GET", &path).header("x-user-token", &ann)).await.status.as_u16()
        };
        assert_eq!((explain(&of_ann).await, explain(&of_ben).await), (200, 404), "another person's is not there");
        let listed = Answer::of(client.request("GET", "/api/v1/decisions").header("x-user-token", &ann)).await.expect(200);
        let ids: Vec<&str> = listed["decisions"].as_array().unwrap().iter().filter_map(|one| one["decision_id"].as_str()).collect();
        assert_eq!(ids, [of_ann.as_str()]);
        assert_eq!(client.get("/api/v1/decisions").await.header("x-axonflow-read-scope"), "tenant");
    });
}

#[test]
fn a_token_that_is_not_genuine_is_refused_by_lenient_and_strict_organisations_as_each_says() {
    run(async {
        let service = service().await;
        let (org, other) = (service.org().await, service.org().await);
        let client = service.key(&org, PermissionSet::all()).await;
        let own = token(&client, "ann@acme.example").await;
        let foreign = token(&service.key(&other, PermissionSet::sdk()).await, "eve@acme.example").await;
        let tampered = format!("{}A{}", &own[..own.len() - 20], &own[own.len() - 19..]);
        let header = |token: &str| client.request("GET", "/api/v1/decisions").header("x-user-token", token);

        for (token, status, code) in [(&tampered, 401, "user_token_invalid"), (&foreign, 403, "foreign_identity")] {
            assert_eq!(refused(decide(&client, token).await, status).await, code);
            assert_eq!(refused(Answer::of(header(token)).await, status).await, code);
        }
        assert_eq!(decide(&client, "demo-user").await.status.as_u16(), 200, "a label, which proves nothing");
        assert_eq!(refused(Answer::of(header("demo-user")).await, 401).await, "user_token_unverified", "and reads nothing");

        client.send("PUT", "/api/v1/user-tokens/mode", &json!({"strict": true})).await.expect(200);
        until("strictness", || async { decide(&client, "demo-user").await.status.as_u16() == 401 }).await;
        assert_eq!(decide(&client, &own).await.status.as_u16(), 200, "a genuine one is taken");
        assert_eq!(decide(&client, "").await.status.as_u16(), 200, "and so is none");
    });
}

#[test]
fn through_a_rollover_of_the_signing_key_no_token_is_refused() {
    run(async {
        let service = service().await;
        let client = service.key(&service.org().await, PermissionSet::sdk()).await;
        let before = token(&client, "ann@acme.example").await;
        let kids = async || -> Vec<Value> { client.get("/.well-known/jwks.json").await.expect(200)["keys"].as_array().unwrap().clone() };
        let known = kids().await.len();

        // Far ahead, so that nothing signs with it while other tests run.
        let from = service.gov().now() + time::Duration::days(365);
        let next = signing::roll(&service.kit.platform, &service.gov().parts.vault, KeyPurpose::UserTokens, from).await.unwrap();
        take_up(service).await;
        let published = kids().await;
        assert!(published.len() > known && published.iter().any(|key| key["kid"] == next.kid.as_str()), "known before it signs");
        assert_eq!(decide(&client, &before).await.status.as_u16(), 200);

        execute(&service.kit.superuser, &format!("update auth.signing_keys set retired_at = now() where kid = '{}'", next.kid)).await;
        take_up(service).await;
        assert!(kids().await.iter().all(|key| key["kid"] != next.kid.as_str()), "what is retired is published no more");
        assert_eq!(decide(&client, &before).await.status.as_u16(), 200);
    });
}
