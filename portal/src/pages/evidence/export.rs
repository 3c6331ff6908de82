use leptos::prelude::*;
use model::{
    Export, ExportId,
    views::{ExportLine, ExportStatus},
};

use super::{
    exports::{StateOfExport, range_in_words},
    progress::LiveProgress,
};
use crate::{
    PortalError,
    components::{
        ButtonKind, Card, CopyField, Crumb, ErrorView, LinkButton, Loading, Notice, PageHead, Time, Tone, bytes_in_words, grouped,
    },
    contexts::{use_id, use_org},
    server_fns::evidence::read_export,
};

/// `/o/:org/evidence/:id`.
#[component]
pub(crate) fn ExportPage() -> impl IntoView {
    let org = use_org();
    let id = use_id::<Export>("id");
    let (asked, ask_again) = signal(0_usize);
    let export = Resource::new(move || (org.get(), id.get(), asked.get()), |(org, id, _)| read(org, id));
    view! {
        <Transition fallback=|| view! { <div class="page page-narrow"><Loading label="Loading the export"/></div> }>
            {move || Suspend::new(async move {
                match export.await {
                    Ok(export) => view! { <Body org=org.get_untracked() export ask_again/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

async fn read(org: String, id: Option<ExportId>) -> Result<ExportLine, PortalError> {
    match id {
        Some(id) => read_export(org, id).await,
        None => Err(PortalError::NotFound),
    }
}

#[component]
fn Body(org: String, export: ExportLine, ask_again: WriteSignal<usize>) -> impl IntoView {
    let crumbs = vec![Crumb::new(format!("/o/{org}/evidence"), "Evidence")];
    let state = match export.status {
        ExportStatus::Queued | ExportStatus::Running => view! { <LiveProgress org export=export.clone() ask_again/> }.into_any(),
        ExportStatus::Ready => view! { <Ready org export=export.clone()/> }.into_any(),
        ExportStatus::Failed => view! { <Failed problem=export.problem.clone()/> }.into_any(),
    };
    let records = match export.records_total {
        0 => "not counted yet".to_owned(),
        total => grouped(total),
    };
    view! {
        <div class="page page-narrow">
            <PageHead title=range_in_words(export.from, export.until) lead="Evidence bundle with proofs" crumbs/>
            {state}
            <Card title="About this export" id="about">
                <dl class="kv">
                    <dt>"State"</dt><dd><StateOfExport status=export.status/></dd>
                    <dt>"Records"</dt><dd class="num">{records}</dd>
                    <dt>"Asked by"</dt><dd>{export.requested_by}</dd>
                    <dt>"Asked"</dt><dd><Time at=export.requested_at/></dd>
                </dl>
            </Card>
        </div>
    }
}

#[component]
fn Ready(org: String, export: ExportLine) -> impl IntoView {
    let href = format!("/o/{org}/evidence/{}/bundle", export.id);
    let verify = format!("/o/{org}/evidence/verify");
    let digest = export.digest.map(|digest| {
        view! {
            <div class="stack-2">
                <h3>"SHA-256 of the file"</h3>
                <CopyField text=digest label="the digest"/>
            </div>
        }
    });
    view! {
        <Card title="Ready" id="ready">
            <div class="stack">
                <div class="row">
                    <LinkButton href kind=ButtonKind::Primary icon=icondata_lu::LuDownload download=true>
                        {format!("Download bundle, {}", bytes_in_words(export.size_bytes))}
                    </LinkButton>
                    <a class="btn" href=verify>"How to verify it"</a>
                </div>
                {digest}
            </div>
        </Card>
    }
}

#[component]
fn Failed(problem: Option<String>) -> impl IntoView {
    view! {
        <Notice tone=Tone::Bad title="The export stopped.">
            {problem.unwrap_or_else(|| "Nothing was written. Start it again, and tell your operator if it stops again.".to_owned())}
        </Notice>
    }
}
