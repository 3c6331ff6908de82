use model::Action;

use crate::Redaction;

/// What a module said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    /// What each rule that matched asks for; `None` is the policy's own action.
    pub(crate) asks: Vec<Option<Action>>,
    /// The rules that matched, with their own sentences.
    pub(crate) matched_on: String,
    /// What it takes out of the text; labels are left to the caller.
    pub(crate) redactions: Vec<Redaction>,
}

impl Answer {
    /// It could not be asked: the call is refused.
    pub(crate) fn failed(why: &str) -> Self {
        Self { asks: vec![Some(Action::Block)], matched_on: why.to_owned(), redactions: Vec::new() }
    }

    /// The strictest action, where the policy's own is `own`.
    pub(crate) fn action(&self, own: Action) -> Action {
        Action::strictest(self.asks.iter().map(|ask| ask.unwrap_or(own))).unwrap_or(own)
    }
}
