//! The document, the routes, and the marker that the script has taken over.

use leptos::{config::LeptosOptions, prelude::*};
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Route, Router, Routes},
    path,
};

use crate::{
    contexts::{Hydrated, ShellFacts},
    hydration::HydrationScript,
    layouts::{AccountLayout, OrgLayout},
    pages::{
        account, approvals, decisions, detection, directory, domains, evidence, guest, home, invitation, keys, landing, members, not_found,
        policies, roles, search, security, sign_in, sign_ins, signed_out, sso, staff_access, teams,
    },
};

/// The document around the portal. Every render on the server needs [`ShellFacts`] as a context.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let facts = use_context::<ShellFacts>().unwrap_or_default();
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=facts.theme.attribute()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="robots" content="noindex" />
                <link rel="icon" href="/assets/icons/logo.svg" type="image/svg+xml" />
                <link
                    rel="preload"
                    href="/assets/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2"
                    r#as="font"
                    type="font/woff2"
                    crossorigin="anonymous"
                />
                <link rel="stylesheet" href=format!("/assets/app.css?v={}", facts.asset_version) />
                <HydrationScript options=options version=facts.asset_version.to_string() />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
    .into_any()
}

/// The whole portal, on the server and in the browser.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let theme = SharedValue::new(|| use_context::<ShellFacts>().unwrap_or_default().theme).into_inner();
    provide_context(RwSignal::new(theme));
    mark_when_hydrated();

    view! {
        <Title formatter=|title: String| if title.is_empty() { "AxonFlow".to_owned() } else { format!("{title} · AxonFlow") } />
        <Router>
            <Routes fallback=not_found::NotFoundPage>
                <Route path=path!("/") view=landing::LandingPage ssr=SsrMode::Async />
                <SignInRoutes />
                <AccountRoutes />
                <Route path=path!("/setup/:token") view=guest::GuestPage ssr=SsrMode::Async />
                <OrgRoutes />
            </Routes>
        </Router>
    }
    // The type of all pages together ends here: crates that draw the portal need not work it out again.
    .into_any()
}

/// Tells style sheets, copy buttons and tests that clicks are no longer lost.
fn mark_when_hydrated() {
    let (hydrated, set_hydrated) = signal(false);
    provide_context(Hydrated(hydrated));
    Effect::new(move || {
        set_hydrated.set(true);
        if let Some(root) = document().document_element() {
            // A document that refuses an attribute has worse problems than a missing marker.
            let _ = root.set_attribute("data-hydrated", "true");
        }
    });
}

#[component(transparent)]
fn SignInRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=leptos_router::components::Outlet ssr=SsrMode::Async>
            <Route path=path!("/signin") view=sign_in::SignInPage ssr=SsrMode::Async />
            <Route path=path!("/signin/factor") view=sign_in::FactorPage ssr=SsrMode::Async />
            <Route path=path!("/signin/enrol") view=sign_in::EnrolPage ssr=SsrMode::Async />
            <Route path=path!("/signin/forgot") view=sign_in::ForgotPage ssr=SsrMode::Async />
            <Route path=path!("/signin/reset/:token") view=sign_in::ResetPage ssr=SsrMode::Async />
            <Route path=path!("/invite/:token") view=invitation::InvitationPage ssr=SsrMode::Async />
            <Route path=path!("/invite/:token/join") view=invitation::JoinPage ssr=SsrMode::Async />
            <Route path=path!("/signed-out") view=signed_out::SignedOutPage ssr=SsrMode::Async />
        </ParentRoute>
    }
    .into_inner()
}

#[component(transparent)]
fn AccountRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("/account") view=AccountLayout ssr=SsrMode::Async>
            <Route path=path!("") view=account::AccountPage ssr=SsrMode::Async />
            <Route path=path!("factor") view=account::FactorPage ssr=SsrMode::Async />
            <Route path=path!("recovery-codes") view=account::RecoveryCodesPage ssr=SsrMode::Async />
        </ParentRoute>
    }
    .into_inner()
}

#[component(transparent)]
fn OrgRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("/o/:org") view=OrgLayout ssr=SsrMode::Async>
            <Route path=path!("") view=landing::LandingPage ssr=SsrMode::Async />
            <Route path=path!("home") view=home::HomePage ssr=SsrMode::Async />
            <Route path=path!("search") view=search::SearchPage ssr=SsrMode::Async />
            <Route path=path!("settings/security") view=security::SecurityPage ssr=SsrMode::Async />
            <Route path=path!("settings/staff-access") view=staff_access::StaffAccessPage ssr=SsrMode::Async />
            <Route path=path!("settings/security/sdk-password") view=security::SdkPasswordPage ssr=SsrMode::Async />
            <Route path=path!("approvals") view=approvals::QueuePage ssr=SsrMode::Async />
            <Route path=path!("approvals/:id") view=approvals::ApprovalPage ssr=SsrMode::Async />
            <Route path=path!("decisions") view=decisions::DecisionsPage ssr=SsrMode::Async />
            <Route path=path!("decisions/:id") view=decisions::DecisionPage ssr=SsrMode::Async />
            <Route path=path!("detection") view=detection::DetectionPage ssr=SsrMode::Async />
            <Route path=path!("policies") view=policies::PoliciesPage ssr=SsrMode::Async />
            <Route path=path!("policies/new") view=policies::NewPolicyPage ssr=SsrMode::Async />
            <Route path=path!("policies/simulate") view=policies::SimulatePage ssr=SsrMode::Async />
            <Route path=path!("policies/in-force") view=policies::InForcePage ssr=SsrMode::Async />
            <Route path=path!("policies/conflicts") view=policies::ConflictsPage ssr=SsrMode::Async />
            <Route path=path!("policies/replay") view=policies::ReplayPage ssr=SsrMode::Async />
            <Route path=path!("policies/settings") view=policies::PolicySettingsPage ssr=SsrMode::Async />
            <Route path=path!("policies/releases") view=policies::ReleasesPage ssr=SsrMode::Async />
            <Route path=path!("policies/releases/:id") view=policies::ReleasePage ssr=SsrMode::Async />
            <Route path=path!("policies/:id/versions") view=policies::PolicyVersionsPage ssr=SsrMode::Async />
            <Route path=path!("policies/:id") view=policies::PolicyPage ssr=SsrMode::Async />
            <Route path=path!("policies/:id/edit") view=policies::EditPolicyPage ssr=SsrMode::Async />
            <Route path=path!("policies/:id/override") view=policies::OverridePolicyPage ssr=SsrMode::Async />
            <Route path=path!("policies/:id/impact") view=policies::ImpactPage ssr=SsrMode::Async />
            <Route path=path!("policies/:id/delete") view=policies::DeletePolicyPage ssr=SsrMode::Async />
            <Route path=path!("keys") view=keys::KeysPage ssr=SsrMode::Async />
            <Route path=path!("keys/new") view=keys::NewKeyPage ssr=SsrMode::Async />
            <Route path=path!("keys/hygiene") view=keys::HygienePage ssr=SsrMode::Async />
            <Route path=path!("keys/lookup") view=keys::LookUpKeyPage ssr=SsrMode::Async />
            <Route path=path!("keys/:id") view=keys::KeyPage ssr=SsrMode::Async />
            <Route path=path!("keys/:id/roll") view=keys::RollKeyPage ssr=SsrMode::Async />
            <Route path=path!("keys/:id/revoke") view=keys::RevokeKeyPage ssr=SsrMode::Async />
            <Route path=path!("keys/:id/secret") view=keys::KeySecretPage ssr=SsrMode::Async />
            <Route path=path!("members") view=members::MembersPage ssr=SsrMode::Async />
            <Route path=path!("members/invite") view=members::InvitePage ssr=SsrMode::Async />
            <Route path=path!("members/left") view=directory::DeparturesPage ssr=SsrMode::Async />
            <Route path=path!("members/:id") view=members::MemberPage ssr=SsrMode::Async />
            <Route path=path!("members/:id/remove") view=members::RemovePage ssr=SsrMode::Async />
            <Route path=path!("roles") view=roles::RolesPage ssr=SsrMode::Async />
            <Route path=path!("roles/new") view=roles::NewRolePage ssr=SsrMode::Async />
            <Route path=path!("roles/:id") view=roles::EditRolePage ssr=SsrMode::Async />
            <Route path=path!("roles/:id/preview") view=roles::PreviewRolePage ssr=SsrMode::Async />
            <Route path=path!("roles/:id/remove") view=roles::RemoveRolePage ssr=SsrMode::Async />
            <Route path=path!("directory") view=directory::DirectoryPage ssr=SsrMode::Async />
            <Route path=path!("directory/mapping") view=directory::MappingPage ssr=SsrMode::Async />
            <Route path=path!("directory/mapping/preview") view=directory::PreviewMappingPage ssr=SsrMode::Async />
            <Route path=path!("directory/people") view=directory::DirectoryPeoplePage ssr=SsrMode::Async />
            <Route path=path!("directory/events") view=directory::DirectoryEventsPage ssr=SsrMode::Async />
            <Route path=path!("directory/safety") view=directory::SafetyPage ssr=SsrMode::Async />
            <Route path=path!("directory/tokens/:id") view=directory::DirectoryTokenPage ssr=SsrMode::Async />
            <SsoRoutes />
            <TeamRoutes />
            <Route path=path!("evidence") view=evidence::EvidencePage ssr=SsrMode::Async />
            <Route path=path!("evidence/verify") view=evidence::VerifyPage ssr=SsrMode::Async />
            <Route path=path!("evidence/:id") view=evidence::ExportPage ssr=SsrMode::Async />
        </ParentRoute>
    }
    .into_inner()
}

#[component(transparent)]
fn SsoRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=leptos_router::components::Outlet ssr=SsrMode::Async>
            <Route path=path!("sign-ins") view=sign_ins::SignInsPage ssr=SsrMode::Async />
            <Route path=path!("sign-ins/:code") view=sign_ins::SignInPage ssr=SsrMode::Async />
            <Route path=path!("sso") view=sso::ConnectionsPage ssr=SsrMode::Async />
            <Route path=path!("sso/new") view=sso::NewConnectionPage ssr=SsrMode::Async />
            <Route path=path!("sso/:id") view=sso::ConnectionPage ssr=SsrMode::Async />
            <Route path=path!("sso/:id/values") view=sso::ValuesPage ssr=SsrMode::Async />
            <Route path=path!("sso/:id/provider") view=sso::ProviderPage ssr=SsrMode::Async />
            <Route path=path!("sso/:id/people") view=sso::PeoplePage ssr=SsrMode::Async />
            <Route path=path!("sso/:id/rules") view=sso::RulesPage ssr=SsrMode::Async />
            <Route path=path!("sso/:id/test") view=sso::TestPage ssr=SsrMode::Async />
            <Route path=path!("sso/:id/turn-on") view=sso::TurnOnPage ssr=SsrMode::Async />
            <Route path=path!("sso/:id/certificates") view=sso::CertificatesPage ssr=SsrMode::Async />
            <Route path=path!("sso/:id/log") view=sso::ConnectionLogPage ssr=SsrMode::Async />
            <Route path=path!("sso/:id/links") view=sso::SetUpLinksPage ssr=SsrMode::Async />
            <Route path=path!("sso/:id/links/:link") view=sso::IssuedLinkPage ssr=SsrMode::Async />
            <Route path=path!("sso/:id/remove") view=sso::RemoveConnectionPage ssr=SsrMode::Async />
            <Route path=path!("domains") view=domains::DomainsPage ssr=SsrMode::Async />
            <Route path=path!("domains/new") view=domains::NewDomainPage ssr=SsrMode::Async />
            <Route path=path!("domains/:domain") view=domains::DomainPage ssr=SsrMode::Async />
            <Route path=path!("domains/:domain/remove") view=domains::RemoveDomainPage ssr=SsrMode::Async />
        </ParentRoute>
    }
    .into_inner()
}

#[component(transparent)]
fn TeamRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=leptos_router::components::Outlet ssr=SsrMode::Async>
            <Route path=path!("teams") view=teams::TeamsPage ssr=SsrMode::Async />
            <Route path=path!("teams/new") view=teams::NewTeamPage ssr=SsrMode::Async />
            <Route path=path!("teams/:id") view=teams::TeamPage ssr=SsrMode::Async />
            <Route path=path!("teams/:id/add") view=teams::AddToTeamPage ssr=SsrMode::Async />
            <Route path=path!("teams/:id/preview") view=teams::PreviewTeamPage ssr=SsrMode::Async />
        </ParentRoute>
    }
    .into_inner()
}
