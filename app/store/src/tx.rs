use ledger::Deed;
use model::{Clock, OrgId};
use sqlx::{
    PgConnection, Postgres, Transaction,
    postgres::{PgArguments, PgQueryResult},
    query::{Query, QueryAs},
};
use time::OffsetDateTime;

use crate::{Error, OrgRow, OrgScope, Result, head};

/// A record that is durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded {
    /// Its gapless number within the organisation, from 1.
    pub seq: u64,
    /// When it was recorded; never earlier than the record before it.
    pub at: OffsetDateTime,
}

/// The only commits that leave no record. Each may change only the columns that it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Housekeeping {
    /// `api_keys.last_used_at`, `api_key_uses`, rows.
    KeyUsed,
    /// `policy_sets`, a row for a set that decisions are about to name.
    PolicySetKept,
    /// `ledger_checkpoint`, a row, and `ledger_head.checkpoint_size`.
    CheckpointSigned,
    /// `ledger_frontier`, rows.
    FrontierKept,
    /// `evidence_exports` progress and claim, `evidence_chunks`.
    ExportProgress,
    /// `policy_releases.simulated_at` and `policy_releases.simulated_inputs`.
    DraftSimulated,
    /// `directory_tokens.last_used_at`, `directory_events`, rows.
    DirectoryCallNoted,
    /// `approvals.call_sealed` set to null some days after the decision.
    SealedCallDestroyed,
    /// `mail`: claim, tries, and how the last one ended.
    MailTried,
    /// `mail`, rows that were dealt with a while ago.
    MailForgotten,
}

/// A transaction inside one organisation. Reads simply drop it.
#[must_use = "dropping an OrgTx rolls it back"]
pub struct OrgTx {
    tx: Transaction<'static, Postgres>,
    scope: OrgScope,
    clock: Clock,
    now: OffsetDateTime,
    changes: Changes,
}

/// What was written so far, as far as the commit has to know.
#[derive(Default)]
struct Changes {
    /// Something that needs a deed.
    any: bool,
    /// Upkeep of these kinds.
    upkeep: Vec<Housekeeping>,
}

type Rows<'q, R> = QueryAs<'q, Postgres, R, PgArguments>;

impl OrgTx {
    pub(crate) fn new(tx: Transaction<'static, Postgres>, scope: OrgScope, clock: &Clock) -> Self {
        Self { tx, scope, now: clock.now(), clock: clock.clone(), changes: Changes::default() }
    }

    /// The same transaction, in which something was changed already that needs a deed.
    pub(crate) fn changed(mut self) -> Self {
        self.changes.any = true;
        self
    }

    /// The organisation that this transaction is in.
    pub const fn org(&self) -> OrgId {
        self.scope.org()
    }

    /// Whose scope it is.
    pub const fn scope(&self) -> &OrgScope {
        &self.scope
    }

    /// The time for what is judged and written here: when the transaction began, or when it got a row that it waited for.
    pub const fn now(&self) -> OffsetDateTime {
        self.now
    }

    /// Brings [`Self::now`] up to date after a wait for a row lock: a deadline may have passed meanwhile.
    pub(crate) fn catch_up(&mut self) {
        self.now = self.clock.now();
    }

    /// Commits the change together with its record: both stand or both fall.
    pub async fn commit(mut self, deed: Deed) -> Result<Recorded> {
        let recorded = head::append_one(&mut self.tx, &self.scope, self.now, &deed).await?;
        self.tx.commit().await?;
        Ok(recorded)
    }

    /// Commits several deeds as one: they get consecutive numbers.
    pub async fn commit_all(mut self, deeds: &[Deed]) -> Result<Vec<Recorded>> {
        let mut recorded = Vec::with_capacity(deeds.len());
        for deed in deeds {
            recorded.push(head::append_one(&mut self.tx, &self.scope, self.now, deed).await?);
        }
        self.tx.commit().await?;
        Ok(recorded)
    }

    /// Commits upkeep of one kind, which is no deed. Refused when anything else was written: a change needs its record.
    pub async fn commit_housekeeping(self, what: Housekeeping) -> Result<()> {
        if self.changes.any || self.changes.upkeep.iter().any(|done| *done != what) {
            return Err(Error::DeedMissing(what));
        }
        Ok(self.tx.commit().await?)
    }

    pub(crate) fn conn(&mut self) -> &mut PgConnection {
        &mut self.tx
    }

    /// Steps out of the organisation, back to the login that may call entry functions and nothing else: what they change
    /// commits with the same deed. [`Self::step_in`] has to follow before anything else is asked.
    pub(crate) async fn step_out(&mut self) -> Result<&mut PgConnection> {
        self.changes.any = true;
        sqlx::query("reset role").execute(&mut *self.tx).await?;
        Ok(&mut self.tx)
    }

    /// Back into the organisation.
    pub(crate) async fn step_in(&mut self) -> Result<()> {
        sqlx::query("select app.enter_org($1)").bind(self.scope.org().as_uuid()).execute(&mut *self.tx).await?;
        Ok(())
    }

    /// All rows; one of another organisation refuses the whole answer.
    pub(crate) async fn all<R: OrgRow>(&mut self, query: Rows<'_, R>) -> Result<Vec<R>> {
        let rows = query.fetch_all(&mut *self.tx).await?;
        rows.into_iter().map(|row| own(self.scope.org(), row)).collect()
    }

    /// One row or none, never of another organisation.
    pub(crate) async fn maybe<R: OrgRow>(&mut self, query: Rows<'_, R>) -> Result<Option<R>> {
        let row = query.fetch_optional(&mut *self.tx).await?;
        row.map(|row| own(self.scope.org(), row)).transpose()
    }

    /// Runs a write that has to be committed with a deed, and says how many rows it changed.
    pub(crate) async fn run(&mut self, query: Query<'_, Postgres, PgArguments>) -> Result<u64> {
        self.changes.any = true;
        self.execute(query).await
    }

    /// Runs a write that is upkeep and touches only what its kind names.
    pub(crate) async fn keep_up(&mut self, what: Housekeeping, query: Query<'_, Postgres, PgArguments>) -> Result<u64> {
        self.changes.upkeep.push(what);
        self.execute(query).await
    }

    async fn execute(&mut self, query: Query<'_, Postgres, PgArguments>) -> Result<u64> {
        Ok(query.execute(&mut *self.tx).await.map(|done: PgQueryResult| done.rows_affected())?)
    }
}

/// The second lock: a row that names another organisation is refused even if row-level security let it through.
fn own<R: OrgRow>(org: OrgId, row: R) -> Result<R> {
    if row.org() == org { Ok(row) } else { Err(Error::ForeignRow) }
}
