use leptos::prelude::*;
use time::{OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339, macros::format_description};

/// A day in UTC, for columns where the minute is of no use; the whole instant is in the title.
#[component]
pub(crate) fn Day(at: OffsetDateTime) -> impl IntoView {
    let at = at.to_offset(UtcOffset::UTC);
    let machine = at.format(&Rfc3339).unwrap_or_default();
    let whole = at.format(format_description!("[day padding:none] [month repr:short] [year], [hour]:[minute] UTC")).unwrap_or_default();
    let shown = at.format(format_description!("[day padding:none] [month repr:short] [year]")).unwrap_or_default();
    view! { <time datetime=machine title=whole>{shown}</time> }
}
