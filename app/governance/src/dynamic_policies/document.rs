use model::{Action, Invalid, Severity};
use policy::{ConditionSpec, Conditions};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::action::{self, ActionSpec};

/// What is stored of a dynamic policy beside what every kind has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Document {
    /// `risk`, `content`, `user` or `cost`: a label.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) conditions: Vec<ConditionSpec>,
    pub(crate) actions: Vec<ActionSpec>,
}

/// A document that was compiled.
pub(crate) struct Compiled {
    pub(crate) conditions: Conditions,
    pub(crate) action: Action,
    pub(crate) severity: Severity,
}

const KINDS: [&str; 4] = ["risk", "content", "user", "cost"];

impl Document {
    /// Reads what was stored.
    pub(crate) fn read(stored: Value) -> Result<Self, serde_json::Error> {
        serde_json::from_value(stored)
    }

    /// What is stored.
    pub(crate) fn stored(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// Compiles it; whatever passes here works, and the rest is refused.
    pub(crate) fn compile(&self) -> Result<Compiled, Invalid> {
        if !KINDS.contains(&self.kind.as_str()) {
            return Err(Invalid::new("type", "must be risk, content, user or cost"));
        }
        let doing = action::read(&self.actions)?;
        // The author's own conditions have to stand by themselves before one is added.
        Conditions::parse(&self.conditions)?;
        let specs: Vec<ConditionSpec> = self.conditions.iter().cloned().chain(doing.condition).collect();
        let conditions = Conditions::parse(&specs)?;
        let conditions = match &doing.because {
            Some(sentence) => conditions.because(sentence),
            None => conditions,
        };
        Ok(Compiled { conditions, action: doing.action, severity: doing.severity })
    }
}
