//! The ledger under pressure and under attack (SP-15, AX-21, A-18).

use std::collections::BTreeSet;

use futures::future::join_all;
use ledger::{Checkpoint, Deed, VerifierKey, root_of};
use model::{DeedKind, OrgId};
use sqlx::PgPool;
use store::{CheckpointSigner, Error, LedgerWriter, OrgScope, RequestPool, WriterSettings, ledger_read, sign_head};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::kit::{
    self, Kit, Org, PATIENCE,
    database::{Login, execute},
    kit, rows, until,
};

fn deed() -> Deed {
    Deed::new(DeedKind::ToolCallReported, Uuid::now_v7()).fact("tool", "search")
}

/// Refused by everybody, also by whoever could read the text of the error.
async fn refusal(pool: &PgPool, prepare: &str, sql: &str) -> Option<String> {
    let sql = format!("begin; {prepare}; {sql}; rollback");
    let outcome = sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(pool).await;
    let refused = outcome.err().and_then(|error| Some(error.as_database_error()?.code()?.into_owned()));
    execute(pool, "rollback").await;
    refused
}

#[test]
fn nobody_changes_the_past() {
    kit::run(async {
        let kit = kit().await;
        let org = Org::create(&kit.platform).await;
        rows::populate(&kit.pool, &org.scope(&kit.platform)).await;
        let tables = rows::tables(&kit.superuser).await;
        for table in tables.iter().filter(|table| table.name == "public.ledger_checkpoint") {
            rows::fill(&kit.superuser, table, org.id.as_uuid()).await;
        }
        let id = org.id;
        let attacks = [
            format!("update ledger_leaf set recorded_at = now() where org_id = '{id}'"),
            format!("delete from ledger_leaf where org_id = '{id}'"),
            "truncate ledger_leaf".to_owned(),
            format!("update ledger_checkpoint set note = '' where org_id = '{id}'"),
            format!("delete from ledger_checkpoint where org_id = '{id}'"),
            "truncate ledger_checkpoint".to_owned(),
            format!("update ledger_body set record = '' where org_id = '{id}'"),
        ];
        let scope = format!("select app.enter_org('{id}')");
        for (login, prepare, expected) in [
            (Login::Web, scope.as_str(), "42501"),
            (Login::Platform, "select 1", "AX001"),
            // The superuser stands for the owner of the tables, whoever that is.
            (Login::Superuser, "select 1", "AX001"),
        ] {
            let pool = kit.raw(login, 1).await;
            for sql in &attacks {
                assert_eq!(refusal(&pool, prepare, sql).await.as_deref(), Some(expected), "{login:?}: {sql}");
            }
        }
    });
}

/// The numbers and times of an organisation's records, and whether its head agrees with its leaves.
async fn check_ledger(kit: &Kit, org: &Org) -> u64 {
    let mut tx = kit.pool.org_tx(&org.scope(&kit.platform)).await.unwrap();
    let size = ledger_read::size(&mut tx).await.unwrap();
    let leaves = ledger_read::leaves(&mut tx, 1, 100_000).await.unwrap();
    let rows: Vec<(i64, OffsetDateTime)> = sqlx::query_as("select seq, recorded_at from ledger_leaf where org_id = $1 order by seq")
        .bind(org.id.as_uuid())
        .fetch_all(&kit.superuser)
        .await
        .unwrap();
    assert!(rows.iter().map(|(seq, _)| seq.unsigned_abs()).eq(1..=size), "numbers have gaps: {rows:?}");
    assert!(rows.is_sorted_by_key(|(_, at)| *at), "times go back: {rows:?}");
    let bodies = ledger_read::range(&mut tx, 1, 100_000).await.unwrap();
    assert!(bodies.iter().map(|body| body.seq).eq(1..=size), "bodies are missing");
    for (body, leaf) in bodies.iter().zip(&leaves) {
        assert_eq!(ledger::leaf_hash(body.canonical.as_bytes()), *leaf, "record {}", body.seq);
    }
    let frontier: Vec<u8> = sqlx::query_scalar("select frontier from ledger_head where org_id = $1")
        .bind(org.id.as_uuid())
        .fetch_one(&kit.superuser)
        .await
        .unwrap();
    assert_eq!(ledger::Frontier::from_bytes(&frontier).unwrap().root(), root_of(&leaves), "the head does not stand for the leaves");
    size
}

#[test]
fn many_at_once_are_numbered_without_gaps() {
    kit::run(async {
        let kit = kit().await;
        let orgs = [Org::create(&kit.platform).await, Org::create(&kit.platform).await, Org::create(&kit.platform).await];
        let (writer, _task) = LedgerWriter::start(kit.pool.clone(), WriterSettings { batch: 7, ..WriterSettings::default() });
        let before: Vec<u64> = join_all(orgs.iter().map(|org| check_ledger(kit, org))).await;

        // 64 writers of 5 records, and in between deeds that take the head in their own transaction.
        let appends = (0..64).map(|number| {
            let (writer, scope) = (&writer, orgs[number % 3].scope(&kit.platform));
            async move {
                let mut last = 0;
                for _ in 0..5 {
                    let recorded = writer.append(&scope, deed()).await.unwrap();
                    assert!(recorded.seq > last, "a later record has an earlier number");
                    last = recorded.seq;
                }
            }
        });
        let commands = orgs.iter().map(|org| async move {
            for _ in 0..10 {
                org.member(&kit.platform, "viewer").await;
            }
        });
        tokio::join!(join_all(appends), join_all(commands));

        let after: Vec<u64> = join_all(orgs.iter().map(|org| check_ledger(kit, org))).await;
        let grown: Vec<u64> = after.iter().zip(before).map(|(after, before)| after - before).collect();
        assert_eq!(grown, [22 * 5 + 10, 21 * 5 + 10, 21 * 5 + 10]);
    });
}

#[test]
fn two_writers_of_one_organisation_leave_no_gap() {
    kit::run(async {
        let kit = kit().await;
        let org = Org::create(&kit.platform).await;
        let writers = [(); 2].map(|()| LedgerWriter::start(kit.pool.clone(), WriterSettings::default()).0);
        let scope = org.scope(&kit.platform);

        // Each remembers a head that the other moves.
        let appends = (0..80).map(|number| writers[number % 2].append(&scope, deed()));
        let outcomes = join_all(appends).await;

        assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
        assert_eq!(check_ledger(kit, &org).await, 81);
    });
}

#[test]
fn one_bad_record_refuses_only_itself() {
    kit::run(async {
        let kit = kit().await;
        let (org, other) = (Org::create(&kit.platform).await, Org::create(&kit.platform).await);
        let (writer, _task) = LedgerWriter::start(kit.pool.clone(), WriterSettings::default());
        let bad = [deed().fact("share", 0.5), deed().personal(model::PersonalField::Reason, "a\0b")];
        let (scope, elsewhere) = (org.scope(&kit.platform), other.scope(&kit.platform));

        // Handed over together, so that they share a batch.
        let good = join_all((0..20).map(|number| writer.append(if number % 2 == 0 { &scope } else { &elsewhere }, deed())));
        let refused = join_all(bad.map(|bad| writer.append(&scope, bad)));
        let (good, refused) = tokio::join!(good, refused);

        assert_eq!(good.iter().filter(|outcome| outcome.is_ok()).count(), 20, "{good:?}");
        assert_eq!(refused.iter().filter(|outcome| outcome.is_err()).count(), 2, "{refused:?}");
        assert_eq!((check_ledger(kit, &org).await, check_ledger(kit, &other).await), (11, 11));
    });
}

#[test]
fn a_busy_organisation_stalls_nobody_else() {
    kit::run(async {
        let kit = kit().await;
        let (busy, free) = (Org::create(&kit.platform).await, Org::create(&kit.platform).await);
        let (writer, _task) = LedgerWriter::start(kit.pool.clone(), WriterSettings { patience: PATIENCE, ..WriterSettings::default() });
        let locker = kit.raw(Login::Superuser, 1).await;
        execute(&locker, &format!("begin; select from ledger_head where org_id = '{}' for update", busy.id)).await;

        let scope = busy.scope(&kit.platform);
        let held: Vec<_> = (0..5)
            .map(|_| {
                let (writer, scope) = (writer.clone(), scope.clone());
                tokio::spawn(async move { writer.append(&scope, deed()).await })
            })
            .collect();
        for _ in 0..20 {
            writer.append(&free.scope(&kit.platform), deed()).await.unwrap();
        }
        assert!(held.iter().all(|append| !append.is_finished()), "a record was acknowledged behind a locked head");
        execute(&locker, "rollback").await;
        for append in held {
            append.await.unwrap().unwrap();
        }

        assert_eq!((check_ledger(kit, &busy).await, check_ledger(kit, &free).await), (6, 21));
    });
}

#[test]
fn a_record_that_waits_too_long_is_refused_and_not_written() {
    kit::run(async {
        let kit = kit().await;
        let org = Org::create(&kit.platform).await;
        let patience = std::time::Duration::from_millis(50);
        let (writer, _task) = LedgerWriter::start(kit.pool.clone(), WriterSettings { patience, ..WriterSettings::default() });
        let locker = kit.raw(Login::Superuser, 1).await;
        execute(&locker, &format!("begin; select from ledger_head where org_id = '{}' for update", org.id)).await;

        let outcome = writer.append(&org.scope(&kit.platform), deed()).await;

        assert!(matches!(outcome, Err(Error::Busy)), "{outcome:?}");
        execute(&locker, "rollback").await;
        assert_eq!(check_ledger(kit, &org).await, 1);
    });
}

#[test]
fn a_full_queue_refuses_instead_of_growing() {
    kit::run(async {
        let kit = kit().await;
        let org = Org::create(&kit.platform).await;
        let settings = WriterSettings { queue: 1, batch: 1, patience: PATIENCE };
        let (writer, _task) = LedgerWriter::start(kit.pool.clone(), settings);
        let locker = kit.raw(Login::Superuser, 1).await;
        execute(&locker, &format!("begin; select from ledger_head where org_id = '{}' for update", org.id)).await;
        let scope = org.scope(&kit.platform);

        let many = tokio::spawn(async move { join_all((0..200).map(|_| writer.append(&scope, deed()))).await });
        tokio::task::yield_now().await;
        execute(&locker, "rollback").await;
        let outcomes = many.await.unwrap();

        let durable = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        let refused = outcomes.iter().filter(|outcome| matches!(outcome, Err(Error::Overloaded))).count();
        assert!(refused > 0, "a queue of one took 200 records");
        assert_eq!(durable + refused, 200);
        assert_eq!(check_ledger(kit, &org).await, durable as u64 + 1, "what was refused must not be there, what was promised must");
    });
}

#[test]
fn a_clock_that_goes_back_does_not_take_the_records_along() {
    kit::run(async {
        let kit = kit().await;
        let org = Org::create(&kit.platform).await;
        let yesterday = model::Clock::at(axonflow::clock::system().now() - time::Duration::DAY);
        let pool = RequestPool::connect(&crate::kit::database::parse(kit.url(Login::Web)), yesterday, 1).await.unwrap();

        pool.org_tx(&org.scope(&kit.platform)).await.unwrap().commit(deed()).await.unwrap();

        assert_eq!(check_ledger(kit, &org).await, 2);
    });
}

const SIGNER: &str = "axonflow/test";

fn signing() -> (CheckpointSigner, VerifierKey) {
    let key = ed25519_dalek::SigningKey::from_bytes(&[3; 32]);
    let verifier = VerifierKey::of(SIGNER, &key).unwrap();
    (std::sync::Arc::new(move |checkpoint: &Checkpoint| ledger::sign(checkpoint, SIGNER, &key)), verifier)
}

async fn newest(kit: &Kit, org: &Org, verifier: &VerifierKey) -> Option<Checkpoint> {
    let mut tx = kit.pool.org_tx(&org.scope(&kit.platform)).await.unwrap();
    let row = ledger_read::newest_checkpoint(&mut tx).await.unwrap()?;
    Some(ledger::parse_and_verify(&row.note, std::slice::from_ref(verifier)).unwrap())
}

#[test]
fn a_signed_head_stands_for_exactly_the_records_so_far() {
    kit::run(async {
        let kit = kit().await;
        let org = Org::create(&kit.platform).await;
        let (signer, verifier) = signing();
        let scope = org.scope(&kit.platform);
        assert!(newest(kit, &org, &verifier).await.is_none());

        assert!(sign_head(&kit.pool, &scope, &signer).await.unwrap());
        assert!(!sign_head(&kit.pool, &scope, &signer).await.unwrap(), "nothing grew");
        kit.pool.org_tx(&scope).await.unwrap().commit(deed()).await.unwrap();
        assert!(sign_head(&kit.pool, &scope, &signer).await.unwrap());

        let checkpoint = newest(kit, &org, &verifier).await.unwrap();
        let mut tx = kit.pool.org_tx(&scope).await.unwrap();
        let leaves = ledger_read::leaves(&mut tx, 1, 10).await.unwrap();
        assert_eq!((checkpoint.size, checkpoint.origin.as_str()), (2, format!("axonflow/{}", org.id).as_str()));
        assert_eq!(checkpoint.root, root_of(&leaves));
    });
}

#[test]
fn heads_that_grew_are_found_for_signing() {
    kit::run(async {
        let kit = kit().await;
        let org = Org::create(&kit.platform).await;
        let due = || async { due_for_signing(&kit.pool).await.contains(&org.id) };
        assert!(due().await);

        let (signer, _) = signing();
        sign_head(&kit.pool, &org.scope(&kit.platform), &signer).await.unwrap();

        assert!(!due().await);
    });
}

async fn due_for_signing(pool: &RequestPool) -> BTreeSet<OrgId> {
    let scopes: Vec<OrgScope> = store::entry::orgs_with_unsigned_growth(pool, 100_000).await.unwrap();
    scopes.iter().map(OrgScope::org).collect()
}

#[test]
fn a_writer_without_handles_writes_what_waits_and_ends() {
    kit::run(async {
        let kit = kit().await;
        let org = Org::create(&kit.platform).await;
        let (writer, task) = LedgerWriter::start(kit.pool.clone(), WriterSettings::default());
        let scope = org.scope(&kit.platform);
        let appends: Vec<_> = (0..10)
            .map(|_| {
                let (writer, scope) = (writer.clone(), scope.clone());
                tokio::spawn(async move { writer.append(&scope, deed()).await })
            })
            .collect();
        drop(writer);

        for append in appends {
            append.await.unwrap().unwrap();
        }

        until("the writer's end", || async { task.is_finished() }).await;
        assert_eq!(check_ledger(kit, &org).await, 11);
    });
}
