//! Evidence: bundles that verify offline, made by the worker or the command line, and the plain export of the API.
//!
//! An export never signs. It uses the signed checkpoints that exist, and fails when stored rows do not match them.

mod api_export;
mod bundle;
mod download;
mod export_to;
mod find;
mod outlet;
mod pages;
mod plan;
mod request;
mod run_next;
mod span;
mod stop;
mod summary;
mod view;

pub use api_export::{ApiEvidence, ApiExport, DailyUsage, DateRange, HitlEvidence, api_export};
pub use download::{Download, download};
pub use export_to::export_to;
pub use find::find;
pub use request::request;
pub use run_next::run_next;
pub use summary::{EvidenceCounts, EvidenceSummary, summary};
pub use view::view;
