use leptos::prelude::*;
use model::views::{ExportLine, ExportStatus};

use crate::{
    components::{Card, ProgressBar},
    contexts::is_hydrated,
    pages::approvals::{Connection, listen},
};

/// How far an export is: followed live once the script runs, by a plain reload without it.
#[component]
pub(super) fn LiveProgress(org: String, export: ExportLine, ask_again: WriteSignal<usize>) -> impl IntoView {
    let here = format!("/o/{org}/evidence/{}", export.id);
    let url = format!("{here}/events");
    let (now, set_now) = signal(export);
    let (connection, set_connection) = signal(Connection::default());
    Effect::new(move |_| {
        listen(&url, "export", set_connection, move |export: ExportLine| {
            let done = matches!(export.status, ExportStatus::Ready | ExportStatus::Failed);
            set_now.set(export);
            if done {
                ask_again.update(|times| *times += 1);
            }
        });
    });
    let done = Signal::derive(move || now.read().records_done);
    let total = Signal::derive(move || now.read().records_total);
    let hydrated = is_hydrated();
    let follows = move || hydrated.get() && connection.get() != Connection::Lost;
    let foot = move || {
        if follows() {
            view! { <p class="small muted">"This page follows it by itself. You can leave; the export goes on."</p> }.into_any()
        } else {
            view! { <p class="small"><a href=here.clone() rel="external">"Reload to see how far it is"</a></p> }.into_any()
        }
    };
    view! {
        <Card title="Being written" id="progress">
            <div class="stack-2">
                <ProgressBar label="Records written" value=done max=total/>
                {foot}
                <span class="visually-hidden" role="status">{move || percent_in_words(done.get(), total.get())}</span>
            </div>
        </Card>
    }
}

/// Only every tenth percent, so that a screen reader is not talked over.
fn percent_in_words(done: u64, total: u64) -> String {
    done.saturating_mul(10).checked_div(total).map_or_else(String::new, |tenths| format!("{} percent written", tenths.min(10) * 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_said_in_tens() {
        for (done, total, words) in [
            (0, 0, ""),
            (0, 50, "0 percent written"),
            (34, 50, "60 percent written"),
            (50, 50, "100 percent written"),
            (60, 50, "100 percent written"),
        ] {
            assert_eq!(percent_in_words(done, total), words);
        }
    }
}
