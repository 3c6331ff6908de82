use model::DeedKind;
use store::{OrgTx, exports::ExportRow, ledger_read};
use time::OffsetDateTime;

use crate::Result;

/// Records `first..end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) first: u64,
    pub(super) end: u64,
}

impl Span {
    pub(super) const fn len(self) -> u64 {
        self.end - self.first
    }

    /// The span without the records from number `end` on.
    pub(super) fn up_to(self, end: u64) -> Self {
        let end = end.min(self.end);
        Self { first: self.first.min(end), end }
    }
}

/// The records of a time range, as far as the ledger goes now.
pub(super) async fn of_range(tx: &mut OrgTx, from: Option<OffsetDateTime>, until: Option<OffsetDateTime>) -> Result<Span> {
    let size = ledger_read::size(tx).await?;
    let (first, end) = ledger_read::bounds(tx, from, until, size).await?;
    Ok(Span { first, end })
}

/// The records of a queued export. It ends with the request itself, so that a growing ledger does not move the end.
pub(super) async fn of_export(tx: &mut OrgTx, row: &ExportRow) -> Result<Span> {
    let span = of_range(tx, row.range_from, row.range_until).await?;
    let about = ledger_read::about(tx, row.export().as_uuid()).await?;
    let request = about.iter().find(|record| record.kind == DeedKind::ExportRequested);
    Ok(request.map_or(span, |request| span.up_to(request.seq + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_never_turns_around() {
        let span = Span { first: 5, end: 9 };

        assert_eq!(span.up_to(7), Span { first: 5, end: 7 });
        assert_eq!(span.up_to(20), span);
        assert_eq!(span.up_to(2).len(), 0);
    }
}
