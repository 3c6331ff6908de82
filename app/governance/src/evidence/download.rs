use futures::stream::{BoxStream, StreamExt, try_unfold};
use ledger::Deed;
use model::{DeedKind, ExportId, views::ExportStatus};
use sha2::{Digest, Sha256};
use store::{OrgScope, exports, members};

use crate::{Error, Governance, Result};

/// A finished bundle on its way out.
pub struct Download {
    /// A name for the file.
    pub file_name: String,
    /// Its size.
    pub size_bytes: u64,
    /// SHA-256 of it, hexadecimal.
    pub digest: String,
    /// Its parts in order. An error at the end means that what was sent is not what was made.
    pub chunks: BoxStream<'static, Result<Vec<u8>>>,
}

/// Hands out a finished bundle, and records that it was taken away.
pub async fn download(gov: &Governance, scope: &OrgScope, export: ExportId) -> Result<Download> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    let row = exports::find(&mut tx, export).await?.ok_or(Error::NotFound)?;
    let is_ready = row.status() == ExportStatus::Ready;
    let Some(digest) = row.digest.filter(|_| is_ready).map(hex::encode) else {
        return Err(Error::Conflict("This export is not ready.".to_owned()));
    };
    let deed = Deed::new(DeedKind::ExportDownloaded, export.as_uuid())
        .fact("size_bytes", row.size_bytes)
        .fact("records", row.records_total)
        .fact("sha256", digest.as_str());
    tx.commit(acting.sign(deed)).await?;
    Ok(Download {
        file_name: format!("axonflow-evidence-{export}.jsonl"),
        size_bytes: row.size_bytes.unsigned_abs(),
        chunks: chunks(gov.clone(), scope.clone(), export, digest.clone()),
        digest,
    })
}

/// How far a download is.
struct Walk {
    gov: Governance,
    scope: OrgScope,
    export: ExportId,
    part: i32,
    hash: Sha256,
    expected: String,
}

fn chunks(gov: Governance, scope: OrgScope, export: ExportId, expected: String) -> BoxStream<'static, Result<Vec<u8>>> {
    let walk = Walk { gov, scope, export, part: 0, hash: Sha256::new(), expected };
    try_unfold(walk, Walk::step).boxed()
}

impl Walk {
    async fn step(mut self) -> Result<Option<(Vec<u8>, Self)>> {
        let mut tx = self.gov.pool().org_tx(&self.scope).await?;
        let chunk = exports::chunk(&mut tx, self.export, self.part).await?;
        drop(tx);
        let Some(chunk) = chunk else { return self.end() };
        self.hash.update(&chunk);
        self.part += 1;
        Ok(Some((chunk, self)))
    }

    fn end(self) -> Result<Option<(Vec<u8>, Self)>> {
        if hex::encode(self.hash.finalize()) == self.expected {
            return Ok(None);
        }
        Err(Error::broken(format!("the stored parts of export {} are not what was made", self.export)))
    }
}
