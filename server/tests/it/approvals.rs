//! The queue as a list, and the time of a decision that had to wait for its row.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use governance::approvals::{ApprovalFilter, queue, records};
use ledger::Deed;
use model::{
    ApprovalId, ApprovalStatus, Clock, DeedKind, PageRequest, PageSize, Severity,
    views::{QueueFilter, QueueHalf, QueueOrder},
};
use store::{
    OrgScope, RequestPool,
    approvals::{self, NewApproval, Outcome},
};
use time::Duration;

use crate::kit::{
    Org,
    database::{Login, execute, parse},
    kit, rows, run,
    service::{Service, service},
    until,
};

/// An organisation with held calls; `rows::populate` gives it one of low severity that is due in an hour.
struct Queue {
    service: &'static Service,
    scope: OrgScope,
    rows: rows::Rows,
    tenant: model::TenantId,
}

impl Queue {
    async fn new(service: &'static Service) -> Self {
        let org = service.org().await;
        let scope = org.scope(&service.kit.platform);
        let rows = rows::populate(service.gov().pool(), &scope).await;
        Self { service, scope, rows, tenant: org.tenant(service.kit).await }
    }

    async fn hold(&self, severity: Severity, due_in: Duration) -> ApprovalId {
        let mut tx = self.service.gov().pool().org_tx(&self.scope).await.unwrap();
        let approve_by = tx.now() + due_in;
        let new = NewApproval { id: rows::fresh(), severity, ..rows::approval(&self.rows, self.tenant, approve_by) };
        approvals::add(&mut tx, &new).await.unwrap();
        tx.commit(Deed::new(DeedKind::ApprovalRequested, new.id.as_uuid())).await.unwrap();
        new.id
    }

    async fn reject(&self, id: ApprovalId) {
        let mut tx = self.service.gov().pool().org_tx(&self.scope).await.unwrap();
        let outcome = Outcome { status: ApprovalStatus::Rejected, person: None, key: None, name: "test", reason: None, execute_by: None };
        approvals::close(&mut tx, id, &outcome).await.unwrap();
        tx.commit(Deed::new(DeedKind::ApprovalRejected, id.as_uuid())).await.unwrap();
    }

    /// Every page of a half, two calls at a time.
    async fn walk(&self, half: QueueHalf, order: QueueOrder) -> Vec<ApprovalId> {
        let mut filter = QueueFilter { half, severity: None, order, after: None };
        let mut seen = Vec::new();
        loop {
            let page = queue(self.service.gov(), &self.scope, filter, PageSize::clamp(2)).await.unwrap();
            assert!(page.items.len() <= 2);
            seen.extend(page.items.iter().map(|line| line.id));
            match page.next_after {
                Some(last) => filter.after = Some(last),
                None => return seen,
            }
        }
    }
}

#[test]
fn what_waits_is_paged_by_due_time_or_severity_and_history_by_age() {
    run(async {
        let queue = Queue::new(service().await).await;
        let low = queue.rows.approval;
        let later = queue.hold(Severity::Critical, Duration::hours(3)).await;
        let sooner = queue.hold(Severity::High, Duration::minutes(5)).await;
        let also_critical = queue.hold(Severity::Critical, Duration::hours(2)).await;
        let rejected = queue.hold(Severity::Critical, Duration::minutes(1)).await;
        let overdue = queue.hold(Severity::Critical, -Duration::SECOND).await;
        let rejected_later = queue.hold(Severity::Low, Duration::minutes(1)).await;
        queue.reject(rejected_later).await;
        queue.reject(rejected).await;

        assert_eq!(queue.walk(QueueHalf::Waiting, QueueOrder::Due).await, [sooner, low, also_critical, later]);
        assert_eq!(queue.walk(QueueHalf::Waiting, QueueOrder::Severity).await, [also_critical, later, sooner, low]);
        assert_eq!(queue.walk(QueueHalf::History, QueueOrder::Due).await, [rejected_later, overdue, rejected]);
    });
}

#[test]
fn of_two_that_are_due_together_the_worse_one_is_first() {
    run(async {
        let queue = Queue::new(service().await).await;
        let (low, critical) =
            (queue.hold(Severity::Low, Duration::hours(2)).await, queue.hold(Severity::Critical, Duration::hours(2)).await);
        let due = "update approvals set approve_by = date_trunc('hour', approve_by) where approval_id in";
        execute(&queue.service.kit.superuser, &format!("{due} ('{low}', '{critical}')")).await;

        assert_eq!(queue.walk(QueueHalf::Waiting, QueueOrder::Due).await, [queue.rows.approval, critical, low]);
    });
}

#[test]
fn the_api_lists_what_waits_before_what_is_closed_across_pages() {
    run(async {
        let queue = Queue::new(service().await).await;
        let sooner = queue.hold(Severity::High, Duration::minutes(5)).await;
        let overdue = queue.hold(Severity::High, -Duration::SECOND).await;
        let rejected = queue.hold(Severity::Low, Duration::minutes(5)).await;
        queue.reject(rejected).await;
        let read = async |statuses: &[ApprovalStatus], severities: &[Severity], offset| {
            let filter = ApprovalFilter { statuses: statuses.to_vec(), severities: severities.to_vec() };
            let page = PageRequest { size: PageSize::clamp(3), offset };
            let (rows, total) = records(queue.service.gov(), &queue.scope, &filter, page).await.unwrap();
            (rows.iter().map(|row| row.id).collect::<Vec<_>>(), total)
        };

        assert_eq!(read(&[], &[], 0).await, (vec![sooner, queue.rows.approval, rejected], 4));
        assert_eq!(read(&[], &[], 3).await, (vec![overdue], 4));
        assert_eq!(read(&[], &[], 4).await, (vec![], 4));
        assert_eq!(read(&[], &[Severity::High], 1).await, (vec![overdue], 2));
        assert_eq!(read(&[ApprovalStatus::Expired], &[], 0).await, (vec![overdue], 1));
        assert_eq!(read(&[ApprovalStatus::Pending], &[], 0).await, (vec![sooner, queue.rows.approval], 2));
    });
}

#[test]
fn a_wait_for_the_row_counts_towards_the_deadline() {
    run(async {
        let kit = kit().await;
        let org = Org::create(&kit.platform).await;
        let approval = rows::populate(&kit.pool, &org.scope(&kit.platform)).await.approval;
        let passed = Arc::new(AtomicI64::new(0));
        let clock = {
            let (passed, start) = (passed.clone(), kit.pool.clock().now());
            Clock::new(move || start + Duration::seconds(passed.load(Ordering::SeqCst)))
        };
        let pool = RequestPool::connect(&parse(kit.url(Login::Web)), clock, 1).await.unwrap();
        let locker = kit.raw(Login::Superuser, 1).await;
        execute(&locker, &format!("begin; select from approvals where approval_id = '{approval}' for update")).await;
        let holder: i32 = sqlx::query_scalar("select pg_backend_pid()").fetch_one(&locker).await.unwrap();

        let mut tx = pool.org_tx(&org.scope(&kit.platform)).await.unwrap();
        let begun = tx.now();
        let wait = tokio::spawn(async move {
            let found = approvals::lock(&mut tx, approval).await.unwrap();
            (found.is_some(), tx.now())
        });
        until("the wait", || async {
            let waits = "select exists(select from pg_stat_activity where $1 = any(pg_blocking_pids(pid)))";
            sqlx::query_scalar(waits).bind(holder).fetch_one(&kit.superuser).await.unwrap()
        })
        .await;
        passed.store(7_200, Ordering::SeqCst);
        execute(&locker, "rollback").await;

        assert_eq!(wait.await.unwrap(), (true, begun + Duration::hours(2)));
    });
}
