//! Changes of policies on their way into force: what waits, and one change with everything that a second person looks at.

mod act;
mod detail;
mod list;
mod simulate;
mod words;

pub(crate) use detail::ReleasePage;
pub(crate) use list::ReleasesPage;
