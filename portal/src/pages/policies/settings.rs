use std::collections::BTreeMap;

use leptos::{form::ActionForm, prelude::*};
use model::{
    Action, Permission, ReleaseMode,
    views::{SettingLine, SettingsView},
};

use super::{Area, AreaTabs, words::decided_in_words};
use crate::{
    components::{
        ActionMark, Button, ButtonKind, Choice, ErrorView, FormProblems, Loading, PageHead, RadioGroup, Select, Tick, action_word,
    },
    contexts::{Problems, use_org, use_viewer},
    server_fns::{
        policies::{ChangeSettings, read_settings},
        releases::{SetReleaseMode, read_release_mode},
    },
};

/// Groups of shipped policies that one setting speaks for, with their words.
const GROUPS: [(&str, &str); 4] =
    [("PII", "Personal data"), ("SQLI", "SQL injection"), ("SECRETS", "Secrets"), ("DANGEROUS", "Dangerous requests")];
/// The ways of calls that settings tell apart.
const WAYS: [(&str, &str); 3] = [("general", "All calls"), ("gateway", "Gateway pre-checks"), ("mcp", "Tool checks (MCP)")];

/// `/o/:org/policies/settings`.
#[component]
pub(crate) fn PolicySettingsPage() -> impl IntoView {
    let org = use_org();
    let viewer = use_viewer();
    let settings = Resource::new(move || org.get(), read_settings);
    let mode = Resource::new(move || org.get(), read_release_mode);
    view! {
        <Suspense fallback=|| view! { <div class="page"><Loading label="Loading the settings"/></div> }>
            {move || Suspend::new(async move {
                let may_write = viewer.await.is_ok_and(|viewer| viewer.may(Permission::SettingsWrite));
                match (settings.await, mode.await) {
                    (Ok(settings), Ok(mode)) => view! { <Page org=org.get_untracked() settings mode may_write/> }.into_any(),
                    (Err(error), _) | (_, Err(error)) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Page(org: String, settings: SettingsView, mode: ReleaseMode, may_write: bool) -> impl IntoView {
    view! {
        <div class="page">
            <PageHead title="Policies" lead="How strict the organisation is with what shipped policies find, and how changes of its own policies come into force."/>
            <AreaTabs org=org.clone() here=Area::Settings/>
            <Strictness org=org.clone() settings may_write/>
            <Mode org mode may_write/>
        </div>
    }
}

/// Profile and settings, in one form.
#[component]
fn Strictness(org: String, settings: SettingsView, may_write: bool) -> impl IntoView {
    let change = ServerAction::<ChangeSettings>::new();
    let problems = Problems::of(change);
    let pending = change.pending();
    let profiles = settings.profiles.iter().map(|(name, asks)| profile(name, asks, *name == settings.profile)).collect::<Vec<_>>();
    let rows = GROUPS
        .into_iter()
        .map(|(group, word)| view! { <Group group word settings=settings.settings.clone() problems may_write/> }.into_any())
        .collect::<Vec<_>>();
    let foot = if may_write {
        view! { <Button kind=ButtonKind::Primary pending>"Save settings"</Button> }.into_any()
    } else {
        view! { <p class="small muted">"Changing this needs the permission settings:write, which owners and admins hold."</p> }.into_any()
    };
    view! {
        <ActionForm action=change attr:class="card form card-form">
            <FormProblems problems/>
            <input type="hidden" name="org" value=org/>
            <RadioGroup name="profile" legend="Profile" hint="What shipped policies ask for where nothing below says more." options=profiles problem=problems.field("profile")/>
            <div class="stack-2">
                <h2 class="small">"Settings"</h2>
                <p class="help">"A setting wins over the profile; the setting of one way wins over that of all calls; an override of a policy wins over everything. Under each stands what it comes to now, and why."</p>
            </div>
            {rows}
            <div class="form-foot">{foot}</div>
        </ActionForm>
    }
}

fn profile(name: &str, asks: &BTreeMap<String, Option<Action>>, checked: bool) -> Tick {
    let words = GROUPS.iter().map(|(group, word)| {
        let action = asks.get(*group).copied().flatten();
        format!("{word}: {}", action.map_or("as each policy says", action_word).to_lowercase())
    });
    let mut label = name.to_owned();
    if let Some(first) = label.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    Tick { value: name.to_owned(), label, hint: Some(words.collect::<Vec<_>>().join(" · ")), checked }
}

#[component]
fn Group(group: &'static str, word: &'static str, settings: Vec<SettingLine>, problems: Problems, may_write: bool) -> impl IntoView {
    let cells = WAYS.iter().filter_map(|(way, label)| {
        let line = settings.iter().find(|line| line.group == group && line.way == *way)?.clone();
        Some(view! { <Cell line label=*label problems may_write/> }.into_any())
    });
    view! {
        <fieldset class="field">
            <legend>{word}</legend>
            <div class="form-row">{cells.collect::<Vec<_>>()}</div>
        </fieldset>
    }
}

#[component]
fn Cell(line: SettingLine, label: &'static str, problems: Problems, may_write: bool) -> impl IntoView {
    let unsaid = Choice::new("", "Not set");
    let options = std::iter::once(unsaid).chain(line.offered.iter().map(|action| Choice::new(action.as_str(), action_word(*action))));
    let options: Vec<Choice> = options.collect();
    let comes_to = match line.comes_to {
        Some(ask) => {
            let decided = decided_in_words(&ask.decided_by).unwrap_or_default();
            view! { <ActionMark action=ask.action/>" "<span class="muted">{decided}</span> }.into_any()
        }
        None => view! { <span class="muted">"as each policy says"</span> }.into_any(),
    };
    let name = line.name.clone();
    let field = may_write.then(|| {
        view! {
            <Select name=format!("actions[{name}]") id=name.clone() label=label options=options selected=line.chosen.map(|action| action.as_str().to_owned()).unwrap_or_default() problem=problems.field("actions")/>
        }
    });
    let title = (!may_write).then(|| view! { <span class="small">{label}</span> });
    view! { <div class="stack-2">{field}{title}<p class="small"><code class="tiny">{line.name}</code><br/>{comes_to}</p></div> }
}

/// Whether a second person releases what somebody wrote.
#[component]
fn Mode(org: String, mode: ReleaseMode, may_write: bool) -> impl IntoView {
    let change = ServerAction::<SetReleaseMode>::new();
    let problems = Problems::of(change);
    let pending = change.pending();
    let tick = |value: ReleaseMode, label: &str, hint: &str| Tick {
        value: value.as_str().to_owned(),
        label: label.to_owned(),
        hint: Some(hint.to_owned()),
        checked: value == mode,
    };
    let options = vec![
        tick(ReleaseMode::Direct, "Direct", "What somebody saves is live within a second, and recorded."),
        tick(
            ReleaseMode::Reviewed,
            "Reviewed",
            "What somebody saves is a draft: tested, simulated, and released by a second person. SDKs and the portal alike.",
        ),
    ];
    let foot = may_write.then(|| view! { <Button pending>"Save release mode"</Button> });
    view! {
        <ActionForm action=change attr:class="card form card-form">
            <FormProblems problems/>
            <input type="hidden" name="org" value=org/>
            <RadioGroup name="mode" legend="How changes come into force" options problem=problems.field("mode")/>
            <div class="form-foot">{foot}</div>
        </ActionForm>
    }
}
