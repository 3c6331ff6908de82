use leptos::prelude::*;

use crate::{
    components::{Button, ButtonKind, Crumb, FormProblems, LinkButton, PageHead, TextInput},
    contexts::{Problems, use_org},
    server_fns::{domains::AddDomain, typed::take},
};

/// `/o/:org/domains/new`.
#[component]
pub(crate) fn NewDomainPage() -> impl IntoView {
    let org = use_org();
    let add = ServerAction::<AddDomain>::new();
    let problems = Problems::of(add);
    let domains = move || format!("/o/{}/domains", org.get());
    let crumbs = vec![Crumb::new(domains(), "Domains")];
    view! {
        <div class="page page-narrow">
            <PageHead title="Add a domain" lead="The next page shows the record that proves it." crumbs/>
            <ActionForm action=add attr:class="card form card-form">
                <FormProblems problems/>
                <input type="hidden" name="org" value=move || org.get()/>
                <TextInput name="domain" label="Domain" hint="What stands after the @ of your people's addresses, for example acme.example. A subdomain is a domain of its own." maxlength=253_u32 required=true autocomplete="off" value=take("domain") problem=problems.field("domain")/>
                <div class="form-foot">
                    <LinkButton href=domains()>"Cancel"</LinkButton>
                    <Button kind=ButtonKind::Primary pending=add.pending()>"Add domain"</Button>
                </div>
            </ActionForm>
        </div>
    }
}
