use leptos::prelude::*;

use super::{Opened, about::About, cases_pane::CasesPane, tests_pane::TestsPane, trace_pane::TracePane, work::Work, written::Written};
use crate::{
    components::{Button, ButtonKind, Crumb, FormProblems, LinkButton, PageHead},
    contexts::respond_with,
    server_fns::policies::{Editor, Step},
};

/// Head, form, panes.
#[component]
pub(super) fn EditorPage(org: String, opened: Opened) -> impl IntoView {
    let Opened { editor, form, tried } = opened;
    if let Some(Err(error)) = &tried {
        respond_with(error.status());
    }
    let work = Work::begin(tried, Step::parse(&form.step));
    let base = format!("/o/{org}/policies");
    let is_new = form.id.is_empty();
    let here = if is_new { base.clone() } else { format!("{base}/{}", form.id) };
    let target = if is_new { format!("{base}/new") } else { format!("{here}/edit") };
    let (title, lead) = head(is_new, &form.draft.kind, &editor);
    let mut crumbs = vec![Crumb::new(base, "Policies")];
    if !is_new {
        crumbs.push(Crumb::new(here.clone(), editor.draft.name.clone()));
    }
    let save = match (editor.is_reviewed, is_new) {
        (true, _) => "Save draft",
        (false, true) => "Save policy",
        (false, false) => "Save changes",
    };
    view! {
        <div class="page page-wide">
            <PageHead title lead crumbs/>
            <form class="form" method="post" action=target novalidate=true on:submit=move |event| work.send(&event) on:input=work.lint_later()>
                <FormProblems problems=work.problems()/>
                <input type="hidden" name="org" value=org.clone()/>
                <input type="hidden" name="id" value=form.id.clone()/>
                <input type="hidden" name="version" value=form.version.to_string()/>
                <input type="hidden" name="draft[kind]" value=form.draft.kind.clone()/>
                <About draft=form.draft.clone() choices=editor.choices.clone() is_new work/>
                <div class="panes">
                    <div><Written draft=form.draft.clone() choices=editor.choices work/></div>
                    <div>
                        <TestsPane draft=form.draft.clone() work/>
                        <CasesPane draft=form.draft.clone() work/>
                        <TracePane org call=form.call decisions=editor.decisions loaded=form.load work/>
                    </div>
                </div>
                <div class="form-foot">
                    <LinkButton href=here>"Cancel"</LinkButton>
                    <Button name="step" value=Step::Check.as_str() pending=work.pending(Step::Check)>"Check"</Button>
                    <Button name="step" value=Step::Save.as_str() kind=ButtonKind::Primary pending=work.pending(Step::Save)>
                        {save}
                    </Button>
                </div>
            </form>
        </div>
    }
}

fn head(is_new: bool, kind: &str, editor: &Editor) -> (String, String) {
    let (name, version) = (&editor.draft.name, editor.version);
    let then = match (editor.is_reviewed, is_new) {
        (true, _) => "What you save is a draft: a second person releases it.".to_owned(),
        (false, true) => "Once saved it is live within a second.".to_owned(),
        (false, false) => format!("What you save becomes version {}, and is live within a second.", version + 1),
    };
    if !is_new {
        return (format!("Edit {name}"), format!("Version {version} is in force. {then}"));
    }
    let title = match kind {
        "conditions" => "Write conditions",
        "rego" => "Write a Rego policy",
        _ => "Write a pattern",
    };
    (title.to_owned(), format!("Try it on calls below before you save it. {then}"))
}
