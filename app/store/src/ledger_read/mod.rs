//! Reading the ledger: pages of records, single records with their proof material, leaves, checkpoints.

mod by_hour;
mod checkpoints;
mod frontiers;
mod leaves;
mod page;
mod record;
mod records;

pub use by_hour::decisions_by_hour;
pub use checkpoints::{CheckpointRow, checkpoint_at_most, covering_checkpoint, newest_checkpoint};
pub use frontiers::{FRONTIER_EVERY, keep_frontiers, nearest_frontier};
pub use leaves::{bounds, leaves, recorded_at, size};
pub use page::{RecordFilter, count, page};
pub use record::StoredRecord;
pub use records::{about, policy_sets_named, range};
