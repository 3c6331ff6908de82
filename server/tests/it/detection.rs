//! Every governed surface looks for the same things, in both directions, and keeps none of what it finds (TC-39, TC-53,
//! BP-43, BP-46, AX-33).

use std::{
    io::Write,
    process::{Command, Stdio},
    sync::{Arc, Mutex},
};

use governance::approvals::{approve, reject};
use model::PermissionSet;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::kit::{
    Org, run,
    service::{Answer, Client, Service, service},
};

/// A card, an identity number, an address and an attack.
const SAMPLE: &str = "pay with 4111 1111 1111 1111, SSN 123-45-6789, mail ann@example.com; id=1' UNION SELECT password FROM users--";
const FOUND: [(&str, u64); 4] = [("credit_card", 1), ("email", 1), ("sqli_union", 1), ("ssn", 1)];

/// A way into the service: its name in the metrics, its path, and a body that carries `text`.
type Surface = (&'static str, &'static str, fn(&str) -> Value);

/// Every place where a caller's text may stand, one at a time.
const SURFACES: [Surface; 14] = [
    ("decide", "/api/v1/decide", |text| json!({"stage": "llm", "query": text})),
    ("decide", "/api/v1/decide", |text| json!({"stage": "tool", "query": "look it up", "context": {"args": [{"deep": {"note": text}}]}})),
    ("pre_check", "/api/policy/pre-check", |text| json!({"query": text})),
    ("pre_check", "/api/policy/pre-check", |text| json!({"query": "go on", "context": {"history": [text]}})),
    ("proxy", "/api/request", |text| json!({"query": text, "request_type": "chat"})),
    ("proxy", "/api/request", |text| json!({"query": "go on", "request_type": "chat", "context": {"attachment": {"body": text}}})),
    ("mcp_input", "/api/v1/mcp/check-input", |text| json!({"connector_type": "postgres", "statement": text})),
    (
        "mcp_input",
        "/api/v1/mcp/check-input",
        |text| json!({"connector_type": "postgres", "statement": "run it", "parameters": {"filter": {"where": text}}}),
    ),
    ("mcp_output", "/api/v1/mcp/check-output", |text| json!({"connector_type": "postgres", "message": text})),
    ("mcp_output", "/api/v1/mcp/check-output", |text| json!({"connector_type": "postgres", "response_data": [{"row": {"note": text}}]})),
    ("tool_call", "/api/v1/audit/tool-call", |text| json!({"tool_name": "crm.lookup", "input": {"q": [text]}})),
    ("tool_call", "/api/v1/audit/tool-call", |text| json!({"tool_name": "crm.lookup", "output": {"rows": [text]}})),
    ("tool_call", "/api/v1/audit/tool-call", |text| json!({"tool_name": "crm.lookup", "error_message": text})),
    ("queue", "/api/v1/hitl/queue", |text| json!({"client_id": "c", "original_query": text, "request_type": "t"})),
];

/// The facts of the newest record of an organisation.
async fn newest_facts(service: &Service, org: &Org) -> Value {
    let sql = "select record::text from ledger_body where org_id = $1 order by seq desc limit 1";
    let record: String = sqlx::query_scalar(sql).bind(org.id.as_uuid()).fetch_one(&service.kit.superuser).await.unwrap();
    serde_json::from_str::<Value>(&record).unwrap()["facts"].clone()
}

fn expected() -> Value {
    FOUND.iter().map(|(kind, count)| ((*kind).to_owned(), json!(count))).collect::<serde_json::Map<_, _>>().into()
}

async fn report_answer(client: &Client<'_>, summary: &str) -> Answer {
    let checked = client.post("/api/policy/pre-check", &json!({"query": "hello"})).await.expect(200);
    let body = json!({"context_id": checked["context_id"], "response_summary": summary, "provider": "p", "model": "m"});
    client.post("/api/audit/llm-call", &body).await
}

#[test]
fn the_same_sample_is_found_on_every_surface_and_counted_without_its_values() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let client = service.key(&org, PermissionSet::all()).await;

        for (surface, path, body) in SURFACES {
            let answer = client.post(path, &body(SAMPLE)).await;
            assert!(answer.status.is_success() || answer.status == 403, "{surface}: {}", answer.text);
            assert_eq!(newest_facts(service, &org).await["detections"], expected(), "{surface} {path} {}", body("…"));
        }
        report_answer(&client, SAMPLE).await.expect(200);
        assert_eq!(newest_facts(service, &org).await["detections"], expected(), "llm_call");

        client.post("/api/v1/decide", &json!({"stage": "llm", "query": "a quiet day"})).await.expect(200);
        assert_eq!(newest_facts(service, &org).await["detections"], json!({}), "nothing is found in nothing");
    });
}

#[test]
fn detections_are_counted_by_plane_and_kind_and_no_other_label() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let client = service.key(&org, PermissionSet::all()).await;
        for (_, path, body) in SURFACES {
            client.post(path, &body(SAMPLE)).await;
        }
        report_answer(&client, SAMPLE).await.expect(200);

        let page = Answer::of(service.stranger("GET", "/metrics")).await.text;

        let lines: Vec<&str> = page.lines().filter(|line| line.starts_with("axonflow_detections_total{")).collect();
        for surface in SURFACES.map(|(name, ..)| name).into_iter().chain(["llm_call"]) {
            for (kind, _) in FOUND {
                let counted = format!("axonflow_detections_total{{plane=\"{surface}\",kind=\"{kind}\"}}");
                assert!(lines.iter().any(|line| line.starts_with(&counted)), "{counted} is missing in {lines:#?}");
            }
        }
        assert!(lines.iter().all(|line| line.matches('=').count() == 2), "{lines:#?}");
        // A sum of times may hold any digits; names and labels may not.
        let named: String = page.lines().filter_map(|line| Some(line.rsplit_once(' ')?.0)).collect();
        for own in [org.slug.as_str(), &org.id.to_string(), &client.id, "4111", "ann@"] {
            assert!(!named.contains(own), "{own} is in the metrics");
        }
    });
}

/// A card number that nothing else in these tests has, as it may be written.
const CANARY: [&str; 3] = ["4539 1488 0343 6467", "4539148803436467", "4539-1488-0343-6467"];

/// Bodies with the number in every text that a caller may send along.
fn marked_bodies(card: &str) -> Vec<(&'static str, Value)> {
    let labels = json!({"team": card, card: "x"});
    vec![
        (
            "/api/v1/decide",
            json!({"stage": "tool", "query": card, "user_token": card, "context": labels, "target": {"server": card, "tool": card}}),
        ),
        ("/api/policy/pre-check", json!({"query": card, "user_token": card, "context": labels, "data_sources": [card]})),
        ("/api/request", json!({"query": card, "request_type": card, "user_token": card, "context": {"model": card, "provider": card}})),
        (
            "/api/v1/mcp/check-input",
            json!({"connector_type": card, "statement": card, "operation": card, "parameters": labels, "tool": card, "user_id": card}),
        ),
        (
            "/api/v1/mcp/check-output",
            json!({"connector_type": card, "message": card, "response_data": [labels], "tool": card, "user_id": card}),
        ),
        (
            "/api/v1/audit/tool-call",
            json!({"tool_name": card, "caller_name": card, "tool_type": card, "input": labels, "output": [card], "workflow_id": card,
                "step_id": card, "user_id": card, "policies_applied": [card], "error_message": card}),
        ),
        (
            "/api/v1/hitl/queue",
            json!({"client_id": card, "original_query": card, "request_type": card, "user_id": card, "request_context": labels,
                "triggered_policy_id": card, "triggered_policy_name": card, "trigger_reason": card, "severity": "low"}),
        ),
    ]
}

/// Everything that the database holds, as text.
async fn dump(superuser: &PgPool) -> Vec<(String, String)> {
    let tables: Vec<String> = sqlx::query_scalar(
        "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
    )
    .fetch_all(superuser)
    .await
    .unwrap();
    let mut rows = Vec::new();
    for table in tables {
        let sql = format!("select t::text from {table} t");
        let found: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_all(superuser).await.unwrap();
        rows.extend(found.into_iter().map(|row| (table.clone(), row)));
    }
    rows
}

/// What the process logs from now on.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn start() -> Self {
        let log = Self::default();
        let writer = log.clone();
        let ours = "info,axonflow=trace,gate=trace,governance=trace,portal=trace,store=trace,identity=trace,sqlx=debug,tower_http=trace";
        tracing_subscriber::fmt().with_env_filter(ours).with_writer(move || writer.clone()).init();
        log
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

#[test]
fn no_card_number_is_in_the_database_or_the_log_after_every_surface_has_seen_it() {
    run(async {
        let log = Log::start();
        let service = service().await;
        let org = service.org().await;
        let client = service.key(&org, PermissionSet::all()).await;
        let approver = org.member(&service.kit.platform, "approver").await;
        let approver = service.scope_of(&org, approver).await;
        let mut browser = service.browser();
        browser.sign_in(&service.person(&org, "viewer").await).await;

        for card in CANARY {
            for (path, body) in marked_bodies(card) {
                let answer = client.post(path, &body).await;
                assert!(!answer.status.is_server_error(), "{path}: {}", answer.text);
                let held = serde_json::from_str::<Value>(&answer.text).unwrap_or_default()["data"]["request_id"].clone();
                if let Some(id) = held.as_str() {
                    approve(service.gov(), &approver, id.parse().unwrap(), Some(card)).await.unwrap();
                }
            }
            assert!(report_answer(&client, card).await.status.is_success());
            browser.submit(&format!("/o/{}/detection", org.slug), &[("text", card)]).await;
        }
        let held = client.post("/api/v1/hitl/queue", &marked_bodies(CANARY[0])[6].1).await.expect(201)["data"]["request_id"].clone();
        reject(service.gov(), &approver, held.as_str().unwrap().parse().unwrap(), Some(CANARY[1])).await.unwrap();

        let rows = dump(&service.kit.superuser).await;
        assert!(rows.iter().any(|(table, row)| table == "public.ledger_personal" && row.contains("[REDACTED:credit_card]")));
        assert!(log.text().contains("axonflow"), "the log was not taken");
        for card in CANARY {
            let kept: Vec<_> = rows.iter().filter(|(_, row)| row.contains(card)).collect();
            assert!(kept.is_empty(), "{card} is stored: {kept:#?}");
            assert!(!log.text().contains(card), "{card} is logged");
        }
    });
}

#[test]
fn the_playground_answers_a_plain_form_on_the_page_and_keeps_nothing() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let mut browser = service.browser();
        let path = format!("/o/{}/detection", org.slug);
        let stranger = browser.submit(&path, &[("org", &org.slug), ("text", SAMPLE)]).await;
        assert!(!stranger.text.contains("credit card"), "nobody is signed in: {}", stranger.text);
        browser.sign_in(&service.person(&org, "viewer").await).await;

        let answer = browser.submit(&path, &[("org", &org.slug), ("text", &format!("first line\r\n{SAMPLE}"))]).await;

        assert_eq!(answer.status.as_u16(), 200);
        assert_eq!(answer.header("cache-control"), "no-store");
        for shown in
            ["Credit card", "SSN", "E-mail address", "SQL injection: union", "Luhn", "[REDACTED:credit_card]", "Masked to the last four"]
        {
            assert!(answer.text.contains(shown), "{shown} is not shown: {}", answer.text);
        }
        assert!(dump(&service.kit.superuser).await.iter().all(|(_, row)| !row.contains("4111 1111 1111 1111")), "it is stored");
        for (text, status, sentence) in [("", 422, "This is required."), (&"x".repeat(70_000), 422, "64 kB are looked at")] {
            let refused = browser.submit(&path, &[("org", &org.slug), ("text", text)]).await;
            assert_eq!(refused.status.as_u16(), status, "{}", text.len());
            assert!(refused.text.contains(sentence), "{sentence} is not said");
        }
        let stranger_site = browser.request("POST", &path).header("origin", "https://evil.example").form(&[("text", "x")]);
        assert_eq!(Answer::of(stranger_site).await.status.as_u16(), 403);
    });
}

/// Runs `axonflow detect` in an empty folder with nothing configured.
fn detect(args: &[&str], input: &str) -> (Option<i32>, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_axonflow"))
        .arg("detect")
        .args(args)
        .current_dir(folder.path())
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let done = child.wait_with_output().unwrap();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "it left something behind");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (done.status.code(), text(&done.stdout), text(&done.stderr))
}

#[test]
fn the_command_line_detects_without_a_database() {
    let lines = "{\"id\":\"a\",\"text\":\"Grüße an ann@example.com\"}\n{\"id\":\"b\",\"text\":\"hello\"}\n";
    let spans = "{\"id\":\"a\",\"spans\":[{\"start\":9,\"end\":24,\"type\":\"email\"}]}\n{\"id\":\"b\",\"spans\":[]}\n";
    assert_eq!(detect(&["pii", "--jsonl"], lines), (Some(0), spans.to_owned(), String::new()));

    let (code, out, error) = detect(&["sqli", "--jsonl"], "{\"id\":1,\"text\":\"hello\"}\nann@example.com\n");
    assert_eq!((code, out.as_str()), (Some(1), "{\"id\":1,\"label\":\"benign\",\"category\":\"none\"}\n"));
    assert!(error.contains("line 2") && !error.contains("ann@"), "{error}");

    let (code, out, _) = detect(&["pii"], "Her card is\n4111 1111 1111 1111.\n");
    assert_eq!(code, Some(0));
    assert!(out.starts_with("2:1-20") && out.contains("credit_card") && !out.contains("4111"), "{out}");
}
