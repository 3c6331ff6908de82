use std::sync::Arc;

use ledger::{Deed, Frontier};
use model::{OrgId, PersonalField};
use rand::Rng as _;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{Error, Housekeeping, OrgScope, OrgTx, Recorded, RequestPool, Result, personal};

/// Signs tree heads; the key behind it stays in the vault.
pub type CheckpointSigner = Arc<dyn Fn(&ledger::Checkpoint) -> ledger::Result<String> + Send + Sync>;

/// Where an organisation's ledger ends.
#[derive(Clone)]
pub(crate) struct Head {
    pub(crate) org: OrgId,
    pub(crate) frontier: Frontier,
    pub(crate) last_at: i64,
}

/// One record, ready to insert.
pub(crate) struct Entry {
    pub(crate) seq: i64,
    pub(crate) at: OffsetDateTime,
    pub(crate) sealed: ledger::Sealed,
}

impl Entry {
    /// Where it stands, for whoever waits for it.
    pub(crate) fn recorded(&self) -> Recorded {
        Recorded { seq: u64::try_from(self.seq).unwrap_or_default(), at: self.at }
    }
}

impl Head {
    pub(crate) fn read(org: Uuid, size: i64, frontier: &[u8], last_at: i64) -> Result<Self> {
        let frontier = Frontier::from_bytes(frontier).map_err(|_| Error::Corrupt("ledger frontier"))?;
        let agrees = i64::try_from(frontier.size()) == Ok(size);
        if agrees { Ok(Self { org: OrgId::from_uuid(org), frontier, last_at }) } else { Err(Error::Corrupt("ledger head")) }
    }

    /// Numbers, salts and hashes one deed, and moves the head past it.
    pub(crate) fn add(&mut self, scope: &OrgScope, now: OffsetDateTime, deed: &Deed) -> Result<Entry> {
        let micros = i64::try_from(now.unix_timestamp_nanos() / 1_000).map_err(|_| Error::Corrupt("clock"))?.max(self.last_at);
        let request = scope.request();
        let number = self.frontier.size() + 1;
        let place = ledger::Place {
            org: self.org,
            seq: number,
            at_micros: micros,
            actor: scope.principal(),
            request_id: &request.request_id,
            trace_id: &request.trace_id,
        };
        let sealed = ledger::seal(&with_origin(deed, scope), &place, &mut random_salt)?;
        let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros) * 1_000).map_err(|_| Error::Corrupt("clock"))?;
        let seq = i64::try_from(number).map_err(|_| Error::Corrupt("ledger size"))?;
        self.frontier.append(sealed.leaf);
        self.last_at = micros;
        Ok(Entry { seq, at, sealed })
    }
}

/// Every deed says from where it was done, when that is known (AX-20).
fn with_origin<'d>(deed: &'d Deed, scope: &OrgScope) -> std::borrow::Cow<'d, Deed> {
    let request = scope.request();
    if request.ip.is_none() && request.user_agent.is_none() {
        return std::borrow::Cow::Borrowed(deed);
    }
    let with_ip = deed.clone().personal_opt(PersonalField::Ip, request.ip.clone());
    std::borrow::Cow::Owned(with_ip.personal_opt(PersonalField::UserAgent, request.user_agent.clone()))
}

fn random_salt() -> [u8; 32] {
    let mut salt = [0; 32];
    rand::rng().fill_bytes(&mut salt);
    salt
}

/// The columns of one commit, organisation by organisation, as `app.ledger_write` takes them.
#[derive(Default)]
pub(crate) struct Rows {
    orgs: Vec<Uuid>,
    /// Behind the last row of each organisation.
    ends: Vec<usize>,
    befores: Vec<Option<Vec<u8>>>,
    sizes: Vec<u64>,
    frontiers: Vec<Vec<u8>>,
    last_ats: Vec<i64>,
    seqs: Vec<i64>,
    ats: Vec<OffsetDateTime>,
    leaves: Vec<Vec<u8>>,
    kinds: Vec<&'static str>,
    record_ids: Vec<Uuid>,
    verdicts: Vec<Option<&'static str>>,
    keys: Vec<Option<Uuid>>,
    persons: Vec<Option<Uuid>>,
    policies: Vec<String>,
    bodies: Vec<String>,
    personals: Vec<Option<sqlx::types::Json<serde_json::Map<String, serde_json::Value>>>>,
}

/// An organisation whose rows were not written.
pub(crate) struct NotWritten {
    pub(crate) org: OrgId,
    /// The head as it is now; nothing when somebody holds it, or when it cannot be read.
    pub(crate) head: Option<Head>,
}

/// What the database says about an organisation that it did not write: the head, or nulls.
type Refused = (Uuid, Option<i64>, Option<Vec<u8>>, Option<i64>);

impl Rows {
    pub(crate) fn push(&mut self, scope: &OrgScope, deed: &Deed, entry: Entry) {
        self.seqs.push(entry.seq);
        self.ats.push(entry.at);
        self.leaves.push(entry.sealed.leaf.0.to_vec());
        self.kinds.push(deed.kind.as_str());
        self.record_ids.push(deed.record_id);
        self.verdicts.push(deed.verdict.map(model::Verdict::as_str));
        self.keys.push(scope.principal().key().map(model::Id::as_uuid));
        self.persons.push(scope.principal().person().map(model::Id::as_uuid));
        self.policies.push(matched_policies(deed));
        self.personals.push(personal::to_json(&entry.sealed.personal));
        self.bodies.push(entry.sealed.canonical);
    }

    /// Closes the rows of one organisation, which were sealed upon `before`.
    pub(crate) fn close(&mut self, before: &Head, after: &Head) {
        self.ends.push(self.seqs.len());
        self.orgs.push(after.org.as_uuid());
        self.befores.push(Some(before.frontier.to_bytes()));
        self.sizes.push(after.frontier.size());
        self.frontiers.push(after.frontier.to_bytes());
        self.last_ats.push(after.last_at);
    }

    /// Asks for the head of an organisation: no row fits a head that nobody knows.
    pub(crate) fn ask(&mut self, org: OrgId) {
        self.ends.push(self.seqs.len());
        self.orgs.push(org.as_uuid());
        self.befores.push(None);
        self.sizes.push(0);
        self.frontiers.push(Vec::new());
        self.last_ats.push(0);
    }

    /// Writes, in the caller's transaction, what fits the heads as they are, and says which organisations were left out.
    pub(crate) async fn write(&self, conn: &mut PgConnection) -> Result<Vec<NotWritten>> {
        self.call("select * from app.ledger_write($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17)", conn).await
    }

    /// The same as a commit of its own, in one round trip. The connection must not be in a transaction.
    pub(crate) async fn commit(&self, conn: &mut PgConnection) -> Result<Vec<NotWritten>> {
        self.call("select * from app.ledger_commit($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17)", conn).await
    }

    async fn call(&self, statement: &'static str, conn: &mut PgConnection) -> Result<Vec<NotWritten>> {
        let upto = self.ends.iter().map(|&end| i32::try_from(end)).collect::<std::result::Result<Vec<_>, _>>();
        let sizes = self.sizes.iter().map(|&size| i64::try_from(size)).collect::<std::result::Result<Vec<_>, _>>();
        let refused: Vec<Refused> = sqlx::query_as(statement)
            .bind(&self.orgs)
            .bind(upto.map_err(|_| Error::Overloaded)?)
            .bind(&self.befores)
            .bind(sizes.map_err(|_| Error::Corrupt("ledger size"))?)
            .bind(&self.frontiers)
            .bind(&self.last_ats)
            .bind(&self.seqs)
            .bind(&self.ats)
            .bind(&self.leaves)
            .bind(&self.kinds)
            .bind(&self.record_ids)
            .bind(&self.verdicts)
            .bind(&self.keys)
            .bind(&self.persons)
            .bind(&self.policies)
            .bind(&self.bodies)
            .bind(&self.personals)
            .fetch_all(conn)
            .await?;
        Ok(refused.into_iter().map(not_written).collect())
    }
}

/// A head that cannot be read counts as held: its organisation is refused, the others are not.
fn not_written((org, size, frontier, last_at): Refused) -> NotWritten {
    let head = size.zip(frontier).zip(last_at).and_then(|((size, frontier), last_at)| {
        let head = Head::read(org, size, &frontier, last_at);
        head.inspect_err(|error| tracing::error!(%org, %error, "a ledger head cannot be read; nothing is recorded for its organisation"))
            .ok()
    });
    NotWritten { org: OrgId::from_uuid(org), head }
}

/// The policies that matched, for the index; ids never hold a comma.
fn matched_policies(deed: &Deed) -> String {
    let listed = deed.facts.get("matched").and_then(|matched| matched.as_array());
    let ids: Vec<&str> = listed.into_iter().flatten().filter_map(|m| m.get("policy")?.as_str()).collect();
    ids.join(",")
}

/// Appends one deed at the end of its own transaction; the head's row lock is taken last.
pub(crate) async fn append_one(conn: &mut PgConnection, scope: &OrgScope, now: OffsetDateTime, deed: &Deed) -> Result<Recorded> {
    let (size, frontier, last_at): (i64, Vec<u8>, i64) =
        sqlx::query_as("select size, frontier, last_at from public.ledger_head where org_id = $1 for update")
            .bind(scope.org().as_uuid())
            .fetch_one(&mut *conn)
            .await?;
    let before = Head::read(scope.org().as_uuid(), size, &frontier, last_at)?;
    let mut head = before.clone();
    let entry = head.add(scope, now, deed)?;
    let recorded = entry.recorded();
    let mut rows = Rows::default();
    rows.push(scope, deed, entry);
    rows.close(&before, &head);
    if rows.write(conn).await?.is_empty() { Ok(recorded) } else { Err(Error::Busy) }
}

/// Signs the head of one organisation as it is now, if it grew since the last checkpoint.
pub async fn sign_head(pool: &RequestPool, scope: &OrgScope, signer: &CheckpointSigner) -> Result<bool> {
    let mut tx = pool.org_tx(scope).await?;
    let row: Option<(i64, Vec<u8>, i64)> = sqlx::query_as(
        "select size, frontier, last_at from public.ledger_head where org_id = $1 and size > checkpoint_size for update skip locked",
    )
    .bind(scope.org().as_uuid())
    .fetch_optional(tx.conn())
    .await?;
    let Some((size, frontier, last_at)) = row else { return Ok(false) };
    let head = Head::read(scope.org().as_uuid(), size, &frontier, last_at)?;
    let at_micros = i64::try_from(tx.now().unix_timestamp_nanos() / 1_000).map_err(|_| Error::Corrupt("clock"))?;
    let checkpoint =
        ledger::Checkpoint { origin: ledger::origin_of(head.org), size: head.frontier.size(), root: head.frontier.root(), at_micros };
    keep(&mut tx, &checkpoint, &signer(&checkpoint)?).await?;
    tx.commit_housekeeping(Housekeeping::CheckpointSigned).await?;
    Ok(true)
}

async fn keep(tx: &mut OrgTx, checkpoint: &ledger::Checkpoint, note: &str) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let size = i64::try_from(checkpoint.size).map_err(|_| Error::Corrupt("ledger size"))?;
    tx.keep_up(
        Housekeeping::CheckpointSigned,
        sqlx::query("insert into public.ledger_checkpoint (org_id, size, root, note, signed_at) values ($1,$2,$3,$4,$5)")
            .bind(org)
            .bind(size)
            .bind(checkpoint.root.0.to_vec())
            .bind(note)
            .bind(now),
    )
    .await?;
    tx.keep_up(
        Housekeeping::CheckpointSigned,
        sqlx::query("update public.ledger_head set checkpoint_size = $2 where org_id = $1").bind(org).bind(size),
    )
    .await?;
    Ok(())
}
