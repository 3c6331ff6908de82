use leptos::prelude::*;
use model::views::{ExportLine, ExportStatus};
use time::{Duration, OffsetDateTime, macros::format_description};

use crate::components::{ButtonSize, EmptyState, LinkButton, StatusWord, Table, Time, Tone, bytes_in_words, grouped};

/// Every export, newest first.
#[component]
pub(super) fn Exports(org: String, exports: Vec<ExportLine>) -> impl IntoView {
    let body = if exports.is_empty() {
        view! {
            <div class="card">
                <EmptyState title="No exports yet" icon=icondata_lu::LuPackage>"A bundle that you export can be verified by anyone, on their own machine."</EmptyState>
            </div>
        }
        .into_any()
    } else {
        view! { <ExportTable org exports/> }.into_any()
    };
    view! { <section class="section" aria-labelledby="exports"><h2 id="exports">"Exports"</h2>{body}</section> }
}

#[component]
fn ExportTable(org: String, exports: Vec<ExportLine>) -> impl IntoView {
    let rows = exports.into_iter().map(|export| row(&org, export)).collect_view();
    view! {
        <Table label="List of exports">
            <thead>
                <tr>
                    <th scope="col">"Records of"</th>
                    <th scope="col">"State"</th>
                    <th scope="col" class="cell-num col-md">"Records"</th>
                    <th scope="col" class="cell-num col-lo">"Size"</th>
                    <th scope="col" class="col-md">"Asked by"</th>
                    <th scope="col" class="col-lo">"Asked"</th>
                    <th scope="col"><span class="visually-hidden">"Actions"</span></th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
}

fn row(org: &str, export: ExportLine) -> impl IntoView + use<> {
    let href = format!("/o/{org}/evidence/{}", export.id);
    let size = match export.size_bytes {
        0 => view! { <span class="none">"not written"</span> }.into_any(),
        bytes => bytes_in_words(bytes).into_any(),
    };
    let records = match export.records_total {
        0 => view! { <span class="none">"not counted"</span> }.into_any(),
        total => grouped(total).into_any(),
    };
    let range = range_in_words(export.from, export.until);
    let download = (export.status == ExportStatus::Ready).then(|| {
        let (bundle, what) = (format!("{href}/bundle"), format!(" bundle: {range}"));
        view! {
            <LinkButton href=bundle size=ButtonSize::Small icon=icondata_lu::LuDownload download=true>
                <span>"Download"<span class="visually-hidden">{what}</span></span>
            </LinkButton>
        }
    });
    view! {
        <tr>
            <th scope="row"><a class="row-link" href=href>{range}</a></th>
            <td><StateOfExport status=export.status/></td>
            <td class="cell-num col-md">{records}</td>
            <td class="cell-num col-lo">{size}</td>
            <td class="col-md">{export.requested_by}</td>
            <td class="col-lo"><Time at=export.requested_at/></td>
            <td class="cell-act">{download}</td>
        </tr>
    }
}

/// How far an export is, in a word.
#[component]
pub(super) fn StateOfExport(status: ExportStatus) -> impl IntoView {
    let (tone, icon, word) = match status {
        ExportStatus::Queued => (Tone::Neutral, icondata_lu::LuClock, "Queued"),
        ExportStatus::Running => (Tone::Warn, icondata_lu::LuLoader, "Running"),
        ExportStatus::Ready => (Tone::Ok, icondata_lu::LuCircleCheck, "Ready"),
        ExportStatus::Failed => (Tone::Bad, icondata_lu::LuCircleX, "Failed"),
    };
    view! { <StatusWord tone icon>{word}</StatusWord> }
}

/// The days of a range, both included; the end of a range is its first instant outside.
pub(super) fn range_in_words(from: Option<OffsetDateTime>, until: Option<OffsetDateTime>) -> String {
    let last = until.map(|end| day(end - Duration::NANOSECOND));
    match (from.map(day), last) {
        (None, None) => "Everything".to_owned(),
        (Some(from), None) => format!("From {from} on"),
        (None, Some(last)) => format!("Up to {last}"),
        (Some(from), Some(last)) if from == last => from,
        (Some(from), Some(last)) => format!("{from} to {last}"),
    }
}

fn day(at: OffsetDateTime) -> String {
    at.to_offset(time::UtcOffset::UTC).format(format_description!("[day padding:none] [month repr:short] [year]")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn ranges_name_whole_days() {
        let october = datetime!(2026-10-01 0:00 UTC);
        let november = datetime!(2026-11-01 0:00 UTC);

        assert_eq!(range_in_words(Some(october), Some(november)), "1 Oct 2026 to 31 Oct 2026");
        assert_eq!(range_in_words(Some(october), Some(datetime!(2026-10-02 0:00 UTC))), "1 Oct 2026");
        assert_eq!(range_in_words(Some(october), None), "From 1 Oct 2026 on");
        assert_eq!(range_in_words(None, Some(november)), "Up to 31 Oct 2026");
        assert_eq!(range_in_words(None, None), "Everything");
    }
}
