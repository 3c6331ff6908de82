use std::collections::BTreeSet;

use regorus::Engine;
use serde_json::Value;

use super::{LARGEST_BYTES, functions, rule::Rule};

const LONGEST_MESSAGE: usize = 400;

/// Why a module was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct RegoError {
    /// A sentence for whoever wrote it.
    pub message: String,
    /// The line that it is about, from 1, when it is about one.
    pub line: Option<u32>,
    /// The character of that line, from 1.
    pub column: Option<u32>,
}

impl RegoError {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), line: None, column: None }
    }

    /// The interpreter draws its errors over several lines: where, the code, and what is wrong.
    #[expect(clippy::needless_pass_by_value, reason = "it is what map_err hands over")]
    pub(super) fn of(error: anyhow::Error) -> Self {
        let text = error.to_string();
        let said = text.lines().find_map(|line| line.trim().strip_prefix("error: "));
        let place = text.lines().find_map(|line| line.trim().strip_prefix("--> "));
        // FILE:LINE:COLUMN, from the end.
        let number = |at: usize| place?.rsplit(':').nth(at)?.trim().parse().ok();
        let message = said.or_else(|| text.lines().find(|line| !line.trim().is_empty())).unwrap_or("it cannot be read");
        Self { message: message.chars().take(LONGEST_MESSAGE).collect(), line: number(1), column: number(0) }
    }
}

/// A module that was read, and what its text tells about it.
pub(super) struct Module {
    pub(super) engine: Engine,
    /// `data.axonflow.policy`.
    pub(super) package: String,
    /// The names of its rules.
    pub(super) rules: BTreeSet<String>,
    /// Every text that stands in it.
    pub(super) sentences: Vec<String>,
    /// Every function that it calls, with its place.
    called: Vec<(String, Place)>,
}

impl Module {
    /// Reads a module as Rego of today, or of before 1.0 when it is written so.
    pub(super) fn read(name: &str, source: &str) -> Result<Self, RegoError> {
        if source.len() > LARGEST_BYTES {
            return Err(RegoError::new(format!("The module is larger than {LARGEST_BYTES} bytes.")));
        }
        let (engine, package) = add(&Engine::new(), name, source)?;
        let tree = engine.get_ast_as_json().map_err(RegoError::of)?;
        let tree: Value = serde_json::from_str(&tree).map_err(|error| RegoError::new(error.to_string()))?;
        let mut found = Found::default();
        found.walk(&tree);
        let rules = tree.pointer("/0/ast/rules").and_then(Value::as_array).into_iter().flatten().filter_map(rule_name).collect();
        Ok(Self { engine, package, rules, sentences: found.sentences, called: found.called })
    }

    /// Refuses a call of anything that is neither a listed function nor one of the module's own, or of `others`.
    pub(super) fn expect_known_functions(&self, others: &[&Module]) -> Result<(), RegoError> {
        let own = |name: &str| {
            let modules = std::iter::once(self).chain(others.iter().copied());
            modules.into_iter().any(|module| {
                let bare = name.strip_prefix(&module.package).and_then(|rest| rest.strip_prefix('.')).unwrap_or(name);
                module.rules.contains(bare)
            })
        };
        let stranger = self.called.iter().find(|(name, _)| !functions::is_known(name) && !own(name));
        stranger.map_or(Ok(()), |(name, Place { line, column })| {
            let message = format!("The function {name} does not exist here, or is not allowed in a policy.");
            Err(RegoError { message, line: *line, column: *column })
        })
    }

    /// The rules by which it decides, each with its path.
    pub(super) fn deciding_rules(&self) -> Result<Vec<(Rule, String)>, RegoError> {
        let named = self.rules.iter().filter_map(|name| Some((Rule::named(name)?, format!("{}.{name}", self.package))));
        let rules: Vec<(Rule, String)> = named.collect();
        if rules.is_empty() {
            let why = "The module decides nothing: it needs a rule allow, deny, require_approval, redacted_query, warn, log or log_NAME.";
            return Err(RegoError::new(why));
        }
        Ok(rules)
    }
}

/// A copy of the engine with this source in it.
pub(super) fn add(engine: &Engine, name: &str, source: &str) -> Result<(Engine, String), RegoError> {
    let try_as = |is_old: bool| {
        let mut engine = engine.clone();
        engine.set_rego_v0(is_old);
        engine.add_policy(name.to_owned(), source.to_owned()).map(|package| (engine, package))
    };
    let added = try_as(false).or_else(|today| try_as(true).map_err(|old| if is_old_style(source) { old } else { today }));
    let (engine, package) = added.map_err(RegoError::of)?;
    let is_plain = package.split('.').all(|step| !step.is_empty() && step.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'));
    if is_plain { Ok((engine, package)) } else { Err(RegoError::new("The package must be made of letters, digits, _ and dots.")) }
}

/// Whether errors should be told in terms of the language before 1.0.
fn is_old_style(source: &str) -> bool {
    source.contains("future.keywords") || !source.contains(" if ")
}

/// What a walk over the tree collects.
#[derive(Default)]
struct Found {
    sentences: Vec<String>,
    called: Vec<(String, Place)>,
}

/// Where in the module something stands, as far as the tree says.
#[derive(Clone, Copy)]
struct Place {
    line: Option<u32>,
    column: Option<u32>,
}

impl Found {
    fn walk(&mut self, node: &Value) {
        match node {
            Value::Array(items) => items.iter().for_each(|item| self.walk(item)),
            Value::Object(members) => {
                for (name, member) in members {
                    match name.as_str() {
                        "source" => continue,
                        "Call" => self.called.push(called(member)),
                        "String" | "RawString" => self.sentences.extend(member.get("value").and_then(Value::as_str).map(str::to_owned)),
                        // What stands for a function in a test is called too.
                        "as" => {
                            let named = path(member).filter(|name| functions::is_foreign(name));
                            self.called.extend(named.map(|name| (name, place(member))));
                        }
                        _ => {}
                    }
                    self.walk(member);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

/// The function that is called, and where its name begins; the tree says where its parenthesis stands.
fn called(call: &Value) -> (String, Place) {
    let place = place(call);
    let Some(name) = call.get("fcn").and_then(path) else { return ("that is computed".to_owned(), place) };
    let length = u32::try_from(name.chars().count()).unwrap_or(u32::MAX);
    let column = place.column.map(|column| column.saturating_sub(length).max(1));
    (name, Place { column, ..place })
}

fn place(node: &Value) -> Place {
    let number = |path: &str| u32::try_from(node.pointer(path)?.as_u64()?).ok();
    Place { line: number("/span/line"), column: number("/span/col") }
}

/// The dotted name of a variable or reference.
fn path(node: &Value) -> Option<String> {
    if let Some(name) = node.pointer("/Var/value").and_then(Value::as_str) {
        return Some(name.to_owned());
    }
    let reference = node.get("RefDot")?;
    let field = reference.pointer("/field/1").and_then(Value::as_str)?;
    Some(format!("{}.{field}", path(reference.get("refr")?)?))
}

/// The name of a rule, whatever kind of head it has.
fn rule_name(rule: &Value) -> Option<String> {
    let (_, rule) = rule.as_object()?.iter().next()?;
    let head = rule.get("head").and_then(|head| head.as_object()?.values().next()).unwrap_or(rule);
    let mut node = head.get("refr")?;
    while let Some(inner) = node.pointer("/RefBrack/refr") {
        node = inner;
    }
    path(node)
}
