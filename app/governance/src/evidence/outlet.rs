use std::{
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
};

use model::ExportId;
use sha2::{Digest, Sha256};
use store::{Housekeeping, OrgScope, exports};
use time::Duration;

use crate::{Error, Governance, Result};

/// How long a worker may be silent before another one takes over.
pub(super) const CLAIM: Duration = Duration::minutes(5);
const CHUNK_BYTES: usize = 512 * 1024;

/// Where a bundle goes, a piece at a time.
pub(super) trait Outlet: Send {
    /// Takes the next piece; `done` of `total` records are written.
    fn put(&mut self, bytes: Vec<u8>, done: u64, total: u64) -> impl Future<Output = Result<()>> + Send;
}

/// What the bundle's writer writes into, emptied between its steps so that memory stays small.
#[derive(Clone, Default)]
pub(super) struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Buffer {
    pub(super) fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A plain writer, for the command line.
pub(super) struct Plain<W>(pub(super) W);

impl<W: Write + Send> Outlet for Plain<W> {
    async fn put(&mut self, bytes: Vec<u8>, _done: u64, _total: u64) -> Result<()> {
        self.0.write_all(&bytes).map_err(Error::broken)
    }
}

/// The stored parts of an export, with its progress.
pub(super) struct Stored<'a> {
    gov: &'a Governance,
    scope: &'a OrgScope,
    export: ExportId,
    pending: Vec<u8>,
    part: i32,
    size_bytes: i64,
    digest: Sha256,
}

impl<'a> Stored<'a> {
    pub(super) fn new(gov: &'a Governance, scope: &'a OrgScope, export: ExportId) -> Self {
        Self { gov, scope, export, pending: Vec::new(), part: 0, size_bytes: 0, digest: Sha256::new() }
    }

    /// Stores the last part and closes the export as ready.
    pub(super) async fn finish(mut self, records: u64) -> Result<()> {
        let mut tx = self.gov.pool().org_tx(self.scope).await?;
        if !self.pending.is_empty() {
            let last = std::mem::take(&mut self.pending);
            exports::add_chunk(&mut tx, self.export, self.part, &last).await?;
        }
        let digest = self.digest.finalize().into();
        exports::finish(&mut tx, self.export, signed(records), self.size_bytes, &digest).await?;
        Ok(tx.commit_housekeeping(Housekeeping::ExportProgress).await?)
    }
}

impl Outlet for Stored<'_> {
    async fn put(&mut self, bytes: Vec<u8>, done: u64, total: u64) -> Result<()> {
        self.digest.update(&bytes);
        self.size_bytes += signed(bytes.len() as u64);
        self.pending.extend(bytes);
        let mut tx = self.gov.pool().org_tx(self.scope).await?;
        while self.pending.len() >= CHUNK_BYTES {
            let rest = self.pending.split_off(CHUNK_BYTES);
            let chunk = std::mem::replace(&mut self.pending, rest);
            exports::add_chunk(&mut tx, self.export, self.part, &chunk).await?;
            self.part += 1;
        }
        let claimed_until = tx.now() + CLAIM;
        exports::progress(&mut tx, self.export, signed(done), signed(total), claimed_until).await?;
        Ok(tx.commit_housekeeping(Housekeeping::ExportProgress).await?)
    }
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
