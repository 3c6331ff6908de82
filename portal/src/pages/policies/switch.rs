use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use crate::{
    components::{ButtonSize, Notice, Tone},
    server_fns::policies::SwitchPolicy,
};

/// Switches one policy. A plain form: the page that comes back says what happened, and how to undo it.
#[component]
pub(super) fn Switch(
    org: String,
    id: String,
    /// Read out after the word.
    name: String,
    /// What it becomes.
    enabled: bool,
    /// `list` or `policy`: where it leads.
    back: &'static str,
    #[prop(optional)] size: ButtonSize,
    #[prop(optional, into)] word: Option<&'static str>,
) -> impl IntoView {
    let word = word.unwrap_or(if enabled { "Switch on" } else { "Switch off" });
    let class = if size == ButtonSize::Small { "btn btn-sm" } else { "btn" };
    view! {
        <form method="post" action=SwitchPolicy::url()>
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="enabled" value=enabled.to_string()/>
            <input type="hidden" name="back" value=back/>
            <button class=class type="submit">{word}<span class="visually-hidden">" "{name}</span></button>
        </form>
    }
}

/// Says what was just switched, with the way to undo it.
#[component]
pub(super) fn Switched(org: Signal<String>, back: &'static str) -> impl IntoView {
    let query = use_query_map();
    move || {
        let (switched, id) = query.with(|q| (q.get("switched"), q.get("policy")));
        let id = id.filter(|id| id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')))?;
        let is_on = match switched.as_deref()? {
            "on" => true,
            "off" => false,
            _ => return None,
        };
        let sentence =
            if is_on { "Policy switched on. It is enforced within a second." } else { "Policy switched off. It is no longer evaluated." };
        Some(view! {
            <div class="flash flash-undo" role="status">
                <Notice tone=Tone::Ok>{sentence}</Notice>
                <Switch org=org.get() id name=String::new() enabled=!is_on back word="Undo"/>
            </div>
        })
    }
}
