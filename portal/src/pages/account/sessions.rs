use leptos::{either::Either, prelude::*};
use model::views::SessionLine;

use crate::{
    components::{Button, ButtonKind, ButtonSize, Chip, FormProblems, Table, Time, Tone},
    contexts::Problems,
    server_fns::account::{EndOtherSessions, EndSession},
};

/// Where the person is signed in.
#[component]
pub(super) fn SessionsCard(
    /// Newest first.
    sessions: Vec<SessionLine>,
    /// Ends one.
    end_one: ServerAction<EndSession>,
    /// Ends all but this one.
    end_others: ServerAction<EndOtherSessions>,
) -> impl IntoView {
    let several = sessions.len() > 1;
    let rows = sessions.into_iter().map(|session| view! { <SessionRow session=session end=end_one /> }).collect_view();
    view! {
        <section class="section" aria-labelledby="sessions">
            <div class="section-head">
                <h2 id="sessions">"Sessions"</h2>
                {several
                    .then(|| {
                        view! {
                            <ActionForm action=end_others attr:class="push">
                                <Button size=ButtonSize::Small pending=end_others.pending()>"End all other sessions"</Button>
                            </ActionForm>
                        }
                    })}
            </div>
            <FormProblems problems=Problems::of(end_one) />
            <FormProblems problems=Problems::of(end_others) />
            <Table label="List of sessions">
                <thead>
                    <tr>
                        <th scope="col">"Browser"</th>
                        <th scope="col" class="col-lo">"Address"</th>
                        <th scope="col" class="col-lo">"Signed in"</th>
                        <th scope="col" class="col-md">"Last seen"</th>
                        <th scope="col"><span class="visually-hidden">"Actions"</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </section>
    }
}

#[component]
fn SessionRow(session: SessionLine, end: ServerAction<EndSession>) -> impl IntoView {
    let browser = session.user_agent.as_deref().map_or_else(|| "Unknown browser".to_owned(), browser_name);
    let ip = session.ip.map_or_else(
        || Either::Left(view! { <span class="none">"not recorded"</span> }),
        |ip| Either::Right(view! { <span class="mono">{ip}</span> }),
    );
    let label = format!("End session of {browser}");
    let action = if session.current {
        Either::Left(view! { <Chip tone=Tone::Ok>"This browser"</Chip> })
    } else {
        Either::Right(view! {
            <ActionForm action=end>
                <input type="hidden" name="session" value=session.id.to_string() />
                <Button kind=ButtonKind::DangerQuiet size=ButtonSize::Small attr:aria-label=label>"End session"</Button>
            </ActionForm>
        })
    };
    view! {
        <tr>
            <th scope="row" class="nowrap" title=session.user_agent>{browser}</th>
            <td class="col-lo">{ip}</td>
            <td class="col-lo"><Time at=session.created_at /></td>
            <td class="col-md"><Time at=session.last_seen_at /></td>
            <td class="cell-act">{action}</td>
        </tr>
    }
}

/// "Firefox on Windows": enough to recognise a browser by; the whole text is in the cell's title.
pub(crate) fn browser_name(agent: &str) -> String {
    // Order matters: nearly every browser also names the ones before it.
    let browsers = [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    let systems =
        [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux")];
    let known = |names: &[(&str, &'static str)]| names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    match (known(&browsers), known(&systems)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => agent.chars().take(40).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_recognised_by_their_last_claim() {
        let chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36";
        for (agent, name) in [
            (chrome.to_owned(), "Chrome on Linux"),
            (format!("{chrome} Edg/156.0"), "Edge on Linux"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 20_1 like Mac OS X) Version/20.1 Mobile Safari/604.1".to_owned(), "Safari on iPhone"),
            ("curl/8.9".to_owned(), "curl/8.9"),
        ] {
            assert_eq!(browser_name(&agent), name);
        }
    }
}
