//! Evidence that leaves the service verifies offline, and shows what was done to the rows behind it (A-18, SP-15).

use futures::future::join_all;
use governance::{decisions, evidence, worker};
use ledger::{Deed, Report, VerifyOptions, verify};
use model::{DeedKind, PermissionSet, views::ExportStatus};
use serde_json::json;
use store::ledger_read::{self, FRONTIER_EVERY, RecordFilter, StoredRecord};
use uuid::Uuid;

use crate::kit::{
    Org,
    database::execute,
    run,
    service::{Service, service},
    until,
};

/// An organisation with some decisions under a signed head.
async fn with_decisions(service: &Service) -> Org {
    let org = service.org().await;
    let client = service.key(&org, PermissionSet::sdk()).await;
    for number in 0..10 {
        let body = json!({"stage": "llm", "query": format!("call {number} of jane.doe@example.com"), "user_token": "jane"});
        client.post("/api/v1/decide", &body).await.expect(200);
    }
    worker::sign_heads(service.gov()).await.unwrap();
    org
}

async fn export(service: &Service, org: &Org) -> Result<Vec<u8>, governance::Error> {
    let mut bundle = Vec::new();
    let scope = org.scope(&service.kit.platform);
    evidence::export_to(service.gov(), &scope, &mut bundle, None, None).await?;
    Ok(bundle)
}

fn verified(service: &Service, bundle: &[u8]) -> Report {
    let pinned = service.gov().signing().checkpoints.verifier_keys.clone();
    verify(bundle, &VerifyOptions { pinned, since: None, strict: true })
}

/// Does something to the rows that only whoever holds the database can do: past every trigger.
async fn tamper(service: &Service, org: &Org, sql: &str) {
    let before = fingerprint(service, org).await;
    let sql = sql.replace("ORG", &format!("'{}'::uuid", org.id));
    execute(&service.kit.superuser, &format!("begin; set local session_replication_role = replica; {sql}; commit")).await;
    assert_ne!(fingerprint(service, org).await, before, "nothing was changed by: {sql}");
}

async fn fingerprint(service: &Service, org: &Org) -> Vec<String> {
    let all = "select b::text from ledger_body b where org_id = $1 union all select l::text from ledger_leaf l where org_id = $1
               union all select p::text from ledger_personal p where org_id = $1 order by 1";
    sqlx::query_scalar(all).bind(org.id.as_uuid()).fetch_all(&service.kit.superuser).await.unwrap()
}

/// Whether the tampering comes to light: the export fails, or what it wrote does not verify.
async fn is_found(service: &Service, org: &Org) -> bool {
    match export(service, org).await {
        Err(_) => true,
        Ok(bundle) => !verified(service, &bundle).ok,
    }
}

#[test]
fn a_bundle_verifies_against_the_pinned_key() {
    run(async {
        let service = service().await;
        let org = with_decisions(service).await;

        let bundle = export(service, &org).await.unwrap();

        let report = verified(service, &bundle);
        assert!(report.ok && report.pinned, "{report:?}");
        assert!(report.records >= 12, "{report:?}");
        assert_eq!(report.org, Some(org.id.to_string()));
        assert_eq!(report.policy_sets, report.policy_sets_bound);
        let text = String::from_utf8(bundle).unwrap();
        assert!(!text.contains("jane.doe@example.com"), "a detected value is in clear");
    });
}

#[test]
fn a_log_that_grows_stays_consistent_with_the_checkpoint_of_last_time() {
    run(async {
        let service = service().await;
        let org = with_decisions(service).await;
        let scope = org.scope(&service.kit.platform);
        let mut tx = service.gov().pool().org_tx(&scope).await.unwrap();
        let last_time = ledger_read::newest_checkpoint(&mut tx).await.unwrap().unwrap().note;
        drop(tx);
        org.member(&service.kit.platform, "viewer").await;
        worker::sign_heads(service.gov()).await.unwrap();

        let bundle = export(service, &org).await.unwrap();

        let pinned = service.gov().signing().checkpoints.verifier_keys.clone();
        let report = verify(bundle.as_slice(), &VerifyOptions { pinned, since: Some(last_time), strict: true });
        let only_unproven = report.problems.iter().all(|problem| problem.code == ledger::ProblemCode::SinceUnproven);
        assert!(only_unproven, "{report:?}");
    });
}

#[test]
fn every_change_to_stored_rows_comes_to_light() {
    run(async {
        let service = service().await;
        let tampers: [(&str, &str); 9] = [
            ("a changed word", "update ledger_body set record = replace(record, 'redact', 'allow') where org_id = ORG and seq = 5"),
            ("a changed byte", "update ledger_body set record = record || ' ' where org_id = ORG and seq = 5"),
            ("a body that is gone", "delete from ledger_body where org_id = ORG and seq = 5"),
            ("a leaf that is gone", "delete from ledger_leaf where org_id = ORG and seq = 5"),
            ("a record that is gone altogether", "delete from ledger_leaf where org_id = ORG and seq = 5; delete from ledger_body where org_id = ORG and seq = 5; delete from ledger_personal where org_id = ORG and seq = 5"),
            (
                "two records that changed places",
                "update ledger_body set record = (select o.record from ledger_body o where o.org_id = ORG and o.seq = 11 - ledger_body.seq) where org_id = ORG and seq in (5, 6)",
            ),
            (
                "leaves and bodies that changed places together",
                "update ledger_body set seq = -seq where org_id = ORG and seq in (5, 6); update ledger_body set seq = 11 + seq where org_id = ORG and seq < 0;
                 update ledger_leaf set seq = -seq where org_id = ORG and seq in (5, 6); update ledger_leaf set seq = 11 + seq where org_id = ORG and seq < 0",
            ),
            ("a changed personal value", "update ledger_personal set fields = jsonb_set(fields, array[(select min(k) from jsonb_object_keys(fields) k), '0'], '\"somebody else\"') where org_id = ORG"),
            ("the last records cut off", "delete from ledger_leaf where org_id = ORG and seq > 8; delete from ledger_body where org_id = ORG and seq > 8; delete from ledger_personal where org_id = ORG and seq > 8"),
        ];
        let mut unseen = Vec::new();
        for (what, sql) in tampers {
            let org = with_decisions(service).await;
            assert!(!is_found(service, &org).await, "the honest export is refused");
            tamper(service, &org, sql).await;
            if !is_found(service, &org).await {
                unseen.push(what);
            }
        }

        assert!(unseen.is_empty(), "not noticed: {unseen:?}");
    });
}

#[test]
fn a_rewritten_record_with_a_fitting_leaf_is_found_by_the_signed_head() {
    run(async {
        let service = service().await;
        let org = with_decisions(service).await;
        tamper(
            service,
            &org,
            "update ledger_body set record = replace(record, 'redact', 'allow') where org_id = ORG and seq = 5;
             update ledger_leaf l set leaf = sha256('\\x00'::bytea || convert_to(b.record, 'UTF8')) from ledger_body b
               where l.org_id = ORG and l.seq = 5 and b.org_id = l.org_id and b.seq = l.seq",
        )
        .await;

        assert!(is_found(service, &org).await);
    });
}

#[test]
fn a_bundle_of_a_stranger_does_not_verify() {
    run(async {
        let service = service().await;
        let org = with_decisions(service).await;
        let bundle = export(service, &org).await.unwrap();
        let key = ed25519_dalek::SigningKey::from_bytes(&[9; 32]);
        let pinned = vec![ledger::VerifierKey::of("axonflow/checkpoint", &key).unwrap()];

        let report = verify(bundle.as_slice(), &VerifyOptions { pinned, since: None, strict: true });

        assert!(!report.ok);
    });
}

#[test]
fn an_erased_value_leaves_the_proof_intact() {
    run(async {
        let service = service().await;
        let org = with_decisions(service).await;
        execute(&service.kit.superuser, &format!("update ledger_personal set fields = '{{}}' where org_id = '{}'", org.id)).await;

        let report = verified(service, &export(service, &org).await.unwrap());

        assert!(report.ok && report.erased > 0, "{report:?}");
    });
}

#[test]
fn an_export_that_finds_a_mismatch_says_so_in_the_ledger() {
    run(async {
        let service = service().await;
        let org = with_decisions(service).await;
        let scope = org.scope(&service.kit.platform);
        let asked = evidence::request(service.gov(), &scope, None, None).await.unwrap();
        worker::sign_heads(service.gov()).await.unwrap();
        tamper(service, &org, "delete from ledger_body where org_id = ORG and seq = 5").await;

        until("the export's end", || async {
            // Other tests' exports may come first; theirs may fail too.
            let _ = evidence::run_next(service.gov()).await;
            evidence::find(service.gov(), &scope, asked).await.unwrap().status == ExportStatus::Failed
        })
        .await;
        let by_hand = export(service, &org).await;

        assert!(by_hand.is_err());
        let failures = failures(service, &org).await;
        let by_worker: Vec<_> = failures.iter().filter(|record| record.record_id == asked.as_uuid()).collect();
        assert_eq!((by_worker.len(), failures.len()), (1, 2), "{failures:?}");
        assert!(failures.iter().all(|record| record.canonical.contains("Record 5 is missing")), "{failures:?}");
    });
}

async fn failures(service: &Service, org: &Org) -> Vec<StoredRecord> {
    let mut tx = service.gov().pool().org_tx(&org.scope(&service.kit.platform)).await.unwrap();
    let filter = RecordFilter { kinds: vec![DeedKind::ExportFailed], ..RecordFilter::default() };
    ledger_read::page(&mut tx, &filter, 10, 0).await.unwrap()
}

/// Whether the page of a decision says that it is proved.
async fn is_proved(service: &Service, org: &Org, decision: &str) -> bool {
    let scope = org.scope(&service.kit.platform);
    decisions::detail(service.gov(), &scope, decision.parse().unwrap()).await.unwrap().proof.verified
}

#[test]
fn one_record_is_proved_without_the_leaves_before_it_and_a_wrong_shortcut_changes_nothing() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let client = service.key(&org, PermissionSet::sdk()).await;
        let scope = org.scope(&service.kit.platform);
        let report = || service.gov().parts.writer.append(&scope, Deed::new(DeedKind::ToolCallReported, Uuid::now_v7()));
        assert!(join_all((0..FRONTIER_EVERY).map(|_| report())).await.iter().all(Result::is_ok));
        let answer = client.post("/api/v1/decide", &json!({"stage": "llm", "query": "hello"})).await.expect(200);
        let decision = answer["decision_id"].as_str().unwrap();
        worker::sign_heads(service.gov()).await.unwrap();
        assert!(is_proved(service, &org, decision).await);

        tamper(service, &org, "update ledger_leaf set seq = -seq where org_id = ORG and seq = 5").await;
        assert!(is_proved(service, &org, decision).await, "a leaf long before it was read");
        tamper(service, &org, "update ledger_leaf set seq = -seq where org_id = ORG and seq = -5").await;

        let spoil = "update ledger_frontier set frontier = overlay(frontier placing '\\x0011223344556677' from 9) where org_id = ORG";
        execute(&service.kit.superuser, &spoil.replace("ORG", &format!("'{}'", org.id))).await;
        assert!(is_proved(service, &org, decision).await, "the leaves have the last word");

        tamper(service, &org, "update ledger_leaf set seq = -seq where org_id = ORG and seq = 5").await;
        assert!(!is_proved(service, &org, decision).await, "neither the shortcut nor the leaves lead to the signed root");
    });
}

#[test]
fn a_time_range_is_found_by_halving_and_a_hole_on_the_way_is_an_error() {
    run(async {
        let service = service().await;
        let org = with_decisions(service).await;
        let scope = org.scope(&service.kit.platform);
        let mut tx = service.gov().pool().org_tx(&scope).await.unwrap();
        let size = ledger_read::size(&mut tx).await.unwrap();
        let mut times = Vec::new();
        for seq in 1..=size {
            times.push(ledger_read::recorded_at(&mut tx, seq).await.unwrap().unwrap());
        }
        let first_since = |at| 1 + times.iter().filter(|time| **time < at).count() as u64;
        let moment = time::Duration::MICROSECOND;

        for at in times.iter().flat_map(|at| [*at - moment, *at, *at + moment]) {
            let expected = first_since(at);
            assert_eq!(ledger_read::bounds(&mut tx, Some(at), None, size).await.unwrap(), (expected, size + 1));
            assert_eq!(ledger_read::bounds(&mut tx, None, Some(at), size).await.unwrap(), (1, expected));
        }
        assert_eq!(ledger_read::bounds(&mut tx, times.last().copied(), times.first().copied(), size).await.unwrap(), (1, 1));
        assert_eq!(ledger_read::bounds(&mut tx, times.first().copied(), None, 0).await.unwrap(), (1, 1));
        drop(tx);

        tamper(service, &org, &format!("delete from ledger_leaf where org_id = ORG and seq = {}", 1 + size / 2)).await;
        let mut tx = service.gov().pool().org_tx(&scope).await.unwrap();
        let found = ledger_read::bounds(&mut tx, times.first().copied(), None, size).await;
        assert!(matches!(found, Err(store::Error::Corrupt(_))), "{found:?}");
    });
}
