//! SCIM 2.0 (RFC 7643, RFC 7644) without I/O: schemas, documents, filters, PATCH, discovery and error bodies, in the dialects
//! that Okta and Entra ID really send (TC-80, AX-04).
//!
//! Must not know: database, HTTP, the clock, who calls. A document is what a directory told us, under canonical names; ids,
//! `meta`, passwords and memberships are never in it. To add a stored attribute: put it into a schema (`schemas/`), it is then
//! accepted, patched, filtered and advertised. To add an operator of filters: `filter::Operator`, its arm in
//! `filter::condition`, and in the store's SQL.

mod discovery;
mod document;
mod error;
mod filter;
mod group;
mod kind;
mod listing;
mod patch;
mod path;
mod projection;
pub mod resource;
mod schema;

pub use discovery::Discovery;
pub use document::{Document, LARGEST_BYTES, MOST_VALUES};
pub use error::{Error, Problem, Result};
pub use filter::{Condition, Field, Filter, Operand, Operator};
pub use group::{GroupChange, MemberChange, NewGroup};
pub use kind::Kind;
pub use listing::{MOST_PER_PAGE, Page, list_response};
pub use patch::{Ignored, Patch};
pub use path::AttrPath;
pub use projection::Projection;
pub use schema::Schemas;
pub use scim_server::resource::version::{HttpVersion, RawVersion};
