use leptos::prelude::*;

use crate::{
    components::{Button, Card, FormProblems, TextInput},
    contexts::Problems,
    server_fns::account::ChangePassword,
};

/// Changes the password.
#[component]
pub(super) fn PasswordCard(
    /// Tells password managers whose password it is.
    email: String,
) -> impl IntoView {
    let change = ServerAction::<ChangePassword>::new();
    let problems = Problems::of(change);
    view! {
        <Card title="Password" id="password-card">
            <ActionForm action=change attr:class="form">
                <FormProblems problems=problems />
                <input type="hidden" autocomplete="username" value=email />
                <div class="form-row">
                    <TextInput
                        name="current"
                        label="Current password"
                        kind="password"
                        problem=problems.field("current")
                        autocomplete="current-password"
                        required=true
                    />
                    <TextInput
                        name="new"
                        label="New password"
                        kind="password"
                        hint="At least 12 characters. Long beats complicated."
                        problem=problems.field("new")
                        autocomplete="new-password"
                        required=true
                    />
                </div>
                <div class="row row-apart">
                    <p class="help">"All your other sessions end with it."</p>
                    <Button pending=change.pending()>"Change password"</Button>
                </div>
            </ActionForm>
        </Card>
    }
}
