//! Random rules and calls out of a small stock of words, so that they meet often.

use model::{Action, Plane};
use policy::{ConditionSpec, Conditions};
use serde_json::{Map, Value, json};
use time::{Duration, macros::datetime};

use crate::evaluator::{Asked, Rule};

const WORDS: [&str; 8] = ["heron", "Heron", "dove", "true", "7", "sales", "EU", "a heron flies"];
const NAMES: [&str; 5] = ["role", "region", "level", "tags", "active"];
const TARGETS: [&str; 4] = ["postgres/query", "openai/gpt", "files", "heron/dove"];

/// A plain generator: the same numbers for the same seed, on every machine.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn from(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() % most as u64).unwrap()
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    fn often(&mut self) -> bool {
        self.below(8) > 0
    }

    pub(crate) fn rule(&mut self) -> Rule {
        let surfaces = if self.often() { Vec::new() } else { vec![self.one(&["request", "response", "connector"])] };
        let word = (self.below(5) == 0).then(|| self.one(&["heron", "dove", "flies"]));
        let conditions = if word.is_some() { Vec::new() } else { (0..self.below(3) + 1).map(|_| self.condition()).collect() };
        Rule {
            action: self.one(Action::ALL),
            enabled: self.often(),
            surfaces,
            tenant: (!self.often()).then(|| self.below(2) as u128),
            conditions,
            word,
        }
    }

    /// One that the product takes: drawn until it is, because not every operator fits every field.
    fn condition(&mut self) -> ConditionSpec {
        loop {
            let operator = self.one(policy::Operator::ALL).as_str();
            let spec = ConditionSpec { field: self.field(), operator: operator.to_owned(), value: self.value_for(operator) };
            if Conditions::parse(std::slice::from_ref(&spec)).is_ok() {
                return spec;
            }
        }
    }

    fn field(&mut self) -> String {
        let fixed: Vec<&str> = Conditions::fields().collect();
        match self.below(3) {
            0 => format!("user.{}", self.one(&NAMES)),
            1 if self.below(3) == 0 => format!("context.user.{}", self.one(&NAMES)),
            1 => format!("context.{}", self.one(&NAMES)),
            _ => self.one(&fixed).to_owned(),
        }
    }

    fn value_for(&mut self, operator: &str) -> Value {
        match operator {
            "in" | "not_in" => (0..self.below(3) + 1).map(|_| self.named()).collect(),
            "contains_any" => (0..self.below(3) + 1).map(|_| Value::from(self.one(&WORDS))).collect(),
            "contains" | "not_contains" | "starts_with" | "ends_with" => Value::from(self.one(&WORDS)),
            "regex" if self.below(2) == 0 => Value::from(format!("^{}", self.one(&WORDS))),
            "regex" => Value::from(format!("{}$", self.one(&WORDS))),
            "exists" | "not_exists" => Value::Null,
            "equals" | "not_equals" => self.named(),
            _ => Value::from(self.below(12)),
        }
    }

    fn named(&mut self) -> Value {
        let target = self.one(&TARGETS);
        match self.below(8) {
            0 => json!(true),
            1 => Value::from(self.below(12)),
            2 => Value::from(self.one(&["request", "response", "connector", "monday", "sunday", "ssn", "decide", "mcp_input"])),
            3 => Value::from(target.split('/').next()),
            4 => Value::from(target),
            _ => Value::from(self.one(&WORDS)),
        }
    }

    pub(crate) fn asked(&mut self) -> Asked {
        let mut text = self.words();
        if self.below(3) == 0 {
            text = format!("{text}\u{1e}\n{}", self.words());
        }
        Asked {
            plane: self.one(Plane::ALL),
            tenant: self.below(3) as u128,
            text,
            now: datetime!(2026-03-02 00:30 UTC) + Duration::hours(i64::try_from(self.below(200)).unwrap()),
            request_type: self.one(&["chat", "sql", "heron"]).to_owned(),
            target: self.often().then(|| self.one(&TARGETS).to_owned()),
            end_user: (self.below(2) == 0).then(|| self.one(&WORDS).to_owned()),
            context: self.context(),
        }
    }

    fn words(&mut self) -> String {
        (0..self.below(4)).map(|_| self.one(&WORDS)).collect::<Vec<_>>().join(" ")
    }

    fn context(&mut self) -> Value {
        let mut context = Map::new();
        for name in NAMES {
            if self.below(2) == 0 {
                context.insert(name.to_owned(), self.value());
            }
            if self.below(3) == 0 {
                context.insert(format!("user_{name}"), self.value());
            }
        }
        if self.below(2) == 0 {
            context.insert("user".to_owned(), json!({self.one(&NAMES): self.value()}));
        }
        if self.below(4) == 0 {
            context.insert("provider".to_owned(), Value::from(self.one(&["openai", "heron"])));
        }
        Value::Object(context)
    }

    fn value(&mut self) -> Value {
        match self.below(7) {
            0 => Value::from(self.below(12)),
            1 => json!(self.below(2) == 0),
            2 => Value::Null,
            3 => (0..self.below(3)).map(|_| Value::from(self.one(&WORDS))).collect(),
            4 => json!({"inner": 1}),
            _ => Value::from(self.one(&WORDS)),
        }
    }
}
