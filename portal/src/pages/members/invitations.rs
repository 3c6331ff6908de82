use leptos::prelude::*;
use model::views::{InvitationLine, LetterState};

use super::in_words::role_name;
use crate::{
    components::{Button, ButtonKind, ButtonSize, FormProblems, StatusWord, Table, Time, Tone},
    contexts::Problems,
    server_fns::members::{RenewInvitation, RevokeInvitation},
};

/// Who is invited and has not answered yet.
#[component]
pub(super) fn InvitationsCard(org: String, invitations: Vec<InvitationLine>, may_write: bool) -> impl IntoView {
    let renew = ServerAction::<RenewInvitation>::new();
    let revoke = ServerAction::<RevokeInvitation>::new();
    let rows = invitations.into_iter().map(|line| row(&org, line, may_write, renew, revoke)).collect_view();
    view! {
        <section class="section" aria-labelledby="invitations">
            <div class="section-head"><h2 id="invitations">"Invitations"</h2></div>
            <FormProblems problems=Problems::of(renew)/>
            <FormProblems problems=Problems::of(revoke)/>
            <Table label="List of invitations">
                <thead>
                    <tr>
                        <th scope="col">"E-mail"</th>
                        <th scope="col">"Role"</th>
                        <th scope="col" class="col-md">"Letter"</th>
                        <th scope="col" class="col-lo">"Invited by"</th>
                        <th scope="col" class="col-md">"Good until"</th>
                        <th scope="col"><span class="visually-hidden">"Actions"</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </section>
    }
}

fn row(
    org: &str,
    line: InvitationLine,
    may_write: bool,
    renew: ServerAction<RenewInvitation>,
    revoke: ServerAction<RevokeInvitation>,
) -> impl IntoView + use<> {
    let until = if line.is_expired {
        view! { <StatusWord tone=Tone::Warn>"Expired"</StatusWord> }.into_any()
    } else {
        view! { <Time at=line.expires_at/> }.into_any()
    };
    let org = org.to_owned();
    let actions = may_write.then(|| {
        let other = org.clone();
        let (again, withdraw) = (format!("Send again to {}", line.email), format!("Withdraw the invitation of {}", line.email));
        view! {
            <span class="row-acts">
                <ActionForm action=renew>
                    <input type="hidden" name="org" value=org/>
                    <input type="hidden" name="id" value=line.id.to_string()/>
                    <Button size=ButtonSize::Small attr:aria-label=again>"Send again"</Button>
                </ActionForm>
                <ActionForm action=revoke>
                    <input type="hidden" name="org" value=other/>
                    <input type="hidden" name="id" value=line.id.to_string()/>
                    <Button kind=ButtonKind::DangerQuiet size=ButtonSize::Small attr:aria-label=withdraw>"Withdraw"</Button>
                </ActionForm>
            </span>
        }
    });
    view! {
        <tr>
            <th scope="row">{line.email}</th>
            <td>{role_name(&line.role)}</td>
            <td class="col-md"><StateOfLetter letter=line.letter/></td>
            <td class="col-lo">{line.invited_by}</td>
            <td class="col-md">{until}</td>
            <td class="cell-act">{actions}</td>
        </tr>
    }
}

#[component]
fn StateOfLetter(letter: LetterState) -> impl IntoView {
    match letter {
        LetterState::Waiting => view! { <StatusWord tone=Tone::Warn>"On its way"</StatusWord> }.into_any(),
        LetterState::Sent => view! { <StatusWord tone=Tone::Ok>"Sent"</StatusWord> }.into_any(),
        LetterState::Failed(problem) => {
            let words = short(&problem);
            view! { <StatusWord tone=Tone::Bad>"Not sent"</StatusWord><span class="cell-sub" title=problem>{words}</span> }.into_any()
        }
    }
}

/// The beginning of what a mail server said; the whole of it is in the cell's title.
fn short(problem: &str) -> String {
    const LONGEST: usize = 60;
    if problem.chars().count() <= LONGEST {
        return problem.to_owned();
    }
    format!("{}…", problem.chars().take(LONGEST).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_of_a_server_are_cut() {
        assert_eq!(short("no such box"), "no such box");
        assert_eq!(short(&"x".repeat(80)).chars().count(), 61);
    }
}
