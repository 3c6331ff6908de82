//! The only commits without a record may change what their kind names and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use ledger::Deed;
use model::DeedKind;
use serde_json::Value;
use store::{
    CheckpointSigner, Error, Housekeeping, OrgTx, approvals, directory, exports, keys,
    ledger_read::{FRONTIER_EVERY, keep_frontiers},
    mail::{self, Settled},
    policies, releases, sign_head,
};
use uuid::Uuid;

use crate::kit::{self, Kit, Org, kit, rows};

/// Every value of every column of an organisation, by table and column.
async fn contents(kit: &Kit, org: &Org) -> BTreeMap<String, Vec<String>> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for table in rows::tables(&kit.superuser).await.into_iter().filter(|table| !table.is_partition) {
        let sql = format!("select to_jsonb(t) from {} t where org_id = $1", table.name);
        let rows: Vec<Value> = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).bind(org.id.as_uuid()).fetch_all(&kit.superuser).await.unwrap();
        let name = table.name.trim_start_matches("public.");
        all.entry(format!("{name} rows")).or_default().push(rows.len().to_string());
        for (column, value) in rows.iter().filter_map(Value::as_object).flatten() {
            all.entry(format!("{name}.{column}")).or_default().push(value.to_string());
        }
    }
    all.values_mut().for_each(|values| values.sort_unstable());
    all
}

/// What differs: `table.column`, or `table rows` where rows came or went.
fn differences(before: &BTreeMap<String, Vec<String>>, after: &BTreeMap<String, Vec<String>>) -> BTreeSet<String> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let changed: BTreeSet<String> = names.into_iter().filter(|name| before.get(*name) != after.get(*name)).cloned().collect();
    let grown = |name: &str| changed.contains(&format!("{} rows", name.split('.').next().unwrap_or_default()));
    changed.iter().filter(|name| name.ends_with(" rows") || !grown(name)).cloned().collect()
}

async fn begin(kit: &Kit, org: &Org) -> OrgTx {
    kit.pool.org_tx(&org.scope(&kit.platform)).await.unwrap()
}

/// Does the upkeep of one kind as the product does it.
async fn keep_up(kit: &Kit, org: &Org, rows: &rows::Rows, what: Housekeeping) {
    let mut tx = begin(kit, org).await;
    let until = tx.now() + time::Duration::HOUR;
    match what {
        Housekeeping::KeyUsed => {
            let one =
                keys::KeyUse { digest: [7; 32], address: "203.0.113.7".to_owned(), client: "sdk".to_owned(), last_at: tx.now(), calls: 3 };
            keys::note_uses(&mut tx, rows.key, &[one]).await.unwrap();
        }
        Housekeeping::PolicySetKept => policies::keep_set(&mut tx, "another", serde_json::json!({})).await.unwrap(),
        Housekeeping::ExportProgress => {
            assert!(exports::claim(&mut tx, rows.export, until).await.unwrap());
            exports::progress(&mut tx, rows.export, 1, 2, until).await.unwrap();
            exports::add_chunk(&mut tx, rows.export, 0, b"part").await.unwrap();
            exports::finish(&mut tx, rows.export, 2, 4, &[1; 32]).await.unwrap();
        }
        Housekeeping::DraftSimulated => assert!(releases::note_simulated(&mut tx, rows.release, 1, 5).await.unwrap()),
        Housekeeping::DirectoryCallNoted => {
            directory::tokens::touch(&mut tx, rows.directory).await.unwrap();
            directory::events::add(&mut tx, &directory_call(rows)).await.unwrap();
        }
        Housekeeping::SealedCallDestroyed => assert_eq!(approvals::destroy_sealed_calls(&mut tx, until).await.unwrap(), 1),
        Housekeeping::CheckpointSigned => {
            let signer: CheckpointSigner = std::sync::Arc::new(|_| Ok("note".to_owned()));
            assert!(sign_head(&kit.pool, &org.scope(&kit.platform), &signer).await.unwrap());
        }
        Housekeeping::MailTried => {
            let claimed = mail::claim(&mut tx, rows.mail, until).await.unwrap().unwrap();
            let settled = Settled::GivenUp { problem: "no".to_owned() };
            mail::settle(&mut tx, claimed.mail, &settled).await.unwrap();
        }
        Housekeeping::MailForgotten => assert_eq!(mail::forget(&mut tx, until).await.unwrap(), 1),
        Housekeeping::FrontierKept => assert_eq!(keep_frontiers(&kit.pool, &org.scope(&kit.platform)).await.unwrap(), 1),
    }
    tx.commit_housekeeping(what).await.unwrap();
}

fn key_use(tx: &OrgTx) -> keys::KeyUse {
    keys::KeyUse { digest: [7; 32], address: "203.0.113.7".to_owned(), client: "sdk".to_owned(), last_at: tx.now(), calls: 3 }
}

fn directory_call(rows: &rows::Rows) -> directory::events::NewEvent {
    directory::events::NewEvent {
        token: rows.directory,
        method: "GET".to_owned(),
        path: "/Users".to_owned(),
        status: 200,
        request: String::new(),
        detail: "read".to_owned(),
        took_micros: 1,
    }
}

#[test]
fn each_kind_changes_what_it_names_and_nothing_else() {
    kit::run(async {
        let kit = kit().await;
        let org = Org::create(&kit.platform).await;
        let rows = rows::populate(&kit.pool, &org.scope(&kit.platform)).await;
        let mut tx = begin(kit, &org).await;
        let closed = approvals::Outcome {
            status: model::ApprovalStatus::Rejected,
            person: None,
            key: None,
            name: "test",
            reason: None,
            execute_by: None,
        };
        approvals::close(&mut tx, rows.approval, &closed).await.unwrap();
        let deeds = vec![Deed::new(DeedKind::ToolCallReported, Uuid::now_v7()); usize::try_from(FRONTIER_EVERY).unwrap()];
        tx.commit_all(&deeds).await.unwrap();

        let named: [(Housekeeping, &[&str]); 10] = [
            (Housekeeping::KeyUsed, &["api_key_uses rows", "api_keys.last_used_at"]),
            (Housekeeping::PolicySetKept, &["policy_sets rows"]),
            (
                Housekeeping::ExportProgress,
                &[
                    "evidence_chunks rows",
                    "evidence_exports.digest",
                    "evidence_exports.records_done",
                    "evidence_exports.records_total",
                    "evidence_exports.size_bytes",
                    "evidence_exports.status",
                ],
            ),
            (Housekeeping::DraftSimulated, &["policy_releases.simulated_at", "policy_releases.simulated_inputs"]),
            (Housekeeping::DirectoryCallNoted, &["directory_events rows", "directory_tokens.last_used_at"]),
            (Housekeeping::SealedCallDestroyed, &["approvals.call_sealed"]),
            (Housekeeping::CheckpointSigned, &["ledger_checkpoint rows", "ledger_head.checkpoint_size"]),
            (Housekeeping::FrontierKept, &["ledger_frontier rows"]),
            (Housekeeping::MailTried, &["mail.attempts", "mail.failed_at", "mail.last_error"]),
            (Housekeeping::MailForgotten, &["mail rows"]),
        ];
        for (what, expected) in named {
            let before = contents(kit, &org).await;
            keep_up(kit, &org, &rows, what).await;
            let changed = differences(&before, &contents(kit, &org).await);
            assert!(changed.iter().map(String::as_str).eq(expected.iter().copied()), "{what:?} changed {changed:?}");
        }
    });
}

#[test]
fn a_change_is_not_committed_as_upkeep() {
    kit::run(async {
        let kit = kit().await;
        let org = Org::create(&kit.platform).await;
        let rows = rows::populate(&kit.pool, &org.scope(&kit.platform)).await;
        let before = contents(kit, &org).await;

        let mut tx = begin(kit, &org).await;
        keys::revoke(&mut tx, rows.key).await.unwrap();
        let uses = [key_use(&tx)];
        keys::note_uses(&mut tx, rows.key, &uses).await.unwrap();
        let alone = tx.commit_housekeeping(Housekeeping::KeyUsed).await;

        let mut tx = begin(kit, &org).await;
        let uses = [key_use(&tx)];
        keys::note_uses(&mut tx, rows.key, &uses).await.unwrap();
        let misnamed = tx.commit_housekeeping(Housekeeping::ExportProgress).await;

        assert!(matches!(alone, Err(Error::DeedMissing(_))), "{alone:?}");
        assert!(matches!(misnamed, Err(Error::DeedMissing(_))), "{misnamed:?}");
        assert_eq!(differences(&before, &contents(kit, &org).await), BTreeSet::new());
    });
}
