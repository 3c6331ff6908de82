use leptos::prelude::*;
use model::{
    Connection, ConnectionId, SsoMode, SsoProtocol,
    views::{ConnectionLine, ConnectionState, ConnectionView},
};

use crate::{
    PortalError,
    components::{Crumb, ErrorView, Loading, Notice, PageHead, StepLink, Stepper, TabLink, Tabs, Tone},
    contexts::{use_id, use_org},
    server_fns::sso::read_connection,
};

/// The pages of one connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Overview,
    Values,
    Provider,
    People,
    Rules,
    Test,
    TurnOn,
    Certificates,
    Links,
    Log,
}

impl Place {
    /// The last part of its address.
    const fn path(self) -> &'static str {
        match self {
            Self::Overview => "",
            Self::Values => "/values",
            Self::Provider => "/provider",
            Self::People => "/people",
            Self::Rules => "/rules",
            Self::Test => "/test",
            Self::TurnOn => "/turn-on",
            Self::Certificates => "/certificates",
            Self::Links => "/links",
            Self::Log => "/log",
        }
    }

    /// Its name among the tabs of a connection that is in use.
    const fn title(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Values => "Our values",
            Self::Provider => "Provider",
            Self::People => "People",
            Self::Rules => "Groups",
            Self::Test => "Test",
            Self::TurnOn => "Domains",
            Self::Certificates => "Certificates",
            Self::Links => "Set-up links",
            Self::Log => "Sign-in log",
        }
    }

    /// Its address.
    pub(super) fn href(self, org: &str, id: ConnectionId) -> String {
        format!("/o/{org}/sso/{id}{}", self.path())
    }
}

/// A page of one connection: loads it and hands it to `draw`, or shows why it cannot.
#[component]
pub(super) fn OneConnection<V, F>(at: Place, draw: F) -> impl IntoView
where
    V: IntoView + 'static,
    F: Fn(String, ConnectionView) -> V + Copy + Send + Sync + 'static,
{
    let org = use_org();
    let id = use_id::<Connection>("id");
    let connection = Resource::new(move || (org.get(), id.get()), |(org, id)| read(org, id));
    view! {
        <Suspense fallback=|| view! { <div class="page page-wide"><Loading label="Loading the connection"/></div> }>
            {move || Suspend::new(async move {
                match connection.await {
                    Ok(view) => {
                        let org = org.get_untracked();
                        let body = draw(org.clone(), view.clone()).into_any();
                        view! { <Frame org at line=view.line>{body}</Frame> }.into_any()
                    }
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn read(org: String, id: Option<ConnectionId>) -> Result<ConnectionView, PortalError> {
    match id {
        Some(id) => read_connection(org, id).await,
        None => Err(PortalError::NotFound),
    }
}

/// Heading, then the steps while it is being set up and the tabs afterwards. The pages are the same.
#[component]
pub(super) fn Frame(org: String, at: Place, line: ConnectionLine, children: Children) -> impl IntoView {
    let crumbs = vec![Crumb::new(format!("/o/{org}/sso"), "Single sign-on")];
    let width = if at == Place::Log { "page page-wide stack-6" } else { "page stack-6" };
    if is_in_use(&line) {
        let warning = line.ends_in_days.map(|days| view! { <EndNotice days href=Place::Certificates.href(&org, line.connection)/> });
        let tabs = tabs(&org, at, &line);
        return view! {
            <div class=width>
                <PageHead title=line.name.clone() lead=protocol_in_words(line.protocol) crumbs/>
                {warning}
                <Tabs label="Pages of the connection" items=tabs/>
                {children()}
            </div>
        }
        .into_any();
    }
    let steps = steps(&org, at, &line);
    view! {
        <div class=width>
            <PageHead title=format!("Connect {}", line.name) lead="Nobody is affected before the last step. You can stop at any time, nothing is lost." crumbs/>
            <div class="wizard">
                <Stepper steps/>
                <div class="stack-6">{children()}</div>
            </div>
        </div>
    }
    .into_any()
}

/// People come by it: the steps are behind it.
fn is_in_use(line: &ConnectionLine) -> bool {
    line.state != ConnectionState::SetUp && line.domains.iter().any(|(_, mode)| *mode != SsoMode::Off)
}

fn steps(org: &str, at: Place, line: &ConnectionLine) -> Vec<StepLink> {
    let known = line.state != ConnectionState::SetUp;
    let tested = line.last_success_at.is_some();
    let theirs = if line.protocol == SsoProtocol::Saml { "Their metadata" } else { "Their issuer" };
    [
        (Place::Overview, "Provider", true),
        (Place::Values, "Our values", known),
        (Place::Provider, theirs, known),
        (Place::People, "Who becomes a member", tested),
        (Place::Test, "Test sign-in", tested),
        (Place::Rules, "Group to role rules", false),
        (Place::TurnOn, "Turn on", false),
    ]
    .into_iter()
    .map(|(place, label, done)| StepLink { href: place.href(org, line.connection), label, done, current: place == at })
    .collect()
}

fn tabs(org: &str, at: Place, line: &ConnectionLine) -> Vec<TabLink> {
    use Place::{Certificates, Log, Overview, People, Provider, Rules, Test, TurnOn, Values};
    let all = [Overview, TurnOn, Provider, People, Rules, Certificates, Values, Test, Log];
    let shown = all.into_iter().filter(|place| *place != Certificates || line.protocol == SsoProtocol::Saml);
    shown.map(|place| TabLink::new(place.href(org, line.connection), place.title()).current(place == at)).collect()
}

/// Says that sign-ins are about to stop, or have stopped.
#[component]
pub(super) fn EndNotice(days: i64, href: String) -> impl IntoView {
    let (tone, title) = match days {
        ..0 => (Tone::Bad, "The provider's last certificate has ended. Nobody comes by this connection.".to_owned()),
        0..=7 => (Tone::Bad, format!("The provider's last certificate ends {}.", days_in_words(days))),
        _ => (Tone::Warn, format!("The provider's last certificate ends {}.", days_in_words(days))),
    };
    view! { <Notice tone title>"Add the provider's next one before it signs with it: " <a href=href>"Certificates"</a> "."</Notice> }
}

/// How far away an end is.
pub(super) fn days_in_words(days: i64) -> String {
    match days {
        ..0 => "in the past".to_owned(),
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        more => format!("in {more} days"),
    }
}

/// The protocol by its name.
pub(super) const fn protocol_in_words(protocol: SsoProtocol) -> &'static str {
    match protocol {
        SsoProtocol::Saml => "SAML 2.0",
        SsoProtocol::Oidc => "OpenID Connect",
    }
}

#[cfg(test)]
mod tests {
    use model::IdpKind;
    use time::macros::datetime;

    use super::*;

    fn line(state: ConnectionState, mode: Option<SsoMode>) -> ConnectionLine {
        ConnectionLine {
            connection: "018f0000-0000-7000-8000-000000000000".parse().unwrap(),
            name: "Okta".to_owned(),
            protocol: SsoProtocol::Saml,
            kind: IdpKind::Okta,
            state,
            domains: mode.map(|mode| ("acme.example".to_owned(), mode)).into_iter().collect(),
            certificate_ends: None,
            ends_in_days: None,
            people: 0,
            last_success_at: None,
            refused: 0,
        }
    }

    fn done(line: &ConnectionLine) -> Vec<bool> {
        steps("acme", Place::Values, line).into_iter().map(|step| step.done).collect()
    }

    #[test]
    fn the_steps_are_there_until_a_domain_leads_to_the_connection() {
        assert!(!is_in_use(&line(ConnectionState::SetUp, None)));
        assert!(!is_in_use(&line(ConnectionState::On, Some(SsoMode::Off))));
        assert!(is_in_use(&line(ConnectionState::On, Some(SsoMode::Optional))));
        assert!(is_in_use(&line(ConnectionState::Off, Some(SsoMode::Required))));
    }

    #[test]
    fn a_step_is_done_when_what_it_asks_for_is_there() {
        let tested = ConnectionLine { last_success_at: Some(datetime!(2026-03-01 0:00 UTC)), ..line(ConnectionState::On, None) };

        assert_eq!(done(&line(ConnectionState::SetUp, None)), [true, false, false, false, false, false, false]);
        assert_eq!(done(&line(ConnectionState::On, None)), [true, true, true, false, false, false, false]);
        assert_eq!(done(&tested), [true, true, true, true, true, false, false]);
    }

    #[test]
    fn ends_read_like_a_person_says_them() {
        assert_eq!((days_in_words(-2), days_in_words(0)), ("in the past".to_owned(), "today".to_owned()));
        assert_eq!((days_in_words(1), days_in_words(12)), ("tomorrow".to_owned(), "in 12 days".to_owned()));
    }
}
