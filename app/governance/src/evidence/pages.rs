use std::io::Write;

use ledger::{BundleWriter, Hash};
use model::{DeedKind, PersonalField};
use store::{
    OrgScope, OrgTx,
    ledger_read::{self, RecordFilter, StoredRecord},
};

use super::{span::Span, stop::Stop};
use crate::{
    Governance,
    decisions::{Reading, proof},
};

const PAGE: u64 = 500;

/// Walks the records of a span, a page and a transaction at a time.
pub(super) struct Pages<'a> {
    gov: &'a Governance,
    scope: &'a OrgScope,
    span: Span,
    next: u64,
    retired: Vec<Retired>,
}

/// Bodies that a deed of the retention job removed.
struct Retired {
    first: u64,
    last: u64,
    by: u64,
}

impl<'a> Pages<'a> {
    pub(super) async fn new(gov: &'a Governance, scope: &'a OrgScope, span: Span) -> Result<Self, Stop> {
        let mut tx = gov.pool().org_tx(scope).await?;
        let retired = retired(&mut tx).await?;
        Ok(Self { gov, scope, span, next: span.first, retired })
    }

    /// Writes the next page and says how many records are written; `None` behind the last one.
    pub(super) async fn next(&mut self, writer: &mut BundleWriter<impl Write + Send>) -> Result<Option<u64>, Stop> {
        if self.next >= self.span.end {
            return Ok(None);
        }
        let count = PAGE.min(self.span.end - self.next);
        let limit = i64::try_from(count).unwrap_or(i64::MAX);
        let mut tx = self.gov.pool().org_tx(self.scope).await?;
        let leaves = ledger_read::leaves(&mut tx, self.next, limit).await?;
        let records = ledger_read::range(&mut tx, self.next, limit).await?;
        drop(tx);
        if leaves.len() as u64 != count {
            return Err(ledger::Error::LeavesMissing.into());
        }
        self.write(writer, &leaves, records)?;
        self.next += count;
        Ok(Some(self.next - self.span.first))
    }

    fn write(&self, writer: &mut BundleWriter<impl Write>, leaves: &[Hash], records: Vec<StoredRecord>) -> Result<(), Stop> {
        let mut records = records.into_iter().peekable();
        for (seq, leaf) in (self.next..).zip(leaves) {
            match records.next_if(|record| record.seq == seq) {
                Some(record) => write_record(writer, &record, *leaf)?,
                None => writer.retired(*leaf, self.retired_by(seq)?)?,
            }
        }
        Ok(())
    }

    /// A missing body is either retired by a deed, or lost.
    fn retired_by(&self, seq: u64) -> Result<u64, Stop> {
        let deed = self.retired.iter().find(|deed| (deed.first..=deed.last).contains(&seq));
        deed.map(|deed| deed.by).ok_or_else(|| Stop::mismatch(format!("Record {seq} is missing, and no deed says that it was retired.")))
    }
}

fn write_record(writer: &mut BundleWriter<impl Write>, record: &StoredRecord, leaf: Hash) -> Result<(), Stop> {
    if !proof::values_fit(record)? {
        let why = format!("A personal value beside record {} is not the one that was recorded.", record.seq);
        return Err(Stop::mismatch(why));
    }
    writer.record(&record.canonical, leaf, &record.personal, &erased(record)?)?;
    Ok(())
}

/// Fields that the record commits to and that are no longer there.
fn erased(record: &StoredRecord) -> Result<Vec<PersonalField>, Stop> {
    let json = record.json()?;
    let committed = json["commitments"].as_object().into_iter().flat_map(|commitments| commitments.keys());
    let fields = committed.filter_map(|name| PersonalField::parse(name));
    Ok(fields.filter(|field| record.value(*field).is_none()).collect())
}

async fn retired(tx: &mut OrgTx) -> Result<Vec<Retired>, Stop> {
    let filter = RecordFilter { kinds: vec![DeedKind::BodiesRetired], ..RecordFilter::default() };
    let deeds = ledger_read::page(tx, &filter, 10_000, 0).await?;
    let mut retired = Vec::with_capacity(deeds.len());
    for deed in deeds {
        let reading = Reading::of(&deed)?;
        retired.push(Retired { first: reading.number("first_seq"), last: reading.number("last_seq"), by: deed.seq });
    }
    Ok(retired)
}
