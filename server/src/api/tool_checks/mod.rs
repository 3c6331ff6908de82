mod input;
mod output;

pub(super) use input::*;
pub(super) use output::*;

/// `connector/tool`, as far as the client names them.
fn target(connector: &str, tool: Option<&str>) -> Option<String> {
    let named = match tool.filter(|tool| !tool.is_empty()) {
        Some(tool) if !connector.is_empty() => format!("{connector}/{tool}"),
        Some(tool) => tool.to_owned(),
        None => connector.to_owned(),
    };
    (!named.is_empty()).then(|| named.chars().take(254).collect())
}
