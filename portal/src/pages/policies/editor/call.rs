use leptos::prelude::*;
use model::{Plane, views::TrialCall};

use crate::{
    components::{Choice, Select, TextArea, TextInput},
    contexts::Problems,
    pages::approvals::ask::plane_in_words,
};

/// A call that is not made.
#[component]
pub(in super::super) fn CallFields(call: TrialCall, problems: Problems) -> impl IntoView {
    let planes = Plane::ALL.iter().filter(|plane| **plane != Plane::Queue);
    let planes = planes.map(|plane| Choice::new(plane.as_str(), plane_in_words(*plane))).collect::<Vec<_>>();
    let plane = if call.plane.is_empty() { Plane::Decide.as_str().to_owned() } else { call.plane };
    view! {
        <TextArea name="call[query]" id="query" label="What it says" rows=3 value=call.query problem=problems.field("query")/>
        <div class="form-row">
            <Select name="call[plane]" id="plane" label="Comes as" options=planes selected=plane problem=problems.field("plane")/>
            <TextInput name="call[target]" id="target" label="Tool or model" optional=true value=call.target autocomplete="off"/>
            <TextInput name="call[user]" id="user" label="End user" optional=true value=call.user autocomplete="off"/>
        </div>
        <TextArea name="call[context]" id="context" label="Context, as a JSON object" optional=true rows=2 value=call.context problem=problems.field("context")/>
    }
}
