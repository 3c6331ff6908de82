//! The log of sign-ins, as an organisation's administrators read it: every way in, and every refusal with its support code.

use model::{
    Invalid, SignInMethod, SignInOutcome,
    views::{SignInLine, SignInQuery},
};
use rand::{CryptoRng, RngExt as _};
use store::{
    OrgScope,
    sign_ins::{self as rows, SignInRow, Wanted},
    sso::{self, ConnectionRow},
};

use crate::{Governance, Result};

/// The log, newest first; what the query says nothing about does not matter.
pub async fn list(gov: &Governance, scope: &OrgScope, query: &SignInQuery) -> Result<Vec<SignInLine>> {
    let code = query.code.trim().to_ascii_uppercase();
    let address = query.person.trim().to_lowercase();
    let person = address.parse().ok();
    let wanted = Wanted {
        code: Some(code.as_str()).filter(|code| !code.is_empty()),
        connection: word("connection", &query.connection, |id| id.parse().ok())?,
        method: word("method", &query.method, SignInMethod::parse)?,
        outcome: word("outcome", &query.outcome, SignInOutcome::parse)?,
        person,
        address: Some(address.as_str()).filter(|address| !address.is_empty() && person.is_none()),
    };
    let mut tx = gov.pool().org_tx(scope).await?;
    let found = rows::list(&mut tx, wanted).await?;
    let connections = sso::list(&mut tx).await?;
    found.iter().map(|row| line(row, &connections)).collect()
}

/// A line as pages show it.
pub(crate) fn line(row: &SignInRow, connections: &[ConnectionRow]) -> Result<SignInLine> {
    let of = connections.iter().find(|connection| Some(connection.connection()) == row.connection());
    Ok(SignInLine {
        code: row.support_code.clone(),
        at: row.at,
        method: row.method()?,
        connection: row.connection(),
        connection_name: of.map(|of| of.fields.name.clone()),
        outcome: row.outcome()?,
        refusal: row.refusal.clone(),
        sentence: row.sentence.clone(),
        person: row.person(),
        email: row.email.clone(),
        subject: row.subject.clone(),
        ip: row.ip.clone(),
        user_agent: row.user_agent.clone(),
        steps: serde_json::from_value(row.steps.clone()).unwrap_or_default(),
    })
}

/// What a person reads out to an administrator: no look-alike letters, forty bits.
pub(crate) fn support_code(rng: &mut impl CryptoRng) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let letter = |_| char::from(LETTERS[usize::from(rng.random::<u8>() % 32)]);
    let text: String = (0..8).map(letter).collect();
    format!("{}-{}", &text[..4], &text[4..])
}

fn word<T>(field: &'static str, text: &str, read: impl FnOnce(&str) -> Option<T>) -> Result<Option<T>> {
    match text.trim() {
        "" => Ok(None),
        text => read(text).map(Some).ok_or_else(|| Invalid::new(field, "is no word that the log knows").into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_support_code_can_be_read_out() {
        let code = support_code(&mut rand::rng());

        assert_eq!((code.len(), &code[4..5]), (9, "-"));
        assert!(!code.contains(['0', '1', 'I', 'O']), "{code}");
    }

    #[test]
    fn a_word_that_nobody_knows_is_refused_and_none_is_none() {
        assert_eq!(word("method", " passkey ", SignInMethod::parse).unwrap(), Some(SignInMethod::Passkey));
        assert_eq!(word("method", "  ", SignInMethod::parse).unwrap(), None);
        assert!(word("method", "magic", SignInMethod::parse).is_err());
    }
}
