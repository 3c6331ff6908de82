use leptos::{either::EitherOf3, prelude::*};
use model::views::PasskeyLine;

use crate::{
    PortalError,
    components::{Button, ButtonKind, ButtonSize, Card, Count, FormProblems, PasskeyButton, Table, TextInput, Time},
    contexts::Problems,
    layouts::AccountResource,
    passkeys::PasskeyAsk,
    server_fns::account::{AddPasskey, RemovePasskey, start_passkey},
};

/// The field that says what the new passkey is called.
const NAME: &str = "passkey-name";

/// The person's passkeys: added, named, removed.
#[component]
pub(super) fn PasskeysCard(
    /// Oldest first.
    passkeys: Vec<PasskeyLine>,
    /// Whether browsers offer them at this address.
    work_here: bool,
    /// Whether the person has to confirm first that it is them.
    stale: bool,
    /// What a new one is called unless the person says something else.
    suggested: String,
) -> impl IntoView {
    let count = u64::try_from(passkeys.len()).unwrap_or_default();
    let foot = match (work_here, stale) {
        (false, _) => EitherOf3::A(view! {
            <p class="small muted">"Passkeys need a host name and TLS, which the address of this server does not have."</p>
        }),
        (true, true) => EitherOf3::B(view! { <p class="small muted">"Confirm that it is you, above, to add or remove passkeys."</p> }),
        (true, false) => EitherOf3::C(view! { <AddForm suggested /> }),
    };
    view! {
        <Card title="Passkeys" id="passkeys" aside=move || view! { <Count n=count word="passkeys" /> }>
            <div class="stack">
                <p class="small muted">
                    "Sign in with your fingerprint, face or PIN. A passkey cannot be phished, works without your password, and counts as a second factor."
                </p>
                {(!passkeys.is_empty()).then(|| view! { <List passkeys stale /> })}
                {foot}
            </div>
        </Card>
    }
}

#[component]
fn List(passkeys: Vec<PasskeyLine>, stale: bool) -> impl IntoView {
    let remove = ServerAction::<RemovePasskey>::new();
    expect_context::<AccountResource>().follow(remove.version());
    let rows = passkeys.into_iter().map(|passkey| view! { <Line passkey stale remove /> }).collect_view();
    view! {
        <FormProblems problems=Problems::of(remove) />
        <Table label="List of passkeys">
            <thead>
                <tr>
                    <th scope="col">"Name"</th>
                    <th scope="col" class="col-lo">"Added"</th>
                    <th scope="col" class="col-md">"Last used"</th>
                    <th scope="col"><span class="visually-hidden">"Actions"</span></th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
}

#[component]
fn Line(passkey: PasskeyLine, stale: bool, remove: ServerAction<RemovePasskey>) -> impl IntoView {
    let label = format!("Remove passkey {}", passkey.name);
    let used = passkey
        .last_used_at
        .map_or_else(|| view! { <span class="none">"never"</span> }.into_any(), |at| view! { <Time at=at /> }.into_any());
    view! {
        <tr>
            <th scope="row">{passkey.name}</th>
            <td class="col-lo"><Time at=passkey.created_at /></td>
            <td class="col-md">{used}</td>
            <td class="cell-act">
                <ActionForm action=remove>
                    <input type="hidden" name="passkey" value=passkey.id.to_string() />
                    <Button kind=ButtonKind::DangerQuiet size=ButtonSize::Small disabled=stale attr:aria-label=label>"Remove"</Button>
                </ActionForm>
            </td>
        </tr>
    }
}

#[component]
fn AddForm(suggested: String) -> impl IntoView {
    let add = ServerAction::<AddPasskey>::new();
    expect_context::<AccountResource>().follow(add.version());
    let problems = Problems::of(add);
    // A passkey that the device made and we did not take would only be in the person's way: the name is looked at first.
    let begin = || async {
        if name().trim().is_empty() {
            return Err(PortalError::Refused("Give the passkey a name first.".to_owned()));
        }
        start_passkey().await
    };
    let answered = move |answer| {
        add.dispatch(AddPasskey { answer, name: name() });
    };
    view! {
        <div class="form form-inline">
            <FormProblems problems=problems />
            <TextInput
                name="name"
                id=NAME
                label="Name of the new passkey"
                hint="Something by which you recognise the device."
                value=Some(suggested)
                maxlength=60
                problem=problems.field("name")
            />
            <PasskeyButton ask=PasskeyAsk::Make begin=begin answered=answered pending=add.pending()>"Add a passkey"</PasskeyButton>
        </div>
    }
}

/// What stands in the field now.
fn name() -> String {
    use leptos::wasm_bindgen::JsCast as _;
    let field = document().get_element_by_id(NAME).and_then(|field| field.dyn_into::<web_sys::HtmlInputElement>().ok());
    field.map(|field| field.value()).unwrap_or_default()
}
