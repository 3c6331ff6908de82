use leptos::prelude::*;

use super::{Tone, grouped};

/// How far something is.
#[component]
pub(crate) fn ProgressBar(
    /// Of what.
    #[prop(into)]
    label: String,
    /// Done.
    #[prop(into)]
    value: Signal<u64>,
    /// To do; nothing known yet when zero.
    #[prop(into)]
    max: Signal<u64>,
    /// How it stands.
    #[prop(optional)]
    tone: Tone,
    /// Instead of "done of all".
    #[prop(optional, into)]
    shown: Option<String>,
) -> impl IntoView {
    let words = move || {
        shown.clone().unwrap_or_else(|| match max.get() {
            0 => "not counted yet".to_owned(),
            all => format!("{} of {}", grouped(value.get()), grouped(all)),
        })
    };
    view! {
        <div class="meter">
            <div class="meter-head">
                <span>{label.clone()}</span>
                <b class="num">{words}</b>
            </div>
            <progress
                class="progress"
                data-tone=tone.as_str()
                max=move || max.get().max(1).to_string()
                value=move || value.get().to_string()
                aria-label=label
            ></progress>
        </div>
    }
}
