use futures::future::join_all;
use mail::{Failure, Mailer};
use model::EmailAddress;
use store::{
    Housekeeping, OrgScope, entry,
    mail::{self as outbox, Claimed, Settled},
};
use time::Duration;
use uuid::Uuid;

use super::{content::Letter, pause};
use crate::{Error, Governance, Result};

/// How many at once: a slow mail server holds up these and no others.
const AT_ONCE: i32 = 8;
/// Longer than a try may take, so that nobody else sends a letter that is under way.
const CLAIM: Duration = Duration::minutes(2);
/// Letters that were dealt with stay so long, for whoever asks what became of one.
const KEPT: Duration = Duration::days(30);

/// Sends what is due; says how many were dealt with. Nothing is sent inside a transaction: a letter is claimed, sent, and what
/// became of it is noted. A process that dies in between leaves a claim that ends by itself, so a letter may come twice, under
/// one name, and is never lost.
pub(crate) async fn deliver_due(gov: &Governance) -> Result<usize> {
    let Some(mailer) = &gov.parts.settings.mailer else { return Ok(0) };
    let due = entry::mail_to_do(gov.pool(), gov.now(), AT_ONCE).await?;
    let of_orgs = join_all(due.iter().map(|(scope, id)| for_org(gov, mailer, scope, *id))).await;
    let claimed = entry::claim_person_mail(gov.pool(), gov.now(), gov.now() + CLAIM, AT_ONCE).await?;
    let of_persons = join_all(claimed.iter().map(|letter| for_person(gov, mailer, letter))).await;
    let outcomes: Vec<Result<bool>> = of_orgs.into_iter().chain(of_persons).collect();
    let mut dealt_with = 0;
    for outcome in outcomes {
        dealt_with += usize::from(outcome?);
    }
    Ok(dealt_with)
}

async fn for_org(gov: &Governance, mailer: &Mailer, scope: &OrgScope, id: Uuid) -> Result<bool> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let claimed = outbox::claim(&mut tx, id, gov.now() + CLAIM).await?;
    tx.commit_housekeeping(Housekeeping::MailTried).await?;
    let Some(letter) = claimed else { return Ok(false) };
    let settled = send(gov, mailer, &letter).await;
    let mut tx = gov.pool().org_tx(scope).await?;
    outbox::settle(&mut tx, id, &settled).await?;
    tx.commit_housekeeping(Housekeeping::MailTried).await?;
    Ok(true)
}

async fn for_person(gov: &Governance, mailer: &Mailer, letter: &Claimed) -> Result<bool> {
    let settled = send(gov, mailer, letter).await;
    entry::settle_person_mail(gov.pool(), letter.mail, &settled, gov.now()).await?;
    Ok(true)
}

async fn send(gov: &Governance, mailer: &Mailer, claimed: &Claimed) -> Settled {
    let sent = match drawn(gov, claimed) {
        Ok(letter) => mailer.send(&letter).await,
        Err(error) => Err(Failure::Never(error.to_string())),
    };
    let settled = settle(sent, claimed.attempts, gov.now());
    let outcome = match &settled {
        Settled::Sent => "sent",
        Settled::Again { .. } => "again",
        Settled::GivenUp { .. } => "given_up",
    };
    metrics::counter!("axonflow_mail_total", "outcome" => outcome).increment(1);
    if !matches!(settled, Settled::Sent) {
        // The server's words may hold the address; they stay beside the letter.
        tracing::warn!(mail.id = %claimed.mail, attempts = claimed.attempts, outcome, "a letter was not sent");
    }
    settled
}

fn drawn(gov: &Governance, claimed: &Claimed) -> Result<mail::Letter> {
    let letter: Letter = serde_json::from_value(claimed.content.clone()).map_err(Error::broken)?;
    let draft = letter.draft(&gov.parts.settings.public_url, &gov.signing().mac);
    Ok(mail::Letter { id: claimed.mail, to: EmailAddress::parse(&claimed.recipient)?, draft, at: gov.now() })
}

fn settle(sent: std::result::Result<(), Failure>, attempts: i32, now: time::OffsetDateTime) -> Settled {
    match sent {
        Ok(()) => Settled::Sent,
        Err(Failure::Never(problem)) => Settled::GivenUp { problem },
        Err(Failure::Later(problem)) => match pause::after(attempts) {
            Some(wait) => Settled::Again { due_at: now + wait, problem },
            None => Settled::GivenUp { problem },
        },
    }
}

/// Removes letters that were dealt with a while ago; upkeep, since what they told about has its own record.
pub(crate) async fn forget_settled(gov: &Governance) -> Result<usize> {
    let before = gov.now() - KEPT;
    let mut gone = u64::try_from(entry::forget_person_mail(gov.pool(), before).await?).map_err(Error::broken)?;
    for scope in entry::orgs_with_settled_mail(gov.pool(), before, 1_000).await? {
        let mut tx = gov.pool().org_tx(&scope).await?;
        gone += outbox::forget(&mut tx, before).await?;
        tx.commit_housekeeping(Housekeeping::MailForgotten).await?;
    }
    usize::try_from(gone).map_err(Error::broken)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn what_passes_by_itself_is_tried_again_until_it_was_tried_often_enough() {
        let now = datetime!(2026-11-21 12:00 UTC);
        let later = || Err(Failure::Later("no answer".to_owned()));

        assert!(matches!(settle(Ok(()), 1, now), Settled::Sent));
        assert!(matches!(settle(later(), 1, now), Settled::Again { due_at, .. } if due_at == now + Duration::seconds(30)));
        assert!(matches!(settle(later(), 9, now), Settled::GivenUp { .. }));
        assert!(matches!(settle(Err(Failure::Never("no such box".to_owned())), 1, now), Settled::GivenUp { .. }));
    }
}
