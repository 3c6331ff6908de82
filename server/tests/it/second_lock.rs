//! Two locks hold by themselves (SP-11): without row-level security the store refuses a foreign row, and without the
//! store row-level security hides it (the probes).

use ledger::Deed;
use model::{DeedKind, views::QueueOrder};
use store::{Error, OrgTx, Result, approvals, exports, keys, ledger_read, members, orgs, policies};
use uuid::Uuid;

use crate::kit::{self, Org, ScratchDatabase, database::execute, kit, rows};

/// A copy of the schema where row-level security is gone, with two organisations that have something.
struct Opened {
    scratch: ScratchDatabase,
    own: Org,
    foreign: Org,
    theirs: rows::Rows,
}

impl Opened {
    async fn new() -> Self {
        let scratch = kit().await.scratch().await;
        let (own, foreign) = (Org::create(&scratch.platform).await, Org::create(&scratch.platform).await);
        rows::populate(&scratch.pool, &own.scope(&scratch.platform)).await;
        let theirs = rows::populate(&scratch.pool, &foreign.scope(&scratch.platform)).await;
        foreign.member(&scratch.platform, "owner").await;
        own.member(&scratch.platform, "owner").await;
        for table in rows::tables(&scratch.superuser).await {
            execute(&scratch.superuser, &format!("alter table {} disable row level security", table.name)).await;
        }
        Self { scratch, own, foreign, theirs }
    }

    async fn inside(&self) -> OrgTx {
        self.scratch.pool.org_tx(&self.own.scope(&self.scratch.platform)).await.unwrap()
    }
}

fn assert_refused<T>(what: &str, outcome: Result<T>) {
    assert!(matches!(outcome, Err(Error::ForeignRow)), "{what}: {:?}", outcome.err());
}

#[test]
fn lists_refuse_the_whole_answer_when_it_holds_a_foreign_row() {
    kit::run(async {
        let opened = Opened::new().await;
        let mut tx = opened.inside().await;

        assert_refused("workspaces", orgs::tenants(&mut tx).await);
        assert_refused("members", members::names(&mut tx).await);
        assert_refused("keys", keys::list(&mut tx).await);
        assert_refused("names of keys", keys::names(&mut tx).await);
        assert_refused("policies", policies::list(&mut tx).await);
        assert_refused("overrides", policies::overrides(&mut tx).await);
        assert_refused("exports", exports::list(&mut tx).await);
    });
}

#[test]
fn a_foreign_id_finds_nothing() {
    kit::run(async {
        let opened = Opened::new().await;
        let mut tx = opened.inside().await;
        let theirs = opened.theirs;

        assert!(keys::find(&mut tx, theirs.key).await.unwrap().is_none());
        assert!(!keys::lock_live(&mut tx, theirs.key).await.unwrap());
        assert!(approvals::find(&mut tx, theirs.approval).await.unwrap().is_none());
        assert!(approvals::lock(&mut tx, theirs.approval).await.unwrap().is_none());
        let slice = approvals::Slice { limit: 200, offset: 0, after: None };
        let waiting = approvals::waiting(&mut tx, &[], QueueOrder::Due, slice).await.unwrap();
        assert!(waiting.iter().all(|held| held.id != theirs.approval));
        assert!(approvals::closed(&mut tx, &[], &[], slice).await.unwrap().iter().all(|held| held.id != theirs.approval));
        assert!(exports::find(&mut tx, theirs.export).await.unwrap().is_none());
        assert!(ledger_read::about(&mut tx, theirs.key.as_uuid()).await.unwrap().is_empty());
        assert_eq!(orgs::this(&mut tx).await.unwrap().slug, opened.own.slug);
    });
}

#[test]
fn a_foreign_row_is_not_changed() {
    kit::run(async {
        let opened = Opened::new().await;
        let theirs = opened.theirs;

        assert!(matches!(keys::revoke(&mut opened.inside().await, theirs.key).await, Err(Error::RowCount(0))));
        let decision = model::Id::from_uuid(Uuid::now_v7());
        assert!(matches!(approvals::spend(&mut opened.inside().await, theirs.approval, decision).await, Err(Error::RowCount(0))));
        let mut tx = opened.inside().await;
        let now = tx.now();
        assert_eq!(keys::end_secrets(&mut tx, theirs.key, now).await.unwrap(), 0);
        assert!(policies::delete_override(&mut tx, rows::POLICY).await.unwrap());
        tx.commit(Deed::new(DeedKind::OverrideDeleted, Uuid::now_v7())).await.unwrap();

        let left: i64 = sqlx::query_scalar("select count(*) from policy_overrides where org_id = $1")
            .bind(opened.foreign.id.as_uuid())
            .fetch_one(&opened.scratch.superuser)
            .await
            .unwrap();
        assert_eq!(left, 1, "only the own override is lifted");
    });
}

#[test]
fn a_record_goes_into_the_own_ledger() {
    kit::run(async {
        let opened = Opened::new().await;
        let size = "select size from ledger_head where org_id = $1";
        let of = |org: &Org| {
            let org = org.id.as_uuid();
            let superuser = opened.scratch.superuser.clone();
            async move { sqlx::query_scalar::<_, i64>(size).bind(org).fetch_one(&superuser).await.unwrap() }
        };
        let before = (of(&opened.own).await, of(&opened.foreign).await);

        opened.inside().await.commit(Deed::new(DeedKind::KeyRevoked, Uuid::now_v7())).await.unwrap();

        assert_eq!((of(&opened.own).await, of(&opened.foreign).await), (before.0 + 1, before.1));
    });
}
