use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::views::FirstCall;

use crate::components::{CodeBlock, Segmented, TabLink, Time};

/// The shortest program that makes a governed call. The tabs are links, so they work without scripts.
#[component]
pub(crate) fn FirstCallCard(org: String, call: FirstCall) -> impl IntoView {
    let query = use_query_map();
    let last = call
        .last_call_at
        .map_or_else(|| view! { "Waiting for the first call" }.into_any(), |at| view! { "Last call " <Time at/> }.into_any());
    let tabs_and_code = move || {
        let language = Language::parse(query.read().get("snippet").as_deref());
        let tabs =
            [Language::Python, Language::Curl].map(|one| TabLink::new(one.href(&org), one.title()).current(one == language)).to_vec();
        view! {
            <Segmented label="Language" items=tabs/>
            <CodeBlock code=language.snippet(&call) label=format!("{} example", language.title()) copy=true/>
        }
        .into_any()
    };
    view! {
        <section class="card" aria-labelledby="first-call">
            <header><h2 id="first-call">"Make a governed call"</h2><span class="push muted">{last}</span></header>
            <div class="card-body stack-2 snippet">{tabs_and_code}</div>
        </section>
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Language {
    Python,
    Curl,
}

impl Language {
    fn parse(word: Option<&str>) -> Self {
        if word == Some("curl") { Self::Curl } else { Self::Python }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Python => "Python",
            Self::Curl => "curl",
        }
    }

    fn href(self, org: &str) -> String {
        match self {
            Self::Python => format!("/o/{org}/home#first-call"),
            Self::Curl => format!("/o/{org}/home?snippet=curl#first-call"),
        }
    }

    fn snippet(self, call: &FirstCall) -> String {
        let client_id = call.client_id.as_deref().unwrap_or("YOUR_CLIENT_ID");
        let endpoint = &call.endpoint;
        match self {
            Self::Python => python(endpoint, client_id),
            Self::Curl => format!(
                "curl -s {endpoint}/api/policy/pre-check \\\n  -u \"{client_id}:$AXONFLOW_CLIENT_SECRET\" \\\n  -H 'Content-Type: application/json' \\\n  -d '{{\"client_id\": \"{client_id}\", \"user_token\": \"\", \"query\": \"Refund claim 4471\"}}'"
            ),
        }
    }
}

fn python(endpoint: &str, client_id: &str) -> String {
    format!(
        r#"import os
from axonflow import AxonFlow

with AxonFlow.sync(
    endpoint="{endpoint}",
    client_id="{client_id}",
    client_secret=os.environ["AXONFLOW_CLIENT_SECRET"],
) as flow:
    answer = flow.pre_check(user_token="", query="Refund claim 4471")
    print(answer.approved, answer.context_id)"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organisation_without_keys_gets_a_placeholder_and_no_secret_is_ever_written() {
        let call = FirstCall { endpoint: "https://a.example".to_owned(), client_id: None, last_call_at: None };

        for language in [Language::Python, Language::Curl] {
            let snippet = language.snippet(&call);
            assert!(snippet.contains("YOUR_CLIENT_ID") && snippet.contains("https://a.example"));
            assert!(snippet.contains("AXONFLOW_CLIENT_SECRET"));
        }
    }
}
